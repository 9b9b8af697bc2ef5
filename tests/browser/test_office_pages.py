"""Pages of the admin on which the office works beside the editor: axe, one heading, 320 pixels, dark (ATAG 2.0 A.1.1.1)."""

import json

import pytest

from tests.browser.test_axe import A_AND_AA, CONTRAST, violations
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

WIDER = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
# What is ours on pages whose frame is Wagtail's.
PAGES = {
    "partner submissions": "/admin/partner-submissions/",
    "review of a submission": "/admin/partner-submissions/{submission}/",
    "state of an event": "/admin/partner-events/{event}/state/",
    "members of organisations": "/admin/organisation-members/",
    "time and place at once": "/admin/organisation-members/{organisation}/time-and-place/",
    "time or place changed": "/admin/partner-events/{changed}/time-or-place/",
    "requests to join": "/admin/join-requests/",
    "format requests": "/admin/format-requests/",
    "words of the lists": "/admin/snippets/portal/taxonomyterm/",
    "help lines": "/admin/snippets/portal/helpline/",
    "alerts": "/admin/snippets/portal/alert/",
    "preview links": "/admin/page-previews/{page}/",
    "comparison": "/admin/pages/{page}/revisions/compare/{old}...{new}/",
    "history": "/admin/pages/{page}/history/",
    "translation files": "/admin/translations/files/",
    "glossary": "/admin/snippets/portal/glossaryterm/",
    "redirects": "/admin/snippets/portal/officeredirect/",
    "translation to be sent": "/admin/translations/{translation}/send/",
    "second factor of a colleague": "/admin/accounts/{colleague}/second-factor/",
}

# Lists that Wagtail makes: how they stand on a phone is Wagtail's.
WAGTAILS_OWN = {
    "requests to join",
    "format requests",
    "words of the lists",
    "redirects",
    "help lines",
    "alerts",
    "glossary",
    "history",
}


@pytest.fixture(scope="module")
def numbers(site_url):
    """What stands in the addresses: a page with two versions, a link and a comment, a submission and an event."""
    from django.contrib.auth import get_user_model
    from wagtail.models import WorkflowState
    from wagtail_localize.models import Translation

    from home.models import DefinitionPage
    from partners.models import EventPage
    from partners.trusted_updates import publishing
    from partners.workspace import submission
    from portal.previews import services as previews

    page = DefinitionPage.objects.get(locale__language_code="en", slug="labor-trafficking")
    editor = get_user_model().objects.get(email="editor@example.org")
    old = page.save_revision(user=editor)
    page.summary = "Forced work by threats, debts or lies."
    page.statutes = page.statutes.stream_block.to_python(
        [
            {**block, "value": {**block["value"], "citation": "22 U.S.C. 7102(11)(B)"}}
            for block in page.statutes.raw_data
        ]
    )
    new = page.save_revision(user=editor)
    link, _secret = previews.make(new, editor, "advisory group")
    previews.comment(link, "The second sentence is hard to follow.")
    waiting = WorkflowState.objects.filter(status="in_progress", workflow__name="Partner submissions").first()
    event = EventPage.objects.filter(live=True, locale__language_code="en").first()
    changed = EventPage.objects.get(draft_title="Understanding Safe Harbor")
    member = get_user_model().objects.get(email="riverside@example.org")
    draft = submission.latest(changed)
    draft.venue_name = "Example Hall"
    submission.save_draft(draft, member)
    publishing.publish(EventPage.objects.get(pk=changed.pk), member)
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code="es"
    )
    return {
        "translation": translation.pk,
        "page": page.pk,
        "old": old.pk,
        "new": new.pk,
        "submission": waiting.object_id,
        "event": event.translation_key,
        "changed": changed.translation_key,
        "organisation": changed.organisation_id,
        "colleague": editor.pk,
    }


@pytest.fixture(scope="module")
def coordinator(browser, site_url):
    """A page in which the coordinator is signed in."""
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/accounts/login/?next=/admin/")
    page.fill("[name=login]", "coordinator@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/admin/**")
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_office_is_for_everybody(name, coordinator, numbers):
    """WCAG 2.2 A, AA and best practice; 1.4.10 at 320 pixels; contrast in the dark, too."""
    page = coordinator
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    assert page.goto(PAGES[name].format(**numbers)).status == 200
    found = violations(page, {"runOnly": {"type": "tag", "values": A_AND_AA}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert page.locator("h1").count() == 1
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)  # Buttons take their new colours slowly.
    # Wagtail does not underline the link of an empty list, whose colour in the dark is not enough (docs/accessibility.md).
    rules = CONTRAST[:1] if name in WAGTAILS_OWN else [CONTRAST[0], CONTRAST[-1]]
    found = violations(page, {"runOnly": {"type": "rule", "values": rules}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    if name not in WAGTAILS_OWN:
        assert page.evaluate(WIDER) <= 0
