"""Events on the home page and on campaigns: the next date of each event, from the shared cache.

The keys contain the cache version, which changes with every publication and every change of an event's state
(portal/core/cache_version.py). Dates that have passed since are left out when the list is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language

from partners.events.listing import EventFilters, items
from partners.events.moments import now_among_events
from partners.models import EventPage
from portal.core.process_memory import kept_for_a_while, kept_or_made
from portal.taxonomy.selectors import terms_by_pk

if TYPE_CHECKING:
    from partners.events.models import Occurrence

# More are cached than are shown, because some pass before the cache is renewed.
SPARE = 4
# How many dates are read to find different events, so that a daily event does not fill the list.
LOOKED_AT = 60
KEPT = 15 * 60


def next_events(limit):
    """The next dates of different events.

    Args:
        limit: the maximum number of events.

    Returns:
        A list of partners.events.listing.Item in the active language.
    """
    return _kept("home", limit, _all)


def events_of(campaign, limit):
    """Events of partners in a campaign's period with one of its topics, without past ones; none if it has no topics.

    Args:
        campaign: a CampaignPage.
        limit: the maximum number of events.

    Returns:
        A list of partners.events.listing.Item in the active language.
    """
    return _kept(f"campaign:{campaign.pk}", limit, lambda: _of(campaign))


def topics_of(campaign):
    """The campaign's topics (portal.taxonomy.selectors.Term), in the active language."""
    chosen = kept_or_made(
        f"campaign:topics:{campaign.pk}", lambda: [term.pk for term in campaign.topics.all()], KEPT
    )
    return terms_by_pk(chosen)


def _all():
    return EventFilters(QueryDict(), get_language()).occurrences()


def _of(campaign):
    first, last = campaign.period
    # As a list, because in a preview the topics are not in the database yet.
    topics = [term.pk for term in campaign.topics.all()]
    events = EventPage.objects.live().filter(topics__in=topics).order_by()
    return _all().filter(
        event_key__in=events.values("translation_key"), local_date__lte=last, local_end_date__gte=first
    )


def _kept(name, limit, dates):
    """The list items of the first different events among some dates, kept until something changes, for KEPT at most."""

    def read():
        first: dict[UUID, Occurrence] = {}
        for row in dates()[:LOOKED_AT]:
            first.setdefault(row.event_key, row)
        return items(list(first.values())[: limit + SPARE])

    # To read ten events from the shared cache takes a millisecond.
    found = kept_for_a_while(f"events:{name}:{get_language()}:{limit}", read, KEPT)
    now = now_among_events()
    return [item for item in found if item.occurrence.end >= now][:limit]
