"""What is different on single dates of an event: its other places and its notes.

Each is one text of an event, with a date of its rule (as RECURRENCE-ID names it) and words on each line:
"2027-04-15: Example Library, 12 Elm Street".
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .recurrence import MOST_DATES
from .wording import day_words

if TYPE_CHECKING:
    from .models import EventPage

PLACES, NOTES = "date_places", "date_notes"
# Characters of the words of one date, and how many dates have some.
LONGEST = {PLACES: 160, NOTES: 300}
MOST = 60
_LINE = re.compile(r"\s*(\d{4}-\d{2}-\d{2})\s*:\s*(.*\S)\s*")


def read(text: str) -> dict[datetime.date, str]:
    """The words by date. Lines of an older draft that have no date are left out."""
    found = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            try:
                found[datetime.date.fromisoformat(match[1])] = match[2]
            except ValueError:
                continue
    return found


def write(words: Mapping[datetime.date, str]) -> str:
    """The text that read() understands, in the order of the dates."""
    lines = ((day, " ".join(words[day].split())) for day in sorted(words))
    return "\n".join(f"{day.isoformat()}: {line}" for day, line in lines if line)


def refuse_lines(text: str, longest: int) -> None:
    """Refuse a text that read() does not understand as a whole.

    Args:
        text: the text.
        longest: how many characters the words of one date may have.

    Raises:
        ValidationError: a line has no date or no words, a date comes twice, or something is too long.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    known = read(text)
    if len(lines) != len(known):
        raise ValidationError(
            _(
                "Write one date on each line, each date once, such as “2027-04-15: Example Library, 12 Elm Street”."
            )
        )
    if len(known) > MOST:
        raise ValidationError(
            _("These are more than %(count)d dates. Post them as another event.") % {"count": MOST}
        )
    if any(len(words) > longest for words in known.values()):
        raise ValidationError(
            _("This is too long. Please use %(limit_value)d characters or fewer.") % {"limit_value": longest}
        )


def validate_places(text: str) -> None:
    """Accept only dates with places. See refuse_lines()."""
    refuse_lines(text, LONGEST[PLACES])


def validate_notes(text: str) -> None:
    """Accept only dates with notes. See refuse_lines()."""
    refuse_lines(text, LONGEST[NOTES])


def errors(event: EventPage) -> Mapping[str, str]:
    """Why an event whose times are possible cannot have its places and notes of single dates, by field."""
    named = {name: read(getattr(event, name)) for name in (PLACES, NOTES)}
    days = {day for words in named.values() for day in words}
    if not days:
        return {}
    rule = event.recurrence
    dates = set(rule.dates(max(days), MOST_DATES))
    sentence = _("It does not take place on %(day)s. Change that date or remove it here.")
    return {
        name: sentence % {"day": day_words(other)}
        for name, words in named.items()
        if (other := min(set(words) - dates, default=None))
    }


def place_on(event: EventPage, day: datetime.date) -> str:
    """The place of an event on one date of its rule if it is another than usual and may be shown; else ""."""
    if not event.date_places or not event.shows_place or event.attendance == event.Attendance.ONLINE:
        return ""
    return read(event.date_places).get(day, "")


def note_on(event: EventPage, day: datetime.date) -> str:
    """The note about one date of an event's rule; "" if there is none."""
    return read(event.date_notes).get(day, "") if event.date_notes else ""


def in_words(text: str) -> list[str]:
    """The lines of a text with the days in words, for the reviewer."""
    known = read(text)
    if len(known) != len(list(filter(str.strip, text.splitlines()))):
        return text.splitlines()
    return [
        _("%(day)s: %(words)s") % {"day": day_words(day), "words": words}
        for day, words in sorted(known.items())
    ]
