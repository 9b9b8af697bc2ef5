"""How an event comes again: its dates against another library's, its words, its rule for calendars."""

import datetime

import pytest
from dateutil import rrule
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.events import recurrence_words
from partners.events.models import EventPage
from partners.events.recurrence import POSITIONS, WEEKDAY_CODES, Recurrence

pytestmark = pytest.mark.one_database

RHYTHMS = sorted(set(EventPage.Frequency) - {""})
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2032, 12, 31))


@st.composite
def rules(draw, days=DAYS):
    start = draw(days)
    ends = draw(st.sampled_from(["open", "until", "count"]))
    after = draw(st.integers(0, 1200))

    def some_days(most):
        offsets = draw(st.sets(st.integers(0, 200), max_size=most))
        return frozenset(start + datetime.timedelta(days=offset) for offset in offsets)

    return Recurrence(
        start=start,
        frequency=draw(st.sampled_from(RHYTHMS)),
        interval=draw(st.integers(1, 12)),
        weekdays=tuple(draw(st.lists(st.sampled_from(WEEKDAY_CODES), unique=True))),
        positions=tuple(draw(st.lists(st.sampled_from(POSITIONS), unique=True))),
        month_days=tuple(draw(st.lists(st.sampled_from([*range(1, 32), -1]), unique=True, max_size=4))),
        until=start + datetime.timedelta(days=after) if ends == "until" else None,
        count=draw(st.integers(1, 60)) if ends == "count" else None,
        exceptions=some_days(9),
        extras=some_days(4),
    )


def by_dateutil(rule, until):
    def midnight(day):
        return datetime.datetime.combine(day, datetime.time())

    expected = rrule.rruleset()
    if rule.has_rule:
        expected.rrule(rrule.rrulestr(rule.rrule(), dtstart=midnight(rule.start)))
    else:
        expected.rdate(midnight(rule.start))
    for day in rule.extras:
        expected.rdate(midnight(day))
    for day in rule.exceptions:
        expected.exdate(midnight(day))
    return [day.date() for day in expected.between(midnight(rule.start), midnight(until), inc=True)]


@settings(max_examples=400, deadline=None)
@given(rules(), st.integers(0, 1500))
def test_the_dates_are_those_that_dateutil_finds_for_the_written_rule(rule, ahead):
    until = rule.start + datetime.timedelta(days=ahead)
    assert rule.dates(until, limit=5000) == by_dateutil(rule, until)


@settings(max_examples=100, deadline=None)
@given(rules(), st.integers(1, 400))
def test_dates_ascend_within_the_rule_and_the_limit(rule, limit):
    dates = rule.dates(rule.start + datetime.timedelta(days=900), limit)
    assert dates == sorted(set(dates)) and len(dates) <= limit
    assert all(rule.start <= day <= (rule.until or day) for day in set(dates) - rule.extras)
    assert not rule.exceptions & set(dates)


def dates(until, **fields):
    return [day.isoformat() for day in Recurrence(**fields).dates(datetime.date.fromisoformat(until))]


def test_once_is_once():
    rule = Recurrence(datetime.date(2027, 1, 20))
    assert rule.dates(datetime.date(2030, 1, 1)) == [datetime.date(2027, 1, 20)]
    assert rule.dates(datetime.date(2027, 1, 19)) == []
    assert rule.rrule() == rule.words() == ""


def test_without_a_date_there_is_nothing():
    rule = Recurrence(None, "weekly")
    assert rule.dates(datetime.date(2030, 1, 1)) == [] and rule.rrule() == "" and rule.words() == ""
    assert rule.first is None


def test_months_without_a_31st_are_left_out():
    assert dates("2027-06-30", start=datetime.date(2027, 1, 31), frequency="monthly_date") == [
        "2027-01-31",
        "2027-03-31",
        "2027-05-31",
    ]


def test_the_fifth_weekday_of_a_month_means_the_last():
    rule = {"start": datetime.date(2027, 3, 30), "frequency": "monthly_weekday"}
    assert dates("2027-06-30", **rule) == ["2027-03-30", "2027-04-27", "2027-05-25", "2027-06-29"]
    assert Recurrence(**rule).rrule() == "FREQ=MONTHLY;BYDAY=-1TU"


def test_a_weekly_rule_begins_with_its_first_weekday():
    wednesday = datetime.date(2027, 1, 20)
    rule = Recurrence(wednesday, "weekly", interval=2, weekdays=("MO",), count=2)
    assert rule.first == datetime.date(2027, 2, 1)
    assert rule.dates(datetime.date(2028, 1, 1)) == [datetime.date(2027, 2, 1), datetime.date(2027, 2, 15)]


def test_an_excepted_date_counts_among_the_times():
    start = datetime.date(2027, 1, 5)
    rule = Recurrence(start, "weekly", count=3, exceptions=frozenset({datetime.date(2027, 1, 12)}))
    assert rule.dates(datetime.date(2028, 1, 1)) == [start, datetime.date(2027, 1, 19)]


def test_a_rule_with_no_further_date_ends():
    rule = Recurrence(datetime.date(2024, 2, 29), "monthly_date", interval=12)
    assert rule.dates(datetime.date(2037, 1, 1))[:3] == [
        datetime.date(2024, 2, 29),
        datetime.date(2028, 2, 29),
        datetime.date(2032, 2, 29),
    ]
    assert len(rule.dates(datetime.date.max, limit=10_000)) > 1000


@pytest.mark.parametrize(
    ("fields", "rule", "expected"),
    [
        (
            {"frequency": "monthly_weekday", "positions": (4,), "weekdays": ("FR",)},
            "FREQ=MONTHLY;BYDAY=4FR",
            ["2027-01-22", "2027-02-26", "2027-03-26"],
        ),
        (
            {"frequency": "monthly_weekday", "positions": (-1,), "weekdays": ("FR",)},
            "FREQ=MONTHLY;BYDAY=-1FR",
            ["2027-01-29", "2027-02-26", "2027-03-26"],
        ),
        (
            {"frequency": "monthly_weekday", "positions": (3, 1), "weekdays": ("TU",)},
            "FREQ=MONTHLY;BYDAY=1TU,3TU",
            ["2027-01-19", "2027-02-02", "2027-02-16", "2027-03-02", "2027-03-16"],
        ),
        (
            {"frequency": "monthly_weekday", "positions": (5,), "weekdays": ("SU",)},
            "FREQ=MONTHLY;BYDAY=5SU",
            ["2027-01-31"],
        ),
        (
            {"frequency": "monthly_date", "month_days": (-1,)},
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            ["2027-01-31", "2027-02-28", "2027-03-31"],
        ),
        (
            {"frequency": "monthly_date", "month_days": (15, 1)},
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            ["2027-01-15", "2027-02-01", "2027-02-15", "2027-03-01", "2027-03-15"],
        ),
        (
            {"frequency": "monthly_workday"},
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ["2027-01-29", "2027-02-26", "2027-03-31"],
        ),
        (
            {"frequency": "daily", "interval": 30},
            "FREQ=DAILY;INTERVAL=30",
            ["2027-01-12", "2027-02-11", "2027-03-13"],
        ),
        (
            {
                "frequency": "dates",
                "extras": frozenset({datetime.date(2027, 3, 1), datetime.date(2027, 1, 13)}),
            },
            "",
            ["2027-01-12", "2027-01-13", "2027-03-01"],
        ),
    ],
)
def test_the_rhythms_that_people_use(fields, rule, expected):
    recurrence = Recurrence(TUESDAY, **fields)
    assert recurrence.rrule() == rule
    assert [day.isoformat() for day in recurrence.dates(datetime.date(2027, 3, 31))] == expected


def test_an_extra_date_is_a_date_besides_the_times_of_the_rule_and_can_be_left_out():
    rule = Recurrence(
        TUESDAY,
        "weekly",
        count=2,
        extras=frozenset({datetime.date(2027, 1, 14), datetime.date(2027, 2, 3), datetime.date(2027, 1, 19)}),
        exceptions=frozenset({datetime.date(2027, 1, 14)}),
    )
    found = [TUESDAY, datetime.date(2027, 1, 19), datetime.date(2027, 2, 3)]
    assert rule.dates(datetime.date(2028, 1, 1)) == found


def test_a_rule_without_any_date_has_no_first_date():
    rule = Recurrence(datetime.date(2027, 2, 1), "monthly_date", interval=12, month_days=(30,))
    assert rule.first is None and rule.dates(datetime.date.max) == []


TUESDAY = datetime.date(2027, 1, 12)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"frequency": "weekly"}, "Every Tuesday"),
        ({"frequency": "weekly", "weekdays": ("TH", "TU")}, "Every Tuesday and Thursday"),
        ({"frequency": "weekly", "weekdays": ("MO", "WE", "FR")}, "Every Monday, Wednesday and Friday"),
        (
            {"frequency": "weekly", "interval": 2, "weekdays": ("MO", "WE")},
            "Every two weeks on Monday and Wednesday",
        ),
        ({"frequency": "weekly", "interval": 3}, "Every 3 weeks on Tuesday"),
        ({"frequency": "monthly_date"}, "Every month on the 12th"),
        ({"frequency": "monthly_weekday"}, "Every month on the second Tuesday"),
        ({"frequency": "monthly_weekday", "interval": 2}, "Every two months on the second Tuesday"),
        ({"frequency": "monthly_date", "interval": 6}, "Every 6 months on the 12th"),
        (
            {"frequency": "weekly", "until": datetime.date(2027, 3, 3)},
            "Every Tuesday until March 3, 2027",
        ),
        ({"frequency": "weekly", "count": 6}, "Every Tuesday, 6 times"),
        ({"frequency": "monthly_date", "count": 1}, "Every month on the 12th, 1 time"),
        ({"frequency": "daily"}, "Every day"),
        ({"frequency": "daily", "interval": 2}, "Every two days"),
        ({"frequency": "daily", "interval": 10}, "Every 10 days"),
        (
            {"frequency": "monthly_weekday", "weekdays": ("TU",), "positions": (3, 1)},
            "Every month on the first Tuesday and the third Tuesday",
        ),
        (
            {"frequency": "monthly_weekday", "weekdays": ("FR",), "positions": (-1,)},
            "Every month on the last Friday",
        ),
        ({"frequency": "monthly_date", "month_days": (-1, 15)}, "Every month on the 15th and the last day"),
        ({"frequency": "monthly_workday"}, "Every month on the last workday"),
        ({"frequency": "monthly_workday", "positions": (1,)}, "Every month on the first workday"),
        (
            {"frequency": "weekly", "extras": frozenset({datetime.date(2027, 4, 3)})},
            "Every Tuesday, and on April 3, 2027",
        ),
        (
            {
                "frequency": "weekly",
                "extras": frozenset(TUESDAY + datetime.timedelta(days) for days in range(9)),
            },
            "Every Tuesday, and on 9 more days",
        ),
        (
            {"frequency": "dates", "extras": frozenset({datetime.date(2027, 4, 3)})},
            "January 12, 2027 and April 3, 2027",
        ),
        (
            {
                "frequency": "dates",
                "extras": frozenset({TUESDAY + datetime.timedelta(days) for days in range(9)}),
            },
            "9 dates from January 12, 2027 to January 20, 2027",
        ),
    ],
)
def test_the_rule_in_words(fields, words):
    with override("en"):
        assert Recurrence(start=TUESDAY, **fields).words() == words


def test_exceptions_are_named_and_many_are_counted():
    days = [TUESDAY + datetime.timedelta(weeks=week) for week in range(8)]
    with override("en"):
        assert recurrence_words.exceptions([]) == ""
        assert recurrence_words.exceptions(days[:1]) == "not on January 12, 2027"
        assert recurrence_words.exceptions(days[:2]) == "not on January 12, 2027 and January 19, 2027"
        assert recurrence_words.exceptions(days).endswith("February 16, 2027 and 2 more days")


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_every_rule_has_words_in_every_language(language):
    with override(language):
        for frequency in RHYTHMS:
            for interval in (1, 2, 5):
                rule = Recurrence(TUESDAY, frequency, interval, extras=frozenset({datetime.date(2027, 4, 3)}))
                assert rule.words() and "%" not in rule.words()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (1, "the 1st"),
        (2, "the 2nd"),
        (3, "the 3rd"),
        (4, "the 4th"),
        (11, "the 11th"),
        (12, "the 12th"),
        (13, "the 13th"),
        (21, "the 21st"),
        (22, "the 22nd"),
        (31, "the 31st"),
    ],
)
def test_days_of_the_month_are_said_as_people_say_them(day, words):
    with override("en"):
        assert Recurrence(datetime.date(2027, 1, day), "monthly_date").words() == f"Every month on {words}"


def test_the_words_are_in_the_active_language():
    rule = Recurrence(TUESDAY, "weekly", until=datetime.date(2027, 3, 3))
    with override("es"):
        assert "martes" in rule.words() and "3 de marzo de 2027" in rule.words()


def test_the_last_day_is_written_as_the_calendar_asks():
    rule = Recurrence(TUESDAY, "weekly", weekdays=("TU", "TH"), until=datetime.date(2027, 3, 3))
    assert rule.rrule() == "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270303"
    assert rule.rrule(until="20270304T055959Z").endswith("UNTIL=20270304T055959Z")
    assert Recurrence(TUESDAY, "weekly", 2, count=4).rrule() == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4"
