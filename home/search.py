"""Search over all public pages."""

import re
from contextlib import nullcontext
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from home import empty_searches
from home.help_first import help_first
from home.models import (
    CampaignPage,
    ContactPage,
    DefinitionPage,
    FormatRequestPage,
    GetHelpPage,
    InformationPage,
    InitiativePage,
    ResourcePage,
)
from home.ranking import best
from home.synonyms import danger_language
from media.models import VideoPage
from partners.listing import items
from partners.models import EventPage, Occurrence, OrganisationPage, ServicePage
from portal.archived import archived, is_archived
from portal.links import PageLink, links_by_id

RESULTS_ON_A_PAGE = 20
MOST = 200
MAX_WORDS = 12
MAX_CHARACTERS = 200

# What a reader can narrow the search to.
TYPES = {
    "definition": (_("Definitions"), (DefinitionPage,)),
    "help": (_("Help and information"), (GetHelpPage, InformationPage, ContactPage, FormatRequestPage)),
    "initiative": (_("Initiatives"), (InitiativePage,)),
    "campaign": (_("Campaigns"), (CampaignPage,)),
    "video": (_("Videos"), (VideoPage,)),
    "resource": (_("Resources"), (ResourcePage,)),
    "partner": (_("Partners and their services"), (OrganisationPage, ServicePage)),
    "event": (_("Events to come"), (EventPage,)),
}


def clean_query(text):
    """The words of a query, without what a search engine takes for an operator.

    Args:
        text: anything that a visitor, or a program, wrote.

    Returns:
        At most twelve words and 200 characters, separated by single spaces; "" when there is no word.
    """
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text[: MAX_CHARACTERS * 4], flags=re.UNICODE)
    return " ".join(words[:MAX_WORDS])[:MAX_CHARACTERS]


def find(query, language, kind="", archive=False):
    """The public pages that a query finds, best first.

    What partners write in one language is found in all of them, where it is not translated (corrections 14); events are
    found while a date of theirs is still to come.

    Args:
        query: words, as clean_query returns them.
        language: a language code.
        kind: a key of TYPES, or "" for all.
        archive: whether archived pages are found too.

    Returns:
        The numbers of MOST pages at the most.
    """
    pages = Page.objects.live()
    if kind:
        pages = pages.type(TYPES[kind][1])
    # All words first; where nothing has all of them, any of them is better than nothing.
    shown = _shown(language) if archive else _shown(language) & ~archived()
    return best(pages, query, "and", shown, MOST) or best(pages, query, "or", shown, MOST)


def _shown(language):
    """Which of the live pages a reader of a language is to find."""
    here = Locale.objects.get_for_language(language)
    default = Locale.objects.get_for_language(settings.LANGUAGE_CODE)
    versions = Page.objects.live().filter(translation_key=OuterRef("translation_key"))
    partners = [content_type.pk for content_type in _types(OrganisationPage, ServicePage, EventPage)]
    elsewhere = (
        Q(content_type__in=partners)
        & ~Exists(versions.filter(locale=here))
        & (Q(locale=default) | ~Exists(versions.filter(locale=default)))
    )
    to_come = Occurrence.objects.filter(event_key=OuterRef("translation_key"), end__gte=timezone.now())
    return (Q(locale=here) | elsewhere) & (~Q(content_type__in=_types(EventPage)) | Exists(to_come))


def _types(*models):
    return [ContentType.objects.get_for_model(model) for model in models]


@dataclass(frozen=True)
class Hit:
    """A page as the results show it.

    Attributes:
        page: its title, address and summary (portal.links.PageLink).
        next: the next date of an event (partners.listing.Item), else None.
        organisation: of a service, the organisation's PageLink, else None.
        lang: the language of its words where it is not the reader's, else "".
        archived: whether it stands in the archive.
    """

    page: PageLink
    next: object = None
    organisation: PageLink | None = None
    lang: str = ""
    archived: bool = False


def hits(ids, language):
    """What the results show of some pages, in their order. Titles come from the shared cache; else four queries, and five for events.

    Args:
        ids: numbers of pages.
        language: the reader's language.

    Returns:
        A list of Hit.
    """
    found = Page.objects.in_bulk(list(ids))
    pages = [found[pk] for pk in ids if pk in found]
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    links = links_by_id([page.pk for page in pages], language)
    event, service = _types(EventPage, ServicePage)
    keys = {page.translation_key for page in pages if page.content_type_id == event.pk}
    dates = {item.occurrence.event_key: item for item in items(_first_dates(keys), language)} if keys else {}
    services = [page.pk for page in pages if page.content_type_id == service.pk]
    holders = (
        dict(ServicePage.objects.filter(pk__in=services).values_list("pk", "organisation_id"))
        if services
        else {}
    )
    organisations = links_by_id([pk for pk in holders.values() if pk], language)
    return [
        Hit(
            links[page.pk],
            dates.get(page.translation_key),
            organisations.get(holders.get(page.pk)),
            "" if codes[page.locale_id] == language else codes[page.locale_id],
            is_archived(page),
        )
        for page in pages
        if links.get(page.pk)
    ]


def _first_dates(keys):
    """The next date of each event, in one query."""
    later = Occurrence.objects.filter(event_key__in=keys, end__gte=timezone.now())
    starts = later.order_by().values("event_key").annotate(first=Min("start")).values("first")
    rows = later.filter(start__in=starts).order_by("start")
    first = {}
    for row in rows:
        first.setdefault(row.event_key, row)
    return list(first.values())


def _danger(typed, language):
    """The language of a word that means danger, or ""; where the words cannot be read, the search fails and shows help anyway."""
    try:
        return danger_language(typed, language)
    except DatabaseError:
        return ""


def search(request):
    """`/search/?q=&type=&page=`: results, or what to do when there are none."""
    typed = request.GET.get("q", "")
    kind = request.GET.get("type", "")
    kind = kind if kind in TYPES else ""
    archive = "archive" in request.GET
    query, failed, language = clean_query(typed), False, get_language()
    ids, found = [], []
    if query:
        try:
            # Within a transaction a savepoint: PostgreSQL refuses all further work in it after an error. Else none: on SQLite
            # a transaction of ours is a writer's, and a reader would wait for whoever writes.
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                ids = find(query, language, kind, archive)
                results = Paginator(ids, RESULTS_ON_A_PAGE).get_page(request.GET.get("page"))
                found = hits(results.object_list, language)
        except DatabaseError:
            failed = True
    danger = _danger(typed, language)
    # Narrowed searches are repetitions of one that was counted, and of danger nobody keeps a count.
    if query and not (ids or failed or danger or kind or archive):
        empty_searches.note(typed, query, language)
    context = {
        "help": help_first(language, danger) if danger or failed or (query and not ids) else None,
        "danger": bool(danger),
        "typed": typed[:MAX_CHARACTERS].replace("\0", ""),
        "query": query,
        "kind": kind,
        "archive": archive,
        "types": [(key, label) for key, (label, _models) in TYPES.items()],
        "failed": failed,
        "results": Paginator(ids, RESULTS_ON_A_PAGE).get_page(request.GET.get("page")),
        "hits": found,
        "more": len(ids) == MOST,
    }
    response = render(request, "home/search.html", context)
    # What somebody looked for stays out of the browser's cache, and out of search engines.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
