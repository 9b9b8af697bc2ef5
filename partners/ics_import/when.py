"""Reads when an event of a calendar takes place, in local times of its time zone."""

import datetime
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.calendars.texts import one_line
from partners.events.models.event import MAX_DAYS
from partners.events.models.event_rules import YEARS_AHEAD as SERIES_YEARS_AHEAD
from partners.events.models.event_series import MOST_EXTRAS
from partners.events.models.event_times import recurrence_of
from partners.events.wording import date_words, zone_words

from .components import NotTaken, moment, values
from .rrule import NotExpressible, dates_of, rule_fields
from .zones import known_zone

EXCEPTIONS = 400
# No series has more dates than this in the years for which events are accepted.
MOST_DATES = 20_000


@dataclass
class Clock:
    """Converts dates and times of a calendar to local times of one event.

    Attributes:
        zone: the event's time zone (zoneinfo.ZoneInfo).
        all_day: whether it is an all-day event.
        zones: the file's own time zones (partners.ics_import.zones.FileZone) by name.
    """

    zone: Any
    all_day: bool
    zones: dict[str, Any]

    def local(self, when, zone_name=""):
        """A date or datetime of a property with this TZID as a naive datetime in the event's time zone."""
        if not isinstance(when, datetime.datetime):
            return datetime.datetime.combine(when, datetime.time())
        if when.tzinfo is None and zone_name and not self.all_day:
            when = self._aware(when, zone_name)
        if when.tzinfo is not None and not self.all_day:
            when = when.astimezone(self.zone)
        # Of an all-day event, the date is as it is written, whatever time zone a program adds to it.
        return when.replace(tzinfo=None, microsecond=0, fold=0)

    def _aware(self, when, zone_name):
        own = self.zones.get(zone_name.strip().strip('"'))
        if name := known_zone(zone_name) or (own and own.iana):
            return when.replace(tzinfo=ZoneInfo(name))
        offset = own.offset(when) if own else None
        return when if offset is None else when.replace(tzinfo=datetime.timezone(offset))


def begin_and_end(component, clock, begin=None):
    """When a component takes place.

    Args:
        component: an icalendar.Event.
        clock: the Clock of the event.
        begin: the begin, if it is known.

    Returns:
        (begin, end): naive datetimes; end is None if the calendar gives none. An all-day event ends at midnight after its last day.
    """
    if begin is None:
        begin = clock.local(*moment(component, "DTSTART"))
    end, zone_name = moment(component, "DTEND")
    if end is not None:
        finish = clock.local(end, zone_name)
    elif "DURATION" in component:
        finish = begin + component["DURATION"].dt
    else:
        finish = None
    if clock.all_day:
        next_day = begin + datetime.timedelta(days=1)
        return begin, next_day if finish is None or finish < next_day else finish
    return begin, finish


class When:
    """The times and the rule of one series.

    Attributes:
        clock: its Clock.
        begin: its first begin, a naive datetime in its time zone.
        length: how long it takes, or None if it has no end.
        fields: the fields of EventPage: times, rule, extra dates, exceptions.
        refused: single dates besides the rule that the hub cannot hold.
    """

    def __init__(self, component, zones, hub_zone, notes):
        self.component, self.hub_zone, self.notes = component, hub_zone, notes
        start, zone_name = moment(component, "DTSTART")
        if start is None:
            raise NotTaken(_("It has no date."))
        all_day = not isinstance(start, datetime.datetime)
        name = settings.TIME_ZONE if all_day else self._zone(start, zone_name, zones)
        self.clock = Clock(ZoneInfo(name), all_day, zones)
        self.begin = self.clock.local(start, zone_name)
        self.fields = {"all_day": all_day, "time_zone": name} | self._times()
        self.fields |= self._rule() | {"moved_dates": [], "extra_dates": [], "exception_dates": []}
        self._own_times: dict[datetime.date, datetime.time] = {}
        self.refused = self._extras()
        self.fields["exception_dates"] = self._exceptions()

    def _zone(self, start, named, zones):
        """The event's time zone: that of the calendar if the hub knows it."""
        if named:
            own = zones.get(named.strip().strip('"'))
            known = known_zone(named) or getattr(start.tzinfo, "key", "") or (own and own.iana)
            if known:
                return known
            words = {"name": Truncator(one_line(named)).chars(60), "zone": zone_words(self.hub_zone)}
            if not own or own.offset(start) is None:
                self.notes.append(_("We do not know its time zone “%(name)s”; we used %(zone)s.") % words)
            elif "RRULE" in self.component:
                raise NotTaken(
                    _(
                        "It repeats in the time zone “%(name)s”, which no place that we know has. Post it by hand."
                    )
                    % words
                )
        elif start.tzinfo is None:
            self.notes.append(
                _("It names no time zone; we used %(zone)s.") % {"zone": zone_words(self.hub_zone)}
            )
        elif "RRULE" in self.component:
            self.notes.append(
                _(
                    "Your calendar gives its times in universal time (UTC), in which it repeats: by the local time it shifts by an hour when the clocks change. Check it."
                )
            )
            return "UTC"  # A rule in UTC would shift by an hour in any other zone.
        return self.hub_zone

    def _times(self):
        begin, end = begin_and_end(self.component, self.clock, self.begin)
        fields = {
            "start_date": begin.date(),
            "start_time": None if self.clock.all_day else begin.time(),
            "end_date": None,
            "end_time": None,
        }
        if end is not None and end <= begin:
            if end < begin:
                self.notes.append(_("It ends before it begins; the end was left out."))
            end = None
        self.length = None if end is None else end - begin
        if end is not None:
            if self.clock.all_day:
                end -= datetime.timedelta(days=1)
            else:
                fields["end_time"] = end.time()
            if (end - begin).days > MAX_DAYS:
                raise NotTaken(_("It lasts longer than three months."))
            if end.date() > begin.date():
                fields["end_date"] = end.date()
        return fields

    def _rule(self):
        fields: dict[str, Any] = {
            "frequency": "",
            "interval": 1,
            "weekdays": "",
            "month_positions": "",
            "month_days": "",
            "until": None,
            "count": None,
        }
        rules = values(self.component, "RRULE")
        if len(rules) > 1:
            raise NotTaken(_("It has more than one rule for how it repeats."))
        if rules:
            try:
                fields |= rule_fields(rules[0], self.begin, self.clock.all_day, self.clock.zone)
            except NotExpressible as refused:
                raise NotTaken(str(refused)) from None
            self._note_last_day(rules[0])
        if fields["until"] and fields["until"].year > self.last_year:
            # Programs express "no end" as an end in the year 2099 or 9999.
            fields["until"] = None
            self.notes.append(_("It ends many years from now, so we treat it as an event without an end."))
        return fields

    def _note_last_day(self, rule):
        """Say that the last day was included if the rule ends on it without a time, which programs understand differently."""
        until = rule.get("UNTIL", [None])
        until = until[0] if isinstance(until, list | tuple) else until
        if self.clock.all_day or until is None or isinstance(until, datetime.datetime):
            return
        if any(date.date() == until for date in dates_of(rule, self.begin, self.clock.zone, until)):
            self.notes.append(
                _("Your calendar says that it repeats until %(date)s, without a time; we included that day.")
                % {"date": date_words(until)}
            )

    # --- Extra dates ----------------------------------------------------------------------------------------
    def _extras(self):
        """Take the single dates besides the rule (RDATE).

        Returns:
            Those that the hub cannot hold: periods, a second time on the same day, and dates before the first.
        """
        refused: set[datetime.date] = set()
        begins = set()
        for value in values(self.component, "RDATE"):
            for entry in value.dts:
                period = isinstance(entry.dt, tuple)
                begin = self.clock.local(entry.dt[0] if period else entry.dt, value.params.get("TZID", ""))
                if period:
                    refused.add(begin.date())
                else:
                    begins.add(begin)
        if not begins:
            return refused
        planned = set(recurrence_of(self.fields).dates(max(begins).date(), MOST_DATES))
        for begin in sorted(begins - self._excluded()):
            date = begin.date()
            if date in planned:
                if begin.time() != self.begin.time():
                    refused.add(date)
            elif date in self._own_times or not self.add(begin, self.length):
                refused.add(date)
            elif move := self.move(date, begin, self.length):
                self.fields["moved_dates"].append(move)
        return refused

    def add(self, begin, length):
        """Add an extra date.

        Args:
            begin: its begin.
            length: how long it takes, or None.

        Returns:
            Whether it could be added.
        """
        extras = self.fields["extra_dates"]
        if begin.date() < self.begin.date() or begin.year > self.last_year or len(extras) >= MOST_EXTRAS:
            return False
        self.fields["extra_dates"] = sorted({*extras, begin.date().isoformat()})
        self.fields["frequency"] = self.fields["frequency"] or "dates"
        self._own_times[begin.date()] = begin.time()
        return True

    def time_of(self, date):
        """The time at which a date is planned."""
        return self._own_times.get(date, self.begin.time())

    def move(self, date, begin, length):
        """A date that takes place at another time than the others, as EventPage.moved_dates holds it; None if it does not.

        Args:
            date: the date according to the rule.
            begin: its begin.
            length: how long it takes, or None.
        """
        if (begin, length) == (datetime.datetime.combine(date, self.begin.time()), self.length):
            return None
        end = begin + length if length else None
        return {
            "date": date.isoformat(),
            "new_date": begin.date().isoformat(),
            "new_start_time": None if self.clock.all_day else begin.time().isoformat(),
            "new_end_time": None if self.clock.all_day or end is None else end.time().isoformat(),
        }

    def _excluded(self):
        """The begins that are excluded with their time (EXDATE)."""
        return {
            self.clock.local(entry.dt, value.params.get("TZID", ""))
            for value in values(self.component, "EXDATE")
            for entry in value.dts
        }

    @property
    def last_year(self):
        """The last year in which dates can be."""
        return timezone.localdate().year + SERIES_YEARS_AHEAD

    def _exceptions(self):
        """The dates on which it does not take place, as ISO dates."""
        days = set()
        for value in values(self.component, "EXDATE"):
            for entry in value.dts:
                when = self.clock.local(entry.dt, value.params.get("TZID", ""))
                # Another time than its own excludes nothing (RFC 5545 §3.8.5.1); many programs give only the date.
                is_date = self.clock.all_day or not isinstance(entry.dt, datetime.datetime)
                if when.year <= self.last_year and (is_date or when.time() == self.time_of(when.date())):
                    days.add(when.date())
        if len(days) > EXCEPTIONS:
            raise NotTaken(_("It has more than %(count)d exceptions.") % {"count": EXCEPTIONS})
        if not self.fields["frequency"]:
            if self.begin.date() in days:
                raise NotTaken(_("All of its dates are excluded."))
            return []
        return sorted(day.isoformat() for day in days)
