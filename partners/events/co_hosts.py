"""Organizations that hold an event together with the one that writes it: who is asked, and who has agreed to be named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min, QuerySet
from django.dispatch import Signal

from partners.organisations.models import OrganisationPage

from .models import EventCoHost, EventPage, EventStatus

if TYPE_CHECKING:
    from portal.core.page_links import PageLink

State = EventCoHost.State
# An organization is asked for the first time whether it is a co-host of an event. Arguments: event, organisation.
asked = Signal()


def organisation_ids(event: EventPage) -> list[int]:
    """The organizations that readers may see: its own first, then co-hosts that have agreed. No query if its status is known."""
    return [event.organisation_id, *event.status.co_hosts]


def public_links(event: EventPage, links: Mapping[int, PageLink | None]) -> list[PageLink]:
    """The links to the organizations of an event that are public.

    Args:
        event: the event.
        links: the result of links_by_id() for organisation_ids().
    """
    return [link for pk in organisation_ids(event) if (link := links.get(pk))]


def keys_of(organisations: QuerySet[OrganisationPage, Any]) -> QuerySet[EventCoHost, UUID]:
    """The keys of the events whose co-host an organization is, with its agreement.

    Args:
        organisations: primary keys of the organization's pages.
    """
    agreed = EventCoHost.objects.filter(organisation__in=organisations, state=State.AGREED)
    return agreed.values_list("event_key", flat=True)


def co_hosts_of(event: EventPage) -> QuerySet[EventCoHost]:
    """The co-hosts that the public version of an event names, with their answers."""
    rows = EventCoHost.objects.filter(event_key=event.translation_key)
    return rows.select_related("organisation").order_by("pk")


def note_agreed(event_key: UUID) -> None:
    """Repeat in the event's status which co-hosts have agreed."""
    agreed = EventCoHost.objects.filter(event_key=event_key, state=State.AGREED).order_by("pk")
    EventStatus.objects.get_or_create(event_key=event_key)
    EventStatus.objects.filter(event_key=event_key).update(
        co_hosts=list(agreed.values_list("organisation_id", flat=True))
    )


@transaction.atomic
def follow_publication(event: EventPage) -> None:
    """Ask the co-hosts that the published version names for the first time; forget the answers of those that it no longer names."""
    original = EventPage.objects.filter(translation_key=event.translation_key).order_by("pk").first()
    if original is None or original.pk != event.pk:
        return  # A translation names the same ones, perhaps those of an earlier version.
    keys = {page.translation_key for page in event.co_hosts.all()} - {event.organisation.translation_key}
    pages = OrganisationPage.objects.filter(translation_key__in=keys)
    first = pages.order_by().values("translation_key").annotate(first=Min("pk"))
    named = set(first.values_list("first", flat=True))
    known = EventCoHost.objects.filter(event_key=event.translation_key)
    before = set(known.values_list("organisation_id", flat=True))
    if named == before:
        return
    known.exclude(organisation__in=named).delete()
    EventCoHost.objects.bulk_create(
        EventCoHost(event_key=event.translation_key, organisation_id=pk) for pk in sorted(named - before)
    )
    note_agreed(event.translation_key)
    event.__dict__.pop("status", None)
    for organisation in OrganisationPage.objects.filter(pk__in=named - before).order_by("pk"):
        asked.send(sender=EventPage, event=event, organisation=organisation)
