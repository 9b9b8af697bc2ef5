"""Forms: a request with mistakes, an event of a partner, with what each browser makes of their fields."""

import datetime
import re

import pytest
from django.utils import timezone
from selenium.webdriver import Keys

from tests.conftest import DEMO_PASSWORD
from tests.other_browsers.walk import sign_in

FORM = "/request-accessible-format/"
NEW_EVENT = "/workspace/riverside-example-coalition/events/new/"
DAY = timezone.localdate() + datetime.timedelta(days=40)


@pytest.fixture(params=["with scripts", "without scripts"])
def scripts(request):
    """Both ways of reading."""
    if request.param == "without scripts":
        request.getfixturevalue("without_scripts")


def alert(reader):
    """The list of what is wrong."""
    return reader.wait(lambda: reader.driver.find_elements("css selector", "main [role=alert]"), "an alert")[
        0
    ]


def test_a_request_is_sent_after_its_mistakes_were_shown(reader, scripts):
    from home.models import FormatRequest

    reader.resize(390)
    reader.open(PAGE := f"{FORM}?page=/definitions/")
    reader.find("field", "^Which language do you need").send_keys("Spanish")
    reader.click(reader.find("button", "^Send the request"))
    found = alert(reader)
    assert reader.driver.title.startswith("Error:")
    assert reader.has_focus(found)
    links = found.find_elements("css selector", "a")
    assert len(links) == 3
    for link in links:
        link.send_keys(Keys.ENTER)
        assert reader.attribute("href", link) == f"#{reader.attribute('id')}"
    assert reader.script("return document.querySelector('#id_language').value") == "Spanish", PAGE
    reader.find("field", "^What do you need").send_keys("Braille, please")
    reader.click(reader.find("field", "^Phone call"))
    reader.find("field", "^Your email address").send_keys("612-555-0100")
    reader.find("field", "^Yes, this way is safe").send_keys(Keys.SPACE)
    reader.click(reader.find("button", "^Send the request"))
    reader.wait_for_path("/done/")
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", reader.text)[0]
    record = FormatRequest.objects.get(reference=number)
    assert (record.need, record.language) == ("Braille, please", "Spanish")


@pytest.fixture
def member(reader):
    """A reader who is signed in as a member of an organization, in the form of a new event."""
    sign_in(reader, "riverside@example.org", DEMO_PASSWORD)
    reader.open(NEW_EVENT)
    return reader


def type_into(reader, name, text):
    """Type into a field; a browser's own field for dates and times takes digits as this browser's people write them."""
    field = reader.find("field", name)
    if reader.attribute("type", field) in {"date", "time"}:
        reader.script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input'))", field, text
        )
        assert reader.script("return arguments[0].value", field) == text
    else:
        field.send_keys(text)


def test_fields_that_an_answer_makes_unnecessary_are_hidden(member):
    assert member.all("field", "^Name of the place")
    member.click(member.find("field", "^Online"))
    member.wait(lambda: not member.all("field", "^Name of the place"), "fewer fields")
    member.click(member.find("field", "^In person$"))
    member.find("field", "^Name of the place")


def test_an_event_is_sent_to_the_office_after_its_mistakes_were_shown(member, scripts):
    from partners.models import EventPage

    member.open(NEW_EVENT)
    type_into(member, "^Title", "Bring your pay slips")
    member.click(member.find("button", "^Send to the office"))
    assert "summary" in alert(member).text
    assert member.has_focus(alert(member))
    assert member.script("return document.querySelector('[name=title]').value") == "Bring your pay slips"
    type_into(member, "^What is it", "We read them together.")
    type_into(member, "^Date", f"{DAY}")
    type_into(member, "^Starts at", "17:30")
    type_into(member, "^Name of the place", "Example Library")
    for field in member.all("field", "^Accessibility contact"):
        field.clear()
        field.send_keys("612-555-0100")
    member.click(member.find("button", "^Send to the office"))
    member.wait(lambda: "In review" in member.text, "the event in review")
    event = EventPage.objects.get(draft_title="Bring your pay slips")
    sent = event.get_latest_revision_as_object()
    assert (sent.start_date, f"{sent.start_time:%H:%M}", sent.venue_name) == (DAY, "17:30", "Example Library")


def test_a_draft_is_saved_and_found_again(member):
    type_into(member, "^Title", "Not finished yet")
    member.click(member.find("button", "^Save draft"))
    member.wait(lambda: not member.path.startswith(NEW_EVENT), "the draft")
    member.open("/workspace/riverside-example-coalition/")
    member.click(member.find("link", "Not finished yet"))
    member.wait(lambda: member.all("field", "^Title"), "the form")
    assert member.script("return document.querySelector('[name=title]').value") == "Not finished yet"
