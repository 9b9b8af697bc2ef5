"""What does not fit is not listed below what does: similar phone numbers, pages that have only a synonym in passing."""

import re

import pytest

from home.search.number_search import pages_with_lines
from home.search.ranking import LEAST_SCORE, LEAST_SCORE_OF_MEANING, find
from portal.core.stemming import query_words
from portal.models import HelpLine
from tests.partners.factories import make_organisation

pytestmark = pytest.mark.django_db
DAY_ONE = "/partners/cornerstone-day-one/"
POLICE = "/get-help/report-to-law-enforcement/"


def addresses(client, query, prefix="", **options):
    """The addresses of the results, in their order."""
    page = client.get(f"{prefix}/search/", {"q": query, **options}).content.decode()
    return re.findall(r'<h2><a href="([^"]*)"', page)


@pytest.mark.parametrize(
    "typed", ["651-645-6557", "(651) 645 6557", "1 651.645.6557", "+16516456557", "6456557"]
)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_number_of_an_organization_finds_its_page_and_nothing_else(client, typed, prefix):
    assert addresses(client, typed, prefix) == ["/partners/breaking-free/"]


@pytest.mark.parametrize("typed", ["1-866-223-1111", "866 223 1111", "8662231111", "612-399-9995"])
def test_the_number_of_a_help_line_finds_who_answers_and_the_pages_that_show_it(client, typed):
    found = addresses(client, typed)
    assert found[:2] == [DAY_ONE, "/get-help/"]
    for address in found[1:]:
        main = client.get(address).content.decode().partition("<main")[2]
        assert "1-866-223-1111" in main, address


def test_the_number_of_the_city_finds_the_pages_that_have_it(client):
    found = addresses(client, "612-673-3000")
    assert found[0] == "/get-help/" and "/accessibility/" in found
    for address in found:
        assert "612-673-3000" in client.get(address).content.decode(), address
    assert addresses(client, "6126733000") == found


def test_the_number_of_a_police_line_finds_its_page(client):
    HelpLine.objects.filter(kind=HelpLine.Kind.LAW_ENFORCEMENT).update(enabled=True)
    assert addresses(client, "1-877-996-6222") == [POLICE]


def test_a_number_that_no_page_has_finds_nothing_and_help_is_shown(client):
    page = client.get("/search/", {"q": "612-673-9999"}).content.decode()
    assert "No pages match these words." in page and 'id="help-first"' in page


def test_a_number_can_be_narrowed_to_a_kind_and_drafts_are_left_out(client):
    assert addresses(client, "1-866-223-1111", type="partner") == [DAY_ONE]
    assert addresses(client, "1-866-223-1111", type="event") == []
    hidden = make_organisation("Hidden", live=False)
    hidden.phones.create(number="+16125550199", display="612-555-0199", locale=hidden.locale)
    assert addresses(client, "612-555-0199") == []


@pytest.mark.parametrize("typed", ["red flags", "signs", "unpaid wages", "youth", "police"])
def test_pages_far_below_the_best_one_are_not_listed(typed):
    pages = find(typed, "en").pages
    best = max(page.score for page in pages if page.pk not in _of_police())
    assert min(page.score for page in pages) >= best * LEAST_SCORE
    assert LEAST_SCORE < LEAST_SCORE_OF_MEANING


def test_red_flags_finds_the_page_of_signs_and_few_others(client):
    found = addresses(client, "red flags")
    assert found[0] == "/signs-to-look-for/" and len(found) <= 7
    for other in ("/privacy/", "/contact/", "/events/hotel-staff-training/", "/stay-safe-online/"):
        assert other not in found


def test_events_that_have_the_typed_word_stay(client):
    assert query_words("January", "en") == "januari"
    assert [address for address in addresses(client, "January") if "/events/" in address]


@pytest.mark.parametrize(
    ("typed", "prefix", "first"),
    [
        ("boss steals my tips", "", "/definitions/wage-theft/"),
        ("my boss has my papers", "", "/definitions/labor-trafficking/"),
        ("i want to kill myself", "", "/get-help/"),
        ("my manager threatens to call ICE", "", "/not-a-citizen/"),
        ("hotel", "", "/signs-to-look-for/"),
        ("restaurant", "", "/signs-to-look-for/"),
        ("hotel", "/es", "/es/signs-to-look-for/"),
        ("refugio para esta noche", "/es", "/es/partners/riverside-example-coalition/a-quiet-place-to-stay/"),
        ("tengo miedo de la migra", "/es", "/es/not-a-citizen/"),
    ],
)
def test_what_people_write_of_their_situation_has_its_page_first_and_no_police_near(
    client, typed, prefix, first
):
    found = addresses(client, typed, prefix)
    assert found[0] == first
    assert f"{prefix}{POLICE}" not in found[:3]


@pytest.mark.parametrize("typed", ["workers breakfast", "training for hotel staff"])
def test_a_canceled_event_is_still_found_by_its_title(client, typed):
    assert [one for one in addresses(client, typed)[:4] if one.startswith("/events/")]


def _of_police():
    return pages_with_lines(HelpLine.Kind.LAW_ENFORCEMENT)
