"""Members' requests to remove a public event, and the office's decision: unpublish it, or keep it with a reason."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partners.events.models import EventPage, EventStatus
from partners.moderation import notifications
from portal.exceptions import ActionNotAllowed
from portal.workflow.forms import GIVE_REASON

KEPT = "partners.removal_refused"


@dataclass
class Removal:
    """A member's request to remove an event."""

    event: EventPage
    asked_at: datetime.datetime
    reason: str


def removals():
    """The requests, longest waiting first, without those for events that are no longer public.

    Returns:
        A list of Removal. Two queries.
    """
    waiting = EventStatus.objects.filter(removal_requested_at__isnull=False).order_by("removal_requested_at")
    asked = {status.event_key: status for status in waiting}
    events = EventPage.objects.filter(translation_key__in=asked, live=True).select_related("organisation")
    found = {event.translation_key: event for event in events.order_by("-pk").defer_streamfields()}
    return [
        Removal(found[key], status.removal_requested_at, status.removal_reason)
        for key, status in asked.items()
        if key in found and status.removal_requested_at
    ]


@transaction.atomic
def keep(event, user, reason):
    """Keep an event although its members asked to remove it. They are told, and may ask again.

    Args:
        event: the EventPage.
        user: the member of staff who decides.
        reason: the reason, which the members read in the event's history.

    Raises:
        ActionNotAllowed: the reason is empty, or there is no request any more.
    """
    if not reason.strip():
        raise ActionNotAllowed(GIVE_REASON)
    asked = EventStatus.objects.filter(event_key=event.translation_key, removal_requested_at__isnull=False)
    if not asked.update(removal_requested_at=None, removal_reason=""):
        raise ActionNotAllowed(_("The request to remove it was withdrawn."))
    log(instance=event, action=KEPT, user=user, data={"comment": reason.strip()})
    notifications.removal_refused(event)
