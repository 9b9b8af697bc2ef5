"""Reads single properties of an icalendar.Event, which may be missing, repeated or malformed."""

import datetime
import html
import re

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.calendars.texts import one_line
from partners.content.cleaning import clean_text
from partners.events.models.event_times import time_zone_names

# Words that programs and people put before or after the title of a canceled event.
# In capitals, the word alone is enough; otherwise "Canceled checks and stolen wages" is a subject.
CANCELED = re.compile(
    r"^\W*(cancell?ed|cancelad[oa])\s*[:\-–—\])!*]|[(\[*\-–—]\s*(cancell?ed|cancelad[oa])\W*$|^\W*(?-i:CANCELL?ED|CANCELAD[OA])\b"
    r"|^\W*(event|meeting|class|evento|reuni[oó]n|clase)\s+(cancell?ed|cancelad[oa])\s*[:\-–—!]",
    re.IGNORECASE,
)
# Only complete entities, so that "R&D" and "?a=1&copy=2" stay as they are.
ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
HTML = re.compile(r"</?(p|br|a|ul|ol|li|b|i|div|span|strong|em|html|script|table)\b[^>]*>", re.IGNORECASE)


class NotTaken(Exception):
    """Why an event was left out, in the active language."""


def not_exact():
    """The exception for dates that are not clear, or that the hub would show otherwise."""
    return NotTaken(_("Its dates cannot be shown exactly here. Post it by hand."))


def values(component, name):
    """All values of a property."""
    value = component.get(name)
    return value if isinstance(value, list) else [] if value is None else [value]


def text(component, name):
    """The first value of a property as text, "" if there is none."""
    found = values(component, name)
    return clean_text(str(found[0])) if found else ""


def html_text(entity):
    """The character of a match of ENTITY."""
    return html.unescape(entity.group())


def line_of(component, name):
    """As text(), on one line, with HTML entities decoded."""
    return one_line(ENTITY.sub(html_text, text(component, name)))


def moment(component, name):
    """The date or datetime of a property and the name of its time zone (TZID), or (None, "").

    Raises:
        NotTaken: it is not a possible date.
    """
    found = values(component, name)
    if not found:
        return None, ""
    when = found[0].dt
    if not isinstance(when, datetime.date):
        raise NotTaken(_("It cannot be read."))
    if not 1990 <= when.year <= 2200:
        raise NotTaken(_("It has no valid date."))
    zone_name = found[0].params.get("TZID", "")
    # The library reads any file of the system's time zones, such as "Factory" and those with leap seconds.
    if (key := getattr(getattr(when, "tzinfo", None), "key", "")) and key not in time_zone_names():
        raise NotTaken(
            _("Its time zone “%(name)s” is unknown. Post it by hand.")
            % {"name": Truncator(one_line(zone_name)).chars(60)}
        )
    return when, zone_name


def is_canceled(component):
    """Whether the calendar says that an event, or one date of it, is canceled."""
    # Programs write it in both spellings.
    return text(component, "STATUS").strip().upper() in ("CANCELLED", "CANCELED") or bool(
        CANCELED.search(line_of(component, "SUMMARY"))
    )
