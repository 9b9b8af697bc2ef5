"""Calendars as Google, Outlook, Apple and others export them, with invented content: the same dates as another library reads."""

import datetime
import sys
from pathlib import Path

import pytest
import time_machine

from partners.ics_import import map as mapping
from partners.ics_import import verify
from partners.ics_import.map import readings
from partners.ics_import.parse import read_calendar
from tests.tools import compare_ics

pytestmark = pytest.mark.one_database

CALENDARS = Path(__file__).parent / "calendars"
TODAY = datetime.date(2027, 1, 10)


@pytest.fixture
def january():
    with time_machine.travel(datetime.datetime(2027, 1, 10, 18, tzinfo=datetime.UTC), tick=True):
        yield


def read(name):
    return readings(read_calendar((CALENDARS / f"{name}.ics").read_bytes()), TODAY)


def test_every_date_is_the_one_that_another_library_reads(january):
    result = compare_ics.compare(CALENDARS)
    assert result.differences == []
    assert result.files == len(list(CALENDARS.glob("*.ics"))) >= 26
    assert result.taken == 37 and result.left_out.total() == 7


@pytest.mark.parametrize(
    ("name", "titles", "left_out"),
    [
        ("google", {"Workers' evening", "Online question hour", "Awareness day"}, 0),
        ("google-split-series", {"Morning drop-in"}, 0),
        ("outlook", {"Partners & planning", "Office closed"}, 1),
        ("outlook-own-zone", {"Reading group"}, 0),
        ("apple", {"Friday supper", "Exhibition", "Night vigil"}, 0),
        ("meetup", {"Know your rights: an evening of questions"}, 1),
        ("eventbrite", {"Training for hotel staff", "Late call on the night when the clocks change"}, 1),
        ("the-events-calendar", {"Resource fair & lunch", "Two days of training"}, 0),
        ("thunderbird", {"Every four weeks", "Daily in the fast week"}, 0),
        ("nextcloud", {"Evening class", "The fifteenth of each month"}, 0),
        ("squarespace", {"Open house", "A talk without an end"}, 0),
        ("hub", {"Clinic, every other Saturday", "Course on two days of the week"}, 0),
    ],
)
def test_what_is_taken_of_each_program(january, name, titles, left_out):
    found = read(name)
    assert {reading.fields["title"] for reading in found if reading.fields} == titles
    assert len([reading for reading in found if not reading.fields]) == left_out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google", ("Example Library", "12 Example Street", "Minneapolis", "MN", "55401")),
        ("apple", ("Example Hall", "40 Example Avenue", "Minneapolis", "MN", "55404")),
        (
            "the-events-calendar",
            ("Example Park Building", "99 Example Parkway", "Minneapolis", "MN", "55406"),
        ),
    ],
)
def test_addresses_of_each_program(january, name, expected):
    fields = read(name)[0].fields
    names = ("venue_name", "street_address", "city", "region", "postal_code")
    assert tuple(fields[name] for name in names) == expected


def test_the_tool_says_what_it_found(january, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["compare_ics", str(CALENDARS), "--today", "2027-01-10", "--notes"])
    assert compare_ics.main() == 0
    text = capsys.readouterr().out
    assert "26 files, 37 events taken, 7 left out" in text and "0 differences" in text
    assert "1 left out: Your calendar marks it as private." in text


def test_the_tool_fails_for_a_different_date(january, monkeypatch, capsys):
    shown = verify.shown
    hour = datetime.timedelta(hours=1)
    monkeypatch.setattr(mapping, "agrees", lambda *args: True)
    monkeypatch.setattr(verify, "shown", lambda *args: [(begin + hour, end) for begin, end in shown(*args)])
    monkeypatch.setattr(sys, "argv", ["compare_ics", str(CALENDARS), "--today", "2027-01-10"])
    assert compare_ics.main() == 1
    assert "DIFFERENT google.ics" in capsys.readouterr().out
