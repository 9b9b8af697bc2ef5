"""All dates of a version of an event in words, before it is public: also those that are left out, canceled or moved."""

import datetime
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.db.models import Field
from django.utils import timezone

from . import date_texts, recurrence_words
from .dates import ASSUMED_LENGTH, HORIZON, instant, wall_clock
from .models import EventDate, EventPage
from .models.event_times import TIME_FIELDS, zone_or_default
from .moves import draft_changes
from .recurrence import MOST_DATES
from .wording import day_words, span_words

# So many dates are shown.
SHOWN = 100


@dataclass(frozen=True)
class SeriesDate:
    """One date of a series.

    Attributes:
        date: the date according to the rule, in ISO format.
        words: when it takes place.
        is_left_out: whether it is an exception.
        is_cancelled: whether it was canceled.
        planned: the day according to the rule in words, if the date is moved; else "".
        place, note: those of this date alone; else "".
    """

    date: str
    words: str
    is_left_out: bool = False
    is_cancelled: bool = False
    planned: str = ""
    place: str = ""
    note: str = ""


def dated_event(content: dict[str, Any]) -> EventPage:
    """An EventPage with only the dates and times of a revision's content. No query.

    Raises:
        ValidationError: the content of an older draft is no date or time.
    """
    fields = {name: cast(Field, EventPage._meta.get_field(name)) for name in TIME_FIELDS}
    return EventPage(
        **{name: field.to_python(content[name]) for name, field in fields.items() if name in content}
    )


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
        """All dates within the horizon of the public page, also those that are left out; of a later series its own first ones."""
        rule = replace(self.event.recurrence, exceptions=frozenset())
        today = timezone.localdate()
        near = rule.dates(today + HORIZON, MOST_DATES)
        return near or rule.dates(max(today, self._first_day) + HORIZON, MOST_DATES)

    @property
    def _first_day(self) -> datetime.date:
        return cast(datetime.date, self.event.start_date)

    @property
    def _running(self) -> datetime.date:
        """The earliest day on which a date can begin that is not over."""
        return timezone.localdate() - ((self.event.last_day or self._first_day) - self._first_day)

    @cached_property
    def _listed(self) -> list[datetime.date]:
        running = self._running
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
    def later(self) -> str:
        """Which dates follow those that are listed, in words; "" for none."""
        return recurrence_words.later(self.event.recurrence, self._listed[-1]) if self._listed else ""

    @property
    def start_is_no_date(self) -> str:
        """That the day given as its date is not one of the dates, in words; "" if it is."""
        return recurrence_words.start_is_no_date(self.event.recurrence)

    @property
    def next_begin(self) -> datetime.datetime | None:
        """The local begin of the next date that takes place and is not over; else that of the last date; None without dates."""
        left_out, running = self.event.recurrence.exceptions, self._running
        coming = [date for date in self._planned if self._day_of(date) >= running and date not in left_out]
        for date in sorted(coming, key=self._day_of):
            change = self.changes.get(date)
            if change and change.state == EventDate.State.CANCELLED:
                continue
            begin, end = wall_clock(self.event, date, change)
            if (
                instant(end or begin + ASSUMED_LENGTH, zone_or_default(self.event.time_zone))
                >= timezone.now()
            ):
                return begin
        last = next(iter(self._planned[-1:]), None)
        return wall_clock(self.event, last, self.changes.get(last))[0] if last else None

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
            place=date_texts.place_on(event, date),
            note=date_texts.note_on(event, date),
        )
