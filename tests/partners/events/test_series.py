"""The dates that members see before an event is public are those that its rows will have."""

import datetime
import uuid

import pytest
import time_machine
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from partners.events.dates import HORIZON, planned_rows
from partners.events.series import SHOWN, Series
from partners.models import EventDate, EventPage
from tests.partners.events.test_recurrence import rules

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2027, 2, 20)  # Both changes of the clocks are ahead.


def event_of(rule, **fields):
    return EventPage(
        translation_key=uuid.uuid4(),
        start_date=rule.start,
        frequency=rule.frequency,
        interval=rule.interval,
        weekdays=",".join(rule.weekdays),
        month_positions=",".join(map(str, rule.positions)),
        month_days=",".join(map(str, rule.month_days)),
        until=rule.until,
        count=rule.count,
        extra_dates=sorted(day.isoformat() for day in rule.extras),
        exception_dates=sorted(day.isoformat() for day in rule.exceptions),
        time_zone="America/Chicago",
        **fields,
    )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rules(st.dates(TODAY - datetime.timedelta(days=700), TODAY)),
    st.sampled_from([None, datetime.time(2, 30), datetime.time(22)]),
    st.integers(0, 5),
    st.booleans(),
)
def test_the_dates_of_a_draft_are_those_of_its_rows(rule, clock, place, is_moved):
    end = clock and datetime.time(1, 30)
    event = event_of(rule, start_time=clock, end_time=end, all_day=clock is None)
    assert event.recurrence == rule
    dates = [day for day in rule.dates(TODAY + HORIZON, 20_000) if day >= TODAY]
    assume(dates)
    place = min(place, len(dates) - 1)
    state = EventDate.State.MOVED if is_moved else EventDate.State.CANCELLED
    moved = dates[place] + datetime.timedelta(days=1) if is_moved else None
    changes = {dates[place]: EventDate(date=dates[place], state=state, new_date=moved)}
    with time_machine.travel(datetime.datetime(2027, 2, 20, 18, tzinfo=datetime.UTC), tick=False):
        rows = [row for row in planned_rows(event, changes, TODAY) if row.local_date >= TODAY]
        series = Series(event, changes)
        found = [date for date in series.dates if not date.is_left_out and date.date >= TODAY.isoformat()]
    expected = [(row.date.isoformat(), row.is_cancelled) for row in rows]
    assert [(date.date, date.is_cancelled) for date in found] == expected[: len(found)]
    assert len(found) == len(expected) or len(series.dates) == SHOWN
    changed = next((date for date in found if date.date == dates[place].isoformat()), None)
    if changed:
        assert bool(changed.planned) == is_moved and changed.is_cancelled != is_moved
