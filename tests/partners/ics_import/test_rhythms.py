"""Rules, single dates and exceptions of other calendars: each becomes the same dates here."""

import datetime

import pytest
from hypothesis import assume, given, settings

from partners.events.models.event_times import recurrence_of
from tests.partners.events.test_recurrence import rules
from tests.partners.ics_files import calendar
from tests.partners.ics_import.test_cases import TODAY, ZONE, dates, january, read, series

__all__ = ["january"]
pytestmark = pytest.mark.one_database


def days(reading):
    return [date.partition(" ")[0] for date in dates(reading)]


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("FREQ=DAILY;INTERVAL=3;COUNT=4", {"frequency": "daily", "interval": 3}),
        ("FREQ=WEEKLY;INTERVAL=26;COUNT=2", {"frequency": "weekly", "interval": 26}),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4", {"frequency": "monthly_date", "month_days": "1,15"}),
        ("FREQ=MONTHLY;BYMONTHDAY=-1,1;COUNT=4", {"frequency": "monthly_date", "month_days": "1,-1"}),
        ("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=4", {"frequency": "monthly_date", "month_days": ""}),
        (
            "FREQ=MONTHLY;BYDAY=1TH,3TH;COUNT=4",
            {"frequency": "monthly_weekday", "weekdays": "TH", "month_positions": "1,3"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1,-1;COUNT=4",
            {"frequency": "monthly_weekday", "weekdays": "TH", "month_positions": "1,-1"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TU,3TU,1TH,3TH;COUNT=8",
            {"frequency": "monthly_weekday", "weekdays": "TU,TH", "month_positions": "1,3"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=1TH;COUNT=4",
            {"frequency": "monthly_weekday", "weekdays": "", "month_positions": ""},
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=4",
            {"frequency": "monthly_workday", "month_positions": "1"},
        ),
        (
            "FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=1;COUNT=4",
            {"frequency": "monthly_date", "month_days": "1"},
        ),
    ],
)
def test_rules_that_other_programs_offer_are_taken(rule, fields):
    (reading,) = read(series(RRULE=rule))
    assert not reading.reason and {name: reading.fields[name] for name in fields} == fields


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYDAY=1TH,3FR;COUNT=4", "FREQ=MONTHLY;BYDAY=1TH,3TH,1FR;COUNT=4"]
)
def test_days_of_which_no_single_rule_can_be_made_are_refused(rule):
    (reading,) = read(series(RRULE=rule))
    assert "that no single rule has here" in reading.reason


def test_single_dates_without_a_rule_are_a_list():
    (reading,) = read(series(RRULE=None, **{f"RDATE;{ZONE}": "20270424T100000,20270411T100000"}))
    assert reading.fields["frequency"] == "dates"
    assert reading.fields["extra_dates"] == ["2027-04-11", "2027-04-24"]
    assert days(reading) == ["04-01", "04-11", "04-24"]


def test_a_single_date_may_have_its_own_time():
    (reading,) = read(series(RRULE="FREQ=WEEKLY;COUNT=2", **{f"RDATE;{ZONE}": "20270403T150000"}))
    assert dates(reading) == ["04-01 10:00–11:00", "04-03 15:00–16:00", "04-08 10:00–11:00"]


def test_a_single_date_is_read_in_its_own_zone():
    (reading,) = read(series(RRULE=None, RDATE="20270403T150000Z"))
    assert dates(reading)[1] == "04-03 10:00–11:00"


def test_whole_single_days():
    values = {f"DTSTART;{ZONE}": None, f"DTEND;{ZONE}": None, "RRULE": None}
    whole = {"DTSTART;VALUE=DATE": "20270401", "RDATE;VALUE=DATE": "20270403,20270501"}
    (reading,) = read(series(**values, **whole))
    assert dates(reading) == ["04-01", "04-03", "05-01"]


def test_a_single_date_can_be_excluded_changed_or_canceled():
    extras = {f"RDATE;{ZONE}": "20270403T150000,20270404T100000,20270405T100000"}
    moved = [
        f"RECURRENCE-ID;{ZONE}:20270403T150000",
        f"DTSTART;{ZONE}:20270406T180000",
        f"DTEND;{ZONE}:20270406T190000",
    ]
    off = [f"RECURRENCE-ID;{ZONE}:20270405T100000", "STATUS:CANCELLED"]
    (reading,) = read(
        series(moved, off, RRULE="FREQ=WEEKLY;COUNT=2", **extras, **{f"EXDATE;{ZONE}": "20270404T100000"})
    )
    assert dates(reading) == ["04-01 10:00–11:00", "04-06 18:00–19:00", "04-08 10:00–11:00"]


def test_the_first_date_of_a_list_can_be_excluded():
    extras = {f"RDATE;{ZONE}": "20270403T100000", f"EXDATE;{ZONE}": "20270401T100000"}
    (reading,) = read(series(RRULE=None, **extras))
    assert days(reading) == ["04-03"]


@pytest.mark.parametrize("begin", ["20270331T100000", "20270401T150000", "20450401T100000"])
def test_single_dates_that_cannot_be_held_are_refused_with_their_days(begin):
    (reading,) = read(series(**{f"RDATE;{ZONE}": begin}))
    assert "single dates that cannot be imported" in reading.reason


def test_a_single_date_that_is_over_is_no_obstacle():
    (reading,) = read(series(**{f"RDATE;{ZONE}": "20260101T100000"}))
    assert len(dates(reading)) == 4


@settings(max_examples=300, deadline=None)
@given(rules())
def test_a_rule_that_the_hub_writes_is_read_again_as_the_same_dates(rule):
    """Over both changes of the clocks, at an hour that daylight saving moves in universal time."""
    assume(rule.first is not None and TODAY < rule.first < datetime.date(2030, 1, 1))
    first = rule.first
    extras = sorted(day for day in rule.extras if day > first)
    lines = ["BEGIN:VEVENT", "UID:a", "SUMMARY:Course", f"DTSTART;{ZONE}:{first:%Y%m%d}T183000"]
    if rule.has_rule:
        end = f"{rule.until:%Y%m%d}T235959" if rule.until else ""
        lines.append(f"RRULE:{rule.rrule(until=end)}")
    lines += [f"RDATE;{ZONE}:{day:%Y%m%d}T183000" for day in extras]
    lines += [f"EXDATE;{ZONE}:{day:%Y%m%d}T183000" for day in sorted(rule.exceptions)]
    (reading,) = read(calendar([*lines, "END:VEVENT"]))
    planned = [day for day in rule.dates(first + datetime.timedelta(days=1000)) if day >= first]
    if not planned:
        assert reading.reason == "All of its dates are excluded."
        return
    assert not reading.reason
    ours = recurrence_of(reading.fields)
    assert ours.dates(first + datetime.timedelta(days=1000)) == planned
