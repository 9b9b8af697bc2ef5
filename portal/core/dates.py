"""Limits of dates: calendars, filters and databases can only compute with dates between EARLIEST and LATEST.

Python accepts the years 1 and 9999, but then adding a day or converting the time zone fails.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Early enough for every law and document, late enough for every plan.
EARLIEST, LATEST = datetime.date(1700, 1, 1), datetime.date(2199, 12, 31)


def is_sensible(day: datetime.date) -> bool:
    """Whether a date or datetime is within the limits."""
    return EARLIEST.year <= day.year <= LATEST.year


def validate_date(value: datetime.date | None) -> None:
    """Refuse a date or datetime outside the limits.

    Raises:
        ValidationError: it is before EARLIEST or after LATEST.
    """
    refuse_year(value, EARLIEST.year, LATEST.year)


def refuse_year(value: datetime.date | None, first: int, last: int) -> None:
    """Refuse a date or datetime outside a range of years, with the same message for every field.

    Args:
        value: a date, a datetime or None.
        first: the first possible year.
        last: the last possible year.

    Raises:
        ValidationError: it is outside the range.
    """
    if value and not first <= value.year <= last:
        raise ValidationError(
            _("Check the year: it must be between %(first)d and %(last)d.") % {"first": first, "last": last},
            code="date",
        )


class LimitedDateField(models.DateField):
    """A date field with a narrower range, whose message replaces the general one.

    In migrations, it is a DateField.
    """

    def __init__(self, *args: Any, validate: Callable[[Any], None] = validate_date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validate_day = validate
        self.default_validators = [validate]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """The form field, with the same range."""
        field = super().formfield(**kwargs)
        return field and limit_years(field, self.validate_day)


def limit_years(field: forms.Field, validate: Callable[[Any], None]) -> forms.Field:
    """Replace the general limits of a date field of a form.

    Args:
        field: a form field.
        validate: a validator for dates.
    """
    field.validators = [validate, *(one for one in field.validators if one is not validate_date)]
    return field
