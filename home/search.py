"""Search over all public pages."""

import re

from django.core.paginator import Paginator
from django.db import DatabaseError, transaction
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

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
from media.models import VideoPage

RESULTS_ON_A_PAGE = 10
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


def find(query, language, kind=""):
    """The public pages that a query finds, best first.

    Args:
        query: words, as clean_query returns them.
        language: a language code; only its pages are searched.
        kind: a key of TYPES, or "" for all.

    Returns:
        A list of specific pages.
    """
    pages = Page.objects.live().filter(locale=Locale.objects.get_for_language(language))
    if kind:
        pages = pages.type(TYPES[kind][1])
    # All words first; where nothing has all of them, any of them is better than nothing.
    for operator in ("and", "or"):
        found = list(pages.search(query, operator=operator).results())
        if found:
            break
    ids = [page.pk for page in found]
    specific = Page.objects.filter(pk__in=ids).specific().defer_streamfields()
    by_id = {page.pk: page for page in specific}
    return [by_id[pk] for pk in ids if pk in by_id]


def search(request):
    """`/search/?q=&type=&page=`: results, or what to do when there are none."""
    typed = request.GET.get("q", "")
    kind = request.GET.get("type", "")
    kind = kind if kind in TYPES else ""
    query, failed, results = clean_query(typed), False, []
    if query:
        try:
            # A savepoint: PostgreSQL refuses all further work in a transaction after an error.
            with transaction.atomic():
                results = find(query, get_language(), kind)
        except DatabaseError:
            failed = True
    context = {
        "typed": typed[:MAX_CHARACTERS].replace("\0", ""),
        "query": query,
        "kind": kind,
        "types": [(key, label) for key, (label, _models) in TYPES.items()],
        "failed": failed,
        "results": Paginator(results, RESULTS_ON_A_PAGE).get_page(request.GET.get("page")),
    }
    response = render(request, "home/search.html", context)
    # What somebody looked for stays out of the browser's cache, and out of search engines.
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
