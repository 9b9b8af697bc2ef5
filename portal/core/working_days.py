"""Days on which the office works: Monday to Friday without the public holidays of HOLIDAYS_REGION."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from holidays import HolidayBase


def office_calendar() -> HolidayBase:
    """The office's working days.

    Raises:
        NotImplementedError: HOLIDAYS_REGION names no region that the library knows.
    """
    # Imported when first asked: the library loads all its 250 countries, 17 MB, and most processes never ask.
    import holidays

    country, _separator, subdivision = settings.HOLIDAYS_REGION.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def working_days(start: datetime.date, end: datetime.date) -> int:
    """How many working days follow one day, up to another one and with it; 0 when the end is not after the start."""
    if end <= start:
        return 0
    return office_calendar().get_working_days_count(start + datetime.timedelta(days=1), end)
