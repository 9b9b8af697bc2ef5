"""What the page of one event costs the database: no more for an event with many dates, and no more than eight queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from media.models import HubImage
from partners.events.occurrences import rewrite
from partners.models import EventDate, EventStatus
from portal.models import TaxonomyTerm
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db

# The pages of the address, and the event itself.
ROUTING = 2
# Every page: its translations (hreflang).
PAGE = 1
# The dates that come next, the state, the words of its lists.
EVENT = 3


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def every(kind):
    return TaxonomyTerm.objects.filter(kind=kind, locale__language_code="en")


def test_a_plain_event_costs_three_queries_more_than_any_page(client):
    event = make_event(make_organisation("Lantern Example House"), "Open hour")
    assert cost(client, event.url) == ROUTING + PAGE + EVENT


def test_an_event_with_everything_costs_at_most_eight(client):
    start = timezone.localdate() + datetime.timedelta(days=3)
    event = make_event(
        make_organisation("Lantern Example House"),
        "Circle",
        frequency="weekly",
        start_date=start,
        count=60,
        image=HubImage.objects.filter(is_decorative=True).first(),
        languages=every("language"),
        topics=every("topic"),
        audience=every("population"),
        accessibility=every("accessibility"),
    )
    for week in range(40):
        day = start + datetime.timedelta(weeks=week)
        EventDate.objects.create(
            event_key=event.translation_key, date=day, state="cancelled", reason="weather"
        )
    rewrite(event)
    # The changed dates and the picture.
    assert cost(client, event.url) == ROUTING + PAGE + EVENT + 2 == 8


def test_a_postponed_event_with_a_replacement_costs_one_more(client):
    lantern = make_organisation("Lantern Example House")
    event, later = make_event(lantern, "Open hour"), make_event(lantern, "Later hour")
    EventStatus.objects.create(
        event_key=event.translation_key, state="postponed", replacement_key=later.translation_key
    )
    assert cost(client, event.url) == ROUTING + PAGE + EVENT + 1
