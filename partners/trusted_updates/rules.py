"""Which change of an event may be public at once: one of only the time or the place, of an event whose place everybody may know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from partners.confidentiality import store
from partners.events.models import EventPage, EventStatus
from partners.members.models import Membership
from partners.moderation.services import has_passed
from portal.workflow import approvals, contributions
from portal.workflow.choices import Ground
from portal.workflow.content import BOOKKEEPING, plain

from . import services

if TYPE_CHECKING:
    from portal.accounts.models import User

# Not the rhythm (how an event repeats): that changes every date of a series. Not `place_shown` either.
WHEN = (
    *("start_date", "start_time", "end_date", "end_time", "all_day", "time_zone"),
    *("extra_dates", "exception_dates", "moved_dates"),
)
WHERE = (
    *("attendance", "venue_name", "street_address", "city", "region", "postal_code", "directions"),
    *("date_places", "online_url"),
)
# Bookkeeping that decides when a version is public.
_PLANNED = ("go_live_at", "expire_at")
_AS_PLANNED = (EventStatus.State.SCHEDULED, EventStatus.State.RESCHEDULED)


def is_possible(event: EventPage) -> bool:
    """Whether a change of the time or the place of an event could be public at once, whatever else a draft of it changes.

    Args:
        event: the EventPage as it is stored.

    Returns:
        False also while the office has locked the event or the organization's page, has taken that page from the public, has asked
        for changes, or has undone such a change of the event.
    """
    if not event.live or event.live_revision is None or event.locked or event.current_workflow_state:
        return False
    if event.get_translations().filter(live=True).exists():
        # The office changes the translations together with it; until then they would say something else.
        return False
    return _is_trusted(event) and _is_as_planned(event) and _is_known_to_all(event)


def is_time_or_place(event: EventPage, draft: EventPage) -> bool:
    """Whether a draft changes only the time or the place of the public version.

    Args:
        event: the EventPage as it is stored, with `live_revision`.
        draft: its newest version.
    """
    # As objects: a version of an earlier release lacks the fields that were added later.
    before = event.live_revision.as_object().serializable_data()
    after = draft.serializable_data()
    if any(before[name] != after[name] for name in _PLANNED):
        return False
    before, after = (_as_members_write(plain(data)) for data in (before, after))
    ignored = {*BOOKKEEPING, *getattr(event, "tree_derived_fields", ())}
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - ignored
    return bool(changed) and changed <= {*WHEN, *WHERE}


def _as_members_write(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what the admin's editor adds to rich text and the members' form does not keep."""
    return {**data, "description": re.sub(r' data-block-key="[^"]*"', "", data["description"] or "")}


def may_be_at_once(event: EventPage, draft: EventPage, user: User) -> bool:
    """Whether a user may make a draft public before the office has seen it.

    Args:
        event: the EventPage as it is stored.
        draft: its newest version.
        user: the member who sends it.
    """
    if not (is_possible(event) and event.has_unpublished_changes and is_time_or_place(event, draft)):
        return False
    return _wrote_only_members(event, user) and not draft.publishing_errors()


def _is_trusted(event: EventPage) -> bool:
    organisation = event.organisation
    return organisation.live and not organisation.locked and services.is_on(organisation)


def _is_as_planned(event: EventPage) -> bool:
    """Whether it is still to come, nobody has called it off or asked for its removal, and the office has not undone such a change since its last approval."""
    status = event.status
    if (
        status.state not in _AS_PLANNED
        or status.taken_down
        or status.removal_requested_at
        or has_passed(event)
    ):
        return False
    if event.revisions.filter(approved_go_live_at__isnull=False).exists():
        return False
    ground = approvals.in_force(event.live_revision_id).values_list("ground", flat=True).first()
    return ground not in (None, Ground.RETURNED)


def _is_known_to_all(event: EventPage) -> bool:
    """Whether the place is public, and never was a confidential one."""
    return event.shows_place and not store.has_forbidden_words(event.translation_key)


def _wrote_only_members(event: EventPage, user: User) -> bool:
    """Whether all who wrote the version are members, and nobody of them could confirm it afterwards."""
    latest = approvals.newest(event)
    writers = {user.pk, *contributions.contributors(event).values_list("pk", flat=True)}
    if latest is None or latest.user_id is None:
        return False
    writers.add(latest.user_id)
    key = event.organisation.translation_key
    members = Membership.objects.filter(
        organisation__translation_key=key, user__in=writers, user__is_active=True, user__is_superuser=False
    )
    if members.values("user").distinct().count() != len(writers):
        return False
    return not approvals.active_approvers().filter(pk__in=writers).exists()
