"""The dates of live events as rows, written on publication and kept current (docs/decisions/0008).

Whatever happens, the rows of an event are compared with what they should be and only the differences are written, so
every function here can run again at any time.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from portal.checks.faults import without_faults

from .models import EventDate, EventPage, EventStatus, Occurrence

LIMIT = 400
HORIZON = datetime.timedelta(days=548)  # 18 months
# How long an event without an end stays among the upcoming ones.
ASSUMED_LENGTH = datetime.timedelta(hours=1)
# How many events are read and compared at once.
CHUNK = 250
WRITTEN = ["event_id", "start", "end", "local_date", "local_end_date", "is_cancelled"]
READ = [
    "translation_key",
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "all_day",
    "time_zone",
    "frequency",
    "interval",
    "weekdays",
    "until",
    "count",
    "exception_dates",
]


@dataclass(frozen=True)
class Changes:
    """How many rows were written and how many deleted."""

    written: int = 0
    deleted: int = 0

    def __add__(self, other):
        return Changes(self.written + other.written, self.deleted + other.deleted)


def wall_clock(event, date, change=None):
    """When one date of an event begins and ends, as the clock on the wall shows it.

    Args:
        event: an EventPage with a date.
        date: a date of its rule.
        change: the EventDate of this date, or None.

    Returns:
        (begin, end): naive datetimes of the event's time zone; end is None where nobody has said it, and for a whole
        day the midnight after the last one.
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
        # Only a last day is known: all of it.
        after = datetime.datetime.combine(day, datetime.time()) + span + datetime.timedelta(days=1)
        return begin, after if span else None
    end = datetime.datetime.combine(day + span, end_time)
    if moved and not moved.new_end_time:
        end += begin - planned
    if end <= begin:
        end += datetime.timedelta(days=1)
    return begin, end


def instant(naive, zone):
    """The moment (UTC) at which a clock of the zone shows this time.

    A time that daylight saving skips counts from the hour before, one that comes twice is the first (RFC 5545 §3.3.5).
    """
    return naive.replace(tzinfo=zone, fold=0).astimezone(datetime.UTC)


def rewrite(event):
    """Make the rows of one event what they should be now.

    Args:
        event: any of its pages; live or not.

    Returns:
        A Changes.
    """
    return _compare([event.translation_key], timezone.localdate())


def remove(event):
    """Delete the rows of an event in all its languages.

    Returns:
        A Changes.
    """
    deleted, _by_model = Occurrence.objects.filter(event_key=event.translation_key).delete()
    return Changes(deleted=deleted)


def extend_all(today=None):
    """Make the rows of all live events what they should be, up to the horizon.

    Also mends what a new version of the time zone tables has changed. Run daily; about six queries for CHUNK events.

    Args:
        today: the day from which the horizon counts; by default the hub's.

    Returns:
        A Changes.
    """
    today = today or timezone.localdate()
    live = EventPage.objects.filter(live=True).order_by("translation_key").distinct()
    keys = list(live.values_list("translation_key", flat=True))
    changes = Changes()
    for place in range(0, len(keys), CHUNK):
        changes += _compare(keys[place : place + CHUNK], today)
    forgotten, _by_model = Occurrence.objects.exclude(event__live=True).delete()
    return changes + Changes(deleted=forgotten)


@transaction.atomic
def _compare(keys, today):
    """Write and delete what differs for the events with these translation keys."""
    pages: dict[UUID, EventPage] = {}
    for page in (
        EventPage.objects.filter(translation_key__in=keys, live=True, start_date__isnull=False)
        .only(*READ)
        .order_by("pk")  # The first one written; a translation stands in for it where it is not live.
    ):
        pages.setdefault(page.translation_key, page)
    for key in EventStatus.objects.filter(event_key__in=keys, taken_down=True).values_list(
        "event_key", flat=True
    ):
        pages.pop(key, None)
    changes: dict[UUID, dict[datetime.date, EventDate]] = defaultdict(dict)
    for change in EventDate.objects.filter(event_key__in=pages):
        changes[change.event_key][change.date] = change

    def rows_of(page):
        return list(planned_rows(page, changes[page.translation_key], today))

    planned = without_faults(pages.values(), rows_of, "dates of events")
    wanted = {(row.event_key, row.date): row for rows in planned for row in rows}
    stale = []
    found = Occurrence.objects.filter(event_key__in=keys).order_by()
    for pk, key, date, *values in found.values_list("pk", "event_key", "date", *WRITTEN):
        row = wanted.get((key, date))
        if row is None:
            stale.append(pk)
        elif values == [getattr(row, name) for name in WRITTEN]:
            del wanted[key, date]
    for place in range(0, len(stale), 500):
        Occurrence.objects.filter(pk__in=stale[place : place + 500]).delete()
    Occurrence.objects.bulk_create(
        wanted.values(),
        batch_size=100,
        update_conflicts=True,
        unique_fields=["event_key", "date"],
        update_fields=[name.removesuffix("_id") for name in WRITTEN],
    )
    return Changes(len(wanted), len(stale))


def planned_rows(page, changes, today):
    """The rows that an event should have: what comes next, and of what has been the latest, LIMIT in all."""

    def day_of(date):
        change = changes.get(date)
        return (change and change.state == EventDate.State.MOVED and change.new_date) or date

    dates = page.recurrence.dates(today + HORIZON, limit=20_000)
    running = today - (page.last_day - page.start_date) - datetime.timedelta(days=1)
    upcoming = [date for date in dates if day_of(date) >= running][:LIMIT]
    past = [date for date in dates if day_of(date) < running]
    for date in past[max(0, len(past) + len(upcoming) - LIMIT) :] + upcoming:
        change = changes.get(date)
        begin, end = wall_clock(page, date, change)
        start = instant(begin, page.zone)
        # Never before its own start, even if a clock was put forward between the two.
        finish = max(start, instant(end, page.zone)) if end else start + ASSUMED_LENGTH
        last = end or begin
        if last.time() == datetime.time() and last > begin:
            last -= datetime.timedelta(days=1)  # Midnight belongs to the day before.
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


# --- What tells us ----------------------------------------------------------------------------------------
def _on_published(sender, instance, **kwargs):
    """A revision became public: its dates do too, and calendars that know the event are told that it changed."""
    rewrite(instance)
    if instance.first_published_at != instance.last_published_at:
        # RFC 5545 §3.8.7.4.
        EventStatus.objects.get_or_create(event_key=instance.translation_key)
        EventStatus.objects.filter(event_key=instance.translation_key).update(sequence=F("sequence") + 1)


def _on_gone(sender, instance, **kwargs):
    """The page is no longer public: its dates go, unless a translation is still there."""
    rewrite(instance)


def connect():
    """Keep the rows current whenever an event is published, unpublished or deleted."""
    page_published.connect(_on_published, sender=EventPage, dispatch_uid="occurrences")
    page_unpublished.connect(_on_gone, sender=EventPage, dispatch_uid="occurrences")
    post_delete.connect(_on_gone, sender=EventPage, dispatch_uid="occurrences")
