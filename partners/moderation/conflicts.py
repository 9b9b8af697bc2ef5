"""What an approver should compare a submitted event with: others of its organization at the same time, and likely duplicates."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from partners.events.models import EventPage, EventStatus, Occurrence
from partners.events.presenter import EventView

from .services import next_date, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

# So many dates of the submission are compared, with so many of other events on these days.
DATES, OTHERS = 60, 500
# From this similarity on two titles are likely to name the same event (difflib.SequenceMatcher.ratio).
SIMILAR = 0.8


@dataclass(frozen=True)
class Conflict:
    """Another event.

    Attributes:
        title: its title.
        url: its public page, or the page on which its submission is decided.
        day: a day on which both take place.
        is_waiting: whether it waits for the office too.
        is_duplicate: whether its title is similar; otherwise it is of the same organization and at the same time.
    """

    title: str
    url: str
    day: datetime.date
    is_waiting: bool
    is_duplicate: bool


def conflicts(version: EventPage) -> list[Conflict]:
    """The other events that may be in conflict with a submission, each once, likely duplicates first.

    Args:
        version: the submitted version of an event.
    """
    found: dict[str, Conflict] = {}
    for conflict in (*_public(version), *_waiting(version)):
        found.setdefault(conflict.url, conflict)
    return sorted(found.values(), key=lambda one: (not one.is_duplicate, one.day, one.title))


def _public(version: EventPage) -> Iterable[Conflict]:
    """Among the dates of public events, in the order of time."""
    own = [item.occurrence for item in EventView(version, is_draft=True).dates[:DATES]]
    if not own:
        return
    # Translations of one event have one row for each date.
    others = Occurrence.objects.filter(local_date__in={row.local_date for row in own}, is_cancelled=False)
    others = others.exclude(event_key=version.translation_key).select_related("event__organisation")
    off = EventStatus.objects.filter(
        state__in=[EventStatus.State.CANCELLED, EventStatus.State.POSTPONED]
    ).values("event_key")
    for other in others.exclude(event_key__in=off).order_by("start", "pk")[:OTHERS]:
        is_duplicate = _are_similar(version.title, other.event.title)
        if is_duplicate or (_are_of_one(version, other.event) and any(_overlap(row, other) for row in own)):
            yield Conflict(other.event.title, other.event.url, other.local_date, False, is_duplicate)


def _waiting(version: EventPage) -> Iterable[Conflict]:
    """Among the other submissions, of which the next date is compared."""
    day = next_date(version)
    for other in waiting():
        if other.page.translation_key == version.translation_key or day is None or other.date != day:
            continue
        is_duplicate = _are_similar(version.title, other.title)
        if is_duplicate or (_are_of_one(version, other.version) and _same_hours(version, other.version)):
            yield Conflict(other.title, other.url, day, True, is_duplicate)


def _are_similar(one: str, other: str) -> bool:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= SIMILAR


def _are_of_one(one: EventPage, other: EventPage) -> bool:
    if one.organisation is None or other.organisation is None:
        return False
    return one.organisation.translation_key == other.organisation.translation_key


def _overlap(one: Occurrence, other: Occurrence) -> bool:
    """Whether two dates overlap; one without an end is a moment."""
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def _same_hours(one: EventPage, other: EventPage) -> bool:
    if one.all_day or other.all_day or not one.start_time or not other.start_time:
        return True
    ends = one.end_time or one.start_time, other.end_time or other.start_time
    return one.start_time == other.start_time or (one.start_time < ends[1] and other.start_time < ends[0])
