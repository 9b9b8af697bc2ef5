"""The workspace meets what public pages meet: axe, headings, 320 pixels, 44 pixels, light and dark."""

import json
import re
from types import SimpleNamespace

import pytest

from tests.browser.test_axe import ALSO, CONTRAST, TAGS, violations
from tests.conftest import DEMO_PASSWORD
from tests.partners import ics_files
from tests.partners.ics_import.test_fetching import ALLOWED, send, serving

pytestmark = pytest.mark.one_database

HOME = "/workspace/riverside-example-coalition/"
# Addresses below an event: of one that is public and comes again, and of a draft.
OF_A_LIVE_EVENT = [
    "",
    "preview/",
    "history/",
    "messages/",
    "cancel/",
    "postpone/",
    "hide-place/",
    "take-down/",
    "dates/",
    "removal/",
]
PAGES = {
    "dashboard": HOME,
    "new event": f"{HOME}events/new/",
    "draft": f"{HOME}events/{{draft}}/",
    "delete a draft": f"{HOME}events/{{draft}}/delete/",
    **{f"live event {name}": f"{HOME}events/{{live}}/{name}" for name in OF_A_LIVE_EVENT},
    "profile": f"{HOME}profile/",
    "members": f"{HOME}members/",
    "leave": f"{HOME}members/leave/",
    "import": f"{HOME}import/",
    "website": f"{HOME}website/",
    "tokens of programs": f"{HOME}api/",
    "subscription": f"{HOME}subscription/",
    "account": "/workspace/account/",
    "second factor": "/accounts/2fa/",
    "sessions": "/accounts/sessions/",
    "dashboard in Spanish": f"/es{HOME}",
    "new event in Spanish": f"/es{HOME}events/new/",
    "subscription in Spanish": f"/es{HOME}subscription/",
}


@pytest.fixture(scope="module")
def member(browser, site_url):
    """A page in which the owner of an organisation is signed in."""
    context = browser.new_context(base_url=site_url, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    from tests.browser.conftest import MEASURE

    context.add_init_script(MEASURE)
    page = context.new_page()
    page.goto("/accounts/login/?next=/workspace/")
    page.fill("[name=login]", "riverside@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url("**/workspace/**")
    yield page
    context.close()


# The upper edge of each element's first line of words.
FIRST_LINES = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const words = document.createRange();
  words.selectNodeContents(element);
  return Math.round(words.getClientRects()[0].top);
})"""


def test_what_stands_side_by_side_begins_at_the_same_height(member):
    """Also where one label has two lines, and a link beside its name."""

    def tops(selector):
        found = member.evaluate(FIRST_LINES, selector)
        assert found, selector
        return found

    member.set_viewport_size({"width": 1280, "height": 900})
    member.goto(f"{HOME}events/new/")
    member.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    member.get_by_label("Every day, or every few days").check()
    for name in ("start_date", "until", "city", "contact_email"):
        row = f".field-row:has([name={name}]) > .field > "
        assert len(set(tops(f"{row}label"))) == 1, name
        assert len({round(one.bounding_box()["y"]) for one in member.locator(f"{row}input").all()}) == 1, name
    member.goto(f"{HOME}?q=e")
    assert len(set(tops(".workspace-filters label"))) == 1
    member.goto(f"{HOME}website/")
    assert tops(".facts dt") == tops(".facts dd > a")
    text, field = member.locator("h2 + p:has(+ .field)").first, member.locator("p + .field").first
    below = text.bounding_box()["y"] + text.bounding_box()["height"]
    assert field.bounding_box()["y"] - below >= 12


@pytest.fixture(scope="module")
def keys(site_url):
    """The keys of two of the organisation's events."""
    from partners.models import EventPage

    events = EventPage.objects.filter(
        organisation__slug="riverside-example-coalition", locale__language_code="en"
    )
    return {
        "live": events.filter(live=True, frequency="weekly").first() or events.filter(live=True).first(),
        "draft": events.filter(live=False, first_published_at=None).order_by("start_date").first(),
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_workspace_is_for_everybody(name, member, keys):
    """WCAG 2.2 A and AA; 1.4.6, 2.5.5 (AAA); 1.4.10 at 320 pixels."""
    address = PAGES[name].format(**{key: event.translation_key for key, event in keys.items()})
    member.set_viewport_size({"width": 1280, "height": 800})
    member.emulate_media(color_scheme="light")
    response = member.goto(address)
    assert response.status == 200
    found = violations(member, {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    assert member.locator("h1").count() == 1
    assert member.locator("a.exit").is_visible()

    member.set_viewport_size({"width": 320, "height": 640})
    member.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert member.evaluate("measure.wider()") <= 0
    assert member.evaluate("measure.small()") == []
    member.emulate_media(color_scheme="dark")
    found = violations(member, {"runOnly": {"type": "rule", "values": CONTRAST}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


def test_on_a_phone_the_page_of_an_event_begins_with_what_is_urgent(member):
    """The heading within the first half of a window of 360 × 640, the emergency actions within two windows."""
    from partners.events.occurrences import with_a_date_to_come
    from partners.models import EventPage, EventStatus

    off = EventStatus.objects.exclude(state=EventStatus.State.SCHEDULED).values("event_key")
    events = EventPage.objects.filter(organisation__slug="riverside-example-coalition", live=True)
    event = with_a_date_to_come(events).exclude(translation_key__in=off).first()
    member.set_viewport_size({"width": 360, "height": 640})
    member.goto(f"{HOME}events/{event.translation_key}/")
    assert member.locator("h1").bounding_box()["y"] <= 320
    for name in ("Hide the place now", "Take it down now", "Cancel the event"):
        box = member.get_by_role("link", name=name).bounding_box()
        assert box["y"] + box["height"] <= 1280, name


def test_at_a_desk_the_summary_is_beside_the_form(member, keys):
    member.set_viewport_size({"width": 1280, "height": 800})
    member.goto(f"{HOME}events/{keys['draft'].translation_key}/")
    form = member.locator(".event-form").bounding_box()
    for part in (".event-summary", ".event-summary-more"):
        box = member.locator(part).bounding_box()
        assert box["x"] >= form["x"] + form["width"] and box["y"] < form["y"] + form["height"]


def test_back_leads_to_the_form_after_an_incomplete_send(member):
    """The page that says what is missing is not the answer to the form, so the browser does not ask to send it again."""
    member.goto(HOME)
    member.goto(f"{HOME}events/new/")
    member.fill("[name=title]", "Tea for the neighbors")
    member.get_by_role("button", name="Send to the office").click()
    member.wait_for_url("**/?missing=1")
    assert member.locator("[name=title]").input_value() == "Tea for the neighbors"
    member.reload()
    assert member.locator("[name=title]").input_value() == "Tea for the neighbors"
    member.go_back()
    # The form would create a second event: its address leads to the draft.
    member.get_by_text("This is already saved.").wait_for()
    assert member.locator("[name=title]").input_value() == "Tea for the neighbors"
    member.go_forward()
    assert member.locator("[name=title]").input_value() == "Tea for the neighbors"


def test_the_report_of_an_import_and_its_confirmation_are_for_everybody(member):
    """Imported, confirmed and sent by keyboard; both pages meet axe and fit 320 pixels."""
    data = ics_files.calendar(
        ics_files.event("report-one", SUMMARY="Imported evening"),
        ics_files.event("report-two", SUMMARY="Imported without a place", LOCATION=""),
    )
    member.set_viewport_size({"width": 1280, "height": 800})
    member.emulate_media(color_scheme="light")
    member.goto(f"{HOME}import/")
    file = {"name": "calendar.ics", "mimeType": "text/calendar", "buffer": data}
    member.set_input_files("[name=file]", file)
    member.get_by_role("button", name="Import").press("Enter")
    member.wait_for_url("**/import/?report=*")
    for step in ("report", "confirmation"):
        if step == "confirmation":
            member.get_by_role("link", name="Send all complete drafts").press("Enter")
            member.wait_for_url("**/import/send/?report=*")
        found = violations(member, {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO})
        assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
        member.set_viewport_size({"width": 320, "height": 640})
        assert member.evaluate("measure.wider()") <= 0 and member.evaluate("measure.small()") == []
        member.set_viewport_size({"width": 1280, "height": 800})
    member.get_by_role("button", name="Send 1 draft").press("Enter")
    member.wait_for_url("**/import/?report=*")
    assert "1 draft was sent to the office." in member.locator("main").inner_text()


def is_for_everybody(page):
    """axe in light and dark; 320 pixels."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    found = violations(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("measure.wider()") <= 0 and page.evaluate("measure.small()") == []
    page.emulate_media(color_scheme="dark")
    found = violations(page, {"runOnly": {"type": "rule", "values": CONTRAST}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


def test_a_subscribed_calendar_is_for_everybody(member, settings):
    """By keyboard: a wrong address, the report, events that are missing, a calendar that fails, the end."""
    from partners.models import CalendarSubscription

    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]
    one, two = ics_files.event("one"), ics_files.event("two", SUMMARY="Tea", LOCATION="")
    past = ics_files.event("past", SUMMARY="Long ago", **{"DTSTART;TZID=America/Chicago": "19990101T090000"})
    source = SimpleNamespace(body=ics_files.calendar(one, two, past), status=200)

    def answer(handler):
        send(handler, status=source.status if handler.path == "/calendar.ics" else 404, body=source.body)

    def read(**changed):
        vars(source).update(changed)
        CalendarSubscription.objects.update(checked_at=None)
        member.get_by_role("button", name="Read it now").press("Enter")
        member.wait_for_load_state()
        is_for_everybody(member)
        return member.locator("main").inner_text()

    member.goto(f"{HOME}subscription/")
    with serving(answer) as (root, _asked):
        for name in ("missing.ics", "calendar.ics"):
            member.get_by_label("Address of the calendar").fill(f"{root}/{name}")
            with member.expect_navigation():
                member.get_by_label("Address of the calendar").press("Enter")
            is_for_everybody(member)
            text = member.locator("main").inner_text()
            assert ("answered with error 404" in text) == (name == "missing.ics")
        assert "New drafts (2)" in text and "Not imported (1)" in text and "1 draft is complete" in text
        text = read(body=ics_files.calendar(one))
        assert "No longer in your calendar (1)" in text and "It is a draft here." in text
        assert "The calendar cannot be read" in read(status=500)
        member.get_by_role("button", name=re.compile("Keep it.*Tea")).press("Enter")
        member.get_by_text("The event is kept.").wait_for()
        member.get_by_role("button", name="End the subscription").press("Enter")
        member.get_by_text("Only once, from an address or a file.").wait_for()
    assert not CalendarSubscription.objects.exists()
