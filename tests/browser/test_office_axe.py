"""axe over the pages of the office, Wagtail's frame included, as each role sees them.

What is Wagtail's own is allowed by rule and selector, as docs/accessibility.md lists it; everything else fails.
"""

import json

import pytest

from tests.browser.test_axe import A_AND_AA, AXE_SCRIPT
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

# A rule, and the elements of Wagtail's for which it is allowed.
UPSTREAM = {
    # The overview beside the form; no issue of it is known to us.
    "scrollable-region-focusable": [".w-minimap__list"],
    # The page of a search among pages; no issue is known to us either.
    "aria-allowed-role": ['h2[role="alert"]'],
    "heading-order": ["#other-searches-title"],
}
PAGES = {
    "a definition": "/admin/pages/{page}/edit/",
    "pages": "/admin/pages/{home}/",
    "a help line": "/admin/snippets/portal/helpline/edit/{line}/",
    "help lines": "/admin/snippets/portal/helpline/",
    "home": "/admin/",
}
OF_THE_COORDINATOR = {
    "accounts": "/admin/users/",
    "format requests": "/admin/format-requests/",
    "topics": "/admin/snippets/portal/taxonomyterm/",
    "pictures": "/admin/images/",
    "documents": "/admin/documents/",
    "content due": "/admin/reports/hub/due/",
    "unsigned": "/admin/reports/hub/unsigned/",
    "a search": "/admin/pages/search/?q=wage",
    "history": "/admin/pages/{page}/history/",
    "synonyms": "/admin/snippets/home/searchwords/",
}


@pytest.fixture(scope="module")
def numbers(site_url):
    from home.models import DefinitionPage
    from portal.models import HelpLine

    page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    line = HelpLine.objects.get(locale__language_code="en", name="Day One")
    return {"page": page.pk, "home": page.get_parent().pk, "line": line.pk}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["editor", "approver", "coordinator"])
def test_axe_finds_nothing_but_what_is_known_of_wagtail(name, fresh, numbers):
    page = fresh()
    page.set_default_timeout(30_000)
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", f"{name}@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/")
    found = []
    for label, path in {**PAGES, **(OF_THE_COORDINATOR if name == "coordinator" else {})}.items():
        page.goto(path.format(**numbers))
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)  # Names come to fields after Wagtail has made them.
        page.evaluate(AXE_SCRIPT)
        found += [f"{label}: {sentence}" for sentence in page.evaluate(LOOK, [A_AND_AA, UPSTREAM])]
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


def test_fields_have_the_names_of_their_headings(fresh, numbers):
    page = fresh()
    page.set_default_timeout(30_000)
    address = PAGES["a definition"].format(**numbers)
    page.goto(f"/accounts/login/?next={address}")
    page.fill("[name=login]", "editor@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url(f"**{address}")
    page.locator("#looks_like-0-value[aria-label]").wait_for(state="attached")
    name = page.locator("#looks_like-0-value").get_attribute("aria-label")
    assert "look like" in name.lower(), name
    names = page.evaluate("[...document.querySelectorAll('[role=textbox]')].map(field => field.ariaLabel)")
    assert all(names) and "In plain words" in names, names


LOOK = """async ([tags, upstream]) => {
  const {violations} = await axe.run({runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  const found = [];
  for (const rule of violations) {
    for (const node of rule.nodes) {
      const element = document.querySelector(node.target[0]);
      if ((upstream[rule.id] || []).some(selector => element && element.matches(selector))) continue;
      found.push(`${rule.id}: ${node.html.slice(0, 150)} @ ${node.target[0].slice(0, 120)}`);
    }
  }
  return found;
}"""
