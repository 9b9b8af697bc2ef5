"""Validation of how an event repeats: numbers in a possible range, and a series that has a date."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.events.dates import HORIZON
from partners.events.recurrence import LAST_DAY, POSITIONS

from .event_times import numbers_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from .event import EventPage

# How far apart dates may be: lists show no date that is more than 18 months ahead.
FARTHEST = {"daily": 99, "weekly": 52}
FARTHEST_MONTHS = 12
MOST_APART = max(FARTHEST.values())
MOST_EXTRAS = 400
YEARS = datetime.timedelta(days=6 * 366)


def validate_positions(text: str) -> None:
    """Accept only positions of a weekday in a month: "1,3", "-1".

    Raises:
        ValidationError: something else.
    """
    if not set(_numbers(text)) <= set(POSITIONS):
        raise ValidationError(_("Enter numbers from 1 to 5 with commas between them; -1 is the last."))


def validate_month_days(text: str) -> None:
    """Accept only days of a month: "1,15", "-1".

    Raises:
        ValidationError: something else.
    """
    if not all(day == LAST_DAY or 1 <= day <= 31 for day in _numbers(text)):
        raise ValidationError(_("Enter days from 1 to 31 with commas between them; -1 is the last day."))


def _numbers(text: str) -> list[int]:
    found = numbers_of(text)
    # Something that is no number counts as one that is not possible.
    return found if len(found) == len(text.split(",")) or not text else [0]


def series_errors(event: EventPage) -> dict[str, StrPromise]:
    """Why an event with a date cannot repeat as its fields say, by field."""
    rule = event.recurrence
    none_left = _("No date is left: all are left out. Keep at least one.")
    if not event.frequency:
        if rule.start in rule.exceptions:
            return {"exception_dates": none_left}
        if event.extra_dates:
            return {
                "extra_dates": _(
                    "You chose that it takes place once. Choose how it repeats, or remove these other days."
                )
            }
        return {}
    errors: dict[str, StrPromise] = {}
    if rule.has_rule and event.interval > FARTHEST.get(event.frequency, FARTHEST_MONTHS):
        errors["interval"] = _("That is more than a year apart. Enter a smaller number.")
    if len(event.extra_dates) > MOST_EXTRAS:
        errors["extra_dates"] = _("There are too many dates. Post the later ones as another event.")
    if errors:
        return errors
    first = rule.first
    if first is None:
        if rule.until:
            return {"until": _("No date is left until this day. Enter a later one.")}
        return {"frequency": _("There is no such date. Change how it repeats.")}
    if rule.start and first - rule.start > HORIZON:
        return {
            "frequency": _(
                "The first such date is more than 18 months after the date above. Change how it repeats, or the date."
            )
        }
    if rule.extras and min(rule.extras) < first:
        return {
            "extra_dates": _("One of these days is before the first date. Make it the date of the event.")
        }
    if not rule.dates(first + YEARS, 1):
        return {"exception_dates": none_left}
    return {}
