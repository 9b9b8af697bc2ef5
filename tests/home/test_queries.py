"""What a page costs the database: few queries, each named, and no more of them when there is more to show.

The home page is found with one query and every other page with two, at any depth (portal/site/routing.py). What a page needs beyond
that is named here; the site context, links and renditions that were seen once come from the cache.
"""

import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import (
    CampaignIndexPage,
    CampaignPage,
    DefinitionIndexPage,
    DefinitionPage,
    InitiativeIndexPage,
    InitiativePage,
    ResourceIndexPage,
    ResourcePage,
)
from media.models import HubImage, VideoIndexPage, VideoPage
from portal.models import HelpLine, HubPage, TaxonomyTerm
from tests.home.demo.addresses import JANUARY
from tests.live import published
from tests.partners.factories import make_event, make_organisation
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db

# Every page: its translations (hreflang).
PAGE = ["translations"]
# No public page may cost more, in any language.
BUDGET = 8
POSTERS = ["videos with their posters and files", "renditions of the posters"]
LINKS = ["pages that the text links to"]

COSTS = {
    "/": [*PAGE, "pages of the starting points", "initiatives", "campaigns with their pictures"],
    "/get-help/": [*PAGE, *LINKS],
    "/get-help/card/": [*PAGE],
    "/get-help/report-to-law-enforcement/": [*PAGE, *LINKS],
    "/definitions/": [*PAGE, "terms"],
    "/definitions/labor-trafficking/": [*PAGE, *LINKS],
    "/initiatives/": [*PAGE, "initiatives"],
    "/initiatives/?status=active": [*PAGE, "initiatives"],
    "/initiatives/labor-trafficking-plan/": [*PAGE, *LINKS],
    "/campaigns/": [*PAGE, "campaigns"],
    JANUARY: [*PAGE, *POSTERS, "pages of the toolkit", "earlier editions"],
    "/videos/": [*PAGE, *POSTERS],
    "/videos/how-this-hub-keeps-your-visit-private/": [*PAGE, "file", "poster"],
    "/resources/": [*PAGE, "number of resources of each type", "resources with their documents"],
    "/resources/minnesota-statutes-609-52/": [*PAGE, *LINKS],
    "/request-accessible-format/": [*PAGE],
    "/contact/": [*PAGE, *LINKS],
    "/accessibility/": [*PAGE, *LINKS],
    "/privacy/": [*PAGE, *LINKS],
    "/stay-safe-online/": [*PAGE, *LINKS],
}


# Lists of rows that come and go, which the budget and the test of thirty more hold for too. What single pages of partners cost stands
# in tests/partners; events on the home page and on campaigns come from the cache (home/campaigns/upcoming.py).
LISTS = [
    "/events/",
    "/events/past/",
    "/events/month/{today:%Y/%m}/",
    "/events/feed.atom",
    "/events/calendar.ics",
    "/partners/",
    "/search/?q=trafficking",
    "/search/?q=evening&type=event",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/api/hsds/organizations",
    "/api/hsds/services",
]


def routing(address):
    """How many queries find the page of an address."""
    return 1 if address == "/" else 2


def queries(client, address):
    """The queries of a page that somebody has read before."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_what_is_named_for_it(client, address):
    seen = queries(client, address)
    # Not every text of the demonstration has links.
    allowed = {len(COSTS[address]), len([name for name in COSTS[address] if name not in LINKS])}
    assert len(seen) - routing(address) in allowed, "\n".join(seen[routing(address) :])


def test_no_public_address_costs_more_than_eight_queries_in_any_language(client):
    pages = [page for model in HubPage.__subclasses__() for page in model.objects.live()]
    addresses = [page.url for page in pages]
    addresses += [address.format(today=timezone.localdate()) for address in LISTS]
    costs = {address: len(queries(client, address)) for address in addresses}
    assert {address: cost for address, cost in costs.items() if cost > BUDGET} == {}


@pytest.mark.parametrize(
    "query",
    [
        "trafficking",
        "wage theft",
        "library&type=event",
        "my boss does not pay me",
        "the",
        "zzzzqqq",
        "traficking wadge",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/hmn"])
def test_a_search_costs_at_most_eight_queries(client, prefix, query):
    # Words, how many pages have the common ones, their weights, the pages; dates of events, services and organisations.
    # Of a search that found nothing the count is read and written. Savepoints are those of the test's own transaction.
    asked = [
        sql
        for sql in queries(client, f"{prefix}/search/?q={query}")
        if not sql.startswith(("SAVEPOINT", "RELEASE", "PRAGMA", "SET LOCAL"))
    ]
    assert len(asked) <= 8


def test_a_missing_page_costs_no_more_than_routing_and_the_search_for_a_redirect(
    client, django_assert_num_queries
):
    client.get("/no-such-page/")
    # What stands at the address; then the home pages of all languages, what any of them has there, the redirects.
    with django_assert_num_queries(4):
        client.get("/no-such-page/")


def test_what_machines_ask_for_often_costs_next_to_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/robots.txt")
    with django_assert_num_queries(1):  # Whether the database answers.
        client.get("/healthz")
    client.get("/exit/")
    with django_assert_num_queries(0):  # The exit address is in the site context.
        client.get("/exit/")


def listed_types(picture=None):
    """Index pages, the type of the pages that each lists, and what such a page needs to be published."""
    source = [("source", {"title": "A source"})]
    day = datetime.date(2026, 1, 1)
    return [
        (DefinitionIndexPage, DefinitionPage, {"plain_words": "<p>trafficking</p>", "sources": source}),
        (InitiativeIndexPage, InitiativePage, {"goal": "trafficking", "lead_office": "The office"}),
        (
            ResourceIndexPage,
            ResourcePage,
            {"resource_type": "law", "publisher": "x", "link_url": "https://www.example.org/"},
        ),
        (
            CampaignIndexPage,
            CampaignPage,
            {"start": day, "end": day, "series": "January"},
        ),
        (VideoIndexPage, VideoPage, {"poster": picture}),
    ]


def test_thirty_more_of_every_listed_type_are_made():
    """A new index page needs a line in listed_types(). Organizations and events are made by factories."""
    indexes = {
        model
        for model in apps.get_models()
        if issubclass(model, HubPage) and model.__name__.endswith("IndexPage")
    }
    made = {index for index, _model, _fields in listed_types()}
    assert {model.__name__ for model in indexes - made} == {"EventIndexPage", "OrganisationIndexPage"}


@pytest.fixture
def many(committed):
    """Thirty more of everything, published."""
    picture = HubImage.objects.filter(is_decorative=True).first()
    with committed():
        for index, model, fields in listed_types(picture):
            parent = index.objects.get(locale__language_code="en")
            for number in range(30):
                page = new_page(parent, model, slug=f"more-{number}", summary="trafficking", **fields)
                page.refresh_from_db()
                published(page)
        organisation = make_organisation("Thirty events")
        topics = TaxonomyTerm.objects.filter(kind="topic", slug="awareness-month", locale__language_code="en")
        for number in range(30):
            make_event(organisation, f"An evening, number {number}", topics=topics)
            make_organisation(f"Trafficking, number {number}")
        first = HelpLine.objects.filter(locale__language_code="en").first()
        for number in range(30):
            line = HelpLine(locale=first.locale, name=f"Line {number}", kind="confidential", phone="311")
            line.phone_display = "311"
            published(line)


@pytest.mark.slow
def test_thirty_more_of_everything_cost_no_query_more(client, request):
    addresses = [*COSTS, *(address.format(today=timezone.localdate()) for address in LISTS)]
    before = {address: len(queries(client, address)) for address in addresses}
    request.getfixturevalue("many")
    after = {address: len(queries(client, address)) for address in addresses}
    assert {address: cost for address, cost in after.items() if cost > before[address]} == {}
