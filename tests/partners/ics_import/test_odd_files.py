"""Odd parts of one event: it is left out or said, the other events of the file are taken, and no answer is a 500."""

import datetime

import pytest

from partners.ics_import import services as ics_import
from partners.ics_import.parse import NotACalendar
from partners.models import EventPage
from partners.workspace import submission
from tests.partners.ics_files import DAY, calendar, event

pytestmark = pytest.mark.django_db
START = f"DTSTART:{DAY:%Y%m%d}T150000"


def draft_of(line):
    return submission.latest(EventPage.objects.get(translation_key=line.key))


def odd(*lines, uid="odd"):
    """An event with lines of its own."""
    return ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Odd event", *lines, "END:VEVENT"]


@pytest.mark.parametrize(
    "lines",
    [
        [f"DTSTART;TZID=America:{DAY:%Y%m%d}T150000"],
        [f"DTSTART;TZID={'x' * 300}:{DAY:%Y%m%d}T150000"],
        [START, f"DTEND;TZID=America/Indiana:{DAY:%Y%m%d}T160000"],
        [START, "RECURRENCE-ID:banana"],
        [START, "RRULE:FREQ=BANANA"],
        [START, START.replace("T15", "T17")],
        [START, "RRULE:FREQ=DAILY;COUNT=9", "EXDATE:" + ",".join([f"{DAY:%Y%m%d}T150000"] * 4000)],
        [START, *["EXDATE:20270101T150000"] * 601],
        [START, "STATUS:CANCELED"],
        [START, "CLASS:X-SECRET"],
    ],
)
def test_the_event_is_left_out_and_the_others_are_taken(take, lines):
    found = take(odd(*lines), event(UID="good"))
    assert {line.key == "": line.result for line in found} == {
        True: ics_import.LEFT_OUT,
        False: ics_import.TAKEN,
    }


@pytest.mark.parametrize("title", ["CANCELED Training", "**CANCELED** Training", "Event canceled: Training"])
def test_a_title_that_says_canceled(take, title):
    (line,) = take(event(SUMMARY=title))
    assert line.result == ics_import.LEFT_OUT and "canceled" in line.sentences[0]


def test_a_whole_day_has_no_time_zone(take):
    end = DAY + datetime.timedelta(days=1)
    zone = "VALUE=DATE;TZID=Asia/Tokyo"
    (line,) = take(odd(f"DTSTART;{zone}:{DAY:%Y%m%d}", f"DTEND;{zone}:{end:%Y%m%d}"))
    draft = draft_of(line)
    assert (draft.all_day, draft.start_date, draft.end_date) == (True, DAY, None)


@pytest.mark.parametrize("zone", ["Factory", "localtime", "right/America/Chicago"])
def test_a_file_of_the_time_zones_that_is_no_place_is_not_one(take, zone):
    (line,) = take(odd(f"DTSTART;TZID={zone}:{DAY:%Y%m%d}T150000"))
    assert line.result == ics_import.LEFT_OUT or draft_of(line).time_zone == "America/Chicago"


@pytest.mark.parametrize(
    ("location", "attendance", "venue"),
    [
        ("https://www.google.com/maps/place/Example", "place", ""),
        ("Example Library https://library.example", "place", "Example Library"),
        ("https://zoom.us/j/1", "online", ""),
    ],
)
def test_an_address_that_describes_a_place_is_not_one_to_join(take, location, attendance, venue):
    (line,) = take(event(LOCATION=location))
    draft = draft_of(line)
    assert (draft.attendance, draft.venue_name) == (attendance, venue)
    assert bool(draft.online_url) == (attendance == "online")
    assert attendance == "online" or any("web address in its place" in words for words in line.sentences)


def test_a_long_description_is_shortened_and_said(take):
    (line,) = take(event(DESCRIPTION="word " * 9000))
    assert any("very long" in words for words in line.sentences)
    assert draft_of(line).description


def test_calendars_with_different_time_zones_in_one_file_are_refused(organisation, member):
    first, second = calendar(event(UID="a")), calendar(event(UID="b"))
    both = first.replace(
        b"BEGIN:VEVENT", b"X-WR-TIMEZONE:America/New_York\r\nBEGIN:VEVENT", 1
    ) + second.replace(b"BEGIN:VEVENT", b"X-WR-TIMEZONE:Asia/Tokyo\r\nBEGIN:VEVENT", 1)
    with pytest.raises(NotACalendar, match="several calendars"):
        ics_import.take_over(both, organisation, member, "en")
