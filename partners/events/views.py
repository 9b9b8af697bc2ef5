"""The lists of events: upcoming, past, one month. EventIndexPage calls these functions (formats.py)."""

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .filters import EventFilters
from .links import EventLinks
from .listing import ListPage, by_day, items
from .month import Month


def event_list(request, page, shown):
    """The upcoming events, by date, or the past ones.

    Args:
        request: the reader's request.
        page: the EventIndexPage.
        shown: "upcoming" or "past".
    """
    filters = EventFilters(request.GET, get_language())
    occurrences = filters.past() if shown == "past" else filters.occurrences()
    rows = ListPage(occurrences, request.GET.get("page"))
    context = {
        "shown": shown,
        # The last item of the breadcrumb.
        "part": _("Past events") if shown == "past" else "",
        "action": page.get_url(request) + ("past/" if shown == "past" else ""),
        "filters": filters,
        "links": EventLinks(page, filters, request),
        "rows": rows,
        "days": by_day(items(rows.rows, filters.language)),
    }
    return page.render(request, context_overrides=context)


def event_month(request, page, year, month):
    """One month as a table.

    Args:
        request: the reader's request.
        page: the EventIndexPage.
        year: the year.
        month: the number of the month.

    Raises:
        Http404: the month is more than two years away, so that crawlers do not follow an endless calendar.
    """
    if not Month.is_open(year, month):
        raise Http404("The month is too far away.")
    query = request.GET.copy()
    for name in ("from", "to"):
        query.pop(name, None)  # The month is the period of the filters.
    filters = EventFilters(query, get_language())
    links = EventLinks(page, filters, request)
    shown = Month(filters, year, month, day_link=links.day)
    context = {
        "shown": "month",
        "part": _("Events in %(month)s") % {"month": shown.name},
        "action": f"{page.get_url(request)}month/{year}/{month:02}/",
        "filters": filters,
        "links": links,
        "month": shown,
        "neighbours": links.neighbours(shown),
    }
    return page.render(request, template="partners/event_month.html", context_overrides=context)
