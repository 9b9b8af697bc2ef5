"""Events of one organization that belong together, such as four evenings: they have the same series name.

Series of the repeating kind, the dates of one event, are in series.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from partners.organisations.models import OrganisationPage
from portal.core.process_memory import kept_for_a_while

from .listing import Item, items
from .models import EventPage, Occurrence
from .moments import now_among_events
from .series_names import series_names, series_slug

# As many events are listed on the page of an event, and for so many seconds they are kept; more are kept than listed, because some pass.
MOST, SPARE, KEPT = 10, 4, 15 * 60


@dataclass(frozen=True)
class More:
    """The other events of a series.

    Attributes:
        dates: the next date of each.
        query: the query of the list of all of them.
    """

    dates: list[Item]
    query: str


def more_of(event: EventPage) -> More | None:
    """The next date of each other public event of an event's series, MOST at most; None if there are none. No query if it was read before."""
    slug = series_slug(event.series_name)
    if not slug:
        return None
    language = get_language()
    name = f"events:together:{language}:{event.translation_key}:{event.organisation_id}:{slug}"
    kept: More = kept_for_a_while(name, lambda: _read(event, slug, language), KEPT)
    now = now_among_events()
    dates = [item for item in kept.dates if item.occurrence.end >= now][:MOST]
    return More(dates, kept.query) if dates else None


def _read(event: EventPage, slug: str, language: str | None) -> More:
    organisation = event.organisation
    pages = OrganisationPage.objects.filter(translation_key=organisation.translation_key).values("pk")
    names = series_names(organisation.translation_key, slug)
    others = EventPage.objects.live().filter(organisation__in=pages, series_name__in=names)
    to_come = Occurrence.objects.filter(end__gte=now_among_events())
    earlier = to_come.filter(event_key=OuterRef("event_key"), start__lt=OuterRef("start"))
    # Each event once, so that one that repeats does not fill the list.
    dates = to_come.filter(~Exists(earlier), event_key__in=others.values("translation_key"))
    dates = dates.exclude(event_key=event.translation_key)
    rows = list(dates.order_by("local_date", "start", "id")[: MOST + SPARE])
    return More(items(rows, language, brief=True), f"organisation={organisation.slug}&series={slug}")
