"""Prefetches events with what calendars and feeds need, in a fixed number of queries."""

import datetime
from collections import defaultdict
from operator import itemgetter
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import get_language

from portal.checks.faults import without_faults
from portal.core.page_links import links_by_id
from portal.taxonomy.selectors import all_terms, chosen_terms

from . import co_hosts
from .models import EventDate, EventPage, EventStatus

TERMS = ["topics", "accessibility", "languages"]
# How many dates are read at once, and how often, to find enough different events.
ROWS, READS = 500, 4


def _with_place(page):
    """An event with its sort key. Raises for an event that has lost its date since it was published."""
    return (page.start_date.isoformat(), str(page.translation_key)), page


class EventSet:
    """Live events in a stable order, with their states, changed dates and terms.

    Args:
        pages: EventPages, one for each event; their `status` and `changed_dates` are filled in.
    """

    def __init__(self, pages):
        ordered = without_faults(pages, _with_place, "calendar")
        self.pages = [page for _place, page in sorted(ordered, key=itemgetter(0))]
        keys = [page.translation_key for page in self.pages]
        statuses = {status.event_key: status for status in EventStatus.objects.filter(event_key__in=keys)}
        changes: dict[UUID, dict[datetime.date, EventDate]] = defaultdict(dict)
        for change in EventDate.objects.filter(event_key__in=keys):
            changes[change.event_key][change.date] = change
        for page in self.pages:
            page.status = statuses.get(page.translation_key) or EventStatus(event_key=page.translation_key)
            page.changed_dates = changes[page.translation_key]

    @classmethod
    def upcoming(cls, occurrences, limit):
        """The events of the next dates, each in the reader's language if it is translated.

        Args:
            occurrences: an ordered queryset of Occurrence; at most READS pages of it are read, so that the cost does not grow with the
                number of events.
            limit: the maximum number of events.

        Returns:
            An EventSet.
        """
        keys: dict[UUID, int] = {}
        for place in range(READS):
            rows = list(occurrences[place * ROWS : (place + 1) * ROWS].values_list("event_key", "event_id"))
            for key, page in rows:
                keys.setdefault(key, page)
            if len(keys) >= limit or len(rows) < ROWS:
                break
        keys = dict(list(keys.items())[:limit])
        language = get_language()
        pages = (
            EventPage.objects.live()
            .filter(translation_key__in=keys)
            .select_related("locale")
            .defer_streamfields()
        )
        chosen = {}
        originals = set(keys.values())
        for page in sorted(
            pages, key=lambda page: (page.locale.language_code == language, page.pk in originals)
        ):
            chosen[page.translation_key] = page
        return cls(chosen.values())

    def __iter__(self):
        return iter(self.pages)

    def modified(self, event):
        """When an event was last changed for the public (datetime in UTC, without microseconds)."""
        moments = [event.last_published_at, event.first_published_at]
        if event.status.pk:
            moments.append(event.status.changed_at)
        moments += [change.changed_at for change in event.changed_dates.values()]
        known = [moment for moment in moments if moment]
        latest = max(known) if known else datetime.datetime.fromtimestamp(0, datetime.UTC)
        return latest.astimezone(datetime.UTC).replace(microsecond=0)

    def terms(self, event):
        """An event's topics, accessibility and languages: a dict of lists of portal.taxonomy.selectors.Term."""
        chosen = self._chosen[event.pk]
        # Read from the cache once, in the order of the terms.
        return {name: [term for pk, term in self._words.items() if pk in chosen[name]] for name in TERMS}

    @cached_property
    def _words(self):
        return all_terms()

    def organisations(self, event):
        """The names of the organizations that hold an event, without those that are not public."""
        return [link.title for link in co_hosts.public_links(event, self._organisations)]

    @cached_property
    def _organisations(self):
        return links_by_id([pk for page in self.pages for pk in co_hosts.organisation_ids(page)])

    @cached_property
    def _chosen(self):
        return chosen_terms(EventPage, [page.pk for page in self.pages], TERMS)
