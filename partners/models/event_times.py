"""When an event is and what became of it: what templates, calendars and lists ask of an EventPage."""

import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import cached_property

from partners.recurrence import Recurrence

from .status import EventDate, EventStatus


class EventTimes:
    """Times and state of an EventPage, from its own fields and the tables beside it."""

    @cached_property
    def zone(self):
        """The event's time zone (zoneinfo.ZoneInfo)."""
        return ZoneInfo(self.time_zone)

    @property
    def last_day(self):
        """The local date on which one occurrence that begins on start_date ends."""
        return self.end_date or self.start_date

    @property
    def start(self):
        """The first beginning as an aware datetime; local midnight for a whole day; None while no date is set."""
        if not self.start_date:
            return None
        return datetime.datetime.combine(
            self.start_date, (not self.all_day and self.start_time) or datetime.time(), self.zone
        )

    @property
    def recurrence(self):
        """The rule by which the event comes again (partners.recurrence.Recurrence)."""
        return Recurrence(
            start=self.start_date,
            frequency=self.frequency,
            interval=self.interval,
            weekdays=tuple(day for day in self.weekdays.split(",") if day),
            until=self.until,
            count=self.count,
            exceptions=frozenset(datetime.date.fromisoformat(day) for day in self.exception_dates),
        )

    @cached_property
    def status(self):
        """The event's state; one as planned, not saved, when nothing happened to it. One query."""
        return EventStatus.objects.filter(event_key=self.translation_key).first() or EventStatus(
            event_key=self.translation_key
        )

    @cached_property
    def changed_dates(self):
        """Cancelled and moved dates by date. One query."""
        return {row.date: row for row in EventDate.objects.filter(event_key=self.translation_key)}

    @property
    def place_hidden(self):
        """Whether a member hid the place at once (users.md 6)."""
        return self.status.place_hidden

    @property
    def shows_place(self):
        """Whether the address may be shown."""
        return self.place_shown == self.PlaceShown.PUBLIC and not self.place_hidden

    @property
    def public_title(self):
        """What calendars show: the discreet title where there is one."""
        return self.discreet_title or self.title
