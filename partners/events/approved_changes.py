"""Applies an approved revision to the state of an event: moved dates, a new date, reinstatement.

The state is stored outside the revisions (partners/workspace/status_changes.py), so that a revision that is approved late reverts nothing.
"""

from wagtail.signals import page_published

from portal.workflow import immediate_actions

from . import co_hosts, occurrences
from .models import EventDate, EventPage, EventStatus
from .moves import pending_moves

State = EventStatus.State


def connect():
    """Connect the signal handler; called once, when the app is ready."""
    page_published.connect(_on_published, sender=EventPage, dispatch_uid="status_changes")


def _on_published(instance, **kwargs):
    """Idempotent: publishing the same revision again changes nothing."""
    co_hosts.follow_publication(instance)
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
    """Store the approved moves of single dates. Returns whether any changed."""
    known = {row.date: row for row in EventDate.objects.filter(event_key=event.translation_key)}
    moves = pending_moves(event, known)
    for move in moves:
        EventDate.objects.update_or_create(
            event_key=event.translation_key,
            date=move.date,
            defaults={**move.values, "state": EventDate.State.MOVED, "reason": "", "changed_at": move.at},
        )
    return bool(moves)
