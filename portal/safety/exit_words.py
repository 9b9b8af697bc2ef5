"""The words with which one leaves the site. A wrong one could keep somebody here, so they stay in English until a person
has signed a language's catalogue.
"""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_noop


class ExitWords(NamedTuple):
    """Each as it stands in the catalogues."""

    leave: str = gettext_noop("Leave this site")
    leaving: str = gettext_noop("Leaving this site.")
    presses_left: str = gettext_noop("Press Shift %s more times to leave this site.")
    press_left: str = gettext_noop("Press Shift once more to leave this site.")


EXIT_WORDS = ExitWords()


def words_now():
    """The exit's words in the active language, all of them in English where one is not translated.

    Returns:
        (ExitWords, "en" where they are not in the active language, else "").
    """
    language = get_language() or settings.LANGUAGE_CODE
    translated = ExitWords(*(gettext(text) for text in EXIT_WORDS))
    if language == settings.LANGUAGE_CODE:
        return translated, ""
    if any(text == original for text, original in zip(translated, EXIT_WORDS, strict=True)):
        return EXIT_WORDS, settings.LANGUAGE_CODE
    return translated, ""
