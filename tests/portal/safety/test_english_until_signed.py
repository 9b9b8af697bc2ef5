"""What a frightened person relies on is in English until a person has signed its translation."""

import re

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings
from django.utils.html import escape
from wagtail.models import Locale, Page

from portal.core import cache_version, catalogs
from portal.core.system_checks import UNSIGNED_CATALOGUE
from portal.models import HelpLine
from portal.safety.exit_words import EXIT_WORDS
from tests.home.demo.addresses import JANUARY
from tests.live import published

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LONG = (
    "who_answers",
    "what_happens",
    "shares_with_police",
    "shares_with_immigration",
    "shares_with_child_protection",
    "under_18",
)
DRAFTED = ["so", "hmn"]
# Everywhere that shows a help line, or what it says: pages, the card, asides, searches, a page that is not there.
SHOWING = [
    "",
    "get-help/",
    "get-help/card/",
    "definitions/wage-theft/",
    JANUARY.lstrip("/"),
    "no-such-page/",
]


def drafted(language, name="Day One"):
    """The line in a language with long answers that a machine could have written, public and unsigned."""
    line = HelpLine.objects.get(name=name, locale__language_code=language)
    for field in LONG:
        setattr(line, field, f"machine words {field}")
    with_words = published(line)
    cache_version.bump_cache_version()
    return with_words


def text(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("language", DRAFTED)
def test_no_output_shows_a_line_s_long_answers_before_they_are_signed(client, language):
    drafted(language)
    for address in [*SHOWING, "search/?q=help", "search/?q=zzzzqqq", "stay-safe-online/", "contact/"]:
        shown = text(client, f"/{language}/{address}")
        assert "machine words" not in shown, address
    page = text(client, f"/{language}/get-help/")
    english = HelpLine.objects.get(name="Day One", locale__language_code="en")
    for words in (english.who_answers, english.shares_with_police):
        assert re.search(f'<(dd|span) lang="en">{re.escape(escape(words))}<', page), words
    assert '<div class="rich-text" lang="en">' in page
    # What helps at once is in the reader's language.
    line = HelpLine.objects.get(name="Day One", locale__language_code=language)
    assert line.words_to_say in page and line.hours in page and 'href="tel:+18662231111"' in page


@pytest.mark.parametrize("language", DRAFTED)
def test_the_aside_says_in_english_what_the_line_tells_the_police(client, language):
    drafted(language)
    aside = text(client, f"/{language}/definitions/wage-theft/").partition('aria-labelledby="you"')[2]
    assert '<span lang="en">An advocate does not call the police' in aside.partition("</aside>")[0]


def test_a_signed_line_is_shown_in_its_language(client, account):
    line = drafted("so")
    _sign(line, account)
    page = text(client, "/so/get-help/")
    assert all(f"machine words {field}" in page for field in LONG)
    assert "An advocate at Day One" not in page


def test_spanish_is_shown_whole(client):
    drafted("es")
    page = text(client, "/es/get-help/")
    assert all(f"machine words {field}" in page for field in LONG)


def test_without_the_english_line_nothing_is_said_of_what_happens(client, committed):
    drafted("so")
    with committed():
        HelpLine.objects.get(name="Day One", locale__language_code="en").unpublish()
    page = text(client, "/so/get-help/")
    assert "machine words" not in page and 'href="tel:+18662231111"' in page


def _sign(record, account):
    from portal.signoff import services as signoff
    from portal.workflow import approvals

    signoff.sign(record, account("translator"), approvals.revision_token(approvals.newest(record)))
    state = type(record).objects.get(pk=record.pk).current_workflow_task_state
    state.task.specific.on_action(state, account("approver"), "approve", called=True)
    cache_version.bump_cache_version()


# --- Stay safe online -------------------------------------------------------------------------------------------------
@pytest.fixture
def safe():
    """The page in Somali with a body that a machine could have written."""
    page = Page.objects.get(slug="stay-safe-online", locale__language_code="so").specific
    page.body = [("paragraph", "<p>machine words of the body</p>")]
    return published(page)


def test_stay_safe_online_has_the_english_text_until_it_is_signed(client, safe):
    shown = text(client, safe.url)
    assert "machine words" not in shown and f"<h1>{safe.title}</h1>" in shown
    english = (
        shown.partition('lang="en" dir="ltr">')[2] and shown.rpartition('<div class="flow" lang="en"')[2]
    )
    assert "The page is covered at once" in english.partition("</article>")[0]


def test_the_search_shows_no_unsigned_text_of_it(client, safe):
    assert "machine words of the body" not in text(client, "/so/search/?q=machine")


def test_signed_it_is_shown_in_its_language(client, account, safe):
    _sign(safe, account)
    shown = text(client, safe.url)
    assert "machine words of the body" in shown and "The page is covered at once" not in shown


def test_without_the_english_page_its_text_is_left_out(client, safe):
    safe.get_translation(Locale.get_default()).unpublish()
    assert "machine words" not in text(client, safe.url)


def test_its_queries_do_not_grow(client, safe, django_assert_max_num_queries):
    text(client, safe.url)
    with django_assert_max_num_queries(17):  # 8 to 9 to find the page, 8 of its own.
        text(client, safe.url)


# --- The exit ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", DRAFTED)
@pytest.mark.parametrize("address", ["", "get-help/", "no-such-page/", "accounts/login/", "search/"])
def test_the_exit_speaks_english_where_nobody_has_signed_its_words(language, address):
    page = Client().get(f"/{language}/{address}").content.decode()
    link = re.search(r'<a class="exit".*?</a>', page, re.DOTALL)[0]
    assert ' lang="en"' in link and link.endswith(f"<span>{EXIT_WORDS.leave}</span></a>")
    assert f'data-leaving="{EXIT_WORDS.leaving}"' in link and EXIT_WORDS.presses_left in link
    assert re.search(r'<p class="exit-status" aria-live="polite" lang="en"', page)


@pytest.mark.parametrize(("address", "words"), [("/", "Leave this site"), ("/es/", "Salir de este sitio")])
def test_the_exit_speaks_the_languages_that_are_whole(client, address, words):
    link = re.search(r'<a class="exit".*?</a>', text(client, address), re.DOTALL)[0]
    assert link.endswith(f"<span>{words}</span></a>") and " lang=" not in link


# --- The catalogue ----------------------------------------------------------------------------------------------------
@pytest.fixture
def signed_catalogue(tmp_path):
    """Catalogues of which one person has signed the Somali one."""
    import polib

    for language, person in (("so", "A reader, 2027-01-04"), ("hmn", "")):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "X-Signed-By": person}
        catalogue.save_as_mofile(str(folder / "django.mo"))
    catalogs.is_signed.cache_clear()
    with override_settings(LOCALE_PATHS=[tmp_path]):
        yield
    catalogs.is_signed.cache_clear()


def test_a_catalogue_is_signed_by_the_name_in_its_header(signed_catalogue):
    assert [catalogs.is_signed(code) for code in ("en", "so", "hmn", "es")] == [True, True, False, False]
    unsigned = [
        check.msg for check in run_checks(include_deployment_checks=True) if check.id == UNSIGNED_CATALOGUE
    ]
    assert len(unsigned) == 2 and not any(
        "Somali" in message or "Soomaali" in message for message in unsigned
    )


NOTICE = "A machine drafted the words of this site"


def test_a_footer_says_that_nobody_has_signed_and_no_name(client, signed_catalogue):
    shown = {code: text(client, f"/{code}/accounts/login/") for code in ("so", "hmn")}
    footers = {code: page.partition("<footer>")[2] for code, page in shown.items()}
    assert footers["hmn"].count('<p class="meta">') == footers["so"].count('<p class="meta">') + 1
    assert "A reader" not in shown["so"]
    assert NOTICE not in text(client, "/accounts/login/")
