"""Which events can take the place of a postponed one."""

from django.db.models import Min
from django.utils import timezone

from partners.events.models import EventPage, EventStatus, Occurrence

MOST = 100
# An event in one of these states does not take place as its page says.
_CALLED_OFF = (EventStatus.State.CANCELLED, EventStatus.State.POSTPONED)


def later_events(event):
    """Other public events of the organization that take place after an event and are not called off.

    Args:
        event: the EventPage that is postponed.

    Returns:
        A list of (EventPage, its next start) of at most MOST: those with the same title first, then by date.
    """
    now = timezone.now()
    to_come = Occurrence.objects.filter(end__gte=now, is_cancelled=False)
    planned = to_come.filter(event_key=event.translation_key).aggregate(next=Min("start"))["next"]
    after = event.status.previous_start or planned or event.start or now
    starts = dict(
        to_come.filter(event__organisation_id=event.organisation_id, event__live=True, start__gt=after)
        .exclude(event_key=event.translation_key)
        .values_list("event_key")
        .annotate(next=Min("start"))
    )
    off = EventStatus.objects.filter(event_key__in=starts, state__in=_CALLED_OFF)
    for key in off.values_list("event_key", flat=True):
        del starts[key]
    found: dict = {}
    for page in EventPage.objects.filter(translation_key__in=starts, live=True).order_by("pk"):
        found.setdefault(page.translation_key, page)
    pages = sorted(
        found.values(),
        key=lambda page: (
            page.title.casefold() != event.title.casefold(),
            starts[page.translation_key],
            page.pk,
        ),
    )
    return [(page, starts[page.translation_key]) for page in pages[:MOST]]


def can_replace(event, other):
    """Whether another event can take the place of a postponed one."""
    return any(page.translation_key == other.translation_key for page, _start in later_events(event))
