"""Applies an approved revision to the state of an event: moved dates, a new date, reinstatement.

The state is stored outside the revisions (partners/workspace/status_changes.py), so that a revision that is approved late reverts nothing.
"""

import datetime

from django.utils import timezone
from wagtail.signals import page_published

from portal.workflow import immediate_actions

from . import occurrences
from .models import EventDate, EventPage, EventStatus
from .models.event_times import is_date

State = EventStatus.State


def connect():
    """Connect the signal handler; called once, when the app is ready."""
    page_published.connect(_on_published, sender=EventPage, dispatch_uid="status_changes")


def _on_published(instance, **kwargs):
    """Idempotent: publishing the same revision again changes nothing."""
    changed = _apply_moves(instance)
    for status in EventStatus.objects.filter(event_key=instance.translation_key):
        if status.taken_down:
            status.taken_down, changed = False, True
        if (
            status.state == State.POSTPONED
            and status.previous_start
            and instance.start
            and instance.start != status.previous_start
        ):
            status.state, changed = State.RESCHEDULED, True
        # The mail, sequence number and history of a publication are written by their own handlers.
        status.save(update_fields=["taken_down", "state"])
    if changed:
        instance.__dict__.pop("status", None)
        instance.__dict__.pop("changed_dates", None)
        occurrences.rewrite(instance)
        immediate_actions.end_undone(instance)


def _apply_moves(event):
    """Store the approved moves of single dates, except for canceled dates and dates moved since. Returns whether any changed."""
    known = {row.date: row for row in EventDate.objects.filter(event_key=event.translation_key)}
    changed = False
    for move in event.moved_dates:
        if not (is_date(move.get("date")) and is_date(move.get("new_date"))):
            continue
        date = datetime.date.fromisoformat(move["date"])
        proposed = move.get("proposed")
        at = datetime.datetime.fromisoformat(proposed) if proposed else timezone.now()
        values = {
            "new_date": datetime.date.fromisoformat(move["new_date"]),
            "new_start_time": _time(move.get("new_start_time")),
            "new_end_time": _time(move.get("new_end_time")),
        }
        row = known.get(date)
        if row and (row.state == EventDate.State.CANCELLED or (proposed and row.changed_at >= at)):
            continue
        if row and all(getattr(row, name) == value for name, value in values.items()):
            continue
        EventDate.objects.update_or_create(
            event_key=event.translation_key,
            date=date,
            defaults={**values, "state": EventDate.State.MOVED, "reason": "", "changed_at": at},
        )
        changed = True
    return changed


def _time(text):
    return datetime.time.fromisoformat(text) if text else None
