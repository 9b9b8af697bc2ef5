"""All dates of a version of an event in words, before it is public: also those that are left out, canceled or moved."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from django.utils import timezone

from . import recurrence_words
from .dates import HORIZON, wall_clock
from .models import EventDate, EventPage
from .moves import draft_changes
from .wording import day_words, span_words

# So many dates are shown; no series has more than DATES.
SHOWN, DATES = 100, 20_000


@dataclass(frozen=True)
class SeriesDate:
    """One date of a series.

    Attributes:
        date: the date according to the rule, in ISO format.
        words: when it takes place.
        is_left_out: whether it is an exception.
        is_cancelled: whether it was canceled.
        planned: the day according to the rule in words, if the date is moved; else "".
    """

    date: str
    words: str
    is_left_out: bool = False
    is_cancelled: bool = False
    planned: str = ""


class Series:
    """The dates of a version of an event.

    Args:
        event: an EventPage with a date, saved or not; its times must be valid.
        changes: its changed dates; by default as they will be once this version is approved.
    """

    def __init__(self, event: EventPage, changes: dict[datetime.date, EventDate] | None = None):
        self.event = event
        self.changes = draft_changes(event) if changes is None else changes

    @cached_property
    def _planned(self) -> list[datetime.date]:
        """All dates within the horizon, also those that are left out."""
        rule = replace(self.event.recurrence, exceptions=frozenset())
        return rule.dates(max(timezone.localdate(), self._first_day) + HORIZON, DATES)

    @property
    def _first_day(self) -> datetime.date:
        return cast(datetime.date, self.event.start_date)

    @cached_property
    def _listed(self) -> list[datetime.date]:
        running = timezone.localdate() - ((self.event.last_day or self._first_day) - self._first_day)
        coming = [date for date in self._planned if max(date, self._day_of(date)) >= running]
        return coming[:SHOWN] if coming else self._planned[-SHOWN:]

    def _day_of(self, date: datetime.date) -> datetime.date:
        change = self.changes.get(date)
        return (change and change.state == EventDate.State.MOVED and change.new_date) or date

    @cached_property
    def dates(self) -> list[SeriesDate]:
        """The coming dates, SHOWN at most; for a past event the last ones."""
        return [self._date(date) for date in self._listed]

    @cached_property
    def taking_place(self) -> list[SeriesDate]:
        """Those of `dates` that are neither left out nor canceled."""
        return [date for date in self.dates if not (date.is_left_out or date.is_cancelled)]

    @property
    def has_more(self) -> bool:
        """Whether later dates are not listed."""
        listed = self._listed
        if listed and self._planned and listed[-1] != self._planned[-1]:
            return True
        rule = self.event.recurrence
        return rule.has_rule and not (rule.until or rule.count)

    @property
    def words(self) -> str:
        """The rule and its coming exceptions in words; "" for a single event."""
        rule = self.event.recurrence
        parts = [rule.words(), recurrence_words.exceptions(self.exceptions)]
        return ", ".join(part for part in parts if part)

    @property
    def exceptions(self) -> list[datetime.date]:
        """The coming exceptions that are dates of the rule."""
        return [date for date in self._listed if date in self.event.recurrence.exceptions]

    @property
    def other_exceptions(self) -> list[datetime.date]:
        """Exceptions that are not listed: past ones, and days that the rule does not have."""
        return sorted(self.event.recurrence.exceptions - set(self._listed))

    def _date(self, date: datetime.date) -> SeriesDate:
        event, change = self.event, self.changes.get(date)
        moved = change is not None and change.state == EventDate.State.MOVED
        begin, end = wall_clock(event, date, change)
        last = end or begin
        if last.time() == datetime.time() and last > begin:
            last -= datetime.timedelta(days=1)  # An end at midnight belongs to the day before.
        all_day = event.all_day or not event.start_time
        return SeriesDate(
            date=date.isoformat(),
            words=span_words(begin, end or begin, last.date(), all_day),
            is_left_out=date in event.recurrence.exceptions,
            is_cancelled=change is not None and change.state == EventDate.State.CANCELLED,
            planned=day_words(date) if moved else "",
        )
