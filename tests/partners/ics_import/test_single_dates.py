"""Imported series whose calendar is not clear: what was assumed is said, and what cannot be decided is refused."""

import pytest

from tests.partners.ics_import.test_cases import ZONE, dates, january, read, series

__all__ = ["january"]
pytestmark = pytest.mark.one_database


def test_a_date_that_is_left_out_and_changed_is_refused():
    override = [f"RECURRENCE-ID;{ZONE}:20270408T100000", f"DTSTART;{ZONE}:20270408T130000"]
    (reading,) = read(series(override, **{f"EXDATE;{ZONE}": "20270408T100000"}))
    assert reading.reason == "Your calendar both leaves out April 8, 2027 and changes it. Post it by hand."


def test_a_change_of_later_dates_that_begins_on_no_date_of_the_rule_is_refused():
    for rule in ("FREQ=WEEKLY;COUNT=2", None):
        override = [
            f"RECURRENCE-ID;RANGE=THISANDFUTURE;{ZONE}:20270422T100000",
            f"DTSTART;{ZONE}:20270422T130000",
        ]
        (reading,) = read(series(override, RRULE=rule))
        assert "It also takes place on April 22, 2027" in reading.reason


def test_two_changes_of_which_one_is_of_all_later_dates_are_refused():
    changed = [f"DTSTART;{ZONE}:20270408T130000", f"DTEND;{ZONE}:20270408T140000"]
    later = [f"RECURRENCE-ID;RANGE=THISANDFUTURE;{ZONE}:20270408T100000", *changed]
    (reading,) = read(series(later, [f"RECURRENCE-ID;{ZONE}:20270408T100000", "STATUS:CANCELLED"]))
    assert reading.reason == "Its dates cannot be shown exactly here. Post it by hand."


@pytest.mark.parametrize(
    ("until", "is_said"), [("20270415", True), ("20270416", False), ("20270415T150000Z", False)]
)
def test_an_end_without_a_time_includes_its_day(until, is_said):
    (reading,) = read(series(RRULE=f"FREQ=WEEKLY;UNTIL={until}"))
    assert len(dates(reading)) == 3
    assert reading.notes == (
        ["Your calendar says that it repeats until April 15, 2027, without a time; we included that day."]
        if is_said
        else []
    )


def test_a_rule_in_universal_time_says_so():
    values = {"DTSTART;TZID=America/Chicago": None, "DTEND;TZID=America/Chicago": None}
    (reading,) = read(series(**values, DTSTART="20270401T150000Z", RRULE="FREQ=WEEKLY;COUNT=2"))
    assert reading.fields["time_zone"] == "UTC" and "universal time" in reading.notes[0]


def test_an_event_that_is_not_certain_says_so():
    (reading,) = read(series(STATUS="TENTATIVE"))
    assert reading.notes == ["Your calendar says that it is not certain yet."]


def test_a_calendar_with_too_many_dates_is_read_in_part(monkeypatch):
    from partners.ics_import import map as mapping

    monkeypatch.setattr(mapping, "MAX_DATES", 100)
    (reading,) = read(series(RRULE="FREQ=WEEKLY"))
    assert "too many dates" in reading.reason
