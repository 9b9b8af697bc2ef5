"""Corrects typing errors: a word that no page has is replaced by the most similar word that the search knows.

Common words and those of this subject (common_words_*.txt) and words of up to four letters are not corrected: "foster" is not
"faster" and "rent" not "rest". The page is told the correction in its full form, never as a stem.

Candidates are the words of the index that begin with the first or second letter of the typed word, and the synonyms and danger words. The
index is not read as a whole: each distinct word costs one step in the database index, however many pages have it.
"""

from collections import defaultdict
from functools import cache
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection
from rapidfuzz.distance import OSA, JaroWinkler

from portal.core.process_memory import kept_or_made
from portal.core.stemming import MISSPELLED, STOP_WORDS, folded_words, stem

from . import synonyms
from .models import IndexedWord

# Words that are corrected in one query, and candidates read from the index.
MOST_UNKNOWN, MOST_CANDIDATES = 4, 6000
SHORTEST = 5
# The shortest stem of another language that counts: Spanish endings make "law" of "lawer".
SHORTEST_ELSEWHERE = 4
# From this length on, two letters may be wrong; below, one.
LONG = 8
# The shortest part of two words that were written as one ("sextrafficking").
SHORTEST_PART, SHORTEST_SECOND_PART = 3, 4


def unknown_words(query, language, known):
    """The words of a query that may be typing errors.

    Args:
        query: the typed text.
        language: the reader's language.
        known: the stems that pages have: a set of (language, stem).

    Returns:
        A list of folded words that neither a page nor a list of words has.
    """
    listed = _listed_words(language)
    found = []
    for word in dict.fromkeys(folded_words(query, language)):
        if len(word) < SHORTEST or not word.isalpha() or word in STOP_WORDS.get(language, "").split():
            continue
        stems = {code: stem(word, code) for code, _name in settings.LANGUAGES}
        # A short stem of another language is often an accident; what is misspelled there is no word of it.
        in_pages = any(
            (code, one) in known
            and (
                code == language or (len(one) >= SHORTEST_ELSEWHERE and word not in MISSPELLED.get(code, ()))
            )
            for code, one in stems.items()
        )
        is_word = stems[language] in listed or stems[language] in _common_words(language)
        if not (in_pages or is_word):
            found.append(word)
    return found[:MOST_UNKNOWN]


def known_errors(query, language):
    """The typing errors of a query that are listed (MISSPELLED in portal/core/stemming.py): a dict as from corrections()."""
    return {
        word: stem(word, language)
        for word in folded_words(query, language)
        if word in MISSPELLED.get(language, ())
    }


def corrections(words, language):
    """What was probably meant by unknown words. One query.

    Args:
        words: folded words, from unknown_words().
        language: the reader's language.

    Returns:
        A dict of stems (two if two words were written as one, separated by a space) by folded word. Words that are similar to none are
        missing.
    """
    listed = _listed_words(language)
    candidates = {*listed, *_indexed_words(words, language)}
    found = {}
    for word in words:
        best = _most_similar(word, candidates, listed, language) or _two_words(
            word, candidates, listed, language
        )
        if best:
            found[word] = best
    return found


def corrected_query(query, corrected, language, texts=()):
    """A query with its corrections.

    Args:
        query: the typed text.
        corrected: a dict from corrections().
        language: the reader's language.
        texts: texts in which the corrections may stand as whole words.

    Returns:
        The query in lower case. A corrected word is written as in the lists or the texts; else it is a stem.
    """
    listed = _listed_words(language)
    common = _common_words(language)
    forms = defaultdict(set, {one: {word} for one, word in listed.items()})
    for word, stems in corrected.items():
        for place in range(SHORTEST_PART, len(word)) if " " in stems else ():
            if stems.startswith(f"{stem(word[:place], language)} "):
                forms[stems.split()[0]].add(word[:place])
    for word in corrected.keys() & MISSPELLED.get(language, {}).keys():
        forms[corrected[word]] = {MISSPELLED[language][word]}
    for word in chain.from_iterable(folded_words(text, language) for text in texts):
        forms[stem(word, language)].add(word)
    return " ".join(
        " ".join(_form(word, forms[one] or {common.get(one, one)}) for one in corrected[word].split())
        if word in corrected
        else word
        for word in folded_words(query, language)
    )


def without_form(corrected, language, texts):
    """Whether a correction is known as a stem only: neither the lists nor these texts have it as a whole word."""
    known = {*_listed_words(language), *_common_words(language)}
    known.update(stem(word, language) for text in texts for word in folded_words(text, language))
    # The first of two words that were written as one is shown as it was typed.
    return any(stems.split()[-1] not in known for stems in corrected.values())


@cache
def _common_words(language):
    """Common words of a language, which are no typing errors: one form by stem. Some languages have no list."""
    file = Path(__file__).with_name(f"common_words_{language}.txt")
    if not file.exists():
        return {}
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    return {stem(word, language): word for line in lines for word in folded_words(line, language)}


def _form(typed, forms):
    """The form of a word that is the most similar to what was typed."""
    return min(forms, key=lambda form: (OSA.distance(typed, form), form))


def _most_similar(word, candidates, preferred, language):
    """The candidate with the fewest wrong letters, or "". Of equals, a word of the lists, then the most similar beginning."""
    most = _allowed(word)
    stemmed = stem(word, language)
    similar = []
    for candidate in candidates:
        if len(candidate) < SHORTEST_PART or not candidate.isalpha():
            continue
        # A listed word also as it is written: an error in its ending changes the stem.
        pairs = [(word, candidate), (stemmed, candidate)]
        if candidate in preferred:
            pairs.append((word, preferred[candidate]))
        wrong = min(OSA.distance(one, other, score_cutoff=most) for one, other in pairs)
        if wrong <= most:
            likeness = JaroWinkler.similarity(stemmed, candidate)
            similar.append((wrong, candidate not in preferred, -likeness, candidate))
    return min(similar)[-1] if similar else ""


def _two_words(word, candidates, preferred, language):
    """Two stems for a word that joins a known word and another with few wrong letters, or ""."""
    found = []
    for place in range(SHORTEST_PART, len(word) - SHORTEST_SECOND_PART + 1):
        first = stem(word[:place], language)
        if first not in candidates:
            continue
        second = _most_similar(word[place:], preferred, preferred, language)
        if second:
            wrong = OSA.distance(stem(word[place:], language), second)
            found.append((wrong, -place, f"{first} {second}"))
    return min(found)[-1] if found else ""


def _allowed(word):
    """How many letters may be wrong."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def _listed_words(language):
    """The words of synonyms and danger words in a language: as they are written, by stem."""

    def read():
        found: dict[str, str] = {}
        for phrase in synonyms.listed_phrases(language):
            for word in folded_words(phrase, language):
                found.setdefault(stem(word, language), word)
        return found

    return kept_or_made(f"search-words:listed:{language}", read, 24 * 60 * 60)


def _indexed_words(words, language):
    """The words of the index that begin with the first or second letter of one of the words. One query."""
    letters = sorted({letter for word in words for letter in word[:2]})
    if not letters:
        return []
    table = IndexedWord._meta.db_table
    # A "loose index scan": each step finds the next word in the index, without reading the rows of the previous one.
    steps = " UNION ALL ".join(
        f"""SELECT * FROM (WITH RECURSIVE step(word) AS (
            SELECT MIN(word) FROM {table} WHERE language = %s AND word >= %s AND word < %s
            UNION ALL
            SELECT (SELECT MIN(word) FROM {table} WHERE language = %s AND word > step.word AND word < %s)
            FROM step WHERE step.word IS NOT NULL
        ) SELECT word FROM step WHERE word IS NOT NULL LIMIT {MOST_CANDIDATES}) AS letter_{number}"""  # noqa: S608  Names of ours only.
        for number in range(len(letters))
    )
    parameters = []
    for letter in letters:
        end = chr(ord(letter) + 1)
        parameters += [language, letter, end, language, end]
    with connection.cursor() as cursor:
        cursor.execute(steps, parameters)
        return [word for (word,) in cursor.fetchall()]
