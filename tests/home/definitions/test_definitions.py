"""Definitions: plain words first, the law beside them, found by situation and from A to Z."""

import re

import pytest
from django.core.exceptions import ValidationError

from home.definitions.models import LETTERS_FROM
from home.models import DefinitionIndexPage, DefinitionPage
from tests.live import published
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db

STATUTE = {
    "quotation": "The words of the law.",
    "language": "en",
    "wording": "statute",
    "quoted_by": "",
    "citation": "Minn. Stat. 1.01",
    "url": "https://www.example.org/statute",
    "jurisdiction": "Minnesota",
    "amended_note": "",
    "checked_on": "2026-11-02",
}
SOURCE = {"title": "A report", "url": "https://www.example.org/report"}


@pytest.fixture
def index():
    return DefinitionIndexPage.objects.get(locale__language_code="en")


def term(index, **fields):
    values = {"slug": "a-term", "title": "A term", "summary": "A summary.", "plain_words": "<p>Plain.</p>"}
    return new_page(index, DefinitionPage, **{**values, **fields})


def statutes(**changes):
    return [{"type": "statute", "value": {**STATUTE, **changes}}]


def publish(page):
    published(page)


def text(client, address):
    return client.get(address).content.decode()


def test_a_definition_says_it_in_plain_words_before_the_law(client):
    page = text(client, "/definitions/labor-trafficking/")
    first, law, sources = (
        page.index(words) for words in ("In plain words", "What the law says", ">Sources<")
    )
    assert first < law < sources
    assert "Your boss keeps your passport or other papers." in page
    assert "It can look like" in page and "What you can do" in page


def test_a_quotation_has_its_citation_jurisdiction_and_address(client):
    page = text(client, "/definitions/labor-trafficking/")
    statute = re.search(r'<figure class="statute">.*?</figure>', page, re.DOTALL)[0]
    assert '<a href="https://www.revisor.mn.gov/statutes/cite/609.281" rel="external">' in statute
    assert "Minn. Stat. 609.281, subd. 5" in statute and "Minnesota" in statute
    assert 'lang="en"' in statute


def test_what_the_city_quotes_is_marked_as_its_quotation_and_never_as_checked(client):
    page = text(client, "/definitions/labor-trafficking/")
    statute = re.search(r'<figure class="statute">.*?</figure>', page, re.DOTALL)[0]
    assert "as quoted by City of Minneapolis" in statute
    assert "checked on" not in statute and "own text" not in statute
    assert "The City quotes the text before it was amended in 2023" in statute


def test_the_statutes_own_text_says_when_somebody_compared_it(client, index):
    publish(term(index, statutes=statutes()))
    page = text(client, "/definitions/a-term/")
    assert "own text" in page and "checked on November 2, 2026" in page


def test_only_statutes_of_the_demonstration_that_were_compared_say_so():
    for page in DefinitionPage.objects.live():
        for statute in page.statutes:
            value = statute.value
            assert (value["wording"] == "statute") == bool(value["checked_on"]), page.title
            assert (value["wording"] == "as_quoted") == bool(value["quoted_by"]), page.title


def test_beside_a_definition_stands_the_first_confidential_line(client):
    page = text(client, "/definitions/labor-trafficking/")
    aside = re.search(r'<aside class="aside.*?</aside>', page, re.DOTALL)[0]
    assert "If this is you" in aside
    assert 'href="tel:+18662231111"' in aside and 'href="sms:+16123999995"' in aside
    assert "tel:911" not in aside


@pytest.mark.parametrize("prefix", ["", "/es", "/so", "/hmn"])
def test_where_what_to_do_comes_first_the_confidential_line_comes_second(client, prefix):
    """Nobody who was not paid calls a line about trafficking first: the complaint, then the workers' centers, then the line."""
    page = text(client, f"{prefix}/definitions/wage-theft/").partition("<main")[2]
    complaint = page.index('href="https://minimumwage.minneapolismn.gov/"')
    assert complaint < page.index("/partners/ctul/") < page.index('href="tel:+18662231111"')
    aside = re.search(r'<aside class="aside.*?</aside>', page, re.DOTALL)[0]
    assert "If this is you" not in aside and 'href="tel:+18662231111"' in aside


def test_a_term_is_described_to_search_engines_as_a_term_of_the_glossary(client):
    page = text(client, "/definitions/wage-theft/")
    assert '"@type": "DefinedTerm"' in page and '"name": "Wage theft"' in page
    assert '"inDefinedTermSet": "http://testserver/definitions/"' in page


def test_terms_are_found_by_what_happens_to_a_person(client):
    page = text(client, "/definitions/").partition("<main")[2]
    situation = re.search(r"<h2 [^>]*>My pay is not right</h2>.*?</section>", page, re.DOTALL)[0]
    assert '<a href="/definitions/wage-theft/">Wage theft</a>' in situation
    work = re.search(r"<h2 [^>]*>I cannot leave my work</h2>.*?</section>", page, re.DOTALL)[0]
    assert "Labor trafficking" in work and "Debt bondage" in work


def test_a_term_that_is_in_no_situation_is_listed_below_them(client, index):
    publish(term(index, title="Zebra word", sources=[("source", SOURCE)]))
    page = text(client, "/definitions/")
    more = re.search(r"<h2 [^>]*>More terms</h2>.*?</section>", page, re.DOTALL)[0]
    assert "Zebra word" in more and "Wage theft" not in more


def test_few_terms_have_no_alphabet(client):
    page = text(client, "/definitions/")
    assert DefinitionPage.objects.live().filter(locale__language_code="en").count() < LETTERS_FROM
    assert "letter-index" not in page and 'id="letter-' not in page


def test_a_situation_without_a_public_term_is_left_out(client, committed):
    with committed():
        DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft").unpublish()
    assert "My pay is not right" not in text(client, "/definitions/")


def test_a_term_that_is_not_translated_is_named_in_its_own_language(client):
    page = text(client, "/so/definitions/")
    assert re.search(r'<a href="/definitions/safe-harbor/" lang="en"[^>]*>Safe Harbor</a>', page)


def test_many_terms_stand_from_a_to_z_too_whatever_their_accents_and_case(client, index, monkeypatch):
    monkeypatch.setattr("home.definitions.models.LETTERS_FROM", 8)
    for slug, title in (
        ("zeta", "zeta"),
        ("ambito", "Ámbito"),
        ("azul", "azul"),
        ("etude", "Étude"),
        ("ex", "ex"),
    ):
        publish(term(index, slug=slug, title=title, sources=[("source", SOURCE)]))
    page = text(client, "/definitions/")
    assert "My pay is not right" in page
    titles = re.findall(r'<h4><a href="/definitions/[^"]*">([^<]*)</a></h4>', page)
    assert titles.index("Ámbito") < titles.index("azul") < titles.index("Étude") < titles.index("ex")
    assert titles[-1] == "zeta"
    letters = re.findall(r'<h3 id="letter-(.)"', page)
    assert letters == sorted(set(letters)) and "Á" not in letters and "É" not in letters


def test_a_term_that_begins_with_no_latin_letter_has_a_place_too(client, index, monkeypatch):
    monkeypatch.setattr("home.definitions.models.LETTERS_FROM", 1)
    publish(term(index, slug="other", title="ትርጉም", sources=[("source", SOURCE)]))
    assert "ትርጉም" in text(client, "/definitions/")


def test_wage_theft_leads_with_the_complaint_and_the_workers_centers(client):
    page = text(client, "/definitions/wage-theft/").partition("<main")[2]
    order = [
        page.index(words)
        for words in ("Complain to the City", "Ask a workers&#x27; center", 'id="looks-like"')
    ]
    assert order == sorted(order)
    assert 'href="/partners/ctul/"' in page


def test_wage_theft_shows_the_citys_own_list_and_the_figure_with_its_year_without_a_fold(client):
    page = re.sub(r"<details.*?</details>", "", text(client, "/definitions/wage-theft/"), flags=re.DOTALL)
    quotation = re.search(r"<blockquote.*?</figcaption>", page, re.DOTALL)[0]
    assert "one quarter of all low wage workers in Minneapolis" in quotation and "2019" in quotation
    for act in (
        "off-the-clock work",
        "denial of overtime",
        "misclassification or fraud",
        "illegal deductions",
    ):
        assert act in quotation


def test_the_index_lists_no_draft(client, index):
    term(index, title="Secret draft term")
    assert "Secret draft term" not in text(client, "/definitions/")


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"summary": ""}, "summary", "Write a summary: one or two plain sentences."),
        ({"summary": "   "}, "summary", "Write a summary: one or two plain sentences."),
        ({"plain_words": ""}, "plain_words", "Say in plain words what the term means."),
        (
            {"statutes": statutes(checked_on=None)},
            "statutes",
            "Say when the statute's text was checked, or mark it as quoted.",
        ),
        (
            {"statutes": statutes(wording="as_quoted", checked_on=None)},
            "statutes",
            "Say who quotes the statute in these words.",
        ),
        ({"statutes": []}, "sources", "Name at least one source, or quote the statute."),
    ],
)
def test_an_incomplete_definition_is_not_published_and_says_what_is_missing(index, changes, field, message):
    page = term(index, **{"statutes": statutes(), **changes})
    with pytest.raises(ValidationError) as refused:
        published(page, clean=False)
    assert message in refused.value.message_dict[field]
    page.refresh_from_db()
    assert not page.live


def test_rich_text_without_words_is_no_plain_words(index):
    page = term(index, statutes=statutes(), plain_words="<p></p>")
    assert [failure.field for failure in page.publishing_errors()] == ["plain_words"]


def test_a_draft_may_be_incomplete(index):
    page = term(index, summary="", plain_words="")
    page.title = "Changed"
    page.save_revision(clean=False)
    assert page.get_latest_revision_as_object().title == "Changed"


def test_a_complete_definition_is_published(client, index):
    publish(term(index, statutes=statutes()))
    assert client.get("/definitions/a-term/").status_code == 200


def test_the_live_version_stays_while_an_incomplete_change_waits(client, index):
    page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    page.title, page.summary = "Half written", ""
    page.save_revision(clean=False)
    assert "Half written" not in text(client, "/definitions/wage-theft/")
    assert "Half written" not in text(client, "/definitions/")
