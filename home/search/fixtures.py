"""Loads the initial search words from home/start_hub/starter/search_words.yaml, also for the demonstration."""

from functools import cache
from pathlib import Path

import yaml

from portal.workflow import approvals
from portal.workflow.choices import Ground

from .models import SearchWords

FILE = Path(__file__).parents[1] / "start_hub" / "starter" / "search_words.yaml"


def first_words_of_danger():
    """The initial words that mean danger: lists of phrases by language code."""
    return _words_of_danger(_content())


def words_of_lines():
    """The words for which one help line comes first: for each phone number, lists of phrases by language code."""
    return _content()["lines"]


@cache
def _content():
    """The file, read once: the first search after each change of the hub asks for it three times."""
    return yaml.safe_load(FILE.read_text())


def _words_of_danger(content):
    """By language, what means danger in general and what means the danger for which a line is."""
    return {
        code: [*phrases, *(one for line in content.get("lines", {}).values() for one in line.get(code, ()))]
        for code, phrases in content["danger"].items()
    }


def make_search_words(content, languages, *emergency_numbers, ground=Ground.OPENING):
    """Create and approve the groups of words for the hub's languages.

    Args:
        content: the content of the file: `synonyms`, a list of dicts of language codes to phrases, `danger`, one such dict, and
            `lines`, one for each phone number.
        languages: the codes of the hub's languages.
        *emergency_numbers: emergency numbers, as people type them; they mean danger in every language.
        ground: why they take effect without an approval (a value of Ground).

    Raises:
        ValueError: the file has an unknown key.
        ValidationError: a group is invalid.
    """
    if unknown := content.keys() - {*SearchWords.Kind.values, "lines"}:
        raise ValueError(f"{FILE.name}: {', '.join(sorted(unknown))} is no kind of SearchWords.")
    made = []
    for group in content["synonyms"]:
        phrases = [phrase for code in languages for phrase in group.get(code, ())]
        if len(phrases) > 1:
            made.append(SearchWords(kind=SearchWords.Kind.SYNONYMS, words="\n".join(phrases)))
    dangers = _words_of_danger(content)
    for code in languages:
        if dangers.get(code):
            words = "\n".join([*dangers[code], *emergency_numbers])
            made.append(SearchWords(kind=SearchWords.Kind.DANGER, language=code, words=words))
    for words in made:
        words.live = False
        words.full_clean()
        words.save()
        approvals.approve_and_publish(words.save_revision(), None, ground)
