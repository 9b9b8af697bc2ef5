"""Search: partners, services and events to come beside the office's pages, in every language, a page of hits at a time."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.search.views import MOST, RESULTS_ON_A_PAGE
from partners.models import EventPage, EventStatus, Occurrence
from portal.core.cache_version import bump_cache_version
from tests.partners.factories import make_event, make_organisation, make_service

pytestmark = pytest.mark.django_db


def links(client, address):
    """The addresses of the hits, in their order."""
    return re.findall(r'<h2><a href="([^"]*)"', text(client, address))


def text(client, address):
    """The page of results."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def organisation():
    """An organisation with a word that nobody else has."""
    return make_organisation("Quillfeather Workers")


def test_partners_and_services_are_found_and_can_be_asked_for(client, organisation):
    service = make_service(organisation, title="Quillfeather advice")
    found = links(client, "/search/?q=quillfeather")
    assert set(found) == {organisation.url, service.url}
    assert set(links(client, "/search/?q=quillfeather&type=partner")) == set(found)
    assert links(client, "/search/?q=quillfeather&type=event") == []
    # A service says whose it is.
    assert (
        "Quillfeather Workers"
        in re.findall(r'<p class="meta">(.*?)</p>', text(client, "/search/?q=advice+quillfeather"))[0]
    )


def test_an_event_is_found_while_a_date_is_to_come_and_says_when(client, organisation):
    today = timezone.localdate()
    coming = make_event(
        organisation,
        "Quillfeather evening",
        start_date=today - datetime.timedelta(days=7),
        frequency="weekly",
        count=4,
    )
    over = make_event(organisation, "Quillfeather morning", start_date=today - datetime.timedelta(days=9))
    page = text(client, "/search/?q=quillfeather&type=event")
    assert coming.url in page and over.url not in page
    moment = re.search(r'<time datetime="([^"]+)">', page)[1]
    assert datetime.datetime.fromisoformat(moment) >= timezone.now() - datetime.timedelta(days=1)


def test_a_cancelled_event_says_so_before_its_title(client, organisation):
    event = make_event(organisation, "Quillfeather evening")
    EventStatus.objects.create(event_key=event.translation_key, state="cancelled")
    bump_cache_version()
    heading = re.search(r"<h2>(.*?)</h2>", text(client, "/search/?q=quillfeather&type=event"))[1]
    assert re.sub("<[^>]+>", "", heading).startswith("Canceled: ")


@pytest.mark.parametrize("state", ["cancelled", "postponed", "dates"])
def test_events_that_are_not_held_come_after_others(client, organisation, state):
    planned = make_event(organisation, "Evening of quillfeather and other things for everybody")
    stopped = make_event(organisation, "Quillfeather evening")
    assert links(client, "/search/?q=quillfeather&type=event") == [stopped.url, planned.url]
    if state == "dates":
        Occurrence.objects.filter(event_key=stopped.translation_key).update(is_cancelled=True)
    else:
        EventStatus.objects.create(event_key=stopped.translation_key, state=state)
    bump_cache_version()
    assert links(client, "/search/?q=quillfeather&type=event") == [planned.url, stopped.url]


def test_drafts_are_never_found(client, organisation):
    make_event(organisation, "Quillfeather draft", live=False)
    make_organisation("Quillfeather hidden", live=False)
    assert set(links(client, "/search/?q=quillfeather")) == {organisation.url}


def test_what_is_written_in_one_language_is_found_in_the_other_once_and_marked(client):
    page = text(client, "/es/search/?q=kitchen+table")
    assert '<span lang="en">Evening at the kitchen' in re.sub("</?mark>", "", page)
    spanish = EventPage.objects.get(slug="wage-clinic", locale__language_code="es")
    assert links(client, "/es/search/?q=consulta+salarios&type=event")[0] == spanish.url
    # The English version is not found beside its translation.
    assert "/events/wage-clinic/" not in links(client, "/es/search/?q=wage+clinic")
    assert "/es/events/conozca-sus-derechos/" in links(client, "/search/?q=conozca")


def test_more_hits_cost_no_more_queries_and_no_page_is_longer(client, organisation):
    def cost():
        client.get("/search/?q=quillfeather")
        with CaptureQueriesContext(connection) as seen:
            client.get("/search/?q=quillfeather")
        return len(seen)

    for number in range(3):
        make_event(organisation, f"Quillfeather {number}")
    few = cost()
    for number in range(3, RESULTS_ON_A_PAGE + 4):
        make_event(organisation, f"Quillfeather {number}")
    assert cost() <= few <= 14
    assert len(links(client, "/search/?q=quillfeather")) == RESULTS_ON_A_PAGE
    first, second = (set(links(client, f"/search/?q=quillfeather&page={page}")) for page in (1, 2))
    assert len(second) == 5 and not first & second
    assert MOST >= RESULTS_ON_A_PAGE * 5
