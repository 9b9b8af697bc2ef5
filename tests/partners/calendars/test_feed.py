"""The Atom feed: valid by RFC 4287's rules, the same identifiers everywhere, the filters of the list."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from partners.models import EventIndexPage, EventPage, EventStatus
from tests.partners.factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def organisation():
    return make_organisation("Harbor Example Group")


def read(answer):
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def words(element, name):
    return element.findtext(ATOM + name)


def entries(feed):
    return {words(entry, "title"): entry for entry in feed.iter(f"{ATOM}entry")}


def test_the_feed_is_what_the_standard_asks(client, organisation):
    event = make_event(organisation, "Our own weekly event", frequency="weekly", count=6)
    answer = client.get("/events/feed.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = read(answer)
    assert feed.tag == f"{ATOM}feed" and feed.get(LANG) == "en"
    for element in [feed, *feed.iter(f"{ATOM}entry")]:
        assert words(element, "id") and words(element, "title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", words(element, "updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "http://testserver/events/",
        "self": "http://testserver/events/feed.atom",
    }
    entry = entries(feed)[event.title]
    assert words(entry, "id") == f"urn:uuid:{event.translation_key}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{event.url}"
    assert entry.find(f"{ATOM}author").findtext(f"{ATOM}name") == organisation.title
    assert "10 a.m. to 11 a.m." in words(entry, "summary") and "6 times" in words(entry, "summary")
    assert all(entry.find(f"{ATOM}author") is not None for entry in feed.iter(f"{ATOM}entry"))


def test_identifiers_hold_no_host_and_differ_by_language_and_filter(client, organisation):
    make_event(organisation)
    there = read(client.get("/events/feed.atom", headers={"host": "other.example"}))
    here = read(client.get("/events/feed.atom"))
    assert words(there, "id") == words(here, "id") and words(here, "id").startswith("urn:uuid:")
    assert {words(entry, "id") for entry in there.iter(f"{ATOM}entry")} == {
        words(entry, "id") for entry in here.iter(f"{ATOM}entry")
    }
    filtered = read(client.get(f"/events/feed.atom?organisation={organisation.slug}"))
    spanish = read(client.get("/es/events/feed.atom"))
    assert len({words(feed, "id") for feed in (here, filtered, spanish)}) == 3
    assert spanish.get(LANG) == "es" and len(list(filtered.iter(f"{ATOM}entry"))) == 1


def test_an_entry_in_another_language_says_so_and_a_translation_stands_in_for_it(client, organisation):
    make_event(organisation, "Only English")
    event = make_event(organisation, "In both")
    spanish = event.copy_for_translation(EventIndexPage.objects.get(locale__language_code="es").locale)
    spanish.title = "En ambos"
    publish(spanish)
    found = entries(read(client.get("/es/events/feed.atom")))
    assert found["Only English"].get(LANG) == "en"
    assert found["En ambos"].get(LANG) is None and "In both" not in found
    assert words(found["En ambos"], "id") == f"urn:uuid:{event.translation_key}"


def test_what_changed_last_stands_first_and_says_what_became_of_it(client, organisation):
    first, second = make_event(organisation, "First"), make_event(organisation, "Second")
    moment = timezone.now() + datetime.timedelta(minutes=5)
    EventStatus.objects.create(event_key=first.translation_key, state="cancelled", changed_at=moment)
    feed = read(client.get(f"/events/feed.atom?organisation={organisation.slug}"))
    assert list(entries(feed)) == ["Canceled: First", "Second"]
    assert words(feed, "updated") == words(entries(feed)["Canceled: First"], "updated")
    assert second.translation_key != first.translation_key


def test_hostile_words_stay_words(client, organisation):
    event = make_event(organisation, "Harmless")
    hostile = "</title><script>alert(1)</script>&\x07\x1b]]>"
    EventPage.objects.filter(pk=event.pk).update(title=hostile, summary=hostile)
    answer = client.get("/events/feed.atom")
    assert b"<script>" not in answer.content
    entry = entries(read(answer))["</title><script>alert(1)</script>&]]>"]
    assert "<script>" not in words(entry, "summary") and "&lt;script&gt;" in words(entry, "summary")


def test_asking_again_is_answered_304_until_something_changes(client, organisation):
    event = make_event(organisation)
    first = client.get("/events/feed.atom")
    again = client.get("/events/feed.atom", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    event.unpublish()
    assert client.get("/events/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_empty_feed_is_whole_and_stays_the_same(client):
    first = client.get("/events/feed.atom?q=zzzz-nothing")
    assert list(read(first).iter(f"{ATOM}entry")) == []
    assert client.get("/events/feed.atom?q=zzzz-nothing").content == first.content


def test_its_queries_do_not_grow_with_the_events(client, organisation, django_assert_max_num_queries):
    for number in range(8):
        make_event(organisation, f"Event {number}", frequency="weekly", count=9)
    client.get("/events/feed.atom")  # Fills the caches.
    with django_assert_max_num_queries(20):
        # Routing, the rows, the events, their states, changed dates and terms; links come from the cache.
        client.get("/events/feed.atom")
