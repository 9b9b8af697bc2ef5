"""Limits of dates: calendars, filters and databases compute only with dates between EARLIEST and LATEST.

Python accepts the years 1 and 9999, but adding a day or converting the time zone then fails.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Old enough for every law and every document, and further ahead than anybody plans.
EARLIEST, LATEST = datetime.date(1700, 1, 1), datetime.date(2199, 12, 31)


def is_sensible(day: datetime.date) -> bool:
    """Whether a date or datetime lies within the limits."""
    return EARLIEST.year <= day.year <= LATEST.year


def validate_date(value: datetime.date | None) -> None:
    """Refuse a date or datetime outside of the limits.

    Raises:
        ValidationError: it lies before EARLIEST or after LATEST.
    """
    refuse_year(value, EARLIEST.year, LATEST.year)


def refuse_year(value: datetime.date | None, first: int, last: int) -> None:
    """Refuse a date or datetime outside of some years, with the same message for every date.

    Args:
        value: a date, a datetime or None.
        first: the first year that is possible.
        last: the last one.

    Raises:
        ValidationError: it lies before or after them.
    """
    if value and not first <= value.year <= last:
        raise ValidationError(
            _("Check the year: it must lie between %(first)d and %(last)d.") % {"first": first, "last": last},
            code="date",
        )


class LimitedDateField(models.DateField):
    """A date field with narrower limits, whose message replaces the general one.

    Migrations see a DateField.
    """

    def __init__(self, *args: Any, validate: Callable[[Any], None] = validate_date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate_day = validate
        self.default_validators = [validate]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """As Django's field."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """The form's field, with the same limit."""
        field = super().formfield(**kwargs)
        return field and limit_years(field, self.validate_day)


def limit_years(field: forms.Field, validate: Callable[[Any], None]) -> forms.Field:
    """Replace the general limit of a form field for a date by another one.

    Args:
        field: a form field.
        validate: a function that refuses a date.
    """
    field.validators = [validate, *(one for one in field.validators if one is not validate_date)]
    return field
