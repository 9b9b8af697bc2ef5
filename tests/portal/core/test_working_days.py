"""Working days: Monday to Friday without public holidays of the region that the settings name."""

import datetime

import pytest
from django.core.checks import run_checks

from portal.core.working_days import office_calendar, working_days

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-27", "2026-11-30", 1),  # Friday to Monday
        ("2026-11-16", "2026-11-19", 3),
        ("2026-11-25", "2026-11-30", 2),  # Thanksgiving is a holiday.
        ("2027-07-02", "2027-07-06", 1),  # Independence Day is a Sunday: Monday is free.
        ("2026-11-27", "2026-11-27", 0),
        ("2026-11-28", "2026-11-29", 0),
        ("2026-11-30", "2026-11-24", 0),
    ],
)
def test_working_days(start, end, days):
    assert working_days(*map(datetime.date.fromisoformat, (start, end))) == days


def test_holidays_are_those_of_the_region(settings):
    columbus_day = datetime.date(2026, 10, 12)
    assert office_calendar().is_working_day(columbus_day)
    settings.HOLIDAYS_REGION = "US"
    assert not office_calendar().is_working_day(columbus_day)


def test_a_region_that_the_library_does_not_know_is_said_before_the_hub_opens(settings):
    def found():
        return [error for error in run_checks(include_deployment_checks=True) if error.id == "portal.E002"]

    assert found() == []
    settings.HOLIDAYS_REGION = "US-XX"
    assert "HOLIDAYS_REGION" in found()[0].msg
