"""Times and state of an EventPage, for templates, calendars and lists."""

import datetime
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partners.events import date_texts
from partners.events.recurrence import Recurrence

from .status import EventDate, EventStatus

# The fields that say how an event repeats, besides its date.
RECURRENCE_FIELDS = (
    "frequency",
    "interval",
    "weekdays",
    "month_positions",
    "month_days",
    "until",
    "count",
    "extra_dates",
    "exception_dates",
)

# All fields from which its dates follow.
TIME_FIELDS = (
    "start_date",
    "start_time",
    "end_date",
    "end_time",
    "all_day",
    "time_zone",
    *RECURRENCE_FIELDS,
)


def is_date(text: Any) -> bool:
    """Whether a value of a JSON field is a date in ISO 8601 format."""
    try:
        datetime.date.fromisoformat(text)
    except (TypeError, ValueError):
        return False
    return True


def numbers_of(text: str) -> list[int]:
    """The numbers in a list with commas; anything else is left out."""
    return [int(part) for part in text.split(",") if re.fullmatch(r"\s*-?[0-9]{1,3}\s*", part)]


def recurrence_of(values: Mapping[str, Any]) -> Recurrence:
    """The recurrence rule that values of fields of EventPage mean.

    Args:
        values: start_date and RECURRENCE_FIELDS by name.
    """
    return Recurrence(
        start=values["start_date"],
        frequency=values["frequency"],
        interval=max(1, values["interval"]),
        weekdays=tuple(day for day in values["weekdays"].split(",") if day),
        positions=tuple(numbers_of(values["month_positions"])),
        month_days=tuple(numbers_of(values["month_days"])),
        until=values["until"],
        count=values["count"],
        extras=_dates_in(values["extra_dates"]),
        exceptions=_dates_in(values["exception_dates"]),
    )


def _dates_in(days: list[Any]) -> frozenset[datetime.date]:
    return frozenset(datetime.date.fromisoformat(day) for day in days if is_date(day))


def zone_or_default(name: str) -> ZoneInfo:
    """A time zone by its name, or the hub's own if the name is unknown. Only for drafts, which only members and the office see."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def default_time_zone() -> str:
    """The hub's own time zone."""
    return settings.TIME_ZONE


@cache
def time_zone_names() -> set[str]:
    """The names of the IANA time zones, for which folders are read once; without those of files that are no place's time."""
    return {
        name
        for name in available_timezones()
        if not name.startswith(("right/", "posix/")) and name not in {"Factory", "localtime", "posixrules"}
    }


def validate_time_zone(name: str) -> None:
    """Accept only IANA time zones.

    Raises:
        ValidationError: the name is unknown.
    """
    if name not in time_zone_names():
        raise ValidationError(_("%(name)s is not a time zone. Choose one from the list.") % {"name": name})


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the page class.
    from wagtail.models import Page as PageBase
else:
    PageBase = object


class EventTimes(PageBase):
    """Times and state of an EventPage, computed from its fields, EventStatus and EventDate."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The event's time zone (zoneinfo.ZoneInfo)."""
        return ZoneInfo(self.time_zone)

    @property
    def last_day(self) -> datetime.date | None:
        """The local date on which the occurrence that begins on start_date ends."""
        return self.end_date or self.start_date

    @property
    def start(self) -> datetime.datetime | None:
        """The first beginning as an aware datetime; local midnight for an all-day event; None if no date is set."""
        if not self.start_date:
            return None
        first = self.recurrence.first or self.start_date
        return datetime.datetime.combine(
            first, (not self.all_day and self.start_time) or datetime.time(), self.zone
        )

    @property
    def names_zone(self) -> bool:
        """Whether the time zone must be shown: people join online, or the event is in another zone."""
        online = self.attendance != self.Attendance.PLACE
        return not self.all_day and (online or self.time_zone != settings.TIME_ZONE)

    @property
    def recurrence(self) -> Recurrence:
        """The recurrence rule (partners.events.recurrence.Recurrence)."""
        return recurrence_of({name: getattr(self, name) for name in ("start_date", *RECURRENCE_FIELDS)})

    @cached_property
    def status(self) -> EventStatus:
        """The event's state; an unsaved "scheduled" one if there is none. One query."""
        return EventStatus.objects.filter(event_key=self.translation_key).first() or EventStatus(
            event_key=self.translation_key
        )

    @cached_property
    def changed_dates(self) -> dict[datetime.date, EventDate]:
        """Canceled and moved dates by date. One query."""
        return {row.date: row for row in EventDate.objects.filter(event_key=self.translation_key)}

    @property
    def place_hidden(self) -> bool:
        """Whether a member has hidden the place."""
        return self.status.place_hidden

    @property
    def shows_place(self) -> bool:
        """Whether the address may be shown."""
        return self.place_shown == self.PlaceShown.PUBLIC and not self.place_hidden

    @property
    def place_words(self) -> str:
        """The place in lists: venue or part of town, online, or why it is not shown."""
        return self.place_words_on(None)

    def place_words_on(self, day: datetime.date | None) -> str:
        """The place in lists on a date of its rule, which may have its own."""
        if self.attendance == self.Attendance.ONLINE:
            return _("Online")
        if day and (own := date_texts.place_on(self, day)):
            place = own
        elif self.shows_place:
            place = ", ".join(part for part in (self.venue_name or self.street_address, self.city) if part)
        else:
            place = self.public_area or self.hidden_place_words
        if self.attendance == self.Attendance.BOTH:
            return _("%(place)s, and online") % {"place": place}
        return place

    @property
    def hidden_place_words(self) -> str:
        """Why the address is not shown."""
        if self.place_shown == self.PlaceShown.REGISTERED:
            return _("The address is given after registration.")
        if self.place_shown == self.PlaceShown.CONFIDENTIAL:
            return _("The address is confidential.")
        return _("The address is not shown.")

    @property
    def public_title(self) -> str:
        """The title in calendars: the discreet title if there is one."""
        return self.discreet_title or self.title
