"""The office's working days: Monday to Friday except the public holidays of HOLIDAYS_REGION."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from holidays import HolidayBase


def office_calendar() -> HolidayBase:
    """The office's working days.

    Raises:
        NotImplementedError: the library does not know HOLIDAYS_REGION.
    """
    # Imported on first use: the library loads 250 countries (17 MB), which most processes never need.
    import holidays

    country, _separator, subdivision = settings.HOLIDAYS_REGION.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None)


def working_days(start: datetime.date, end: datetime.date) -> int:
    """The number of working days after one day, up to and including another one; 0 if the end is not after the start."""
    if end <= start:
        return 0
    return office_calendar().get_working_days_count(start + datetime.timedelta(days=1), end)
