"""The values of an event's fields that are stored as codes, in words for the reviewer."""

import datetime
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from . import date_texts
from .models.event_times import is_date, numbers_of
from .recurrence import LAST_DAY, WEEKDAY_CODES
from .recurrence_words import month_day, position
from .wording import day_words, time_words

# Fields whose empty value is said like that of the lists.
_DAYS_AND_TIMES = ("start_date", "end_date", "start_time", "end_time", "until", "accessibility_request_by")


def value_in_words(name: str, value: Any) -> list[str] | None:
    """The lines that say the value of a field of EventPage.

    Args:
        name: the field's name.
        value: its value, which older drafts may hold in another form.

    Returns:
        A list of lines, empty for an empty value; None for fields whose values need no words.
    """
    # Times of day before days, and no moments: those are in DATETIME_FORMAT.
    if isinstance(value, datetime.time):
        return [time_words(value)]
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return [day_words(value)]
    if name in _DAYS_AND_TIMES and not value:
        return []
    if name in ("extra_dates", "exception_dates"):
        return [_day(text) for text in value or []]
    if name == "moved_dates":
        return [_move(move) for move in value or []]
    if name in (date_texts.PLACES, date_texts.NOTES):
        return date_texts.in_words(str(value or ""))
    if name == "weekdays":
        codes = [code for code in str(value or "").split(",") if code in WEEKDAY_CODES]
        return [str(WEEKDAYS[WEEKDAY_CODES.index(code)]) for code in codes]
    if name == "month_positions":
        return [position(number) for number in numbers_of(str(value or ""))]
    if name == "month_days":
        return [month_day(day) for day in numbers_of(str(value or "")) if day == LAST_DAY or 1 <= day <= 31]
    return None


def _day(text: Any) -> str:
    return day_words(datetime.date.fromisoformat(text)) if is_date(text) else str(text)


def _move(move: dict[str, Any]) -> str:
    words = _("Moves %(day)s to %(new_day)s") % {
        "day": _day(move.get("date")),
        "new_day": _day(move.get("new_date")),
    }
    begin, end = _time(move.get("new_start_time")), _time(move.get("new_end_time"))
    if begin and end:
        hours = _("%(start)s to %(end)s") % {"start": begin, "end": end}
    elif end:
        hours = _("until %(time)s") % {"time": end}
    else:
        hours = begin
    return _("%(day)s, %(hours)s") % {"day": words, "hours": hours} if hours else words


def _time(text: Any) -> str:
    try:
        return time_words(datetime.time.fromisoformat(text)) if text else ""
    except (TypeError, ValueError):
        return str(text)
