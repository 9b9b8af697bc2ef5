"""What the search knows: the words of public pages, and of nothing else; whatever becomes of a page, it follows at once."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from home.models import IndexedPage, IndexedWord, InformationPage
from home.search.ranking import find
from partners.models import EventPage
from partners.workspace import submission
from tests.live import approved, published
from tests.partners.factories import make_event, make_organisation
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db


def pages_with(word):
    """The numbers of the pages of which the search knows a word."""
    return set(IndexedWord.objects.filter(word=word).values_list("page_id", flat=True))


def found(query, language="en", **options):
    """The numbers of the pages that a query finds."""
    return [page.pk for page in find(query, language, **options).pages]


def page_of(language, title, body="", **fields):
    """A public page of a language."""
    home = Locale.objects.get(language_code=language)
    parent = InformationPage.objects.get(slug="privacy", locale=home).get_parent().specific
    slug = fields.pop("slug", title.lower().replace(" ", "-").encode("ascii", "ignore").decode())
    stream = [("paragraph", f"<p>{body}</p>")] if body else []
    page = new_page(
        parent, InformationPage, title=title, slug=slug, summary="A summary.", body=stream, **fields
    )
    return published(page)


@pytest.fixture
def organisation():
    """An organisation with a word that nobody else has."""
    return make_organisation("Quillfeather Workers")


def test_other_forms_of_a_word_are_found_with_and_without_accents():
    page = page_of("en", "Quillfeathers and victims")
    for query in ("quillfeather victim", "QUILLFEATHER’S VICTIMS", "victims' quillfeathers"):
        assert found(query)[0] == page.pk
    spanish = page_of("es", "Después de una violación", "Quillfeather")
    for query in ("violacion", "violación", "VIOLACIONES"):
        assert found(query, "es")[0] == spanish.pk


def test_the_text_of_a_page_is_found_and_its_title_counts_more():
    body = page_of("en", "Something else", "Here stands quillfeather once.")
    title = page_of("en", "Quillfeather")
    assert found("quillfeather") == [title.pk, body.pk]


def test_the_readers_language_comes_first_and_others_are_counted_apart(organisation):
    english = page_of("en", "Quillfeather rules")
    spanish = page_of("es", "Algo sobre quillfeather", "Mucho texto. " * 50)
    result = find("quillfeather", "es")
    # Partners' pages are listed in every language, after those in the reader's own.
    assert [page.pk for page in result.pages] == [spanish.pk, organisation.pk]
    assert result.elsewhere == {"en": 1}
    assert set(found("quillfeather")) == {english.pk, organisation.pk}
    assert find("quillfeather", "en").elsewhere == {"es": 1}


def test_the_page_says_in_which_other_languages_there_is_something(client):
    page_of("es", "Algo sobre quillfeather")
    html = client.get("/search/?q=quillfeather").content.decode()
    assert "In other languages" in html and 'href="/es/search/?q=quillfeather"' in html
    assert "In other languages" not in client.get("/es/search/?q=quillfeather").content.decode()


def test_drafts_and_what_was_taken_away_have_no_word_in_the_index(organisation, committed):
    make_event(organisation, "Zebrafish draft", live=False)
    assert pages_with("zebrafish") == set()
    event = make_event(organisation, "Zebrafish evening")
    assert pages_with("zebrafish") == {event.pk}
    draft = submission.latest(event)
    draft.title = "Wolverine evening"
    draft.save_revision()
    assert pages_with("wolverin") == set() and found("zebrafish") == [event.pk]
    with committed():
        event.unpublish()
    assert pages_with("zebrafish") == set() and not IndexedPage.objects.filter(page=event.pk).exists()
    published(event)
    with committed():
        EventPage.objects.get(pk=event.pk).delete()
    assert pages_with("zebrafish") == set()


def test_what_a_page_said_before_is_forgotten_when_a_change_is_public():
    page = page_of("en", "Quillfeather", "zebrafish")
    page.title, page.body = "Wolverine", []
    approved(page.save_revision())
    published(page)
    assert found("wolverine") == [page.pk] and found("quillfeather") == []
    assert pages_with("quillfeath") == pages_with("zebrafish") == set()


@pytest.mark.parametrize("shown", ["registered", "confidential"])
def test_a_place_that_must_not_be_known_has_no_word_in_the_index(organisation, account, shown):
    event = make_event(
        organisation,
        "Lantern evening at Zqmark House",
        summary="We meet at 77 Zqmarkstreet Road.",
        description="<p>Come to Zqmark House.</p>",
        venue_name="Zqmark House",
        street_address="77 Zqmarkstreet Road",
    )
    assert pages_with("zqmark") == {event.pk}
    draft = submission.latest(event)
    draft.place_shown = shown
    submission.save_draft(draft, account("riverside"))
    assert not IndexedWord.objects.filter(word__contains="zqmark").exists()
    assert event.pk in found("lantern evening")


def test_events_go_when_they_are_over_and_come_back_with_a_new_date(organisation):
    today = timezone.localdate()
    event = make_event(organisation, "Zebrafish evening", start_date=today - datetime.timedelta(days=9))
    assert found("zebrafish") == []
    call_command("refresh_search", verbosity=0, stdout=StringIO())
    assert pages_with("zebrafish") == set()
    event.refresh_from_db()
    event.start_date = today + datetime.timedelta(days=9)
    published(event)
    assert found("zebrafish") == [event.pk]


def test_all_can_be_written_anew_and_what_is_missing_is_added():
    page = page_of("en", "Quillfeather")
    IndexedWord.objects.all().delete()
    IndexedPage.objects.all().delete()
    assert found("quillfeather") == []
    call_command("refresh_search", verbosity=0, stdout=StringIO())
    assert found("quillfeather") == [page.pk]
    before = list(IndexedWord.objects.order_by("page", "word").values_list("page", "word", "kind", "weight"))
    IndexedWord.objects.filter(page=page.pk).delete()
    call_command("update_index", backend_name="public", verbosity=0)
    assert (
        list(IndexedWord.objects.order_by("page", "word").values_list("page", "word", "kind", "weight"))
        == before
    )


def test_more_pages_than_are_read_of_a_word_change_neither_the_best_nor_what_has_all_words(monkeypatch):
    """The bench has thousands; here the limits are small."""
    from home.search import ranking

    pages = [page_of("en", f"Zebrafish number {number}", slug=f"zebrafish-{number}") for number in range(12)]
    both = page_of("en", "Long title of a page on several other things than zebrafish", "quillfeather")
    rare = page_of("en", "Quillfeather")
    monkeypatch.setattr(ranking, "READ", 5)
    assert found("zebrafish")[:3] == [page.pk for page in pages[:3]]
    assert found("zebrafish quillfeather")[0] in (both.pk, rare.pk)
    assert both.pk in found("zebrafish quillfeather")[:2]


HOSTILE = [
    '"',
    "'",
    "\0",
    "a\0b",
    "x" * 10_000,
    "word " * 2_000,
    "!!! ???",
    "AND OR NOT",
    "NEAR(a b)",
    "a* OR title:b",
    "' OR 1=1; DROP TABLE home_indexedword; --",
    "\ud7ff\ufffe",
    "\u202eabc\u200f",
    "👩‍👩‍👧",
    "%",
    "\\",
    "::tsvector & ! | <->",
    "ª²ﬁ",
    "١٢٣",
    "e\u0301" * 300,
]


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_looked_for_there_are_results_or_a_clear_message(client, query):
    for address in ("/search/", "/hmn/search/"):
        answer = client.get(address, {"q": query})
        html = answer.content.decode()
        assert answer.status_code == 200
        assert 'class="results"' in html or 'class="empty' in html
        assert "Search is not working right now" not in html


def test_half_a_character_is_no_error():
    for query in ("\ud800", "a\udc80b", "\udfff help"):
        assert isinstance(found(query), list)
