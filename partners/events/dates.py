"""Computes when an event takes place: local times, UTC times, and the rows that its dates should have."""

import datetime

from .models.occurrence import Occurrence
from .models.status import EventDate

LIMIT = 400
HORIZON = datetime.timedelta(days=548)  # 18 months
# How long an event without an end counts as upcoming after its start.
ASSUMED_LENGTH = datetime.timedelta(hours=1)


def wall_clock(event, date, change=None):
    """When one date of an event begins and ends, in local time.

    Args:
        event: an EventPage with a date.
        date: a date of its rule.
        change: the EventDate of this date, or None.

    Returns:
        (begin, end): naive datetimes in the event's time zone; end is None if it is not stated, and for an all-day event the midnight
        after the last day.
    """
    moved = change if change and change.state == EventDate.State.MOVED else None
    day = (moved and moved.new_date) or date
    span = event.last_day - event.start_date
    if event.all_day or not event.start_time:
        midnight = datetime.datetime.combine(day, datetime.time())
        return midnight, midnight + span + datetime.timedelta(days=1)
    planned = datetime.datetime.combine(day, event.start_time)
    begin = datetime.datetime.combine(day, (moved and moved.new_start_time) or event.start_time)
    end_time = (moved and moved.new_end_time) or event.end_time
    if not end_time:
        # No end time is stated: an event of several days lasts until the end of the last one.
        after = datetime.datetime.combine(day, datetime.time()) + span + datetime.timedelta(days=1)
        return begin, after if span else None
    end = datetime.datetime.combine(day + span, end_time)
    if moved and not moved.new_end_time:
        end += begin - planned
    if end <= begin:
        end += datetime.timedelta(days=1)
    return begin, end


def instant(naive, zone):
    """Convert a local time to UTC.

    A time that is skipped when daylight saving begins is interpreted with the offset before the change; of a time that occurs twice,
    the first is taken (RFC 5545 §3.3.5).
    """
    return naive.replace(tzinfo=zone, fold=0).astimezone(datetime.UTC)


def planned_rows(page, changes, today):
    """The rows that an event should have: upcoming dates, then the latest past ones, LIMIT in all.

    A rule is followed up to the horizon. Dates that are given one by one are all wanted, and of a rule that begins later its first date,
    so that the page of an event always says when it takes place.
    """

    def day_of(date):
        change = changes.get(date)
        return (change and change.state == EventDate.State.MOVED and change.new_date) or date

    rule = page.recurrence
    dates = rule.dates(today + HORIZON if rule.has_rule else datetime.date.max, limit=20_000)
    dates = dates or rule.dates(datetime.date.max, limit=1)
    running = today - (page.last_day - page.start_date) - datetime.timedelta(days=1)
    upcoming = [date for date in dates if day_of(date) >= running][:LIMIT]
    past = [date for date in dates if day_of(date) < running]
    for date in past[max(0, len(past) + len(upcoming) - LIMIT) :] + upcoming:
        change = changes.get(date)
        begin, end = wall_clock(page, date, change)
        start = instant(begin, page.zone)
        # Never before its own start, even if the clocks were put forward in between.
        finish = max(start, instant(end, page.zone)) if end else start + ASSUMED_LENGTH
        last = end or begin
        if last.time() == datetime.time() and last > begin:
            last -= datetime.timedelta(days=1)  # An end at midnight belongs to the day before.
        yield Occurrence(
            event_id=page.pk,
            event_key=page.translation_key,
            date=date,
            start=start,
            end=finish,
            local_date=begin.date(),
            local_end_date=last.date(),
            is_cancelled=bool(change and change.state == EventDate.State.CANCELLED),
        )
