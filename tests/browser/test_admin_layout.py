"""Layout of the admin on wide screens and on phones: headings, labels and columns are not cut, buttons keep their distance."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

WIDTHS = [1280, 390]
# Buttons nearer than 8 pixels to each other, and lines of buttons that do not begin below each other.
CROWDED = """() => {
  const all = [...document.querySelectorAll("main .button")]
    .filter(one => one.checkVisibility() && !one.closest(".w-dropdown, footer"))
    .map(one => ({ name: (one.value || one.textContent).trim(), row: one.parentElement, ...one.getBoundingClientRect().toJSON() }));
  const found = [];
  all.forEach((a, place) => {
    for (const b of all.slice(place + 1)) {
      const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
      if (apart < 8) found.push(`${a.name} – ${b.name}: ${apart} px`);
      if (a.row === b.row && b.top >= a.bottom && b.left < a.right) {
        const first = all.filter(one => one.row === b.row && Math.abs(one.top - b.top) < 2)[0];
        if (first === b && Math.abs(b.left - all.find(one => one.row === b.row).left) > 1) found.push(`${b.name} is indented`);
      }
    }
  });
  return found;
}"""
# Letters of the heading that stand outside of the window or of a box that cuts them.
CUT = """() => {
  const list = document.querySelector(".w-breadcrumbs li:last-child");
  const heading = document.querySelector("h1.w-sr-only") && list ? list : document.querySelector("h1");
  const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT), found = [];
  for (let node; (node = walker.nextNode());) {
    if (!node.textContent.trim() || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.right > innerWidth + 1 || box.left < 0) found.push(`${node.textContent.trim()}: outside of the window`);
      for (let around = node.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === "visible") continue;
        if (box.right > around.getBoundingClientRect().right + 1) found.push(`${node.textContent.trim()}: cut by ${around.className}`);
      }
    }
  }
  return found;
}"""
WIDE_FIELDS = """[...document.querySelectorAll("main :is(input, select, textarea)")]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth).map(one => one.name)"""
LISTS = {
    "format requests": "format_requests:index",
    "topics": "wagtailsnippets_portal_taxonomyterm:list",
    "synonyms": "wagtailsnippets_home_searchwords:list",
    "help lines": "wagtailsnippets_portal_helpline:list",
    "requests to join": "join_requests:index",
}
PAGES = [
    "changes of rights",
    "change of rights",
    "own change of rights",
    "decision about a page",
    "decision about a line",
    "decision about a topic",
    "decision about words",
    "signature",
    "submission",
    "state of an event",
    "request to join",
    "preview links",
    "archive",
    "deletion",
    "account",
    "preferences",
]


@pytest.fixture(scope="module")
def addresses(site_url):
    """The addresses by name; something waits on each page."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from wagtail.models import WorkflowState

    from home.models import SearchWords
    from partners.models import EventPage, JoinRequest
    from portal.models import HelpLine, RightsChange, TaxonomyTerm
    from portal.previews import services as previews
    from portal.review.admin import sign_address
    from portal.staff import rights
    from tests.portal import dashboard_rows

    editor, coordinator = dashboard_rows.person("editor"), dashboard_rows.person("coordinator")
    second = get_user_model().objects.create_user(
        email="second.coordinator.with.a.long.name@example.org", password=DEMO_PASSWORD, first_name="Second"
    )
    second.groups.add(Group.objects.get(name=rights.COORDINATORS))
    group = rights.guarded_groups().get(name=rights.APPROVERS)
    own = rights.ask(dashboard_rows.person("translator"), RightsChange.Kind.GROUP, coordinator, group)
    long = get_user_model().objects.create_user(email="somebody.with.a.long.address@example.org")
    other = rights.ask(long, RightsChange.Kind.GROUP, second, group)

    def decision(record):
        record.save_revision(user=editor)
        state = record.get_workflow().start(record, editor)
        return reverse("decide", args=[state.current_task_state_id])

    (page,) = dashboard_rows.pages(1)
    link, _secret = previews.make(page.save_revision(user=editor), editor, "advisory group")
    previews.comment(link, "The second sentence is hard to follow.")
    dashboard_rows.format_request(answer_due=timezone.localdate(), assignee=coordinator)
    asks = JoinRequest.objects.create(
        organisation_name="Lakeside Example Cooperative",
        offers="Meals",
        contact_name="A",
        contact_email="a@example.org",
    )
    submission = WorkflowState.objects.filter(
        status="in_progress", workflow__name="Partner submissions"
    ).first()
    event = EventPage.objects.filter(live=True, locale__language_code="en").first()
    definition = Page.objects.get(slug="wage-theft", locale__language_code="en")
    translation = Page.objects.get(slug="wage-theft", locale__language_code="so").specific
    return {
        "changes of rights": reverse("rights_changes"),
        "change of rights": reverse("rights_change", args=[other.pk]),
        "own change of rights": reverse("rights_change", args=[own.pk]),
        "decision about a page": decision(page),
        "decision about a line": decision(HelpLine.objects.get(name="Day One", locale__language_code="en")),
        "decision about a topic": decision(TaxonomyTerm.objects.filter(locale__language_code="en").first()),
        "decision about words": decision(SearchWords.objects.first()),
        "signature": sign_address(translation),
        "submission": reverse("partner_submission", args=[submission.object_id]),
        "state of an event": reverse("partners_event_state", args=[event.translation_key]),
        "request to join": reverse("join_requests:decide", args=[asks.pk]),
        "preview links": reverse("page_previews", args=[page.pk]),
        "archive": reverse("archive_page", args=[definition.pk]),
        "deletion": reverse("wagtailadmin_pages:delete", args=[definition.pk]),
        "account": reverse("wagtailusers_users:edit", args=[own.account_id]),
        "preferences": reverse("wagtailadmin_account"),
        "editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
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
def test_buttons_headings_and_fields_have_room(name, coordinator, addresses):
    coordinator.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert coordinator.goto(addresses[name]).status == 200
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 800})
        assert coordinator.evaluate(CROWDED) == [], width
        assert coordinator.evaluate(CUT) == [], width
        assert coordinator.evaluate(WIDE_FIELDS) == [], width


@pytest.mark.parametrize("name", LISTS)
def test_the_heading_of_a_list_is_whole_and_every_column_is_reached(name, coordinator, addresses):
    coordinator.set_viewport_size({"width": WIDTHS[0], "height": 800})
    assert coordinator.goto(reverse(LISTS[name])).status == 200
    for width in WIDTHS:
        coordinator.set_viewport_size({"width": width, "height": 800})
        assert coordinator.evaluate(CUT) == [], width
        last = coordinator.locator("table.listing thead th").last
        last.evaluate("cell => cell.scrollIntoView({ inline: 'end' })")
        box = last.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width + 1


@pytest.mark.parametrize("narrow", [False, True], ids=["wide menu", "narrow menu"])
def test_no_label_of_the_reports_is_cut(narrow, coordinator, addresses):
    coordinator.set_viewport_size({"width": 1280, "height": 900})
    coordinator.goto("/admin/")
    sidebar = coordinator.locator(".sidebar")
    sidebar.wait_for()
    if narrow:
        coordinator.get_by_role("button", name="Toggle sidebar").click()
        coordinator.locator(".sidebar--slim").wait_for()
    sidebar.get_by_role("button", name="Reports", exact=True).click()
    labels = coordinator.locator("#wagtail-sidebar-submenu-reports-title + ul > li > * > .menuitem-label")
    labels.first.wait_for()
    shown = labels.evaluate_all(
        "all => all.map(one => [one.textContent, one.clientWidth >= one.scrollWidth && one.clientWidth > 20])"
    )
    if narrow:
        coordinator.get_by_role("button", name="Toggle sidebar").click()
    assert len(shown) >= 5 and [label for label, whole in shown if not whole] == []


def test_who_commented_is_read_without_effort(coordinator, addresses):
    coordinator.set_viewport_size({"width": 1280, "height": 800})
    coordinator.goto(addresses["editor"])
    notes = coordinator.locator(".review-notes")
    assert "advisory group" in notes.inner_text()
    sizes = notes.evaluate(
        "all => [...all.querySelectorAll('*')].map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 13


def test_a_change_of_rights_that_waits_stands_in_a_box(coordinator, addresses):
    coordinator.set_viewport_size({"width": 1280, "height": 800})
    coordinator.goto(addresses["account"])
    box = coordinator.locator("main .help-block", has_text="It waits until another coordinator confirms it.")
    assert box.is_visible() and box.locator("a").get_attribute("href") == addresses["own change of rights"]
    bullets = "all => [...all.querySelectorAll('li')].filter(one => one.checkVisibility() && getComputedStyle(one).listStyleType !== 'none' && !one.closest('.sidebar')).length"
    assert coordinator.locator("main .nice-padding").first.evaluate(bullets) == 0
