"""Addresses lead to the pages to which Wagtail's own routing leads, with two queries at any depth."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import get_language_from_path
from wagtail.models import Page, Site

from home.models import DefinitionIndexPage, DefinitionPage
from portal.core.cache_version import bump_cache_version
from portal.site.routing import DEEPEST, route
from tests.partners.factories import make_event, make_organisation
from tests.portal.public import page_addresses

pytestmark = pytest.mark.django_db


def english(model):
    return model.objects.get(locale__language_code="en")


def found(finder, address):
    """The page that a finder finds, and the view of it."""
    language = get_language_from_path(address) or "en"
    path = address.removeprefix(f"/{language}").strip("/")
    with translation.override(language):
        answer = finder(RequestFactory().get(address), path)
    if answer is None:
        return None
    view = answer.args[0].__name__ if answer.args else ""
    return answer.page.pk, view, type(answer.page)


def test_every_public_page_is_found_where_wagtail_finds_it():
    addresses = [
        *page_addresses(),
        "/events/past/",
        "/events/month/2026/12/",
        "/events/month/2026/13/",
        "/events/feed.atom",
        "/events/no-such-event/",
        "/get-help/card/",
        "/definitions/card/",
        "/no-such-page/deeper/",
    ]
    differing = [
        address for address in addresses if found(route, address) != found(Page.route_for_request, address)
    ]
    assert differing == []


def test_a_page_of_any_depth_is_found_with_two_queries_and_knows_what_stands_above_it():
    address = "/partners/riverside-example-coalition/support-and-advocacy/"
    found(route, address)
    with CaptureQueriesContext(connection) as seen:
        answer = route(RequestFactory().get(address), address)
        titles = [page.title for page in answer.page.breadcrumbs]
        assert answer.page.locale.language_code == "en"
    assert len(seen) == 2
    assert titles == [page.title for page in answer.page.get_ancestors().filter(depth__gt=1)]


def test_a_live_page_below_a_draft_is_found_and_a_draft_is_not(client):
    index = english(DefinitionIndexPage)
    Page.objects.filter(pk=index.pk).update(live=False)
    bump_cache_version()
    assert client.get("/definitions/").status_code == 404
    page = client.get("/definitions/wage-theft/")
    assert page.status_code == 200 and 'href="/definitions/"' not in breadcrumbs(page)
    Page.objects.filter(slug="wage-theft").update(live=False)
    bump_cache_version()
    assert client.get("/definitions/wage-theft/").status_code == 404


def breadcrumbs(response):
    return response.content.decode().partition('class="breadcrumbs"')[2].partition("</nav>")[0]


def test_an_address_of_a_page_above_comes_before_a_page_with_that_slug():
    event = make_event(make_organisation("Lantern Example House"), "Past")
    assert event.url == "/events/past/"
    assert found(route, "/events/past/") == found(Page.route_for_request, "/events/past/")
    assert found(route, "/events/past/")[1] == "serve_past"


@pytest.mark.parametrize(
    "address", ["/" + "x/" * (DEEPEST + 20), "/definitions/%00/", "/so/definitions/%00/"]
)
def test_an_address_that_no_page_can_have_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_where_several_sites_share_the_tree_wagtail_finds_the_page(client):
    other = Site.objects.create(hostname="other.example.org", root_page=english(DefinitionIndexPage))
    bump_cache_version()
    assert client.get("/definitions/wage-theft/").status_code == 200
    page = client.get("/wage-theft/", headers={"host": "other.example.org"})
    assert page.status_code == 200 and page.context["page"].specific_class == DefinitionPage
    other.delete()
    bump_cache_version()
    assert client.get("/wage-theft/", headers={"host": "other.example.org"}).status_code == 404
