"""The next dates of events as plain JSON, for websites that show them in their own way."""

from django.http import JsonResponse
from django.utils.translation import get_language

from partners.events.listing import EventFilters, items
from partners.events.wording import list_words

from . import texts as calendar_texts

# The maximum number of dates, so that the cost does not grow with the number of events.
DATES = 100


def json_answer(request, index):
    """The next dates that match the filters, in the order of time.

    Args:
        request: the HTTP request; its filters are those of the list.
        index: the EventIndexPage.

    Returns:
        A JsonResponse: {"title", "url", "language", "events": [{"title", "url", "start", "end", "all_day", "time_zone", "state",
        "full", "place", "language", "organization", "organizations"}]}. Times have their UTC offset (RFC 3339); a state is "" as
        planned; "organization" has the names of all "organizations" in one text.
    """
    language = get_language()
    filters = EventFilters(request.GET, language)
    query = f"?{filters.query}" if filters.query else ""
    return JsonResponse(
        {
            "title": calendar_texts.list_name(index, filters),
            "url": request.build_absolute_uri(index.get_url(request)) + query,
            "language": language,
            "events": [
                _event(item, request, language) for item in items(filters.occurrences()[:DATES], language)
            ],
        }
    )


def _event(item, request, language):
    event = item.event
    names = [link.title for link in item.organisations]
    end = item.occurrence.local_end_date.isoformat() if event.all_day else item.end.isoformat()
    return {
        "title": event.title,
        "url": request.build_absolute_uri(item.url),
        "start": item.datetime,
        "end": end,
        "all_day": event.all_day,
        "time_zone": event.time_zone,
        "state": item.state,
        "full": item.is_full,
        "place": item.place_words,
        "language": item.lang or language,
        "organization": list_words(names),
        "organizations": names,
    }
