"""Sends an event: to the office or, where the member was told so, to the public at once (partners/trusted_updates)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from partners.events.models import EventPage
from partners.trusted_updates import publishing, rules

from . import submission

if TYPE_CHECKING:
    from portal.accounts.models import User

# The field of a form whose page says that a change of only the time or the place is public at once.
AT_ONCE = "at_once"


def may_be_at_once(event: EventPage, user: User) -> bool:
    """Whether the newest version of an event would be public at once, if the user sent it."""
    return bool(event.has_unpublished_changes) and rules.may_be_at_once(event, submission.latest(event), user)


@transaction.atomic
def send(event: EventPage, user: User, at_once: bool = False) -> bool:
    """Send the newest version of an event.

    Args:
        event: an EventPage.
        user: the member who sends it.
        at_once: whether the member was told that a change of only the time or the place is public at once.

    Returns:
        Whether it is public now; otherwise it waits for the office.

    Raises:
        ActionNotAllowed: see submission.submit().
    """
    if at_once and _is_public_now(submission.locked(event), user):
        return True
    submission.submit(event, user)
    return False


def _is_public_now(stored: EventPage, user: User) -> bool:
    if not may_be_at_once(stored, user) or submission.problems(submission.latest(stored)):
        return False
    try:
        with transaction.atomic():
            publishing.publish(stored, user)
    except ValidationError:
        # A translation, for example, cannot take over the values: the office decides.
        return False
    return True
