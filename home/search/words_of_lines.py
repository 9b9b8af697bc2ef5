"""Recognizes words for which one help line comes first: 988 for thoughts of suicide (`lines` in search_words.yaml).

The words are compared as they are written, without accents and case but not stemmed: "quiero matarme" (I want to kill myself) and
"quiere matarme" (he wants to kill me) have the same stems. The list therefore has all forms.
"""

from django.conf import settings

from portal.core.process_memory import kept_or_made
from portal.core.stemming import folded_words
from portal.site.site_context import get_site_context

from .fixtures import words_of_lines
from .synonyms import MOST_CHARACTERS


def line_for_words(typed, language):
    """The public emergency or confidential line whose words are in a text.

    Args:
        typed: the text as typed, in any language of the hub.
        language: the reader's language, in which the line is returned.

    Returns:
        A HelpLine, or None.
    """
    for code, phrases in _phrases().items():
        words = f" {' '.join(folded_words(typed[:MOST_CHARACTERS], code))} "
        for phrase, number in phrases.items():
            if f" {phrase} " in words:
                return _line(number, language)
    return None


def _line(number, language):
    lines = get_site_context(language).help_lines
    return next((line for line in lines if line.phone == number and line.kind in line.SAFE_KINDS), None)


def _phrases():
    """By language, the number of the line for each folded phrase."""

    def read():
        found: dict[str, dict[str, str]] = {code: {} for code, _name in settings.LANGUAGES}
        for number, words in words_of_lines().items():
            for code in found.keys() & words.keys():
                found[code].update((" ".join(folded_words(phrase, code)), number) for phrase in words[code])
        return found

    return kept_or_made("search-words:lines", read, 24 * 60 * 60)
