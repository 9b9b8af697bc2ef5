"""The search page."""

import re
from contextlib import nullcontext
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import DatabaseError, connection, transaction
from django.db.models import Min
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from wagtail.models import Page

from partners.events.listing import items
from partners.models import EventPage, Occurrence, ServicePage
from partners.organisations.examples import example_pks
from portal.core.page_links import PageLink, links_by_id
from portal.core.stemming import Marks

from . import zero_result_searches
from .crisis_banner import crisis_banner
from .kinds import KINDS
from .phone_numbers import line_of, number_in
from .ranking import Found, find, find_number
from .search_index import texts as indexed_texts
from .spelling import corrected_query, without_form
from .synonyms import danger_language
from .words_of_lines import line_for_words

RESULTS_ON_A_PAGE = 20
MOST = 200
MAX_WORDS = 12
MAX_CHARACTERS = 200


def clean_query(text):
    """The words of a query, without characters that a search engine treats as operators.

    Args:
        text: any text from a visitor or a program.

    Returns:
        At most twelve words and 200 characters, separated by single spaces; "" if there is no word.
    """
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text[: MAX_CHARACTERS * 4], flags=re.UNICODE)
    return " ".join(words[:MAX_WORDS])[:MAX_CHARACTERS]


@dataclass(frozen=True)
class Hit:
    """A page as shown in the results.

    Attributes:
        page: its title, address and summary (portal.core.page_links.PageLink).
        marks: the words to highlight (portal.core.stemming.Marks).
        next: the next date of an event (partners.events.listing.Item), else None.
        organisation: for a service, the organization's PageLink, else None.
        lang: the language of its texts if it is not the reader's, else "".
        archived: whether it is archived.
        is_example: whether it is an invented organization, or a service of one.
    """

    page: PageLink
    marks: Marks
    next: object = None
    organisation: PageLink | None = None
    lang: str = ""
    archived: bool = False
    is_example: bool = False


def hits(pages, query, language):
    """The hits for some pages, in their order. Titles come from the shared cache; two queries, and three for events.

    Args:
        pages: a list of home.search.ranking.FoundPage.
        query: the query.
        language: the reader's language.

    Returns:
        A list of Hit.
    """
    links = links_by_id([page.pk for page in pages], language)
    event = ContentType.objects.get_for_model(EventPage).pk
    service = ContentType.objects.get_for_model(ServicePage).pk
    keys = {page.translation_key for page in pages if page.content_type_id == event}
    dates = (
        {item.occurrence.event_key: item for item in items(_first_dates(keys), language, brief=True)}
        if keys
        else {}
    )
    services = [page.pk for page in pages if page.content_type_id == service]
    holders = (
        dict(ServicePage.objects.filter(pk__in=services).values_list("pk", "organisation_id"))
        if services
        else {}
    )
    organisations = links_by_id([pk for pk in holders.values() if pk], language)
    examples = example_pks()
    return [
        Hit(
            link,
            Marks.of(query, page.language),
            dates.get(page.translation_key),
            organisations.get(holders.get(page.pk) or 0),
            "" if page.language == language else page.language,
            page.is_archived,
            not examples.isdisjoint((page.pk, holders.get(page.pk))),
        )
        for page in pages
        if (link := links.get(page.pk))
    ]


def _first_dates(keys):
    """The next date of each event, in one query."""
    later = Occurrence.objects.filter(event_key__in=keys, end__gte=timezone.now())
    starts = later.order_by().values("event_key").annotate(first=Min("start")).values("first")
    rows = later.filter(start__in=starts).order_by("start")
    first: dict[UUID, Occurrence] = {}
    for row in rows:
        first.setdefault(row.event_key, row)
    return list(first.values())


def _danger(typed, language):
    """The language of a danger word, or "". If the words cannot be read, the search fails and its error page shows help."""
    try:
        return danger_language(typed, language)
    except DatabaseError:
        return ""


def _line_for_words(typed, language):
    """The help line that the words are about (words_of_lines.py), or None; None, too, if it cannot be read."""
    try:
        return line_for_words(typed, language)
    except DatabaseError:
        return None


def _written(query, found, shown, language):
    """The corrected query for the reader, its words as in the results; "" if nothing was corrected or only the stem is known."""
    if not (found.corrected and shown):
        return ""
    texts = [text for hit in shown if not hit.lang for text in (hit.page.title, hit.page.summary)]
    if without_form(found.corrected, language, texts):
        best = [page.pk for page in found.pages if page.language == language][:1]
        texts += [
            text for page in Page.objects.filter(pk__in=best).specific() for text in indexed_texts(page)
        ]
    if without_form(found.corrected, language, texts):
        return ""
    return corrected_query(query, found.corrected, language, texts)


def _other_languages(found, query):
    """The languages in which other pages match: (code, its own name, number of pages, address of the results)."""
    listed = []
    for code, name in settings.LANGUAGES:
        if count := found.elsewhere.get(code):
            with override(code):
                listed.append((code, name, count, f"{reverse('search')}?{urlencode({'q': query})}"))
    return listed


def search(request):
    """`/search/?q=&type=&page=`: results, or what to do if there are none."""
    typed = request.GET.get("q", "")
    kind = request.GET.get("type", "")
    kind = kind if kind in KINDS else ""
    archive = "archive" in request.GET
    query, failed, language = clean_query(typed), False, get_language()
    line = line_of(typed[:MAX_CHARACTERS], language)
    safe_line = line if line and line.kind in line.SAFE_KINDS else None
    searched, found, shown = query, Found(), []
    if query:
        try:
            # Within a transaction, a savepoint, because PostgreSQL refuses further queries in it after an error. Otherwise none: on
            # SQLite
            # a transaction of this application takes the write lock, and the reader would wait for writers.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                if digits := number_in(query, language):
                    found = find_number(digits, query, line, language, kind, archive)
                else:
                    found = find(query, language, kind, archive)
                if found.corrected:
                    searched = corrected_query(query, found.corrected, language)
                results = Paginator(found.pages[:MOST], RESULTS_ON_A_PAGE).get_page(request.GET.get("page"))
                shown = hits(results.object_list, searched, language)
        except DatabaseError:
            found, failed = Found(), True
    danger = _danger(typed, language) or (found.corrected and _danger(searched, language))
    first_line = (
        safe_line
        or _line_for_words(typed, language)
        or (found.corrected and _line_for_words(searched, language))
        or None
    )
    # A search that shows help lines is not counted, and a filtered one was already counted.
    help_above = bool(danger or failed or safe_line)
    if query and not (found.pages or help_above or kind or archive):
        zero_result_searches.note(typed, query, language)
    corrected = _written(query, found, shown, language)
    context = {
        "help": crisis_banner(language, danger or "", first_line)
        if help_above or (query and not found.pages)
        else None,
        "help_above": help_above,
        "typed": typed[:MAX_CHARACTERS].replace("\0", ""),
        "asked": bool(typed),
        "query": corrected or query,
        "corrected": corrected,
        "kind": kind,
        "archive": archive,
        "types": list(KINDS.items()),
        "failed": failed,
        "results": Paginator(found.pages[:MOST], RESULTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "hits": shown,
        "more": len(found.pages) >= MOST,
        "other_languages": _other_languages(found, corrected or query),
    }
    response = render(request, "home/search.html", context)
    # Keep the query out of the browser's cache and of search engines.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
