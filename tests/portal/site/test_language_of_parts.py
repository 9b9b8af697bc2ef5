"""What a page says in another language than its own says in which (WCAG 3.1.2): help lines, office, lists, events, names."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.portal.public import LANGUAGES, OTHERS, language_of, page_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# A sentence or a phrase; shorter ones are often names, which are the same in every language.
FEWEST_WORDS = 4


def phrases(html):
    """The longer texts of a page with the language in which each says that it is."""
    found = {}
    for text in BeautifulSoup(html, "html.parser").body.find_all(string=True):
        words = re.sub(r"\s+", " ", text).strip()
        # The titles of cited works are names (WCAG 3.1.2 leaves names out).
        if (
            text.parent.name not in ("script", "style")
            and not text.find_parent(class_="sources")
            and len(re.findall(r"[^\W\d_]{2,}", words)) >= FEWEST_WORDS
        ):
            found.setdefault(words, text.find_parent(lang=True)["lang"])
    return found


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_what_a_page_says_in_english_says_so(language):
    client, wrong, seen = Client(), {}, 0
    addresses = [address for address in page_addresses() if language_of(address) == language]
    for address in [*addresses, *(LANGUAGES[language] + other for other in OTHERS)]:
        english = phrases(client.get(address.removeprefix(f"/{language}")).content)
        shown = phrases(client.get(address).content)
        seen += len(shown)
        for words, lang in shown.items():
            if lang == language and english.get(words) == "en" and not is_name(words):
                wrong.setdefault(words, []).append(address)
    assert seen > 300
    assert wrong == {}


def is_name(words):
    """Whether a text is a name or an address: every longer word of it has a capital letter."""
    if "@" in words:
        return True
    longer = re.findall(r"[^\W\d_]{4,}", words)
    return all(word[0].isupper() for word in longer)
