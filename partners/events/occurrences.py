"""The dates of live events as rows, created on publication and kept current (docs/decisions/0008).

Rows are compared with the expected ones and only differences are written, so every function here is idempotent.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from portal.checks.faults import without_faults

from .dates import planned_rows
from .models import EventDate, EventPage, EventStatus, Occurrence
from .models.event_times import RECURRENCE_FIELDS

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
    *RECURRENCE_FIELDS,
]


@dataclass(frozen=True)
class Changes:
    """How many rows were created and deleted."""

    written: int = 0
    deleted: int = 0

    def __add__(self, other):
        return Changes(self.written + other.written, self.deleted + other.deleted)


def rewrite(event):
    """Create, update or delete the rows of one event.

    Args:
        event: any of its pages, live or not.

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
    """Update the rows of all live events up to the horizon.

    Also applies changes of the time zone database. Run daily; about six queries for CHUNK events.

    Args:
        today: the day from which the horizon is counted; by default today.

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
    """Create and delete the rows that differ, for the events with these translation keys."""
    pages: dict[UUID, EventPage] = {}
    for page in (
        EventPage.objects.filter(translation_key__in=keys, live=True, start_date__isnull=False)
        .only(*READ)
        .order_by("pk")  # The original; a translation is used if the original is not live.
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


# --- Signals ----------------------------------------------------------------------------------------
def _on_published(sender, instance, **kwargs):
    """Update the rows of a published event, and its sequence number for subscribed calendars."""
    rewrite(instance)
    if instance.first_published_at != instance.last_published_at:
        # RFC 5545 §3.8.7.4.
        EventStatus.objects.get_or_create(event_key=instance.translation_key)
        EventStatus.objects.filter(event_key=instance.translation_key).update(sequence=F("sequence") + 1)


def _on_gone(sender, instance, **kwargs):
    """Delete the rows of an event that is no longer public, unless a translation is public."""
    rewrite(instance)


def with_a_date_to_come(events):
    """Those of a queryset of events that are not over."""
    to_come = Occurrence.objects.filter(event_key=OuterRef("translation_key"), end__gte=timezone.now())
    return events.filter(Exists(to_come))


def connect():
    """Connect the signal handlers."""
    page_published.connect(_on_published, sender=EventPage, dispatch_uid="occurrences")
    page_unpublished.connect(_on_gone, sender=EventPage, dispatch_uid="occurrences")
    post_delete.connect(_on_gone, sender=EventPage, dispatch_uid="occurrences")
