"""Readers who mistype a word, or type a phone number, find what they meant, and are told what was searched."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.models import IndexedWord
from home.search import spelling
from home.search.phone_numbers import number_in
from home.search.ranking import find
from partners.models import OrganisationPhone
from portal.core.stemming import MISSPELLED, folded_words
from portal.models import HelpLine
from tests.partners.factories import make_organisation
from tests.portal.test_every_output import law_enforcement_numbers

pytestmark = pytest.mark.django_db

HELP = 'id="help-first"'
POLICE = "get-help/report-to-law-enforcement/"


def text(client, query, prefix="", **options):
    response = client.get(f"{prefix}/search/", {"q": query, **options})
    assert response.status_code == 200
    return response.content.decode()


def addresses(page):
    """The addresses of the results, in their order."""
    return re.findall(r'<h2><a href="([^"]*)"', page)


def searched(page):
    """What the page says was searched for, or ""."""
    said = re.search(r"No results for “.+?”. Showing results for “(.*?)”", html.unescape(page))
    return said[1] if said else ""


@pytest.mark.parametrize(
    ("typed", "meant", "wanted"),
    [
        ("traficking", "trafficking", "/definitions/human-trafficking/"),
        ("traficing", "trafficking", "/definitions/human-trafficking/"),
        ("trfico", "trafico", "/definitions/human-trafficking/"),
        ("trafco", "trafico", "/definitions/human-trafficking/"),
        ("explotacon", "explotacion", "/videos/mayor-frey-january-declaration/"),
        ("trafiking", "trafficking", "/definitions/human-trafficking/"),
        ("human trafficing", "human trafficking", "/definitions/human-trafficking/"),
        ("sextraficking", "sex trafficking", "/definitions/sex-trafficking/"),
        ("sextrafficking", "sex trafficking", "/definitions/sex-trafficking/"),
        ("wadge theft", "wage theft", "/definitions/wage-theft/"),
        ("wage tehft", "wage theft", "/definitions/wage-theft/"),
        ("debt bondege", "debt bondage", "/definitions/debt-bondage/"),
        ("shleter", "shelter", "/partners/cornerstone-day-one/finding-shelter/"),
        (
            "imigration lawer",
            "immigration lawyer",
            "/partners/the-advocates-for-human-rights/immigration-legal-help/",
        ),
    ],
)
def test_a_word_with_a_typing_error_finds_what_was_meant_and_the_page_says_so(client, typed, meant, wanted):
    page = text(client, typed)
    assert wanted in addresses(page)[:3]
    assert searched(page) == meant


@pytest.mark.parametrize(
    ("typed", "prefix", "wanted"),
    [
        ("trafficing", "", "/definitions/human-trafficking/"),
        ("tráfico humano", "/es", "/es/definitions/human-trafficking/"),
        ("robo de salaro", "/es", "/es/definitions/wage-theft/"),
        ("servidunbre", "/es", "/es/definitions/debt-bondage/"),
        ("traficing", "/es", "/es/definitions/human-trafficking/"),
        ("trfico", "/es", "/es/definitions/human-trafficking/"),
        ("trafco", "/es", "/es/definitions/human-trafficking/"),
        ("explotacon", "/es", "/es/videos/mayor-frey-january-declaration/"),
        ("mushaharr", "/so", "/so/definitions/wage-theft/"),
    ],
)
def test_typing_errors_are_forgiven_in_each_language(client, typed, prefix, wanted):
    assert wanted in addresses(text(client, typed, prefix))[:3]


@pytest.mark.parametrize(
    "typed", ["wage theft", "Minneapolis", "zzzzqqq", "xyz", "the", "609.321", "propinas"]
)
def test_words_that_are_known_or_similar_to_none_are_searched_as_they_are(typed):
    assert find(typed, "en").corrected == {}


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "onlyfans",
            "farm worker",
            "massage parlor",
            "foster care",
            "john",
            "rent",
            "escort",
            "landlord",
            "pimps",
        ),
        *("my landlord wants sex for rent", "motel", "mother", "stranger", "dancer", "truck", "wagr"),
    ],
)
def test_common_words_and_short_ones_are_not_corrected_to_others(typed):
    assert find(typed, "en").corrected == {}


@pytest.mark.parametrize("typed", ["renta", "casero", "sexo por renta", "masajes", "niñera"])
def test_common_words_of_spanish_are_not_corrected(typed):
    assert find(typed, "es").corrected == {}


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [(language, *pair) for language, words in MISSPELLED.items() for pair in words.items()],
)
def test_typing_errors_that_are_listed_are_announced_like_others(client, language, typed, meant):
    prefix = "" if language == "en" else f"/{language}"
    page = text(client, typed, prefix)
    assert addresses(page) == addresses(text(client, meant, prefix))
    assert searched(page) == meant and searched(text(client, meant, prefix)) == ""


@pytest.mark.parametrize(
    "typed", ["sucide", "my boyfrend rapd me", "im traped", "kidnaped", "hlep", "hepl me"]
)
def test_a_mistyped_word_of_danger_brings_the_help_lines_first(client, typed):
    page = text(client, typed)
    assert HELP in page and page.index(HELP) < page.index("search-form")


def test_only_words_that_public_pages_have_are_offered():
    IndexedWord.objects.filter(word="quillfeath").delete()
    assert spelling.corrections(["quillfether"], "en") == {}
    page = IndexedWord.objects.filter(language="en").first().page
    IndexedWord.objects.create(page=page, language="en", word="quillfeath", weight=1)
    assert spelling.corrections(["quillfether"], "en") == {"quillfether": "quillfeath"}
    assert spelling.corrections(["quillfether"], "es") == {}


def test_what_was_searched_is_said_in_whole_words_and_never_as_a_stem(client):
    page = IndexedWord.objects.filter(language="en", page__url_path__endswith="/privacy/").first().page
    IndexedWord.objects.create(page=page, language="en", word="quillfeatheri", weight=99)
    shown = text(client, "qillfeathery")
    assert addresses(shown) == ["/privacy/"]
    # No page in the results has it as a whole word.
    assert searched(shown) == "" and "quillfeatheri" not in shown
    assert spelling.corrected_query("mesage", {"mesage": "messag"}, "en") == "message"


def test_a_word_of_the_text_only_is_shown_as_the_text_has_it(client):
    assert searched(text(client, "Minneapoliss")) == "minneapolis"


def test_a_correction_reads_the_words_of_the_index_once_however_many_pages_have_them():
    words = folded_words("traficking bondege quillfether", "en")
    spelling.unknown_words("warm", "en", set())
    with CaptureQueriesContext(connection) as seen:
        assert len(spelling.corrections(words, "en")) == 2
    assert len(seen) == 1
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{explain} {seen[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "SCAN home_indexedword" not in plan
    if connection.vendor == "sqlite":
        assert "SEARCH home_indexedword USING COVERING INDEX" in plan


@pytest.mark.parametrize(
    "typed",
    [
        "1-888-373-7888",
        "18883737888",
        "888 373 7888",
        "(888) 373-7888",
        "+1 888.373.7888",
        "call 373-7888",
        "233733",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_phone_number_in_any_spelling_finds_its_line(client, typed, prefix):
    page = text(client, typed, prefix)
    assert page.index(HELP) < page.index("search-form")
    first = page[page.index(HELP) :].split("</h3>")[0]
    name = HelpLine.objects.get(phone="+18883737888", locale__language_code=prefix[1:] or "en").name
    assert name in html.unescape(first)


@pytest.mark.parametrize("prefix", ["", "/es", "/so", "/hmn"])
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        *((typed, "get-help") for typed in ("911", "988", "233733", "233 733", "233-733")),
        *((typed, "get-help") for typed in ("text 233733", "sms 233733", "call 911", "llame al 911", "988?")),
        *((typed, "contact") for typed in ("311", "call 311", "llamar al 311")),
    ],
)
def test_a_short_number_of_the_hub_finds_the_page_that_shows_it(client, typed, first, prefix):
    found = addresses(text(client, typed, prefix))
    assert found[0] == f"{prefix}/{first}/" and found == addresses(
        text(client, re.sub(r"\D", "", typed), prefix)
    )


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("612-673-3000", "6126733000"),
        ("text 233733", "233733"),
        ("call 612-673-3000", "6126733000"),
        ("211", ""),
        ("call 211", ""),
        ("911 988", ""),
        ("visa 911", ""),
        ("statute 609.321", ""),
        ("on 2027-03-09", ""),
        ("text line", ""),
        ("", ""),
    ],
)
def test_only_a_long_number_alone_and_the_hubs_own_numbers_are_searched_as_numbers(typed, digits):
    assert number_in(typed, "en") == digits


def test_a_short_number_finds_no_phone_that_ends_with_it(client):
    organisation = make_organisation("Example Helpers")
    OrganisationPhone.objects.create(
        organisation=organisation, locale=organisation.locale, number="+12025550911", display="202-555-0911"
    )
    assert organisation.url in addresses(text(client, "202-555-0911"))
    assert organisation.url not in addresses(text(client, "911"))


def test_the_number_of_a_police_line_finds_its_page_without_calling_it_help(client):
    HelpLine.objects.filter(kind=HelpLine.Kind.LAW_ENFORCEMENT).update(enabled=True)
    page = text(client, "1-877-996-6222")
    assert HELP not in page or page.index(HELP) > page.index("search-form")
    assert not [number for number in law_enforcement_numbers() if f'href="tel:{number}"' in page]


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("911", ""),
        ("tips stolen", ""),
        ("police", ""),
        ("report trafficking to police", ""),
        ("text line", ""),
        ("policía", "/es"),
        ("denunciar", "/es"),
        ("911", "/es"),
    ],
)
def test_pages_of_law_enforcement_never_come_first(client, typed, prefix):
    found = addresses(text(client, typed, prefix))
    assert found and not found[0].endswith(POLICE)


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        *(
            (topic, "")
            for topic in (
                "teen",
                "rape",
                "abuse",
                "homeless",
                "boyfriend",
                "sextortion",
                "visa",
                "immigration",
                "bathroom",
            )
        ),
        *(
            (topic, "")
            for topic in ("red flags", "ASL", "childcare", "la migra", "propinas", "signs", "pimp", "suicide")
        ),
        ("propinas", "/es"),
        ("la migra", "/es"),
        ("novio", "/es"),
    ],
)
def test_topics_that_people_look_for_find_something(client, typed, prefix):
    assert addresses(text(client, typed, prefix))


def test_signs_are_not_sign_language(client):
    sign_language = "/request-accessible-format/"
    assert sign_language not in addresses(text(client, "signs"))
    for typed in ("sign language", "ASL", "sign languages"):
        assert sign_language in addresses(text(client, typed))
