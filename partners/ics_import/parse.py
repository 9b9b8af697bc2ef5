"""Somebody else's iCalendar file, taken apart before any parser sees it: it may be a mistake, or meant to do harm.

Only the lines of events that the hub can use go to the parser. What is nested deeper, time zone rules, alarms and
attachments never do, so that none of them can cost time or memory.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .fetch import MAX_BYTES, too_large_words

MAX_EVENTS = 500
MAX_LINES = 60_000
MAX_DEPTH = 4
# Longer lines (pictures, mostly) and more lines of one event are left out.
LINE_LENGTH, EVENT_LINES = 20_000, 600
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
}
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")


class NotACalendar(Exception):
    """A file of which nothing was taken; the message says why, in the active language."""


@dataclass
class ParsedCalendar:
    """What a file holds.

    Attributes:
        zone: the name of the time zone that the calendar as a whole names (X-WR-TIMEZONE), or "".
        events: icalendar.Event, or None for one that cannot be read.
    """

    zone: str = ""
    events: list = field(default_factory=list)


def read_calendar(data):
    """Take a file apart.

    Args:
        data: bytes of whatever origin.

    Returns:
        A ParsedCalendar.

    Raises:
        NotACalendar: it is none, is damaged, or holds more than anybody posts.
    """
    if len(data) > MAX_BYTES:
        raise NotACalendar(too_large_words())
    lines = _unfolded(_text(data))
    calendar = ParsedCalendar()
    event: list[str] | None = None
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
        elif name == "END":
            if not stack or stack.pop() != line[4:].strip().upper():
                raise _damaged()
            if event is not None and stack == ["VCALENDAR"]:
                calendar.events.append(_parsed(event))
                event = None
                if len(calendar.events) > MAX_EVENTS:
                    raise NotACalendar(
                        _("This calendar holds more than %(count)d events. Export a shorter period.")
                        % {"count": MAX_EVENTS}
                    )
        elif not stack:
            raise _no_calendar()
        elif event is not None and len(stack) == 2 and name in USED and len(line) <= LINE_LENGTH:
            event.append(line)
        elif name == "X-WR-TIMEZONE" and len(stack) == 1:
            calendar.zone = line.partition(":")[2].strip()[:60]
    if stack:
        raise _damaged()
    if not lines:
        raise _no_calendar()
    return calendar


def _text(data):
    """The file as text: UTF-8 as the standard asks, else as older programs on Windows write."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _unfolded(text):
    """Whole lines (RFC 5545 §3.1).

    Raises:
        NotACalendar: there are too many.
    """
    if text.count("\n") > MAX_LINES or text.count("\r") > MAX_LINES:
        raise NotACalendar(_("This calendar is too long. Export a shorter period."))
    text = re.sub(r"\r\n?", "\n", text.replace("\0", ""))
    return [line for line in re.sub(r"\n[ \t]", "", text).split("\n") if line.strip()]


def _parsed(lines):
    from icalendar import Event  # Only an import needs the library.

    text = "\r\n".join(["BEGIN:VEVENT", *lines[:EVENT_LINES], "END:VEVENT", ""])
    try:
        return Event.from_ical(text)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return None


def _no_calendar():
    return NotACalendar(
        _(
            "This is not an iCalendar file. Look in your calendar program for “Export” or for an address that "
            "ends in .ics."
        )
    )


def _damaged():
    return NotACalendar(_("This calendar is damaged or cut off. Export it again from your calendar program."))
