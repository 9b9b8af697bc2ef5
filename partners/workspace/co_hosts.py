"""What an organization answers when an event of another one names it as co-host. Its answer is public at once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partners.confidentiality import erasure, store
from partners.events.co_hosts import State, note_agreed
from partners.events.models import EventCoHost, EventPage, EventStatus, Occurrence
from partners.events.wording import day_words
from partners.members.permissions import Access
from partners.organisations.models import OrganisationPage
from portal.accounts.models import User
from portal.core import cache_version
from portal.exceptions import ActionNotAllowed

AGREE, DECLINE = "agree", "decline"


@dataclass(frozen=True)
class NamedIn:
    """A public event of another organization that names this one as co-host."""

    event: EventPage
    state: State
    day: datetime.date | None
    is_coming: bool

    @property
    def when(self) -> str:
        """Its next or only day, in words."""
        return day_words(self.day) if self.day else ""


def named_in(organisation: OrganisationPage) -> list[NamedIn]:
    """The public events that name an organization as co-host, the next first, past ones last. Three queries.

    Past ones are listed only if it has agreed, so that it can withdraw.
    """
    states = dict(EventCoHost.objects.filter(organisation=organisation).values_list("event_key", "state"))
    if not states:
        return []
    to_come = Occurrence.objects.filter(event_key__in=list(states), end__gte=timezone.now())
    next_days = dict(to_come.values_list("event_key").annotate(next=Min("local_date")))
    events = {}
    pages = EventPage.objects.live().filter(translation_key__in=list(states))
    for event in pages.select_related("organisation").order_by("-pk"):
        events[event.translation_key] = event  # The original last.
    found = [
        NamedIn(event, State(states[key]), next_days.get(key, event.start_date), key in next_days)
        for key, event in events.items()
    ]
    found = [named for named in found if named.is_coming or named.state == State.AGREED]
    last = datetime.date.max
    return sorted(found, key=lambda named: (not named.is_coming, named.day or last, named.event.pk))


def event_naming(organisation: OrganisationPage, key: UUID) -> EventPage | None:
    """The public event with a key if it names an organization as co-host, in the language in which it was written; else None."""
    if not EventCoHost.objects.filter(organisation=organisation, event_key=key).exists():
        return None
    return EventPage.objects.live().filter(translation_key=key).order_by("pk").first()


@transaction.atomic
def answer(event: EventPage, organisation: OrganisationPage, user: User, agrees: bool) -> None:
    """Agree that an event names an organization as co-host, or decline or withdraw.

    Args:
        event: the result of event_naming().
        organisation: the organization that is named.
        user: a member of it.
        agrees: whether readers may see its name.

    Raises:
        ActionNotAllowed: the user is not a member, the event no longer names it, or its page gives away a confidential place of it.
    """
    if Access(user).organisation(organisation.slug) != organisation:
        raise ActionNotAllowed(_("Only members of the organization can do this."))
    rows = EventCoHost.objects.select_for_update().filter(organisation=organisation)
    row = rows.filter(event_key=event.translation_key).first()
    if row is None:
        raise ActionNotAllowed(_("The event no longer names your organization. There is nothing to do."))
    state = State.AGREED if agrees else State.DECLINED
    if row.state == state:
        return
    if agrees:
        _refuse_place(event, organisation)
    was_named = row.state == State.AGREED
    row.state, row.changed_at, row.changed_by = state, timezone.now(), user
    row.save()
    note_agreed(event.translation_key)
    event.__dict__.pop("status", None)
    if agrees or was_named:
        EventStatus.count_change(event.translation_key, user)
    if was_named:
        transaction.on_commit(cache_version.withdraw_cached_pages, robust=True)
    done = "agreed" if agrees else "withdrawn" if was_named else "declined"
    log(
        instance=event,
        action=f"partners.co_host_{done}",
        user=user,
        data={"organisation": organisation.title},
    )


def _refuse_place(event: EventPage, organisation: OrganisationPage) -> None:
    """Refuse an event whose public page gives away a confidential place of the organization that is to be named beside it."""
    words = store.words_of(organisation.translation_key)
    pages = EventPage.objects.live().filter(translation_key=event.translation_key)
    if any(words.found_in(page.slug) or erasure.fields_with(page, words) for page in pages if words):
        raise ActionNotAllowed(
            _(
                "The page of this event gives away a confidential place of your organization. Ask the other organization to write it without the place, then agree."
            )
        )
