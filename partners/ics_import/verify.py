"""Compares the dates that the hub will show with those that the calendar means.

The calendar's dates are computed from its components with python-dateutil, not from the fields into which they were mapped. An event for
which the two differ is left out: a wrong date is worse than none.
"""

import datetime
from types import SimpleNamespace

from partners.events.dates import wall_clock
from partners.events.models import EventDate

from .components import is_canceled, moment, values
from .overrides import recurrence
from .rrule import dates_of
from .series import is_range
from .when import begin_and_end

# How far the dates are compared.
YEARS, DATES = 3, 400
PLANNED = 20_000


def agrees(fields, component, overrides, clock, today):
    """Whether the hub will show the dates that a calendar means.

    Args:
        fields: the fields of EventPage.
        component: the icalendar.Event from which they were made.
        overrides: the components that change its dates.
        clock: the event's partners.ics_import.when.Clock.
        today: the hub's date; past dates are not compared.

    Returns:
        Whether begin and end of all dates are the same.
    """
    first, last = window(fields, today)
    expected = [pair for pair in meant(component, overrides, clock, last) if first <= pair[0].date() <= last]
    return sorted(expected, key=_order)[:DATES] == shown(fields, first, last)


def window(fields, today):
    """The first and the last day of the dates that are compared."""
    begin = max(fields["start_date"], today)
    return today, begin + datetime.timedelta(days=366 * YEARS)


def shown(fields, first, last):
    """The dates that the hub will show.

    Args:
        fields: fields of EventPage.
        first, last: the first and last day.

    Returns:
        A sorted list of (begin, end): naive local datetimes; end is None if it is not stated.
    """
    # What wall_clock() needs of an EventPage, which cannot be made without the database.
    event = SimpleNamespace(
        start_date=fields["start_date"],
        last_day=fields["end_date"] or fields["start_date"],
        start_time=fields["start_time"],
        end_time=fields["end_time"],
        all_day=fields["all_day"],
    )
    rule = recurrence(fields, fields["exception_dates"])
    changes = {}
    for move in fields["moved_dates"]:
        change = EventDate(
            date=datetime.date.fromisoformat(move["date"]),
            state=EventDate.State.MOVED,
            new_date=datetime.date.fromisoformat(move["new_date"]),
            new_start_time=_time(move["new_start_time"]),
            new_end_time=_time(move["new_end_time"]),
        )
        changes[change.date] = change
    until = max([last, *changes])
    days = [day for day in rule.dates(until, PLANNED) if first <= day <= last or day in changes]
    found = [wall_clock(event, day, changes.get(day)) for day in days]
    return sorted((pair for pair in found if first <= pair[0].date() <= last), key=_order)[:DATES]


def meant(component, overrides, clock, last):
    """The dates that a calendar means.

    Args:
        component: the icalendar.Event of the series.
        overrides: the components that change its dates.
        clock: the event's partners.ics_import.when.Clock.
        last: the last day.

    Returns:
        A list of (begin, end) as of shown().
    """
    begin, end = _span(component, clock)
    length = None if end is None else end - begin
    starts = _starts(component, clock, last) | _additional(component, clock)
    excluded, excluded_days = set(), set()
    for value in values(component, "EXDATE"):
        for entry in value.dts:
            when = clock.local(entry.dt, value.params.get("TZID", ""))
            if clock.all_day or not isinstance(entry.dt, datetime.datetime):
                excluded_days.add(when.date())
            else:
                excluded.add(when)
    found = {
        start: (start, None if length is None else start + length)
        for start in starts
        if start not in excluded and start.date() not in excluded_days
    }
    for override in sorted(filter(is_range, overrides), key=lambda one: _named(one, clock)):
        _change_later(found, override, clock)
    for override in overrides:
        if not is_range(override):
            named = _named(override, clock)
            if not isinstance(moment(override, "RECURRENCE-ID")[0], datetime.datetime):
                named = next((start for start in starts if start.date() == named.date()), named)
            before = found.pop(named, None)
            if not is_canceled(override):
                if "DTSTART" in override:
                    found[named] = _span(override, clock)
                elif before:
                    found[named] = before
    return list(found.values())


def _starts(component, clock, last):
    begin, _end = _span(component, clock)
    starts = {begin}
    for rule in values(component, "RRULE"):
        starts |= set(dates_of(rule, begin, clock.zone, last))
    return starts


def _additional(component, clock):
    found = set()
    for value in values(component, "RDATE"):
        for entry in value.dts:
            when = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            found.add(clock.local(when, value.params.get("TZID", "")))
    return found


def _change_later(found, override, clock):
    """Apply a change of all later dates (RFC 5545 §3.2.13) to the dates by their planned begins."""
    named = _named(override, clock)
    for start in [start for start in found if start >= named]:
        if is_canceled(override):
            del found[start]
        elif "DTSTART" in override:
            begin, end = _span(override, clock)
            moved = start + (begin - named)
            found[start] = (moved, None if end is None else moved + (end - begin))


def _named(override, clock):
    return clock.local(*moment(override, "RECURRENCE-ID"))


def _span(component, clock):
    """Begin and end of a component; end is None if there is none after the begin."""
    begin, end = begin_and_end(component, clock)
    return begin, None if end is not None and end <= begin else end


def _order(pair):
    begin, end = pair
    return begin, end or begin


def _time(text):
    return datetime.time.fromisoformat(text) if text else None
