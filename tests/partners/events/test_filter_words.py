"""The word filter of the event list knows what the search knows: synonyms and the names of terms."""

import re

import pytest

from home.models import SearchWords
from tests.live import published
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db


def events(client, words, prefix=""):
    html = client.get(f"{prefix}/events/", {"q": words}).content.decode()
    return set(re.findall(r'href="(?:/es)?(/events/[\w-]+/)(?:\?[^"]*)?"', html))


def test_a_synonym_finds_the_event(client, committed):
    event = make_event(make_organisation("Quillfeather Workers"), "Lantern evening")
    assert event.url not in events(client, "candlelight")
    with committed():
        words = SearchWords(words="candlelight\nlantern", live=False)
        words.full_clean()
        published(words)
    assert event.url in events(client, "candlelight")
    assert event.url in events(client, "lantern evening")
    assert event.url not in events(client, "lantern morning")


@pytest.mark.parametrize("words", ["ASL", "sign language", "childcare", "child care", "guardería"])
def test_the_accessibility_that_is_offered_finds_the_event(client, words):
    assert "/events/resource-fair/" in events(client, words)
