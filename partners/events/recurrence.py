"""Recurrence rules (a subset of RFC 5545 §3.3.10) with extra dates (RDATE) and exceptions (EXDATE).

Works on local dates; time zones are applied in dates.py.
"""

import calendar
import datetime
import heapq
import itertools
from dataclasses import dataclass, field
from typing import cast

from . import recurrence_words

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = range(5)
# The position of a weekday in its month; -1 is the last. Some months have no fifth.
POSITIONS = (1, 2, 3, 4, 5, -1)
LAST_DAY = -1
# No rule is followed further than this, even if it has few dates (such as the 31st every twelve months).
LAST_YEAR = 9000
# A daily event since the first day that is accepted has fewer dates.
MOST_DATES = 20_000


@dataclass(frozen=True)
class Recurrence:
    """A recurrence rule.

    Attributes:
        start: the first local date.
        frequency: "" (once), "daily", "weekly", "monthly_date", "monthly_weekday", "monthly_workday" or "dates" (only start and extras).
        interval: the number of days, weeks or months between dates.
        weekdays: two-letter days of RFC 5545 ("MO" … "SU"). For "weekly"; empty means the weekday of start. For "monthly_weekday"
            with positions.
        positions: for "monthly_weekday", which of these weekdays of a month, of POSITIONS; empty means the weekday and position of
            start. For "monthly_workday", which of the days from Monday to Friday; empty means the last.
        month_days: for "monthly_date", days of the month, LAST_DAY for the last; empty means the day of start.
        until: the last possible local date of the rule, or None.
        count: the number of dates of the rule (including exceptions, as in RFC 5545), or None.
        exceptions: dates on which the event does not take place.
        extras: dates on which it takes place besides the rule.
    """

    start: datetime.date | None
    frequency: str = ""
    interval: int = 1
    weekdays: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    until: datetime.date | None = None
    count: int | None = None
    exceptions: frozenset[datetime.date] = field(default_factory=frozenset)
    extras: frozenset[datetime.date] = field(default_factory=frozenset)

    @property
    def _begins(self) -> datetime.date:
        """The first local date. Only called for a rule that has one."""
        return cast(datetime.date, self.start)

    @property
    def has_rule(self):
        """Whether there is more than a list of dates."""
        return self.start is not None and self.frequency not in ("", "dates")

    @property
    def days(self):
        """The weekdays as numbers from Monday (0), in order."""
        chosen = {WEEKDAY_CODES.index(day) for day in self.weekdays if day in WEEKDAY_CODES}
        return sorted(chosen) or [self._begins.weekday()]

    @property
    def nth(self):
        """The position of the first date's weekday in the month: 1 to 4, or -1 (the last) for the fifth."""
        nth = (self._begins.day - 1) // 7 + 1
        return -1 if nth == 5 else nth

    @property
    def chosen_positions(self):
        """The positions in order, the last one last."""
        chosen = sorted(set(self.positions) & set(POSITIONS), key=POSITIONS.index)
        return chosen or [-1 if self.frequency == "monthly_workday" else self.nth]

    @property
    def nth_days(self):
        """For "monthly_weekday": pairs of position and weekday, such as (2, 1) for the second Tuesday."""
        days = self.days if self.positions else [self._begins.weekday()]
        return [(nth, day) for nth in self.chosen_positions for day in days]

    @property
    def chosen_month_days(self):
        """For "monthly_date": the days of the month in order, the last day last."""
        chosen = {day for day in self.month_days if day == LAST_DAY or 1 <= day <= 31}
        return sorted(chosen, key=lambda day: (day == LAST_DAY, day)) or [self._begins.day]

    @property
    def first(self):
        """The first date of the rule: start, or the next that matches. None if there is no date.

        DTSTART is this date, because RFC 5545 §3.8.5.3 does not define a DTSTART that does not match the rule.
        """
        return next(self._planned(), None)

    @property
    def is_endless(self):
        """Whether there is a rule without an end."""
        return self.has_rule and not (self.until or self.count)

    @property
    def last(self):
        """The last date on which the event takes place; None without an end, and if there is no date."""
        if self.is_endless:
            return None
        dates = self.dates(datetime.date.max, MOST_DATES)
        return dates[-1] if dates else None

    def dates(self, until, limit=400):
        """The dates on which the event takes place as planned.

        Args:
            until: the last date to include.
            limit: the maximum number of dates.

        Returns:
            A sorted list of dates, without the exceptions.
        """
        planned = self._planned()
        if self.frequency and self.start is not None and self.extras:
            merged = heapq.merge(planned, sorted(self.extras))
            planned = (day for day, _same in itertools.groupby(merged))
        named = itertools.takewhile(lambda day: day <= until, planned)
        return list(itertools.islice((day for day in named if day not in self.exceptions), limit))

    def _planned(self):
        """The dates of the rule, including exceptions, until the rule ends."""
        if self.start is None:
            return
        if not self.has_rule:
            yield self.start
            return
        for number, day in enumerate(self._endless(), 1):
            if (self.until and day > self.until) or (self.count and number > self.count):
                return
            yield day

    def _endless(self):
        if self.frequency == "daily":
            day, step = self._begins, datetime.timedelta(days=self.interval)
            while day.year < LAST_YEAR:
                yield day
                day += step
        elif self.frequency == "weekly":
            monday = self._begins - datetime.timedelta(days=self._begins.weekday())
            while monday.year < LAST_YEAR:
                for weekday in self.days:
                    day = monday + datetime.timedelta(days=weekday)
                    if day >= self._begins:
                        yield day
                monday += datetime.timedelta(weeks=self.interval)
        else:
            month = self._begins.year * 12 + self._begins.month - 1
            days_of = self._days_of()
            while month // 12 < LAST_YEAR:
                year, number = month // 12, month % 12 + 1
                opening, length = calendar.monthrange(year, number)
                for day in sorted(days_of(opening, length)):
                    found = datetime.date(year, number, day)
                    if found >= self._begins:
                        yield found
                month += self.interval

    def _days_of(self):
        """A function that returns the days of the rule in a month from the weekday of its 1st and its length.

        A month without a 31st or a fifth Tuesday is skipped (RFC 5545 §3.3.10).
        """
        if self.frequency == "monthly_date":
            days = self.chosen_month_days
            return lambda _opening, length: {
                length if day == LAST_DAY else day for day in days if day <= length
            }
        if self.frequency == "monthly_workday":
            positions = self.chosen_positions

            def workdays(opening, length):
                found = [day for day in range(1, length + 1) if (opening + day - 1) % 7 in WORKDAYS]
                return {found[nth - 1 if nth > 0 else nth] for nth in positions}

            return workdays
        pairs = self.nth_days

        def nth_weekdays(opening, length):
            found = set()
            for nth, weekday in pairs:
                first = 1 + (weekday - opening) % 7
                day = first + 7 * (nth - 1) if nth > 0 else first + (length - first) // 7 * 7
                if day <= length:
                    found.add(day)
            return found

        return nth_weekdays

    def rrule(self, until=""):
        """The rule in the syntax of RFC 5545.

        Args:
            until: the value of UNTIL if the event has a time; by default the last date (RFC 5545 §3.3.10: of the same type as DTSTART).

        Returns:
            Text such as "FREQ=WEEKLY;BYDAY=TU"; "" without a rule.
        """
        if not self.has_rule:
            return ""
        parts = [f"FREQ={self.frequency.partition('_')[0].upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.frequency == "weekly":
            parts.append("BYDAY=" + ",".join(WEEKDAY_CODES[day] for day in self.days))
        elif self.frequency == "monthly_date":
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.chosen_month_days)))
        elif self.frequency == "monthly_weekday":
            parts.append("BYDAY=" + ",".join(f"{nth}{WEEKDAY_CODES[day]}" for nth, day in self.nth_days))
        elif self.frequency == "monthly_workday":
            parts.append("BYDAY=" + ",".join(WEEKDAY_CODES[day] for day in WORKDAYS))
            parts.append("BYSETPOS=" + ",".join(map(str, self.chosen_positions)))
        if self.count:
            parts.append(f"COUNT={self.count}")
        elif self.until:
            parts.append("UNTIL=" + (until or f"{self.until:%Y%m%d}"))
        return ";".join(parts)

    def words(self):
        """The rule in the active language, such as "Every Tuesday until March 3, 2027"; "" for a single event."""
        if not self.frequency or self.start is None:
            return ""
        return recurrence_words.rule(self)
