"""Splits an untrusted iCalendar file into lines before it is parsed.

Only the lines of events that the hub can use are parsed. Nested components, alarms and attachments are dropped, so that they cannot cost
time or memory. Of time zone rules a limited number of lines is kept, which only zones.py reads.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import zones
from .fetch import MAX_BYTES, too_large_words

MAX_EVENTS = 500
MAX_LINES = 60_000
MAX_DEPTH = 4
# An event with longer lines, or with more lines, is left out; lines that the hub does not use (pictures) do not count.
LINE_LENGTH, EVENT_LINES = 50_000, 600
USED = {
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "URL",
    "STATUS",
    "CLASS",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXRULE",
    "EXDATE",
    "RECURRENCE-ID",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTAMP",
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
}
TEXTS = {"SUMMARY", "DESCRIPTION"}
# An event in which one of these cannot be read, or which has one of the second set twice, is left out.
DATES = {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
ONCE = {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"}
# A whole day has no time zone; some programs write one all the same.
WHOLE_DAY = re.compile(r"[A-Za-z-]+(;[^:]*)?;VALUE=DATE(;[^:]*)?:", re.IGNORECASE)
ZONE = re.compile(r";TZID=(\"[^\"]*\"|[^:;]*)", re.IGNORECASE)
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")


class NotACalendar(Exception):
    """Nothing can be read from the file. The message says why, in the active language."""


@dataclass
class ParsedCalendar:
    """The contents of a file.

    Attributes:
        zone: the name of the calendar's time zone (X-WR-TIMEZONE), or "".
        zones: the file's own time zones (partners.ics_import.zones.FileZone) by name.
        events: a list of icalendar.Event, or None for one that cannot be read.
    """

    zone: str = ""
    zones: dict = field(default_factory=dict)
    events: list = field(default_factory=list)


def read_calendar(data):
    """Read a file.

    Args:
        data: bytes from any source.

    Returns:
        A ParsedCalendar.

    Raises:
        NotACalendar: it is not a calendar, is damaged, or is too large.
    """
    if len(data) > MAX_BYTES:
        raise NotACalendar(too_large_words())
    lines = _unfolded(_text(data))
    calendar = ParsedCalendar()
    event: list[str] | None = None
    own_zone: zones.FileZone | None = None
    stack: list[str] = []
    for line in lines:
        match = NAME.match(line)
        name = match.group().upper() if match else ""
        if name == "BEGIN":
            stack.append(line[6:].strip().upper())
            if len(stack) > MAX_DEPTH:
                raise NotACalendar(
                    _("This calendar is nested too deeply. Export it again from your calendar program.")
                )
            if stack[0] != "VCALENDAR":
                raise _no_calendar()
            if stack == ["VCALENDAR", "VEVENT"]:
                event = []
            elif stack == ["VCALENDAR", "VTIMEZONE"]:
                own_zone = zones.FileZone()
                continue
        elif name == "END":
            if not stack or stack.pop() != line[4:].strip().upper():
                raise _damaged()
            if event is not None and stack == ["VCALENDAR"]:
                calendar.events.append(_parsed(event))
                event = None
                if len(calendar.events) > MAX_EVENTS:
                    raise NotACalendar(
                        _("This calendar has more than %(count)d events. Export a shorter period.")
                        % {"count": MAX_EVENTS}
                    )
            if own_zone is not None and stack == ["VCALENDAR"]:
                if len(calendar.zones) < zones.MAX_ZONES:
                    known = calendar.zones.setdefault(own_zone.name, own_zone)
                    if known.lines != own_zone.lines:
                        raise _several()
                own_zone = None
        elif not stack:
            raise _no_calendar()
        elif event is not None and len(stack) == 2 and name in USED:
            # Of a text only the beginning is used (partners.ics_import.map); a shortened list of dates would be another list.
            event.append(line[:LINE_LENGTH] if name in TEXTS else line)
        elif name == "X-WR-TIMEZONE" and len(stack) == 1:
            zone = line.partition(":")[2].strip()[:60]
            if calendar.zone not in ("", zone):
                raise _several()
            calendar.zone = zone
        if own_zone is not None and name in zones.KEPT:
            own_zone.add(line)
    if stack:
        raise _damaged()
    if not lines:
        raise _no_calendar()
    return calendar


def _text(data):
    """Decode the file: UTF-8 as the standard requires, else the encoding of older programs on Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _unfolded(text):
    """Join folded lines (RFC 5545 §3.1).

    Raises:
        NotACalendar: there are too many.
    """
    if text.count("\n") > MAX_LINES or text.count("\r") > MAX_LINES:
        raise NotACalendar(_("This calendar is too long. Export a shorter period."))
    text = re.sub(r"\r\n?", "\n", text.replace("\0", ""))
    return [line for line in re.sub(r"\n[ \t]", "", text).split("\n") if line.strip()]


def _parsed(lines):
    from icalendar import Event  # Imported here because only imports of calendars need the library.

    if len(lines) > EVENT_LINES or any(len(line) > LINE_LENGTH for line in lines):
        return None
    lines = [ZONE.sub("", line) if WHOLE_DAY.match(line) else line for line in lines]
    try:
        event = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    # Of names that are folders or too long, the library makes files of time zones: an OSError.
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, OSError):
        return None
    broken = {name for name, _error in event.errors}
    repeated = {name for name in ONCE if isinstance(event.get(name), list)}
    return None if repeated or broken & DATES else event


def _several():
    return NotACalendar(
        _("This file holds several calendars with different time zones. Import them one at a time.")
    )


def _no_calendar():
    return NotACalendar(
        _(
            "This is not an iCalendar file. Look in your calendar program for “Export” or for an address that "
            "ends in .ics."
        )
    )


def _damaged():
    return NotACalendar(_("This calendar is damaged or cut off. Export it again from your calendar program."))
