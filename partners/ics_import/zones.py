"""Time zones of imported calendars: names that programs use for IANA zones, and zones whose rules stand only in the file (VTIMEZONE)."""

import bisect
import calendar
import datetime
import re
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from partners.events.models.event_times import time_zone_names
from partners.events.recurrence import WEEKDAY_CODES

# A file has few zones, and a zone few changes; more are ignored.
MAX_ZONES, MAX_LINES, MAX_OBSERVANCES = 40, 400, 80
KEPT = {"TZID", "X-LIC-LOCATION", "BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"}
# If several zones have the same rules, the first of these is used.
USUAL = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Europe/London",
    "Europe/Paris",
    "UTC",
)
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
NTH = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)")


class NotReadable(Exception):
    """Rules of a time zone that are not understood."""


@dataclass
class Observance:
    """One offset and when it begins (RFC 5545 §3.6.5): once, or every year on a weekday of a month.

    Attributes:
        starts: naive local times in the offset before.
        before, after: offsets from UTC.
        month, nth, weekday: the yearly rule; month is 0 if there is none.
        last_year: the last year of the rule.
    """

    starts: list
    before: datetime.timedelta
    after: datetime.timedelta
    month: int = 0
    nth: int = 0
    weekday: int = 0
    last_year: int = 9000

    def changes(self, first_year, last_year):
        """The moments, as naive UTC, from which the offset holds."""
        starts = list(self.starts)
        if self.month:
            begin = self.starts[0]
            for year in range(max(first_year, begin.year), min(last_year, self.last_year) + 1):
                day = _nth_weekday(year, self.month, self.nth, self.weekday)
                if day is not None:
                    starts.append(datetime.datetime.combine(day, begin.time()))
        return [start - self.before for start in starts if start.year > 1]


@dataclass
class FileZone:
    """A VTIMEZONE of a file.

    Attributes:
        lines: its lines.
        is_cut: whether lines were left out because there were too many; its rules are then not used.
        changes: the changes of its offset that were computed, by year.
    """

    lines: list = field(default_factory=list)
    is_cut: bool = False
    changes: dict = field(default_factory=dict)

    def add(self, line):
        """Keep a line."""
        if len(self.lines) < MAX_LINES:
            self.lines.append(line)
        else:
            self.is_cut = True

    @property
    def name(self):
        """Its TZID."""
        return self._value("TZID")

    def _value(self, name):
        found = (line.partition(":")[2] for line in self.lines if _name(line) == name)
        return next(found, "").strip().strip('"')

    @cached_property
    def iana(self):
        """The IANA zone that has the same offsets in the years of events that can be imported, or ""."""
        if (location := self._value("X-LIC-LOCATION")) in time_zone_names():
            return location
        year = timezone.localdate().year
        try:
            moments = self._sampled(year - 1, year + 5)
            expected = [self._offset(moment) for moment in moments]
        except NotReadable:
            return ""
        for name in _candidates():
            zone = ZoneInfo(name)
            pairs = zip(moments, expected, strict=True)
            if all(
                moment.replace(tzinfo=datetime.UTC).astimezone(zone).utcoffset() == offset
                for moment, offset in pairs
            ):
                return name
        return ""

    def offset(self, clock):
        """The offset from UTC at a naive local time, or None if the rules are not understood."""
        try:
            offsets = {observance.after for observance in self._observances}
            offsets |= {observance.before for observance in self._observances}
            for offset in sorted(offsets, reverse=True):
                if self._offset(clock - offset) == offset:
                    return offset
            # A time that is skipped when the clocks are put forward: the offset before (RFC 5545 §3.3.5).
            return self._offset(clock - max(offsets))
        except (NotReadable, OverflowError):
            return None

    # --- The rules ------------------------------------------------------------------------------------------
    @cached_property
    def _readable(self):
        """The observances, or None if they are not understood."""
        try:
            return self._read()
        except NotReadable:
            return None

    @property
    def _observances(self):
        if self._readable is None:
            raise NotReadable
        return self._readable

    def _read(self):
        found, values = [], None
        for line in self.lines:
            name, value = _name(line), line.partition(":")[2].strip().upper()
            if name == "BEGIN":
                values = {"RDATE": []}
            elif name == "END" and values is not None:
                found.append(_observance(values))
                values = None
            elif name == "RDATE" and values is not None:
                values["RDATE"] += value.split(",")
            elif values is not None:
                values[name] = value
        if self.is_cut or not found or sum(len(observance.starts) for observance in found) > MAX_OBSERVANCES:
            raise NotReadable
        return found

    def _offset(self, moment):
        """The offset at a naive UTC moment."""
        if moment.year not in self.changes:
            found = [
                (change, observance.after)
                for observance in self._observances
                for change in observance.changes(moment.year - 1, moment.year)
            ]
            self.changes[moment.year] = sorted(found)
        changes = self.changes[moment.year]
        begun = bisect.bisect_right(changes, moment, key=lambda change: change[0])
        if begun:
            return changes[begun - 1][1]
        return min(self._observances, key=lambda observance: observance.starts[0]).before

    def _sampled(self, first_year, last_year):
        """Moments that tell zones apart: around each change, and in winter and summer."""
        moments = []
        for observance in self._observances:
            for change in observance.changes(first_year, last_year):
                if first_year <= change.year <= last_year:
                    moments += [change - datetime.timedelta(seconds=1), change]
        for year in range(first_year, last_year + 1):
            moments += [datetime.datetime(year, month, 1) for month in (1, 4, 7, 10)]
        return moments


def known_zone(name):
    """The IANA name of a time zone, given a name that a program uses for it; "" if unknown."""
    name = name.strip().strip('"')
    if name in time_zone_names():
        return name
    if name in _windows_names():
        return _windows_names()[name]
    if name.startswith("/"):
        # RFC 5545 §3.8.3.1: globally unique, such as "/example.org/20050126_1/America/Chicago".
        parts = name.split("/")
        for count in (3, 2):
            if "/".join(parts[-count:]) in time_zone_names():
                return "/".join(parts[-count:])
    return ""


def _name(line):
    return re.split("[:;]", line, maxsplit=1)[0].strip().upper()


def _windows_names():
    # Imported here because only imports of calendars need the library.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON


def _candidates():
    names = dict.fromkeys([settings.TIME_ZONE, *USUAL, *sorted(set(_windows_names().values()))])
    return [name for name in names if name in time_zone_names()]


def _nth_weekday(year, month, nth, weekday):
    length = calendar.monthrange(year, month)[1]
    if nth > 0:
        first = datetime.date(year, month, 1)
        day = 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1)
    else:
        last = datetime.date(year, month, length)
        day = length - (last.weekday() - weekday) % 7 + 7 * (nth + 1)
    return datetime.date(year, month, day) if 1 <= day <= length else None


def _observance(values):
    """An Observance from the lines of one STANDARD or DAYLIGHT component.

    Raises:
        NotReadable: it has a rule of another kind, or is not valid.
    """
    try:
        observance = Observance(
            [_clock(text) for text in [values["DTSTART"], *values["RDATE"]]],
            _delta(values["TZOFFSETFROM"]),
            _delta(values["TZOFFSETTO"]),
        )
        if rule := values.get("RRULE", ""):
            parts = dict(part.split("=", 1) for part in rule.split(";") if part)
            nth = NTH.fullmatch(parts.pop("BYDAY", ""))
            if parts.pop("FREQ", "") != "YEARLY" or not nth or parts.pop("INTERVAL", "1") != "1":
                raise NotReadable
            observance.month = int(parts.pop("BYMONTH", "0"))
            observance.nth, observance.weekday = int(nth[1]), WEEKDAY_CODES.index(nth[2])
            observance.last_year = int(parts.pop("UNTIL", "9000")[:4])
            parts.pop("WKST", "")
            if parts or not 1 <= observance.month <= 12:
                raise NotReadable
    except (KeyError, ValueError, OverflowError):
        raise NotReadable from None
    return observance


def _clock(text):
    return datetime.datetime.strptime(text.rstrip("Z")[:15], "%Y%m%dT%H%M%S")


def _delta(text):
    match = OFFSET.fullmatch(text)
    if not match or int(match[2]) > 15 or int(match[3]) > 59:
        raise NotReadable
    delta = datetime.timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -delta if match[1] == "-" else delta
