"""The help lines above search results, for people who typed a word that means danger, or found nothing."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext, override

from portal.models import HelpLine
from portal.site.site_context import get_site_context


@dataclass(frozen=True)
class FirstLine:
    """A help line in the reader's language.

    Attributes:
        line: the HelpLine.
        say: the words to say in the language of the typed word, "" if that is the reader's.
    """

    line: HelpLine
    say: str = ""


@dataclass(frozen=True)
class CrisisBanner:
    """The contents of the banner.

    Attributes:
        lines: a list of FirstLine, emergency and confidential ones only.
        lang: the code of the language of the typed word, "" if it is the reader's.
        url: the page "Get help" in that language.
        label: the title of that page; `label_lang` is its language.
    """

    lines: tuple
    lang: str = ""
    url: str = ""
    label: str = ""
    label_lang: str = ""


def crisis_banner(language, typed_in="", first_line=None):
    """The banner for a reader. An emergency line that is not for every danger is in it only as the first line.

    Args:
        language: the reader's language.
        typed_in: the language of the word that means danger (home.search.synonyms.danger_language), or "".
        first_line: the HelpLine whose number or words were typed, which then stands first, or None.

    Returns:
        A CrisisBanner, or None if no help line is public.
    """
    lines = _safe_lines(language)
    first_key = first_line.pk if first_line else None
    others = {line.pk for line in get_site_context(language).other_emergency} - {first_key}
    lines = [line for line in lines if line.pk not in others]
    lines.sort(key=lambda line: line.pk != first_key)
    if not lines:
        return None
    if typed_in in ("", language):
        return CrisisBanner(tuple(FirstLine(line) for line in lines))
    said = {
        line.translation_key: line.words_to_say
        for line in _safe_lines(typed_in)
        if line.locale.language_code == typed_in
    }
    first = tuple(FirstLine(line, said.get(line.translation_key, "")) for line in lines)
    with override(typed_in):
        label = gettext("Get help")
    untranslated = label == "Get help" and typed_in != settings.LANGUAGE_CODE
    return CrisisBanner(
        lines=first,
        lang=typed_in,
        url=f"{get_site_context(typed_in).home_url}get-help/",
        label=label,
        label_lang=settings.LANGUAGE_CODE if untranslated else typed_in,
    )


def _safe_lines(language):
    context = get_site_context(language)
    return [line for line in context.help_lines if line.kind in HelpLine.SAFE_KINDS]
