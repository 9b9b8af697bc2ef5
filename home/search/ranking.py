"""Ranks the pages that match a query, the same on SQLite and PostgreSQL, and as fast for very common words.

For each word only the pages with the highest weights are read (the index is sorted by weight), so that the cost does not depend on the
number of pages. For pages that have one of the words, the weights of the others are looked up by primary key. The score of a word is
its weight in the page (home/search/search_index.py) times its inverse document frequency in the language (idf, Spärck Jones 1972,
https://doi.org/10.1108/eb026526): for "my debt", a page with "debt" scores higher than one with "my".
"""

import heapq
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page

from partners.models import EventPage, EventStatus, Occurrence, OrganisationPage, ServicePage
from portal.core.stemming import query_words
from portal.site.site_context import get_site_context

from .law_enforcement import help_before_police, without_police
from .models import IndexedPage, IndexedWord
from .number_search import pages_with_number
from .phone_numbers import is_of_office
from .spelling import corrected_query, corrections, known_errors, unknown_words
from .synonyms import expanded

# How many pages of each word are read in the reader's language, and in each other language.
READ, READ_ELSEWHERE = 500, 200
# For how many pages with a common word the other words are looked up.
COMPLETED = 300
# How many pages are loaded in the reader's language, and in each other language.
ASKED, ASKED_ELSEWHERE = 300, 100
# The share of a query's words, weighted by their rarity, that a page must have, relative to the best page. In another language, a page
# must have all words.
ENOUGH = 0.3
# The minimum score of a page, relative to the best page in its language that the reader may find: of a page with a typed word, and of
# one that has only synonyms.
LEAST_SCORE, LEAST_SCORE_OF_MEANING = 0.08, 0.2
# The factor for pages that have all words of a query, or of a variant with synonyms.
HAS_ALL = 2
# The factor for variants with synonyms, so that the typed words come first, and the share of a variant that a page must have.
MEANS_THE_SAME, ENOUGH_OF_MEANING = 0.5, 0.8
# The factor for events that are canceled or postponed: what a reader can use comes first.
NOT_HELD = 0.25
COUNTED_FOR = 60 * 60


@dataclass(frozen=True)
class FoundPage:
    """A page in the results, with what is known about it from the index."""

    pk: int
    translation_key: object
    content_type_id: int
    language: str
    is_archived: bool
    score: float
    not_held: bool = False

    @property
    def rank(self):
        """The score by which it is sorted."""
        return self.score * (NOT_HELD if self.not_held else 1)


@dataclass
class Found:
    """The results of a query.

    Attributes:
        pages: a list of FoundPage: those in the reader's language, then pages of partners that exist only in another language; each
            sorted by score.
        elsewhere: by language, how many other pages match; at most ASKED_ELSEWHERE.
        corrected: the stems that were searched for words with typing errors, by folded word (home/search/spelling.py).
    """

    pages: list = field(default_factory=list)
    elsewhere: dict = field(default_factory=dict)
    corrected: dict = field(default_factory=dict)


def find(query, language, kind="", archive=False):
    """Search in all languages.

    Args:
        query: the typed text.
        language: the reader's language code.
        kind: a key of KINDS, or "" for all.
        archive: whether to include archived pages.

    Returns:
        A Found. Five queries at most; seven if a word is corrected.
    """
    scores, known, typed = _scores(_asked(query), language, kind)
    corrected = {}
    if unknown := unknown_words(query, language, known):
        corrected = corrections(unknown, language)
    if corrected:
        asked = _asked(corrected_query(query, corrected, language))
        scores, _known, typed = _scores(asked, language, kind)
    corrected |= known_errors(query, language)
    scored = {}
    for code, pages in scores.items():
        most = ASKED if code == language else ASKED_ELSEWHERE
        best = sorted((-score, page) for page, score in pages.items())[:most]
        scored.update({page: -score for score, page in best})
    return _found(scored, typed, language, archive, corrected)


def find_number(digits, typed, line, language, kind="", archive=False):
    """Find the pages with a phone number, in all languages.

    Args:
        digits: the digits of the number, from number_in() (home/search/phone_numbers.py).
        typed: the text as typed.
        line: the HelpLine that has the number, or None.
        language: the reader's language code.
        kind: a key of KINDS, or "" for all.
        archive: whether to include archived pages.

    Returns:
        A Found. Five queries at most.
    """
    scored = pages_with_number(digits, typed, line, kind, is_of_office(digits, language))
    return _found(scored, set(scored), language, archive, {})


def _found(scored, typed, language, archive, corrected):
    """The Found for pages with these scores, without those that are far below the best page of their language.

    Args:
        scored: scores by primary key of the page.
        typed: the primary keys of the pages that have what was typed, not only synonyms.
        language: the reader's language.
        archive: whether to include archived pages.
        corrected: see Found.
    """
    if not scored:
        return Found(corrected=corrected)
    listed, apart = _public(scored, language, archive)
    best: dict[str, float] = defaultdict(float)
    # Pages with lines of the police do not push the others out.
    for page in without_police([*listed, *apart]):
        best[page.language] = max(best[page.language], page.score)
    least = {True: LEAST_SCORE, False: LEAST_SCORE_OF_MEANING}
    listed, apart = (
        [page for page in pages if page.score >= best[page.language] * least[page.pk in typed]]
        for pages in (listed, apart)
    )
    listed.sort(key=lambda page: (page.language != language, -page.rank, page.pk))
    return Found(
        help_before_police(listed),
        Counter(page.language for page in apart),
        corrected,
    )


def _asked(query):
    """The alternative lists of stems for a query, by language."""
    asked = {code: _alternatives(query, code) for code, _name in settings.LANGUAGES}
    return {code: lists for code, lists in asked.items() if lists}


def _alternatives(query, language):
    """The lists of stems that match a page: that of the query first, then those with synonyms."""
    words = query_words(query, language)
    return [variant.split() for variant in expanded(words, language)] if words else []


# --- Words ----------------------------------------------------------------------------------------------------
def _scores(asked, language, kind):
    """The scores of pages; pages below the minimum are left out.

    Args:
        asked: the alternative lists of stems by language.
        language: the reader's language.
        kind: a key of KINDS, or "".

    Returns:
        (scores by language and primary key, the set of (language, stem) that pages have, the primary keys of pages with a typed word).
    """
    limits = {code: READ if code == language else READ_ELSEWHERE for code in asked}
    wanted = [(code, word) for code, lists in asked.items() for word in dict.fromkeys(chain(*lists))]
    weights = _read(wanted, limits, kind)
    common = {key for key in wanted if len(weights.get(key, ())) >= limits[key[0]]}
    frequencies = {key: len(pages) for key, pages in weights.items()}
    frequencies.update(_counted(sorted(common)))
    totals = _pages_of_languages()
    rarity = {key: math.log(1 + totals.get(key[0], 1) / max(1, frequencies.get(key, 0))) for key in wanted}
    if common:
        _complete(weights, rarity, common)
    found, typed = {}, set()
    for code, lists in asked.items():
        pages: dict[int, tuple[float, float]] = defaultdict(lambda: (0, 0))
        for number, words in enumerate(lists):
            if code == language:
                # Words that no page has are ignored.
                words = [word for word in words if (code, word) in weights or word not in lists[0]]
            worth = MEANS_THE_SAME if number else 1
            answers = _answers(words, code, weights, rarity)
            if not number:
                typed.update(answers)
            for page, (share, score) in answers.items():
                if not number or share >= ENOUGH_OF_MEANING:
                    pages[page] = max(pages[page], (share, score * worth))
        best = max((share for share, _score in pages.values()), default=0)
        least = best * ENOUGH if code == language else 1
        found[code] = {page: score for page, (share, score) in pages.items() if share >= least}
    return found, set(weights), typed


def _answers(words, code, weights, rarity):
    """For each page with any of the words, (the share of the list that it has, its score)."""
    total = sum(rarity[code, word] for word in words)
    share: dict[int, float] = defaultdict(float)
    score: dict[int, float] = defaultdict(float)
    for word in words:
        worth = rarity[code, word]
        for page, weight in weights.get((code, word), {}).items():
            share[page] += worth / total
            score[page] += worth * weight
    shares = {page: round(share[page], 6) for page in share}
    return {page: (part, score[page] * part * (HAS_ALL if part >= 1 else 1)) for page, part in shares.items()}


def _read(wanted, limits, kind):
    """The pages with the highest weights for each word: a dict of weights by page, by (language, word). One query."""
    if not wanted:
        return {}
    table, narrow = IndexedWord._meta.db_table, "AND kind = %s " if kind else ""
    part = (
        f"SELECT * FROM (SELECT language, word, page_id, weight FROM {table} "  # noqa: S608  Names of ours only.
        f"WHERE language = %s AND word = %s {narrow}ORDER BY weight DESC, page_id LIMIT %s) AS word_{{number}}"
    )
    parts, parameters = [], []
    for number, (code, word) in enumerate(wanted):
        parts.append(part.format(number=number))
        parameters += [code, word, *([kind] if kind else []), limits[code]]
    found: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        for code, word, page, weight in cursor.fetchall():
            found[code, word][page] = weight
    return found


def _counted(words):
    """How many pages have each of some common words. From the shared cache; else one query."""
    if not words:
        return {}
    keys = {f"search:pages:{code}:{word}": (code, word) for code, word in words}
    known = {keys[key]: count for key, count in cache.get_many(keys).items()}
    missing = [key for key in words if key not in known]
    if missing:
        asked = Q(pk__in=[])
        for code, word in missing:
            asked |= Q(language=code, word=word)
        rows = IndexedWord.objects.filter(asked).values_list("language", "word").annotate(Count("pk"))
        fresh = {(code, word): count for code, word, count in rows.order_by()}
        cache.set_many(
            {f"search:pages:{code}:{word}": fresh[code, word] for code, word in fresh}, COUNTED_FOR
        )
        known.update(fresh)
    return known


def _complete(weights, rarity, common):
    """Add the weights of common words, of which not all pages were read, for the best pages of the other words. One query."""
    pages: set[int] = set()
    for code in {code for code, _word in common}:
        lists = [key for key in weights if key[0] == code]
        if len(lists) < 2:
            continue
        # For rare words all pages were read, so every page with all words is among them.
        rare = [key for key in lists if key not in common]
        scores: dict[int, float] = defaultdict(float)
        for key in rare or lists:
            for page, weight in weights[key].items():
                scores[page] += rarity[key] * weight
        best = heapq.nlargest(COMPLETED, ((score, -page) for page, score in scores.items()))
        pages.update(-page for _score, page in best)
    if pages:
        rows = IndexedWord.objects.filter(page__in=pages, word__in={word for _code, word in common})
        for code, word, page, weight in rows.values_list("language", "word", "page_id", "weight"):
            if (code, word) in weights:
                weights[code, word][page] = weight


def _pages_of_languages():
    """The number of indexed pages in each language. From the shared cache; else one query."""
    found = cache.get("search:pages")
    if found is None:
        rows = IndexedPage.objects.values_list("language").annotate(Count("pk")).order_by()
        found = dict(rows)
        cache.set("search:pages", found, COUNTED_FOR)
    return found


# --- Pages ----------------------------------------------------------------------------------------------------
def _public(scored, language, archive):
    """The pages that the public may find now. One query.

    Untranslated pages of partners are listed in all languages. Events are found as long as they have an upcoming date.

    Args:
        scored: scores by primary key of the page.
        language: the reader's language.
        archive: whether to include archived pages.

    Returns:
        (the FoundPages to list, those in other languages).
    """
    versions = Page.objects.live().filter(translation_key=OuterRef("translation_key"))
    to_come = Occurrence.objects.filter(event_key=OuterRef("translation_key"), end__gte=timezone.now())
    states = [EventStatus.State.CANCELLED, EventStatus.State.POSTPONED]
    stopped = EventStatus.objects.filter(event_key=OuterRef("translation_key"), state__in=states)
    pages = Page.objects.live().filter(pk__in=list(scored)).order_by()
    rows = pages.annotate(
        code=F("locale__language_code"),
        is_here=Exists(versions.filter(locale__language_code=language)),
        is_default=Exists(versions.filter(locale__language_code=settings.LANGUAGE_CODE)),
        is_to_come=Exists(to_come),
        is_held=Exists(to_come.filter(is_cancelled=False)) & ~Exists(stopped),
    ).values_list(
        "pk",
        "translation_key",
        "content_type_id",
        "path",
        "code",
        "is_here",
        "is_default",
        "is_to_come",
        "is_held",
    )
    event = ContentType.objects.get_for_model(EventPage).pk
    partners = {
        ContentType.objects.get_for_model(model).pk for model in (OrganisationPage, ServicePage, EventPage)
    }
    archives = get_site_context(settings.LANGUAGE_CODE).archives
    listed: list[FoundPage] = []
    apart: list[FoundPage] = []
    for pk, key, kind, path, code, is_here, is_default, is_to_come, is_held in rows:
        if kind == event and not is_to_come:
            continue
        put_away = any(path.startswith(root) and path != root for root in archives)
        if put_away and not archive:
            continue
        page = FoundPage(pk, key, kind, code, put_away, scored[pk], kind == event and not is_held)
        only_there = kind in partners and not is_here and (code == settings.LANGUAGE_CODE or not is_default)
        (listed if code == language or only_there else apart).append(page)
    return listed, apart
