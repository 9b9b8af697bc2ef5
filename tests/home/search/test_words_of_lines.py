"""Who writes of suicide sees 988 first; it stands on Get help, and not where a line for every danger belongs."""

import html
import re

import pytest

from home.search.words_of_lines import line_for_words
from portal.models import HelpLine
from portal.site.site_context import get_site_context
from tests.live import published

pytestmark = pytest.mark.django_db

PREFIX = {"en": "", "es": "/es", "so": "/so", "hmn": "/hmn"}
CALL_988, CALL_911, CALL_DAY_ONE = (f'href="tel:{number}"' for number in ("988", "911", "+18662231111"))
TYPED = {
    "en": [
        "suicide",
        "Suicidal thoughts",
        "kill myself",
        "I want to die",
        "i dont want to live anymore",
        "I DON’T want to live",
        "how to end my life",
        "hurt myself",
        "988",
    ],
    "es": [
        "suicidio",
        "quiero morir",
        "me quiero matar",
        "quiero matarme",
        "no quiero vivir",
        "quitarme la vida",
    ],
    "so": [
        "is dil",
        "isdilid",
        "inaan is dilo",
        "waan isdilayaa",
        "waxaan rabaa inaan dhinto",
        "naftayda inaan dilo",
    ],
    "hmn": [
        "tua kuv tus kheej",
        "kuv xav tuag",
        "dai tuag",
        "txo txoj sia",
        "tsis xav ua neeg nyob",
        "tsis xav nyob lawm",
    ],
}
OTHER_DANGERS = {
    "en": ["help", "he hits me", "he wants to kill me", "crisis line", "domestic violence", "911"],
    "es": ["ayuda", "me quiere matar", "quiere matarme", "crisis"],
    "so": ["caawi", "la i dilay", "wuu i dilaa"],
    "hmn": ["pab kuv", "hem tua", "kub ntxhov"],
}


def text(client, address, **query):
    return client.get(address, query).content.decode()


def banner(page):
    """The help lines above the results."""
    found = re.search(r'<section class="crisis-banner.*?</section>', page, re.DOTALL)
    assert found and page.index("crisis-banner") < page.index("search-form")
    return found[0]


def called(lines):
    """The numbers to call, in their order."""
    return re.findall(r'href="tel:([^"]*)"', lines)


def each(table):
    return [(language, typed) for language, phrases in table.items() for typed in phrases]


@pytest.mark.parametrize(("language", "typed"), each(TYPED))
def test_words_of_suicide_bring_988_first_whatever_language_the_reader_has_chosen(client, language, typed):
    for reader in {language, "en", "so"}:
        lines = banner(text(client, f"{PREFIX[reader]}/search/", q=typed))
        assert called(lines)[:3] == ["988", "911", "+18662231111"], reader
        assert 'href="sms:988"' in lines


@pytest.mark.parametrize(("language", "typed"), each(OTHER_DANGERS))
def test_other_words_of_danger_bring_the_lines_for_every_danger(client, language, typed):
    lines = banner(text(client, f"{PREFIX[language]}/search/", q=typed))
    assert called(lines)[:2] == ["911", "+18662231111"]
    assert CALL_988 not in lines


@pytest.mark.parametrize("typed", ["sucide", "suicde", "my freind wants to end my life"])
def test_mistyped_words_bring_988_too(client, typed):
    assert called(banner(text(client, "/search/", q=typed)))[0] == "988"


def test_who_finds_nothing_sees_the_lines_for_every_danger(client):
    page = text(client, "/search/", q="zzzzqqq")
    assert CALL_911 in page and CALL_DAY_ONE in page and CALL_988 not in page


@pytest.mark.parametrize("language", PREFIX)
def test_988_is_on_get_help_after_confidential_help_and_not_in_the_help_bar_or_on_cards(client, language):
    page = text(client, f"{PREFIX[language]}/get-help/")
    before, main = page.split("<main", 1)
    assert CALL_988 not in before and CALL_911 in before and CALL_DAY_ONE in before
    article = re.search(
        r'<article class="help-line emergency"[^>]*>(?:(?!</article>).)*"tel:988".*?</article>',
        main,
        re.DOTALL,
    )
    assert article and 'href="sms:988"' in article[0] and "https://988lifeline.org/" in article[0]
    assert main.index(CALL_DAY_ONE) < main.index(CALL_911) < main.index(CALL_988) < main.index('id="city"')
    # Approving a line sets the day on which it was checked: nobody has checked this one.
    assert "Checked on" not in article[0]
    for address in ("", "get-help/card/", "definitions/wage-theft/", "contact/"):
        assert "988" not in called(text(client, f"{PREFIX[language]}/{address}")), address


def test_in_a_language_without_the_page_988_comes_after_confidential_help(client):
    numbers = [line.phone for line in get_site_context("so").help_in_words]
    assert numbers[0] == "911" and numbers.index("+18662231111") < numbers.index("988") < numbers.index(
        "+16126733000"
    )


@pytest.mark.parametrize("language", PREFIX)
def test_what_is_said_of_988_is_what_its_source_says(language):
    line = HelpLine.objects.get(phone="988", locale__language_code=language)
    assert (line.kind, line.in_strip, line.enabled) == ("emergency", False, True)
    assert line.source_url == "https://988lifeline.org/" and line.verified_on is None and line.is_overdue
    assert line.in_english is None and not any(answer for _question, answer in line.disclosures)
    if language == "es":
        assert "oprima 2" in line.words_to_say


def test_where_988_stands_in_the_help_bar_it_is_a_line_for_every_danger(client, committed):
    line = HelpLine.objects.get(phone="988", locale__language_code="en")
    line.in_strip = True
    with committed():
        published(line)
    assert CALL_988 in banner(text(client, "/search/", q="help"))


def test_without_the_line_its_words_still_mean_danger(client, committed):
    with committed():
        for line in HelpLine.objects.filter(phone="988"):
            line.unpublish()
    assert line_for_words("suicide", "en") is None
    lines = banner(text(client, "/search/", q="suicide"))
    assert called(lines)[0] == "911" and CALL_988 not in lines


def test_the_name_of_the_line_can_be_understood_in_each_language(client):
    names = {
        language: re.search(r"<h3[^>]*>(.*?)</h3>", banner(text(client, f"{prefix}/search/", q="988")))[1]
        for language, prefix in PREFIX.items()
    }
    assert html.unescape(names["en"]) == "988 Suicide & Crisis Lifeline"
    assert "línea de suicidio" in names["es"] and "khadka" in names["so"] and "xov tooj" in names["hmn"]
