"""`/partners/`: filters that can be combined, counts of each choice, languages, pages, and whatever an address may say."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale

from partners.models import OrganisationPage, ServicePage
from partners.organisations.examples import has_example_address
from portal.models import TaxonomyTerm
from tests.live import published
from tests.partners.factories import make_organisation, make_service, publish

pytestmark = pytest.mark.django_db


def term(kind, slug, name=None):
    name = name or slug.title()
    return published(TaxonomyTerm(kind=kind, slug=slug, name=name, locale=Locale.get_default(), order=1))


@pytest.fixture(scope="module")
def words(file_transaction):
    """Nobody has the last two."""
    return {
        slug: term(kind, slug)
        for kind, slug in (
            ("service", "boats"),
            ("service", "bridges"),
            ("area", "upriver"),
            ("area", "downriver"),
            ("language", "xx"),
            ("service", "barges"),
            ("area", "delta"),
        )
    }


@pytest.fixture(scope="module")
def made(words):
    """Three organisations that differ; nobody else is found by these words."""
    first = make_organisation("Zebra Crossing", areas=[words["upriver"]], languages=[words["xx"]])
    second = make_organisation("Ärmel Bridge", areas=[words["upriver"], words["downriver"]])
    third = make_organisation("Mill", areas=[words["downriver"]])
    make_service(first, "Rowing", categories=[words["boats"]])
    make_service(second, "Crossing", categories=[words["bridges"], words["boats"]])
    make_service(third, "Paths", categories=[words["bridges"]], languages=[words["xx"]])
    return first, second, third


@pytest.fixture
def three(made, db):
    """The same, as they are stored."""
    return tuple(OrganisationPage.objects.get(pk=page.pk) for page in made)


def opened(client, query="", language=""):
    answer = client.get(f"{language}/partners/{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(page):
    return [heading.get_text(strip=True) for heading in page.select(".organisations h2")]


def choices(page, name):
    return [option.get_text(strip=True) for option in page.select(f"#{name} option")]


def words_of(element):
    return re.sub(r"\s+", " ", element.get_text()).strip()


# --- Filters ----------------------------------------------------------------------------------------------------


def test_filters_are_combined(client, three):
    expected = {
        "service=boats": ["Ärmel Bridge", "Zebra Crossing"],
        "service=bridges": ["Ärmel Bridge", "Mill"],
        "area=upriver": ["Ärmel Bridge", "Zebra Crossing"],
        "language=xx": ["Mill", "Zebra Crossing"],
        "service=boats&area=downriver": ["Ärmel Bridge"],
        "service=bridges&language=xx": ["Mill"],
        "service=boats&area=upriver&language=xx": ["Zebra Crossing"],
        "service=boats&area=downriver&language=xx": [],
        "area=upriver&q=rowing": ["Zebra Crossing"],
        "q=armel": ["Ärmel Bridge"],
        "q=the armels": ["Ärmel Bridge"],
        "q=mills": ["Mill"],
        "q=ÄRMEL bridge": ["Ärmel Bridge"],
        "q=crossing&area=upriver": ["Ärmel Bridge", "Zebra Crossing"],
        "q=Upriver+boats": ["Ärmel Bridge", "Zebra Crossing"],
    }
    assert {query: titles(opened(client, "?" + query)) for query in expected} == expected


def test_each_choice_says_how_many_it_leaves_together_with_the_others(client, three):
    page = opened(client, "?area=upriver")
    assert choices(page, "service") == ["All services (2)", "Boats (2)", "Bridges (1)"]
    # Its own choice does not narrow a list: the reader sees what else there is.
    everything = OrganisationPage.objects.filter(live=True, locale__language_code="en").count()
    assert choices(page, "area")[0] == f"All areas ({everything})"
    assert "Downriver (2)" in choices(page, "area")
    assert choices(page, "language") == ["All languages (2)", "Xx (1)"]
    assert page.select_one("#area option[selected]")["value"] == "upriver"
    page = opened(client, "?area=upriver&q=rowing")
    assert choices(page, "service") == ["All services (1)", "Boats (1)"]


def test_the_counts_are_true(client, three):
    for name in ("service", "area", "language"):
        for option in opened(client).select(f"#{name} option[value]:not([value=''])"):
            count = int(re.search(r"\((\d+)\)$", option.get_text(strip=True))[1])
            found = opened(client, f"?{name}={option['value']}")
            assert f"({count})" in found.h1.get_text(), option


def test_a_draft_service_and_a_draft_organisation_count_for_nothing(client, words):
    make_service(make_organisation("Seen"), "Draft", live=False, categories=[words["barges"]])
    make_service(make_organisation("Unseen", live=False), "Live", categories=[words["barges"]])
    page = opened(client, "?service=barges")
    assert titles(page) == []
    assert "Barges (0)" in choices(page, "service")


def test_what_is_published_is_found_at_once(client, three, words, committed):
    assert "(2)" in opened(client, "?service=boats").h1.get_text()
    with committed():
        make_service(three[2], "Ferry", categories=[words["boats"]])
    assert titles(opened(client, "?service=boats")) == ["Ärmel Bridge", "Mill", "Zebra Crossing"]
    with committed():
        three[0].unpublish()
    assert titles(opened(client, "?service=boats")) == ["Ärmel Bridge", "Mill"]


# --- What the list says -------------------------------------------------------------------------------------------


def test_the_title_and_the_first_heading_say_what_was_chosen_and_how_many_there_are(client, three):
    index = three[0].get_parent().specific
    index.discreet_title = ""
    publish(index)
    page = opened(client, "?service=boats&area=upriver&q=row")
    assert words_of(page.h1) == "Partners: Boats, Upriver, “row” (1)"
    assert words_of(page.title).startswith("Partners: Boats, Upriver, “row”, 1 result ·")


def test_a_discreet_title_does_not_say_what_was_looked_for(client, three):
    index = three[0].get_parent().specific
    index.discreet_title = "Information"
    publish(index)
    page = opened(client, "?service=boats")
    assert words_of(page.title) == "Information, 2 results"


def test_an_entry_says_what_for_where_in_which_languages_and_whether_somebody_checked(client, three, words):
    first = three[0]
    first.verified_on, first.verified_by = datetime.date(2026, 11, 2), "The office"
    publish(first)
    entries = opened(client, "?area=upriver").select(".organisations > li")
    unverified, verified = (words_of(entry) for entry in entries)
    assert "Services: Boats, Bridges" in unverified
    assert "Area: Downriver, Upriver" in unverified
    assert "Languages" not in unverified
    # That nobody has checked it is the office's matter.
    assert "checked" not in unverified and "verified" not in unverified.lower()
    assert "Languages: Xx" in verified
    assert "Last verified on November 2, 2026 by The office." in verified
    assert entries[1].h2.a["href"] == "/partners/zebra-crossing/"


def test_an_invented_organization_is_marked_stands_last_and_never_looks_verified(client, three, words):
    """Somebody who filters for help must not take the example for the surest entry."""
    fields = {"website": "https://a.example.org/", "areas": [words["upriver"]]}
    example = make_organisation(
        "A Example", verified_on=datetime.date(2026, 11, 2), verified_by="The office", **fields
    )
    page = opened(client, "?area=upriver")
    assert titles(page) == ["Ärmel Bridge", "Zebra Crossing", "A Example"]
    last = words_of(page.select(".organisations > li")[-1])
    assert "Invented example" in last and "erified" not in last
    own = client.get(example.url).content.decode()
    assert (
        "Invented example" in own
        and "This organization does not exist." in own
        and "Last verified" not in own
    )
    service = make_service(example, "Quillfeather boats")
    assert "Invented example" in client.get(service.url).content.decode()
    for prefix in ("", "/es"):
        found = client.get(f"{prefix}/search/", {"q": "quillfeather"}).content.decode()
        assert ("Invented example" if not prefix else "Ejemplo inventado") in found
    assert "Invented example" not in client.get("/search/", {"q": "Zebra Crossing"}).content.decode()


@pytest.mark.parametrize(
    ("website", "email", "is_example"),
    [
        ("https://riverside.example.org/", "", True),
        ("https://EXAMPLE.com", "", True),
        ("", "office@riverside.example.org", True),
        ("https://real-example.org/", "office@example.org", False),
        ("https://example.org.hub.test/", "", False),
        ("", "", False),
    ],
)
def test_invented_organizations_are_recognized_by_addresses_that_are_reserved_for_examples(
    website, email, is_example
):
    assert has_example_address(website, email) is is_example


def test_nothing_found_says_what_to_do_and_where_help_is(client, three):
    page = opened(client, "?service=boats&area=downriver&language=xx&q=zzzz")
    empty = page.select_one(".empty")
    links = {words_of(link): link["href"] for link in empty.select("a")}
    assert links["Search without “Boats”"] == "?q=zzzz&area=downriver&language=xx"
    assert "/get-help/" in links.values()
    assert "/partners/" in links.values()
    for link in links.values():
        assert client.get(link if link.startswith("/") else f"/partners/{link}").status_code == 200


def test_organisations_find_the_way_to_join(client):
    assert opened(client).select_one('a[href="/partners/join/"]')
    assert opened(client, language="/es").select_one('a[href="/es/partners/join/"]')


def test_nobody_takes_the_address_of_the_form_to_join(db):
    page = make_organisation("Anything")
    page.slug = "join"
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        page.full_clean()


def test_the_form_works_without_scripts_and_keeps_what_was_typed(client, three):
    form = opened(client, "?service=boats&q=%3Cscript%3Ex").select_one("form.directory-form")
    assert form["method"] == "get"
    assert form.select_one("#q")["value"] == "<script>x"
    for field in form.select("select, input"):
        assert form.select_one(f"label[for={field['id']}]")


# --- Languages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def translated(three, committed):
    """The first is translated, its service is not; the second has only a draft translation."""
    spanish = Locale.objects.get(language_code="es")
    with committed():
        page = three[0].copy_for_translation(spanish)
        page.title = "Paso de cebra"
        publish(page)
        draft = three[1].copy_for_translation(spanish)
        draft.title = "Puente"
        draft.save_revision()
    return page


def test_each_organisation_stands_once_in_the_readers_language_or_says_in_which(client, translated):
    page = opened(client, "?area=upriver", "/es")
    assert titles(page) == ["Ärmel Bridge", "Paso de cebra"]
    first, second = page.select(".organisations > li")
    assert first.h2["lang"] == first.p["lang"] == "en"
    assert first.h2.a["href"] == "/partners/armel-bridge/"
    assert not second.h2.has_attr("lang")
    assert second.h2.a["href"] == "/es/partners/zebra-crossing/"
    assert titles(opened(client, "?area=upriver")) == ["Ärmel Bridge", "Zebra Crossing"]


def test_a_service_that_is_not_translated_counts_for_the_translated_organisation(client, translated):
    page = opened(client, "?service=boats", "/es")
    assert titles(page) == ["Ärmel Bridge", "Paso de cebra"]
    assert "Boats (2)" in choices(page, "service")
    assert titles(opened(client, "?q=rowing&area=upriver", "/es")) == ["Paso de cebra"]


def test_an_organisation_that_is_written_in_spanish_only_is_in_the_english_list_too(client, words):
    make_organisation("Solo Español", "es", areas=[words["delta"]])
    entry = opened(client, "?area=delta").select_one(".organisations > li")
    assert entry.h2["lang"] == "es"
    assert entry.h2.a["href"] == "/es/partners/solo-espanol/"


# --- Pages ----------------------------------------------------------------------------------------------------------


def test_twenty_stand_on_a_page_by_name(client, words):
    for number in range(23):
        make_organisation(f"Number {number:02}", areas=[words["delta"]])
    first, second = opened(client, "?area=delta"), opened(client, "?area=delta&page=2")
    assert titles(first) + titles(second) == [f"Number {number:02}" for number in range(23)]
    assert len(titles(first)) == 20
    assert first.select_one('a[rel="next"]')["href"] == "?area=delta&page=2"
    assert second.select_one(".organisations")["start"] == "21"
    assert "page 2" in second.title.get_text()


# --- Whatever an address says ---------------------------------------------------------------------------------------


HOSTILE = ["'", "\x00", "%00", "💡", "a" * 5000, "<script>alert(1)</script>", "-1", "[]"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_breaks_the_list(client, value):
    for name in ("q", "page"):
        answer = client.get("/partners/", {name: [value, value]})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
    chosen = dict.fromkeys(("service", "area", "language"), value)
    assert client.get("/es/partners/", chosen).status_code == 200


def test_no_strange_query_breaks_the_list(client, three):
    for query in (
        "q[]=x",
        "service[$ne]=x",
        "&&&=",
        "service",
        "q=%ff%fe",
        "page=99999999999999999999",
        "area=" + "upriver&area=" * 300,
    ):
        assert client.get(f"/partners/?{query}").status_code == 200, query


def test_a_choice_that_is_not_there_is_no_choice(client, three):
    assert titles(opened(client, "?service=no-such-thing&area=upriver")) == ["Ärmel Bridge", "Zebra Crossing"]
    # The code of another list is not there, either.
    assert titles(opened(client, "?service=upriver&area=upriver")) == ["Ärmel Bridge", "Zebra Crossing"]


def test_a_service_knows_its_organisation_and_forgets_none(three):
    assert {page.organisation_id for page in ServicePage.objects.filter(title__in=["Rowing", "Paths"])} == {
        three[0].pk,
        three[2].pk,
    }


def test_a_row_calls_the_first_number_that_is_answered_by_voice(client):
    page = opened(client, "?q=day+one")
    row = page.select_one(".organisations > li")
    link = row.select_one("a[href^='tel:']")
    assert link["href"] == "tel:+18662231111"
    assert words_of(link) == "Call 1-866-223-1111, Cornerstone (Day One)"
    assert not row.select("a[href^='sms:']")
