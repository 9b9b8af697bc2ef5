"""How many days remain to a campaign's key day.

Counted when the page is made, without scripts: a stored page expires at midnight in the hub's time zone (portal/core/expiry.py).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.events.wording import date_words, day_words

if TYPE_CHECKING:
    from wagtail.blocks import StructValue


@dataclass(frozen=True)
class KeyDay:
    """A key day of a campaign: its date, and what editors wrote about it."""

    date: datetime.date
    value: StructValue

    @property
    def when(self) -> str:
        """The day in words: "Monday, January 11, 2027"."""
        return day_words(self.date)

    @property
    def is_past(self) -> bool:
        """Whether the day is over."""
        return self.date < timezone.localdate()


@dataclass(frozen=True)
class Countdown:
    """The days to a date. `title` is what the key day is called; "" for the first day of the campaign."""

    days: int
    date: datetime.date
    title: str

    @property
    def is_today(self) -> bool:
        """Whether the day has come."""
        return self.days == 0

    @property
    def unit(self) -> str:
        """What stands under the number: "days to go"."""
        return ngettext("day to go", "days to go", self.days)

    @property
    def when(self) -> str:
        """The day in words: "Monday, January 11, 2027"."""
        return day_words(self.date)


def countdown_to(
    period: tuple[datetime.date, datetime.date], key_days: list[KeyDay], today: datetime.date
) -> Countdown | None:
    """What a campaign counts down to.

    Args:
        period: its first and last day.
        key_days: in the order of their dates.
        today: the day in the hub's time zone.

    Returns:
        The countdown to the next key day, today included; before the campaign, where it has none, to its first day; else None.
    """
    for day in key_days:
        if day.date >= today:
            return Countdown((day.date - today).days, day.date, day.value["title"])
    first = period[0]
    return Countdown((first - today).days, first, "") if first > today and not key_days else None


def state_words(state: str, period: tuple[datetime.date, datetime.date], today: datetime.date) -> str:
    """The state of a campaign as a reader would say it: "Starts in 33 days", "Now, until January 31, 2027", "Last day today"."""
    first, last = period
    if state == "upcoming":
        days = (first - today).days
        if days == 1:
            return _("Starts tomorrow")
        return ngettext("Starts in %d day", "Starts in %d days", days) % days
    if state == "current":
        return _("Last day today") if last == today else _("Now, until %(day)s") % {"day": date_words(last)}
    return _("Ended on %(day)s") % {"day": date_words(last)}
