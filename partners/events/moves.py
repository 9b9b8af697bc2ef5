"""The moves of single dates that a draft holds, as they will be once it is approved."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from .models import EventDate, EventPage
from .models.event_times import is_date


@dataclass(frozen=True)
class Move:
    """A move of one date that approval will apply.

    Attributes:
        date: the date according to the rule.
        values: the fields of EventDate.
        at: when it was proposed.
    """

    date: datetime.date
    values: dict[str, Any]
    at: datetime.datetime


def pending_moves(event: EventPage, known: dict[datetime.date, EventDate]) -> list[Move]:
    """The moves of a version of an event that are not applied yet, without those of canceled dates and of dates moved since.

    Args:
        event: any version of the event.
        known: its changed dates (EventPage.changed_dates).
    """
    found = []
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
        found.append(Move(date, values, at))
    return found


def draft_changes(draft: EventPage) -> dict[datetime.date, EventDate]:
    """The changed dates of an event as they will be once a version of it is approved. One query."""
    changes = dict(draft.changed_dates)
    for move in pending_moves(draft, changes):
        changes[move.date] = EventDate(
            event_key=draft.translation_key,
            date=move.date,
            state=EventDate.State.MOVED,
            changed_at=move.at,
            **move.values,
        )
    return changes


def _time(text: str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if text else None
