"""The words of the search: synonyms, and words that mean that somebody is in danger.

Words that staff add take effect after another person approves them. The danger words in home/start_hub/starter/search_words.yaml and
the numbers of the emergency lines always take effect, so that no change leaves a person in danger without help.

Words are folded and stemmed as in the index (portal/core/stemming.py). They are cached under the cache version, so that a change takes
effect on all processes at once and a search needs no query for them.
"""

from collections import defaultdict
from functools import lru_cache

from django.conf import settings

from portal.core.process_memory import kept_or_made
from portal.core.stemming import index_words, query_words
from portal.models import HelpLine
from portal.site.site_context import get_site_context

from . import fixtures as search_word_files
from .models import SearchWords
from .models.settings import MOST_WORDS

# The query itself and as many others, so that a search stays fast whatever the groups contain.
MOST_VARIANTS = 30
# Words of the typed text that are used for synonyms; danger words are searched in all of it.
MOST_CHARACTERS = 1000


def expanded(words, language):
    """A query and its variants, in each of which one phrase is replaced by a synonym.

    Args:
        words: stems separated by spaces, from query_words().
        language: the language of the search.

    Returns:
        A list of such strings: the query first, then at most MOST_VARIANTS others, those of its longest phrases first.
    """
    typed = tuple(words.split())
    groups = _synonyms(language)
    variants = {typed: None}  # A dict, to keep the order.
    for start, end in _pieces(len(typed)):
        for others in groups.get(typed[start:end], ()):
            for other in others:
                variants[typed[:start] + other + typed[end:]] = None
                if len(variants) > MOST_VARIANTS:
                    return [" ".join(variant) for variant in variants]
    return [" ".join(variant) for variant in variants]


def same_meaning(text, language):
    """The phrases, as staff wrote them, that mean the same as a text.

    Args:
        text: the text as typed.
        language: its language.

    Returns:
        A list of phrases without the text itself, [] if it is in no group of synonyms.
    """

    def read():
        found: dict[tuple[str, ...], list[str]] = defaultdict(list)
        groups = SearchWords.objects.filter(
            live=True, kind=SearchWords.Kind.SYNONYMS, language__in=("", language)
        )
        for group in groups.order_by("pk"):
            for phrase in _stemmed(group.phrases, language, query_words):
                found[phrase] += group.phrases
        return dict(found)

    phrases = _cached(f"same-meaning:{language}", read)
    return [
        phrase
        for phrase in phrases.get(tuple(query_words(text, language).split()), ())
        if phrase.casefold() != text.casefold()
    ]


def danger_language(typed, language):
    """The language in which a typed text contains a danger word, in any language of the hub.

    Args:
        typed: the text as typed.
        language: the reader's language, which is tried first.

    Returns:
        A language code, or "".
    """
    dangers = _dangers()
    for code in sorted(dangers, key=lambda code: code != language):
        words = tuple(index_words(typed[:MOST_CHARACTERS], code).split())
        if any(words[start:end] in dangers[code] for start, end in _pieces(len(words))):
            return code
    return ""


def listed_phrases(language):
    """All phrases of a language as staff wrote them: synonyms first, then danger words. Two queries."""
    live = SearchWords.objects.filter(live=True)
    of_language = live.filter(language__in=("", language)).order_by("-kind", "pk")
    phrases = [phrase for group in of_language for phrase in group.phrases[: group.most_phrases]]
    return [*phrases, *search_word_files.first_words_of_danger().get(language, ())]


def _pieces(length):
    """Start and end of all phrases in a text of this many words, longest first."""
    longest = min(length, MOST_WORDS)
    return [(start, start + size) for size in range(longest, 0, -1) for start in range(length - size + 1)]


def _synonyms(language):
    """The synonyms of a language: for each phrase its groups (tuples of phrases)."""

    def read():
        groups = SearchWords.objects.filter(
            live=True, kind=SearchWords.Kind.SYNONYMS, language__in=("", language)
        )
        found = defaultdict(list)
        for group in groups.order_by("pk"):
            phrases = _stemmed(group.phrases[: group.most_phrases], language, query_words)
            for phrase in phrases:
                found[phrase].append(phrases)
        return dict(found)

    return _cached(f"synonyms:{language}", read)


def _dangers():
    """The danger phrases by language."""

    def read():
        found = defaultdict(set)
        first = search_word_files.first_words_of_danger()
        numbers = [
            line.phone
            for line in get_site_context(settings.LANGUAGE_CODE).lines(HelpLine.Kind.EMERGENCY)
            if line.phone
        ]
        # Including stop words: "me pega" means danger, "pega" alone is glue.
        for code, _name in settings.LANGUAGES:
            found[code].update(_stemmed([*first.get(code, ()), *numbers], code, index_words))
        for group in SearchWords.objects.filter(live=True, kind=SearchWords.Kind.DANGER):
            phrases = group.phrases[: group.most_phrases]
            found[group.language].update(_stemmed(phrases, group.language, index_words))
        return {code: found[code] for code, _name in settings.LANGUAGES if found[code]}

    return _cached("dangers", read)


def _stemmed(phrases, language, stemmed):
    """Folded and stemmed phrases, without duplicates."""
    stems = (_stems(phrase, language, stemmed) for phrase in phrases)
    return tuple(dict.fromkeys(filter(None, stems)))


# Of the listed words, never of what somebody typed. A change of any page makes the lists anew, but few of their words.
@lru_cache(maxsize=20_000)
def _stems(phrase, language, stemmed):
    return tuple(stemmed(phrase, language).split())


def _cached(name, read):
    return kept_or_made(f"search-words:{name}", read, 24 * 60 * 60)
