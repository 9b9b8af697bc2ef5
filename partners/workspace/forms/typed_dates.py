"""Days and times typed as text, in browsers that have no fields for them. What can be read in two ways is asked back, never guessed."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from partners.events import wording
from portal.core.stemming import fold

NO_DAY = gettext_lazy("Enter the day with the month as a word, such as March 9, 2027.")
NO_TIME = gettext_lazy("Enter the time with AM or PM, such as 2:30 PM.")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
_ORDINAL = re.compile(r"(\d)\.?(st|nd|rd|th|º|°|ro|er|o)\b")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2}))?(?:([ap])m)?")
# Words between the parts of a date.
_BETWEEN = {"de", "del", "el", "the", "of", "tim", "on"}


def _names() -> tuple[dict[str, int], dict[str, int]]:
    """The names of months (1 to 12) and weekdays (0 is Monday) in every language of the hub, longest first."""
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for code in dict.fromkeys(["en", "es", *dict(settings.LANGUAGES)]):
        with override(code):
            months |= {fold(str(name)): number for number, name in MONTHS.items()}
            short = {fold(str(name)).strip("."): number for number, name in MONTHS_3.items()}
            weekdays |= {fold(str(name)): number for number, name in WEEKDAYS.items()}
        # Some languages number their months: "hli 1".
        months = {name: number for name, number in short.items() if name.isalpha()} | months
    months["sept"] = 9

    def by_length(names: dict[str, int]) -> dict[str, int]:
        return dict(sorted(names.items(), key=lambda item: -len(item[0])))

    return by_length(months), by_length(weekdays)


def _take(text: str, names: dict[str, int]) -> tuple[str, int | None]:
    """The text without the first name that it has, and the number of this name."""
    for name, number in names.items():
        rest, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)\.?", " ", text, count=1)
        if count:
            return rest, number
    return text, None


def read_day(text: str) -> datetime.date:
    """Read a day as people write it, in any language of the hub: "2027-03-09", "March 9, 2027", "9 de marzo de 2027".

    Raises:
        ValidationError: it is not a day, or it can be two and the current language does not say which.
    """
    typed = " ".join(text.split())[:100]
    if found := _ISO.fullmatch(typed):
        return _date(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(typed):
        return _numeric(typed, *map(int, found.groups()))
    months, weekdays = _names()
    rest, month = _take(_ORDINAL.sub(r"\1", fold(typed)), months)
    rest, weekday = _take(rest, weekdays)
    parts = [part for part in re.split(r"[\s,.]+", rest) if part and part not in _BETWEEN]
    years = [part for part in parts if re.fullmatch(r"\d{4}", part)]
    days = [part for part in parts if re.fullmatch(r"\d{1,2}", part)]
    if month is None or len(years) != 1 or len(days) != 1 or len(parts) != 2:
        raise ValidationError(NO_DAY, code="invalid")
    day = _date(int(years[0]), month, int(days[0]))
    if weekday not in (None, day.weekday()):
        raise ValidationError(
            _("That date is a different day of the week: %(day)s. Check the day.")
            % {"day": wording.day_words(day)},
            code="invalid",
        )
    return day


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise ValidationError(NO_DAY, code="invalid") from None


def _numeric(text: str, first: int, second: int, year: int) -> datetime.date:
    """A day in numbers: the month first in English, as the hint says; in other languages only where one of the two cannot be the month."""
    readings = []
    for month, day in ((first, second), (second, first)):
        try:
            readings.append(datetime.date(year, month, day))
        except ValueError:
            continue
    if not readings:
        raise ValidationError(NO_DAY, code="invalid")
    if len(set(readings)) == 1 or (get_language() or "en").startswith("en"):
        return readings[0]
    raise ValidationError(
        _("“%(text)s” can be %(first)s or %(second)s. Write the one you mean, with the month as a word.")
        % {
            "text": text,
            "first": wording.date_words(readings[0]),
            "second": wording.date_words(readings[1]),
        },
        code="ambiguous",
    )


def read_time(text: str) -> datetime.time:
    """Read a time as people write it: "14:30", "2:30 PM", "2:30 p. m.".

    Raises:
        ValidationError: it is not a time, or it can be in the morning or in the afternoon.
    """
    typed = " ".join(text.split())[:40]
    found = _TIME.fullmatch(re.sub(r"(?<=[apm])\.|\s+", "", typed.casefold()))
    if found is None or not (found[2] or found[4]):
        raise ValidationError(NO_TIME, code="invalid")
    hour, minute, second, half = int(found[1]), int(found[2] or 0), int(found[3] or 0), found[4]
    if half and not 1 <= hour <= 12:
        raise ValidationError(NO_TIME, code="invalid")
    try:
        if half:
            return datetime.time(hour % 12 + (12 if half == "p" else 0), minute, second)
        time = datetime.time(hour, minute, second)
    except ValueError:
        raise ValidationError(NO_TIME, code="invalid") from None
    # Fields for times send two digits, so one digit was typed as text.
    if len(found[1]) == 1 and hour:
        evening = time.replace(hour=hour + 12)
        raise ValidationError(
            _("Add AM or PM to “%(text)s”: is it %(first)s or %(second)s?")
            % {"text": typed, "first": wording.time_words(time), "second": wording.time_words(evening)},
            code="ambiguous",
        )
    return time


class DayField(forms.DateField):
    """A day, from a field for dates or typed as text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        """Read the text.

        Raises:
            ValidationError: see read_day().
        """
        if isinstance(value, str) and value.strip():
            return read_day(value)
        return super().to_python(value)


class ClockField(forms.TimeField):
    """A time of day, from a field for times or typed as text."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        """Read the text.

        Raises:
            ValidationError: see read_time().
        """
        if isinstance(value, str) and value.strip():
            return read_time(value)
        return super().to_python(value)
