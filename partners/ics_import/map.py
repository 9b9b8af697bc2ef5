"""Maps an event of an iCalendar file to fields of EventPage, with a note for everything that was left out."""

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.calendars.texts import one_line, plain_text
from partners.content import plain_markup
from partners.content.cleaning import clean_html, clean_text, is_web_address
from partners.events.models import EventPage
from partners.events.models.event import MAX_DAYS
from partners.events.models.event_rules import YEARS_AHEAD as SERIES_YEARS_AHEAD
from partners.events.models.event_times import time_zone_names
from partners.events.recurrence import Recurrence
from partners.events.wording import zone_words

from .rrule import NotExpressible, rule_fields

# Dates further ahead are likely a mistake.
YEARS_AHEAD = 3
EXCEPTIONS = 400
HTML = re.compile(r"</?(p|br|a|ul|ol|li|b|i|div|span|strong|em|html|script|table)\b[^>]*>", re.IGNORECASE)


class NotTaken(Exception):
    """Why an event was left out, in the active language."""


@dataclass
class Reading:
    """The result for one event.

    Attributes:
        uid: its identifier in the calendar.
        title: its title, for the report.
        fields: fields of EventPage; empty if it was not imported.
        notes: messages about what was left out or assumed.
        reason: why it was not imported, or "".
        is_cancelled: whether it is canceled in the calendar.
    """

    uid: str = ""
    title: str = ""
    fields: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    reason: str = ""
    is_cancelled: bool = False


def readings(calendar, today):
    """Map all events of a calendar.

    Args:
        calendar: a partners.ics_import.parse.ParsedCalendar.
        today: the hub's date; past events are not imported.

    Returns:
        A list of Reading in the order of the calendar.
    """
    masters = []
    overrides: dict[str, list[Any]] = {}
    for component in calendar.events:
        if component is not None and "RECURRENCE-ID" in component:
            overrides.setdefault(_text(component, "UID"), []).append(component)
        else:
            masters.append(component)
    found, seen = [], set()
    for component in masters:
        reading = Reading(title=_title(component))
        try:
            if component is None:
                raise NotTaken(_("It cannot be read."))
            reading.uid = _uid(component)
            if reading.uid in seen:
                raise NotTaken(_("It is in the calendar twice. We used the first one."))
            seen.add(reading.uid)
            reading.is_cancelled = _text(component, "STATUS").upper() == "CANCELLED"
            if not reading.is_cancelled:
                reader = _Reader(component, calendar.zone, reading.notes)
                reading.fields = reader.fields(overrides.pop(_text(component, "UID"), []), today)
        except NotTaken as refused:
            reading.reason = str(refused)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            # Malformed data of other programs: import the other events anyway.
            reading.fields, reading.reason = {}, _("It cannot be read.")
        found.append(reading)
    return found


def _values(component, name):
    value = component.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(component, name):
    return clean_text(str(_values(component, name)[0])) if _values(component, name) else ""


def _title(component):
    title = one_line(_text(component, "SUMMARY")) if component is not None else ""
    return Truncator(title).chars(120) if title else _("Event without a title")


def _uid(component):
    uid = _text(component, "UID").strip()
    if not uid:
        raise NotTaken(_("Your calendar gives it no identifier, so we could not recognize it next time."))
    return uid if len(uid) <= 255 else hashlib.sha256(uid.encode()).hexdigest()


class _Reader:
    """Maps one component that is not canceled.

    Raises:
        NotTaken: from fields().
    """

    def __init__(self, component, calendar_zone, notes):
        self.component = component
        self.notes = notes
        self.hub_zone = _known_zone(calendar_zone) or settings.TIME_ZONE

    def fields(self, overrides, today):
        """The fields of the event; see Reading."""
        component = self.component
        if _text(component, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
            raise NotTaken(_("Your calendar marks it as private."))
        if not one_line(_text(component, "SUMMARY")):
            raise NotTaken(_("It has no title."))
        for name in ("RDATE", "EXRULE"):
            if name in component:
                raise NotTaken(
                    _("It has additional single dates, which cannot be imported. Post them one by one.")
                )
        fields = self._times() | self._rule()
        self._changes(fields, overrides)
        self._refuse_past(fields, today)
        return fields | self._texts() | self._place()

    # --- When ---------------------------------------------------------------------------------------------
    def _times(self):
        start = _moment(self.component, "DTSTART")
        if start is None:
            raise NotTaken(_("It has no date."))
        self.all_day = not isinstance(start, datetime.datetime)
        self.zone_name = settings.TIME_ZONE if self.all_day else self._zone(start)
        self.zone = ZoneInfo(self.zone_name)
        self.begin = self._clock(start)
        end = self._finish(start)
        fields = {
            "start_date": self.begin.date(),
            "start_time": None if self.all_day else self.begin.time(),
            "end_date": None,
            "end_time": None,
            "all_day": self.all_day,
            "time_zone": self.zone_name,
        }
        if end is not None and end <= self.begin and not self.all_day:
            if end < self.begin:
                self.notes.append(_("It ends before it begins; the end was left out."))
            end = None
        if end is not None:
            if self.all_day:
                end -= datetime.timedelta(days=1)
            else:
                fields["end_time"] = end.time()
            if (end - self.begin).days > MAX_DAYS:
                raise NotTaken(_("It lasts longer than three months."))
            if end.date() > self.begin.date():
                fields["end_date"] = end.date()
        return fields

    def _zone(self, start):
        """The event's time zone: that of the calendar if the hub knows it."""
        named = self.component["DTSTART"].params.get("TZID", "")
        if named:
            known = _known_zone(named)
            if not known:
                self.notes.append(
                    _("We do not know its time zone “%(name)s”; we used %(zone)s.")
                    % {"name": Truncator(one_line(named)).chars(60), "zone": zone_words(self.hub_zone)}
                )
            return known or self.hub_zone
        if start.tzinfo is None:
            self.notes.append(
                _("It names no time zone; we used %(zone)s.") % {"zone": zone_words(self.hub_zone)}
            )
        elif "RRULE" in self.component:
            return "UTC"  # A rule in UTC would shift by an hour in any other zone.
        return self.hub_zone

    def _clock(self, moment):
        """A date or datetime of the calendar as a naive datetime in the event's time zone."""
        if not isinstance(moment, datetime.datetime):
            return datetime.datetime.combine(moment, datetime.time())
        if moment.tzinfo is not None:
            moment = moment.astimezone(self.zone)
        return moment.replace(tzinfo=None, microsecond=0, fold=0)

    def _finish(self, start):
        end = _moment(self.component, "DTEND")
        if end is not None:
            return self._clock(end)
        if "DURATION" in self.component:
            return self.begin + self.component["DURATION"].dt
        return None if not self.all_day else self.begin + datetime.timedelta(days=1)

    def _rule(self):
        fields: dict[str, Any] = {
            "frequency": "",
            "interval": 1,
            "weekdays": "",
            "until": None,
            "count": None,
        }
        rules = _values(self.component, "RRULE")
        if len(rules) > 1:
            raise NotTaken(_("It has more than one rule for how it repeats."))
        if rules:
            try:
                fields |= rule_fields(rules[0], self.begin, self.all_day, self.zone)
            except NotExpressible as refused:
                raise NotTaken(str(refused)) from None
        last_year = timezone.localdate().year + SERIES_YEARS_AHEAD
        if fields["until"] and fields["until"].year > last_year:
            # Programs express "no end" as an end in the year 2099 or 9999.
            fields["until"] = None
            self.notes.append(_("It ends many years from now, so we treat it as an event without an end."))
        exceptions = {
            self._clock(entry.dt).date() for value in _values(self.component, "EXDATE") for entry in value.dts
        }
        exceptions = {day for day in exceptions if day.year <= last_year}
        if len(exceptions) > EXCEPTIONS:
            raise NotTaken(_("It has more than %(count)d exceptions.") % {"count": EXCEPTIONS})
        fields["exception_dates"] = sorted(day.isoformat() for day in exceptions) if rules else []
        fields["moved_dates"] = []
        return fields

    def _changes(self, fields, overrides):
        """Single dates that the calendar cancels or moves."""
        if not fields["frequency"]:
            return
        exceptions = set(fields["exception_dates"])
        for override in overrides[:EXCEPTIONS]:
            date = self._clock(_moment(override, "RECURRENCE-ID")).date().isoformat()
            start = _moment(override, "DTSTART")
            if _text(override, "STATUS").upper() == "CANCELLED":
                exceptions.add(date)
            elif start is not None and isinstance(start, datetime.datetime) != self.all_day:
                begin = self._clock(start)
                end = _moment(override, "DTEND")
                finish = self._clock(end) if end is not None and not self.all_day else None
                too_far = begin.year > timezone.localdate().year + SERIES_YEARS_AHEAD
                if too_far or (begin.date().isoformat() == date and begin.time() == self.begin.time()):
                    self.notes.append(_("Text that belongs to only one of its dates was left out."))
                    continue
                fields["moved_dates"].append(
                    {
                        "date": date,
                        "new_date": begin.date().isoformat(),
                        "new_start_time": None if self.all_day else begin.time().isoformat(),
                        "new_end_time": finish.time().isoformat() if finish else None,
                    }
                )
        fields["exception_dates"] = sorted(exceptions)

    def _refuse_past(self, fields, today):
        if self.begin.year > today.year + YEARS_AHEAD:
            raise NotTaken(_("It is more than %(count)d years ahead.") % {"count": YEARS_AHEAD})
        if not fields["frequency"]:
            if (fields["end_date"] or fields["start_date"]) < today:
                raise NotTaken(_("It is over."))
            return
        rule = Recurrence(
            start=fields["start_date"],
            frequency=fields["frequency"],
            interval=fields["interval"],
            weekdays=tuple(day for day in fields["weekdays"].split(",") if day),
            until=fields["until"],
            count=fields["count"],
        )
        # A series may begin further ahead than its next 400 days.
        until = max(today, fields["start_date"]) + datetime.timedelta(days=400)
        dates = rule.dates(until, limit=20_000)
        moved = [move["new_date"] for move in fields["moved_dates"]]
        if not dates or (max(dates) < today and max(moved, default="") < today.isoformat()):
            raise NotTaken(_("It is over."))

    # --- What and where -----------------------------------------------------------------------------------
    def _texts(self):
        text = _text(self.component, "DESCRIPTION")[:20_000]
        if HTML.search(text):
            description = clean_html(text if "<p" in text.lower() else linebreaks(text))
        else:
            description = plain_markup.to_html(text)
        sentence = one_line(plain_text(description).partition("\n")[0])
        return {
            "title": Truncator(one_line(_text(self.component, "SUMMARY"))).chars(120),
            "summary": Truncator(sentence).chars(300),
            "description": description,
            "registration_url": self._address("URL"),
        }

    def _address(self, name):
        address = one_line(_text(self.component, name))
        if not address:
            return ""
        if not is_web_address(address) or len(address) > 200:
            self.notes.append(
                _("Its web address does not begin with https:// or is too long; it was left out.")
            )
            return ""
        return address

    def _place(self):
        place = one_line(_text(self.component, "LOCATION"))
        fields = {
            "attendance": EventPage.Attendance.PLACE,
            "venue_name": "",
            "street_address": "",
            "online_url": "",
        }
        if is_web_address(place) and len(place) <= 200 and " " not in place:
            return fields | {"attendance": EventPage.Attendance.ONLINE, "online_url": place}
        venue, _comma, street = place.partition(",")
        return fields | {
            "venue_name": Truncator(venue.strip()).chars(120),
            "street_address": Truncator(street.strip()).chars(160),
        }


def _moment(component, name):
    """The date or datetime of a property, or None."""
    values = _values(component, name)
    if not values:
        return None
    moment = values[0].dt
    if not isinstance(moment, datetime.date):
        raise NotTaken(_("It cannot be read."))
    if not 1990 <= moment.year <= 2200:
        raise NotTaken(_("It has no valid date."))
    return moment


def _known_zone(name):
    """The IANA name of a time zone, given a name that a program uses for it; "" if unknown."""
    # Imported here because only imports of calendars need the library.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip().strip('"')
    if name in time_zone_names():
        return name
    return WINDOWS_TO_OLSON.get(name, "")
