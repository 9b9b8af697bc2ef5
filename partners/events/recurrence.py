"""Recurrence rules (a subset of RFC 5545 §3.3.10). Works on local dates; time zones are applied in dates.py."""

import calendar
import datetime
import itertools
from dataclasses import dataclass, field
from typing import cast

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .wording import date_words

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# No rule is followed further than this, even if it has few dates (such as the 31st every twelve months).
LAST_YEAR = 9000


@dataclass(frozen=True)
class Recurrence:
    """A recurrence rule.

    Attributes:
        start: the first local date.
        frequency: "" (once), "weekly", "monthly_date" or "monthly_weekday".
        interval: the number of weeks or months between dates.
        weekdays: for "weekly", two-letter days of RFC 5545 ("MO" … "SU"); empty means the weekday of start.
        until: the last possible local date, or None.
        count: the number of dates (including exceptions, as in RFC 5545), or None.
        exceptions: dates of the rule on which the event does not take place.
    """

    start: datetime.date | None
    frequency: str = ""
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    until: datetime.date | None = None
    count: int | None = None
    exceptions: frozenset[datetime.date] = field(default_factory=frozenset)

    @property
    def _begins(self) -> datetime.date:
        """The first local date. Only called for a rule that has one."""
        return cast(datetime.date, self.start)

    @property
    def days(self):
        """The weekdays of a weekly rule as numbers from Monday (0), in order."""
        chosen = {WEEKDAY_CODES.index(day) for day in self.weekdays if day in WEEKDAY_CODES}
        return sorted(chosen) or [self._begins.weekday()]

    @property
    def nth(self):
        """The position of the first date's weekday in the month: 1 to 4, or -1 (the last) for the fifth."""
        nth = (self._begins.day - 1) // 7 + 1
        return -1 if nth == 5 else nth

    @property
    def first(self):
        """The first date of the rule: start, or the next of its weekdays. None if there is no date.

        DTSTART is this date, because RFC 5545 §3.8.5.3 does not define a DTSTART that does not match the rule.
        """
        return next(self._planned(), None)

    def dates(self, until, limit=400):
        """The dates on which the event takes place as planned.

        Args:
            until: the last date to include.
            limit: the maximum number of dates.

        Returns:
            A sorted list of dates, without the exceptions.
        """
        named = itertools.takewhile(lambda day: day <= until, self._planned())
        return list(itertools.islice((day for day in named if day not in self.exceptions), limit))

    def _planned(self):
        """The dates of the rule, including exceptions, until the rule ends."""
        if self.start is None:
            return
        if not self.frequency:
            yield self.start
            return
        for number, day in enumerate(self._endless(), 1):
            if (self.until and day > self.until) or (self.count and number > self.count):
                return
            yield day

    def _endless(self):
        if self.frequency == "weekly":
            monday = self._begins - datetime.timedelta(days=self._begins.weekday())
            while monday.year < LAST_YEAR:
                for weekday in self.days:
                    day = monday + datetime.timedelta(days=weekday)
                    if day >= self._begins:
                        yield day
                monday += datetime.timedelta(weeks=self.interval)
            return
        month = self._begins.year * 12 + self._begins.month - 1
        while month // 12 < LAST_YEAR:
            if day := self._day_of(month // 12, month % 12 + 1):
                yield day
            month += self.interval

    def _day_of(self, year, month):
        """The date of the rule in a month, or None: a month without a 31st is skipped (RFC 5545 §3.3.10)."""
        length = calendar.monthrange(year, month)[1]
        if self.frequency == "monthly_date":
            return datetime.date(year, month, self._begins.day) if self._begins.day <= length else None
        if self.nth == -1:
            last = datetime.date(year, month, length)
            return last - datetime.timedelta(days=(last.weekday() - self._begins.weekday()) % 7)
        opening = datetime.date(year, month, 1)
        ahead = (self._begins.weekday() - opening.weekday()) % 7 + 7 * (self.nth - 1)
        return opening + datetime.timedelta(days=ahead)

    def rrule(self, until=""):
        """The rule in the syntax of RFC 5545.

        Args:
            until: the value of UNTIL if the event has a time; by default the last date (RFC 5545 §3.3.10: of the same type as DTSTART).

        Returns:
            Text such as "FREQ=WEEKLY;BYDAY=TU"; "" for a single event.
        """
        if not self.frequency or self.start is None:
            return ""
        parts = ["FREQ=WEEKLY" if self.frequency == "weekly" else "FREQ=MONTHLY"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.frequency == "weekly":
            parts.append("BYDAY=" + ",".join(WEEKDAY_CODES[day] for day in self.days))
        elif self.frequency == "monthly_date":
            parts.append(f"BYMONTHDAY={self._begins.day}")
        else:
            parts.append(f"BYDAY={self.nth}{WEEKDAY_CODES[self._begins.weekday()]}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        elif self.until:
            parts.append("UNTIL=" + (until or f"{self.until:%Y%m%d}"))
        return ";".join(parts)

    def words(self):
        """The rule in the active language, such as "Every Tuesday until March 3, 2027"; "" for a single event."""
        if not self.frequency or self.start is None:
            return ""
        words = self._weekly_words() if self.frequency == "weekly" else self._monthly_words()
        if self.count:
            values = {"rule": words, "count": self.count}
            return ngettext("%(rule)s, %(count)d time", "%(rule)s, %(count)d times", self.count) % values
        if self.until:
            return _("%(rule)s until %(date)s") % {"rule": words, "date": date_words(self.until)}
        return words

    def _weekly_words(self):
        values = {
            "days": get_text_list([str(WEEKDAYS[day]) for day in self.days], _("and")),
            "number": self.interval,
        }
        if self.interval == 1:
            # Translators: such as "Every Tuesday and Thursday".
            return _("Every %(days)s") % values
        if self.interval == 2:
            return _("Every two weeks on %(days)s") % values
        return _("Every %(number)d weeks on %(days)s") % values

    def _monthly_words(self):
        if self.frequency == "monthly_date":
            # Translators: such as "the 15th", a day of the month.
            day = _("the %(day)s") % {"day": _ordinal(self._begins.day)}
        else:
            values = {"weekday": WEEKDAYS[self._begins.weekday()]}
            day = {
                1: _("the first %(weekday)s"),
                2: _("the second %(weekday)s"),
                3: _("the third %(weekday)s"),
                4: _("the fourth %(weekday)s"),
                -1: _("the last %(weekday)s"),
            }[self.nth] % values
        said = {"day": day, "number": self.interval}
        if self.interval == 1:
            # Translators: "day" is such as "the 15th" or "the second Tuesday".
            return _("Every month on %(day)s") % said
        if self.interval == 2:
            return _("Every two months on %(day)s") % said
        return _("Every %(number)d months on %(day)s") % said


def _ordinal(number):
    """A day of the month in words: "1st" in English, "1" in Spanish."""
    values = {"number": number}
    ending = number % 10 if number not in (11, 12, 13) else 0
    if ending == 1:
        return pgettext("day of the month", "%(number)dst") % values
    if ending == 2:
        return pgettext("day of the month", "%(number)dnd") % values
    if ending == 3:
        return pgettext("day of the month", "%(number)drd") % values
    return pgettext("day of the month", "%(number)dth") % values
