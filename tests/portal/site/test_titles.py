"""What a tab, a history and a shared link call each public address."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import icalendar
import pytest

from home.models import DefinitionPage
from partners.models import EventPage
from portal.core.cache_version import bump_cache_version
from portal.models import OfficeIdentity
from tests.portal import public

pytestmark = pytest.mark.django_db

# "Trafficking" in each language. Somali and Hmong say it in several words.
NAMED = re.compile(r"traffick|\btrata\b|tráfico|ganacsiga dadka|tahriib|lag luam tib neeg", re.I)
# Addresses of their own beside the pages of the sitemap.
PARTS = [
    "/get-help/card/",
    "/search/",
    "/partners/join/",
    "/events/month/2027/01/",
    "/events/month/2027/02/",
    "/events/past/",
    "/initiatives/?status=active",
    "/initiatives/?status=completed",
    "/resources/?type=law",
    "/no-such-page/",
]
# Further answers that a person's history may keep; two of them may be called the same.
ANSWERS = ["/search/?q=trafficking", "/partners/?q=trafficking", "/events/?q=trafficking", "/accounts/login/"]


def names(client, address):
    """The browser title and what social networks are told, of one address."""
    text = client.get(address).content.decode()
    shared = re.findall(r'<meta property="og:(?:title|site_name)" content="([^"]*)"', text)
    return unescape(re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]), [
        unescape(name) for name in shared
    ]


@pytest.fixture
def sitemap(client):
    """The addresses of the sitemap, by language."""
    found = defaultdict(list)
    for address in re.findall("<loc>([^<]*)</loc>", public.sitemap(client)):
        found[public.language_of(urlsplit(address).path)].append(urlsplit(address).path)
    return found


@pytest.mark.parametrize("language", public.LANGUAGES)
def test_no_two_addresses_of_a_language_share_a_title_and_none_names_trafficking(language, client, sitemap):
    prefix = public.LANGUAGES[language]
    called = defaultdict(list)
    for address in [*sitemap[language], *(prefix + part for part in PARTS)]:
        title, shared = names(client, address)
        called[title].append(address)
        assert not NAMED.search(" | ".join([title, *shared])), (address, title, shared)
    assert len(sitemap[language]) >= 20
    assert {title: where for title, where in called.items() if len(where) > 1} == {}


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("prefix", public.LANGUAGES.values(), ids=public.LANGUAGES)
def test_an_answer_does_not_name_trafficking(address, prefix, client):
    title, shared = names(client, address if address.startswith("/accounts/") else prefix + address)
    assert title and not NAMED.search(" | ".join([title, *shared]))


# The list of events, without and with what a reader chose and typed.
FEEDS = ["", "?attendance=online", "?q=trafficking"]
ATOM = "{http://www.w3.org/2005/Atom}"


def names_of_feeds(client, events, query=""):
    """What programs for calendars and news call the list of events."""
    feed = ElementTree.fromstring(client.get(f"{events}feed.atom{query}").content)
    authors = {name.text for name in feed.iter(f"{ATOM}name")}
    calendar = icalendar.Calendar.from_ical(client.get(f"{events}calendar.ics{query}").content)
    link = re.search(r'application/atom\+xml" title="([^"]*)"', client.get(events + query).content.decode())[
        1
    ]
    return [
        feed.findtext(f"{ATOM}title"),
        str(calendar["NAME"]),
        str(calendar["X-WR-CALNAME"]),
        link,
        *authors,
    ]


@pytest.mark.parametrize("query", FEEDS)
@pytest.mark.parametrize("prefix", public.LANGUAGES.values(), ids=public.LANGUAGES)
def test_no_feed_or_calendar_names_trafficking(query, prefix, client):
    assert not NAMED.search(" | ".join(names_of_feeds(client, f"{prefix}/events/", query)))


def test_events_are_called_by_their_discreet_titles(client):
    event = EventPage.objects.live().filter(locale__language_code="en").exclude(discreet_title="").first()
    EventPage.objects.filter(pk=event.pk).update(title="After trafficking")
    calendar = icalendar.Calendar.from_ical(client.get(f"{event.url}event.ics").content)
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == event.discreet_title
    # Which titles the dates themselves have is what the reader chooses on the event's page.
    assert "After trafficking" in str(calendar.walk("VEVENT")[0]["SUMMARY"])
    feed = ElementTree.fromstring(client.get("/events/feed.atom").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert event.discreet_title in titles and "After trafficking" not in titles


def test_the_office_decides_whether_feeds_name_the_hub(client):
    assert names_of_feeds(client, "/events/")[0] == "City information: City events"
    OfficeIdentity.objects.filter(locale__language_code="en").update(discreet_name="")
    bump_cache_version()
    assert names_of_feeds(client, "/events/")[0] == "Human Trafficking Prevention: City events"


def test_the_office_decides_whether_titles_name_the_hub(client):
    page = DefinitionPage.objects.get(slug="wage-theft", locale__language_code="en")
    DefinitionPage.objects.filter(pk=page.pk).update(discreet_title="")
    office = OfficeIdentity.objects.filter(locale__language_code="en")
    assert names(client, page.url) == ("Wage theft · City information", ["Wage theft", "City information"])
    office.update(discreet_name="")
    bump_cache_version()
    hub = "Human Trafficking Prevention"
    assert names(client, page.url) == (f"Wage theft · {hub}", ["Wage theft", hub])
    assert names(client, "/no-such-page/")[0] == f"Page not found · {hub}"
