"""Events that begin later than dates are computed ahead: their page and the lists say when they take place all the same."""

import datetime

import pytest
import time_machine

from partners.events import occurrences
from partners.models import Occurrence
from tests.partners.factories import make_event

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2027, 4, 1, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ({}, ["2029-05-04"]),
        ({"frequency": "dates", "extra_dates": ["2030-01-15"]}, ["2029-05-04", "2030-01-15"]),
        # A rule is followed no further than its first date.
        ({"frequency": "weekly"}, ["2029-05-04"]),
    ],
)
def test_when_it_takes_place_is_said(client, organisation, rule, dates):
    event = make_event(organisation, title="Lantern evening", start_date=datetime.date(2029, 5, 4), **rule)
    rows = Occurrence.objects.filter(event_key=event.translation_key).order_by("date")
    assert [row.date.isoformat() for row in rows] == dates
    assert "May 4, 2029" in client.get(event.url).content.decode()
    assert "May 4, 2029" in client.get("/events/?q=lantern").content.decode()
    with time_machine.travel(NOW + datetime.timedelta(days=1)):
        occurrences.extend_all()
        assert [row.date.isoformat() for row in rows.all()] == dates
