"""The words that staff give to the search: which mean the same, which mean danger; who edits them, and what is refused."""

import io
import re
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision

from home.models import SearchWords
from home.search import fixtures, synonyms
from portal.core.cache_version import bump_cache_version
from portal.core.stemming import query_words
from portal.models import Approval, AuditEntry, HelpLine
from portal.operations import health_checks
from portal.workflow import approvals
from portal.workflow.first_versions import approve_what_is_there
from tests.live import published
from tests.portal.forms import snippet_form
from tests.portal.test_every_output import law_enforcement_numbers

pytestmark = pytest.mark.django_db

ADD = reverse("wagtailsnippets_home_searchwords:add")
HELP = 'id="help-first"'


def group(*phrases, kind=SearchWords.Kind.SYNONYMS, language=""):
    """Words as staff write them and another person approves them."""
    words = SearchWords(kind=kind, language=language, words="\n".join(phrases), live=False)
    words.full_clean()
    return published(words)


def edit(words):
    return reverse("wagtailsnippets_home_searchwords:edit", args=[words.pk])


def variants(text, language="en"):
    return synonyms.expanded(query_words(text, language), language)


def text(client, query, prefix=""):
    response = client.get(f"{prefix}/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def block(html):
    """The help lines above the results."""
    return re.search(r'<section class="crisis-banner.*?</section>', html, re.DOTALL)[0]


# --- Words that mean the same -------------------------------------------------------------------------------------
def test_a_phrase_is_replaced_by_the_others_of_its_group_wherever_it_stands_and_in_whatever_form():
    group("quillfeathers", "unpaid lanterns", "farol perdido")
    assert variants("Quillfeather tomorrow")[:1] == [query_words("quillfeather tomorrow", "en")]
    assert query_words("unpaid lantern tomorrow", "en") in variants("Quillfeather tomorrow")
    assert query_words("quillfeather", "en") in variants("UNPAID lantern")
    assert query_words("quillfeathers", "es") in variants("faroles perdidos", "es")
    assert variants("lantern") == [query_words("lantern", "en")]


def test_a_group_of_one_language_counts_in_this_language_only():
    group("quillfeather", "lantern", language="es")
    assert len(variants("quillfeather", "es")) == 2 and len(variants("quillfeather", "en")) == 1


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_every_language_has_words_to_begin_with(language):
    phrases = {
        "en": "unpaid wages",
        "es": "robo de salario",
        "so": "mushahar la'aan",
        "hmn": "nyiag nyiaj hli",
    }
    found = variants(phrases[language], language)
    assert len(found) > 3 and query_words("wage theft", language) in found
    assert SearchWords.objects.filter(kind=SearchWords.Kind.DANGER, language=language).count() == 1


def test_however_many_words_mean_the_same_a_search_stays_a_search():
    # The same word in thirty full groups; a query of which each word has many others.
    for number in range(30):
        group("quillfeather", *(f"lantern{number:02}x{other:02}" for other in range(39)))
    found = variants("quillfeather " * 12 + "lantern00x01 lantern01x01")
    assert len(found) == len(set(found)) == synonyms.MOST_VARIANTS + 1
    assert found[0].startswith("quillfeath")
    # Past the form, too.
    published(SearchWords(words="\n".join(f"candle{number}" for number in range(10_000))), clean=False)
    assert len(variants("candle1")) <= synonyms.MOST_VARIANTS + 1


def test_what_staff_change_counts_at_once_and_costs_no_query_later(committed):
    assert variants("quillfeather") == [query_words("quillfeather", "en")]
    with committed():
        words = group("quillfeather", "lantern")
    assert len(variants("quillfeather")) == 2
    with CaptureQueriesContext(connection) as seen:
        variants("quillfeather")
    assert len(seen) == 0
    with committed():
        words.delete()
    assert len(variants("quillfeather")) == 1


def test_a_hub_of_other_languages_begins_with_its_own_words_and_its_own_emergency_number(committed, settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("fr", "Français")]
    with committed():
        SearchWords.objects.all().delete()
        HelpLine.objects.filter(kind=HelpLine.Kind.EMERGENCY).update(phone="112")
    assert "add_search_words" in dict(health_checks.examine())["search words"].message
    with committed():
        call_command("add_search_words", stdout=io.StringIO())
    assert set(SearchWords.objects.values_list("language", flat=True)) == {"", "en"}
    assert not [
        group for group in SearchWords.objects.all() if "robo" in group.words or "nyiaj" in group.words
    ]
    assert query_words("wage theft", "en") in variants("unpaid wages")
    assert synonyms.danger_language("112", "en") == "en" and synonyms.danger_language("911", "en") == ""
    # What staff have made of them stays, and the operator is told what is missing.
    SearchWords.objects.filter(kind=SearchWords.Kind.SYNONYMS).delete()
    call_command("add_search_words", stdout=io.StringIO())
    assert SearchWords.objects.count() == 1
    assert "no words of danger in Français" in dict(health_checks.examine())["search words"].message


# --- The form -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("phrases", "kind", "language", "field"),
    [
        ([f"word {number}" for number in range(10_000)], "synonyms", "", "words"),
        (["x" * 10_000, "y"], "synonyms", "", "words"),
        (["alone"], "synonyms", "", "words"),
        (["same", "SAME"], "synonyms", "", "words"),
        (["!!!", "???"], "synonyms", "", "words"),
        (["", " "], "synonyms", "", "words"),
        (["one two three four five six seven eight nine ten eleven", "x"], "synonyms", "", "words"),
        (["a\0b", "c"], "synonyms", "", "words"),
        (["help"], "danger", "", "language"),
        ([""], "danger", "en", "words"),
    ],
)
def test_words_of_which_the_search_can_make_nothing_are_refused(phrases, kind, language, field):
    with pytest.raises(ValidationError) as refused:
        group(*phrases, kind=kind, language=language)
    assert field in refused.value.message_dict


def test_lines_are_tidied_and_a_word_may_stand_in_two_groups():
    group("quillfeather", "lantern")
    second = group("  Quillfeather ", "", "candle  light", "quillfeather")
    assert second.words == "Quillfeather\ncandle light"
    assert len(variants("quillfeather")) == 3


def test_an_editor_writes_words_and_they_count_once_another_person_approves_them(
    signed_in, account, committed
):
    client = signed_in("editor")
    page = client.get(ADD).content.decode()
    for words in ("Words that mean danger", "choose their language", "One word or phrase on each line"):
        assert words in page
    sent = {"kind": "synonyms", "language": "", "words": "quillfeather\nlantern"}
    assert client.post(ADD, sent).status_code == 302
    words = SearchWords.objects.get(words__startswith="quillfeather")
    assert not words.live and len(variants("quillfeather")) == 1
    sent = snippet_form(words, words="quillfeather\ncandle") | {"action-submit": "on"}
    assert client.post(edit(words), sent).status_code == 302
    words.refresh_from_db()
    # Neither the editor nor whoever wrote it decides.
    decide(client, words)
    assert not SearchWords.objects.get(pk=words.pk).live
    with committed():
        assert decide(signed_in("approver"), words).status_code == 302
    words.refresh_from_db()
    assert words.live and words.phrases == ["quillfeather", "candle"]
    assert len(variants("quillfeather")) == 2
    assert AuditEntry.objects.filter(person=account("editor").pk, kind="home.searchwords").count() >= 2
    refused = signed_in("editor").post(ADD, {"kind": "synonyms", "language": "", "words": "alone"})
    assert refused.status_code == 200 and "Write at least two lines" in refused.content.decode()


def decide(client, words):
    """Approve what waits."""
    state = words.current_workflow_task_state
    return client.post(reverse("decide", args=[state.pk]), {"decision": "approve"})


@pytest.mark.parametrize("who", ["editor", "approver", "coordinator"])
@pytest.mark.parametrize("kind", ["danger", "synonyms"])
def test_nobody_alone_changes_what_the_search_does(who, kind, signed_in, client, committed):
    words = SearchWords.objects.filter(
        kind=kind, words__contains="help" if kind == "danger" else "wage theft"
    ).first()
    before = words.words
    sent = snippet_form(words, words="quillfeather\nlantern")
    with committed():
        for action in ("", "action-publish", "action-submit"):
            signed_in(who).post(edit(words), sent | ({action: "on"} if action else {}))
    words.refresh_from_db()
    assert words.words == before and words.has_unpublished_changes and words.workflow_in_progress
    assert synonyms.danger_language("danger", "en") == "en" and not synonyms.danger_language("lantern", "en")
    assert query_words("wage theft", "en") in variants("unpaid wages")
    assert len(variants("quillfeather")) == 1


@pytest.mark.parametrize("action", ["", "action-submit"])
def test_words_of_danger_are_never_emptied(action, signed_in):
    words = SearchWords.objects.get(kind=SearchWords.Kind.DANGER, language="en")
    sent = snippet_form(words, words=" \n ") | ({action: "on"} if action else {})
    answer = signed_in("editor").post(edit(words), sent)
    assert answer.status_code == 200 and "at least one word" in answer.content.decode()
    assert SearchWords.objects.get(pk=words.pk).get_latest_revision_as_object().words == words.words


def test_words_from_before_go_on_counting_with_an_approval(committed):
    with committed():
        SearchWords.objects.update(live_revision=None, latest_revision=None)
        Revision.objects.for_instance(SearchWords.objects.first()).delete()
        approve_what_is_there(apps, "home", "SearchWords", str)
        bump_cache_version()
    for words in SearchWords.objects.all():
        assert words.live and approvals.is_approved(words.live_revision_id)
        assert words.latest_revision.as_object().words == words.words
        words.save()  # It says what was approved.
    assert query_words("wage theft", "en") in variants("unpaid wages")
    count = Approval.objects.count()
    approve_what_is_there(apps, "home", "SearchWords", str)
    assert Approval.objects.count() == count


def test_only_a_coordinator_deletes_words_and_others_do_not_even_see_them(signed_in):
    words = SearchWords.objects.first()
    delete = reverse("wagtailsnippets_home_searchwords:delete", args=[words.pk])
    for who in ("editor", "translator", "approver", "riverside"):
        assert signed_in(who).post(delete).status_code in (302, 403)
        assert SearchWords.objects.filter(pk=words.pk).exists(), who
    for who in ("translator", "approver", "riverside"):
        assert signed_in(who).post(ADD, {"kind": "synonyms", "words": "candle\nlamp"}).status_code in (
            302,
            403,
        )
    assert not SearchWords.objects.filter(words__startswith="candle").exists()
    signed_in("coordinator").post(delete)
    assert not SearchWords.objects.filter(pk=words.pk).exists()


# --- Words that mean danger ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("prefix", ["", "/es", "/so", "/hmn"])
@pytest.mark.parametrize("word", ["help", "Ayúdame", "CAAWIMAAD", "pab", "he hits me", "911"])
def test_a_word_that_means_danger_brings_the_help_lines_before_the_results_in_every_language(
    client, prefix, word
):
    html = text(client, word, prefix)
    lines = block(html)
    assert html.index("<h1") < html.index(HELP) < html.index("search-form")
    assert 'href="tel:911"' in lines and 'href="tel:+18662231111"' in lines
    assert 'href="sms:+16123999995"' in lines and 'class="what-to-say"' in lines


def test_somebody_who_types_in_another_language_is_offered_its_words_to_say(client):
    lines = block(text(client, "caawimaad"))
    somali = HelpLine.objects.get(name="Day One", locale__language_code="so")
    assert f'<p class="what-to-say" lang="so">{somali.words_to_say}</p>'.replace('"', "") in lines.replace(
        "&quot;", ""
    ).replace('"', "")
    assert 'href="/so/get-help/" hreflang="so"' in lines
    # On the page in her own language nothing is foreign.
    assert "hreflang" not in block(text(client, "caawimaad", "/so"))


@pytest.mark.parametrize("word", ["glue", "pegamento", "wages", "definitions"])
def test_other_words_do_not(client, word):
    html = text(client, word)
    assert HELP not in html or html.index(HELP) > html.index("search-form")


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
def test_what_people_in_danger_type_brings_the_help_lines_in_whatever_language_they_read(language):
    phrases = yaml.safe_load((Path(__file__).parent / "danger_phrases.yaml").read_text())[language]
    for reader in ("en", language):
        missed = [phrase for phrase in phrases if not synonyms.danger_language(phrase, reader)]
        assert not missed


def test_little_words_tell_danger_from_glue():
    assert synonyms.danger_language("mi jefe me pega", "en") == "es"
    assert synonyms.danger_language("pega", "es") == ""
    # However late it comes.
    assert synonyms.danger_language("word " * 60 + "trapped", "es") == "en"


@pytest.mark.parametrize("query", ["help", "zzzzqqq"])
def test_lines_of_the_city_and_of_the_police_never_stand_there(client, query):
    HelpLine.objects.filter(kind=HelpLine.Kind.LAW_ENFORCEMENT).update(enabled=True, in_strip=True, order=1)
    html = text(client, query)
    assert HELP in html
    assert not [number for number in law_enforcement_numbers() if number in html]
    assert "+16126733000" not in block(html)


def test_who_finds_nothing_or_whose_search_fails_sees_the_help_lines_too(client, monkeypatch):
    html = text(client, "zzzzqqq")
    assert 'href="tel:+18662231111"' in block(html) and html.index(HELP) > html.index('class="empty')
    with connection.execute_wrapper(_broken):
        html = text(client, "wages")
    assert "is not working right now" in html and 'href="tel:+18662231111"' in block(html)


def _broken(execute, sql, params, many, context):
    from django.db import OperationalError

    if "home_indexedword" in sql:
        raise OperationalError("the index is away")
    return execute(sql, params, many, context)


def test_what_staff_take_away_brings_no_help_lines_any_more_at_once(client, committed):
    with committed():
        words = group("lantern", kind=SearchWords.Kind.DANGER, language="en")
    assert HELP in text(client, "lantern trafficking")
    assert str(words) == "lantern"
    with committed():
        words.unpublish()
    assert not synonyms.danger_language("lantern", "en")


@pytest.mark.parametrize("word", ["danger", "help", "Ayúdame", "CAAWIMAAD", "pab", "911"])
def test_whatever_staff_take_away_the_first_words_of_danger_bring_the_help_lines(client, word, committed):
    with committed():
        SearchWords.objects.all().delete()
    assert HELP in text(client, f"{word} trafficking")


def test_the_file_of_first_words_is_read_once(monkeypatch, tmp_path):
    """Every change of the hub makes the lists of words anew; reading the file took most of the next search."""
    first = fixtures.first_words_of_danger()
    monkeypatch.setattr(fixtures, "FILE", tmp_path / "gone.yaml")
    assert fixtures.first_words_of_danger() == first and fixtures.words_of_lines()
