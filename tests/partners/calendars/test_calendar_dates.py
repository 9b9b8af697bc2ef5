"""The dates in our calendars, as ical.js and recurring-ical-events find them, are those of our own rows."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from partners.events import occurrences
from partners.events.dates import HORIZON, instant
from partners.events.recurrence import POSITIONS, WEEKDAY_CODES
from partners.models import EventDate, EventPage, Occurrence
from tests.partners.calendar_reading import ics, read, read_all
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return make_organisation("Riverbank Example Group")


ZONES = [
    "America/Chicago",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
]


@pytest.mark.parametrize("name", ZONES)
def test_the_time_zone_is_whole_for_years_to_come(client, organisation, name):
    """Offsets by the calendar's own VTIMEZONE, in every month of ten years, are those of the zone."""
    event = make_event(
        organisation,
        time_zone=name,
        start_date=datetime.date(2027, 1, 11),
        start_time=datetime.time(9),
        frequency="weekly",
        weekdays="MO,TU,WE,TH,FR,SA,SU",
        interval=2,
    )
    found = read(ics(client, event), until="2037-01-01")
    assert list(found["zones"]) == [name]
    assert len(found["dates"]) > 1800
    for date in found["dates"]:
        clock = datetime.datetime.combine(datetime.date.fromisoformat(date["date"]), datetime.time(9))
        expected = instant(clock, ZoneInfo(name)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        assert (date["date"], date["start"]) == (date["date"], expected)


# Each example writes events and starts a program: a failing one is shown as found, not made smaller for minutes.
FOUND = [Phase.explicit, Phase.reuse, Phase.generate]
CLOCKS = st.times(datetime.time(4), datetime.time(21)).map(
    lambda clock: clock.replace(second=0, microsecond=0)
)


@st.composite
def plans(draw):
    """An event's fields and its changed dates, by offsets from its dates."""
    all_day = draw(st.booleans())
    start = timezone.localdate() + datetime.timedelta(days=draw(st.integers(0, 500)))
    clock = draw(CLOCKS)
    length = draw(st.sampled_from([None, 45, 120, 26 * 60]))
    end = datetime.datetime.combine(start, clock) + datetime.timedelta(minutes=length or 0)
    ends = draw(st.sampled_from(["open", "until", "count"]))
    return (
        {
            "start_date": start,
            "all_day": all_day,
            "start_time": None if all_day else clock,
            "end_date": end.date() if length and end.date() != start else None,
            "end_time": end.time() if length and not all_day else None,
            "time_zone": draw(
                st.sampled_from(["America/Chicago", "America/Chicago", "Europe/London", "UTC"])
            ),
            "frequency": draw(st.sampled_from(EventPage.Frequency.values)),
            "interval": draw(st.integers(1, 4)),
            "weekdays": ",".join(draw(st.lists(st.sampled_from(WEEKDAY_CODES), unique=True, max_size=3))),
            "month_positions": ",".join(map(str, draw(st.lists(st.sampled_from(POSITIONS), max_size=2)))),
            "month_days": ",".join(map(str, draw(st.lists(st.sampled_from([1, 15, 31, -1]), max_size=2)))),
            "until": start + datetime.timedelta(days=draw(st.integers(0, 500))) if ends == "until" else None,
            "count": draw(st.integers(1, 30)) if ends == "count" else None,
        },
        draw(
            st.lists(
                st.tuples(st.integers(0, 40), st.sampled_from("ecm"), st.integers(-5, 5), CLOCKS), max_size=5
            )
        ),
        draw(st.sets(st.integers(1, 500), max_size=4)),
    )


def prepare(event, fields, changes, extras=()):
    """Give a live event other times, as a script would, and write its rows."""
    EventPage.objects.filter(pk=event.pk).update(exception_dates=[], extra_dates=[], **fields)
    EventDate.objects.filter(event_key=event.translation_key).delete()
    event = EventPage.objects.get(pk=event.pk)
    if fields["frequency"] and (first := event.recurrence.first):
        event.extra_dates = [(first + datetime.timedelta(days)).isoformat() for days in sorted(extras)]
        EventPage.objects.filter(pk=event.pk).update(extra_dates=event.extra_dates)
    dates = event.recurrence.dates(timezone.localdate() + HORIZON)
    exceptions = set()
    for place, kind, days, clock in changes:
        if not fields["frequency"] or place >= len(dates) or dates[place] in exceptions:
            continue
        if kind == "e":
            exceptions.add(dates[place])
            EventDate.objects.filter(event_key=event.translation_key, date=dates[place]).delete()
            continue
        moved = {"new_date": dates[place] + datetime.timedelta(days=days)} if kind == "m" else {}
        if kind == "m" and not event.all_day:
            moved["new_start_time"] = clock
        EventDate.objects.update_or_create(
            event_key=event.translation_key,
            date=dates[place],
            defaults={"state": "moved" if kind == "m" else "cancelled", **moved},
        )
    event.exception_dates = sorted(day.isoformat() for day in exceptions)
    EventPage.objects.filter(pk=event.pk).update(exception_dates=event.exception_dates)
    occurrences.rewrite(event)
    return event


def expected_dates(event):
    rows = Occurrence.objects.filter(event_key=event.translation_key).order_by("date")
    found = []
    for row in rows:
        if event.all_day:
            end = row.local_end_date + datetime.timedelta(days=1)
            times = (row.local_date.isoformat(), end.isoformat())
        else:
            ends = row.end if event.end_time or event.end_date else row.start
            times = tuple(
                moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
                for moment in (row.start, ends)
            )
        found.append((row.date.isoformat(), *times, "CANCELLED" if row.is_cancelled else "CONFIRMED"))
    return found


@pytest.fixture
def pool(organisation):
    return [make_event(organisation, f"Event {number}") for number in range(10)]


@settings(
    max_examples=6, deadline=None, phases=FOUND, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(plans(), min_size=10, max_size=10))
def test_ical_js_finds_the_dates_that_our_rows_have(client, pool, drawn):
    events = [prepare(event, *plan) for event, plan in zip(pool, drawn, strict=True)]
    horizon = (timezone.localdate() + HORIZON).isoformat()
    texts = [ics(client, event).content.decode() for event in events]
    for event, found in zip(events, read_all(texts, horizon), strict=True):
        parsed = [(date["date"], date["start"], date["end"], date["status"]) for date in found["dates"]]
        # Days that are listed one by one, and the first date of a rule, may be later than the horizon.
        expected = [date for date in expected_dates(event) if date[0] <= horizon]
        parsed = [date for date in parsed if date[0] <= horizon][:400]
        if lasts_over_a_change_of_clocks(event):
            expected, parsed = ([(*date[:2], date[3]) for date in dates] for dates in (expected, parsed))
        assert parsed == expected, event.recurrence


def lasts_over_a_change_of_clocks(event):
    """Whether a date begins before and ends after a change of the clocks: ical.js then counts the hours of the end wrongly."""
    rows = Occurrence.objects.filter(event_key=event.translation_key)
    return any(
        row.start.astimezone(event.zone).utcoffset() != row.end.astimezone(event.zone).utcoffset()
        for row in rows
    )


def test_an_event_over_a_change_of_clocks_ends_at_the_stated_time(client, pool):
    """The clocks of London are put back at 1 a.m. UTC on October 31, 2027."""
    plan = {
        **{
            "start_date": datetime.date(2027, 10, 30),
            "start_time": datetime.time(17, 1),
            "time_zone": "Europe/London",
        },
        **{"end_date": datetime.date(2027, 10, 31), "end_time": datetime.time(19, 1), "all_day": False},
        **{"frequency": "weekly", "interval": 2, "weekdays": "SA", "until": None, "count": 3},
    }
    event = prepare(pool[0], plan, [], set())
    ((_date, start, end, _status), *_later) = expected_dates(event)
    assert (start, end) == ("2027-10-30T16:01:00.000Z", "2027-10-31T19:01:00.000Z")
    assert "DTEND;TZID=Europe/London:20271031T190100" in ics(client, event).content.decode()


@settings(
    max_examples=6, deadline=None, phases=FOUND, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(plans(), min_size=10, max_size=10))
def test_recurring_ical_events_finds_them_too(client, pool, drawn):
    first, last = (
        timezone.localdate() - datetime.timedelta(days=40),
        timezone.localdate() + datetime.timedelta(days=600),
    )
    for event, plan in zip(pool, drawn, strict=True):
        event = prepare(event, *plan)
        calendar = icalendar.Calendar.from_ical(ics(client, event).content)
        found = recurring_ical_events.of(calendar).between(first, last)
        starts = set()
        for component in found:
            start = component.start
            if event.all_day:
                starts.add((start.isoformat(), str(component.get("STATUS"))))
            else:
                moment = start.astimezone(datetime.UTC)
                starts.add((moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"), str(component.get("STATUS"))))
        near = (timezone.localdate() + HORIZON).isoformat()
        expected = {
            (start, status) for _date, start, _end, status in expected_dates(event) if start[:10] <= near
        }
        horizon = max((start for start, _status in expected), default="")
        assert {pair for pair in starts if pair[0] <= horizon} == expected, event.recurrence
