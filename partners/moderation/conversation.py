"""The conversation of an organization's members with the office about an event.

The messages are entries of Wagtail's log, like the office's requests for changes: they stand in the history, are only added to, and
confidential places are removed from them like from every entry. No mail contains their text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from partners.content.cleaning import clean_text
from partners.events.models import EventPage
from portal.exceptions import ActionNotAllowed

from . import conversation_mails

if TYPE_CHECKING:
    from portal.accounts.models import User

FROM_MEMBERS, FROM_OFFICE, CLOSED = (
    "partners.message_from_members",
    "partners.message_from_office",
    "partners.message_closed",
)
# What the office says with a decision is a part of the conversation.
DECISIONS = ("wagtail.workflow.reject", "wagtail.workflow.cancel", "partners.removal_refused")
ANSWERS = (
    FROM_OFFICE,
    CLOSED,
    "wagtail.workflow.reject",
    "wagtail.workflow.approve",
    "partners.removal_refused",
)
MOST_CHARACTERS = 2_000
# The newest ones that are shown; the history has all.
SHOWN = 50
# After so long nobody expects an answer any more.
OPEN_FOR = datetime.timedelta(days=180)


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        user: who wrote it, None if the account is deleted.
        at: when.
        text: plain text.
        is_from_office: whether the office wrote it.
    """

    user: User | None
    at: datetime.datetime
    text: str
    is_from_office: bool


def messages(event: EventPage) -> list[Message]:
    """The messages about an event, oldest first, with what the office wrote when it decided. One query."""
    entries = PageLogEntry.objects.filter(
        page_id=event.pk, action__in=(FROM_MEMBERS, FROM_OFFICE, *DECISIONS)
    )
    newest = entries.select_related("user").order_by("-timestamp", "-pk")[:SHOWN]
    found = [
        Message(entry.user, entry.timestamp, text, entry.action != FROM_MEMBERS)
        for entry in newest
        if (text := str((entry.data or {}).get("comment") or "").strip())
    ]
    return found[::-1]


def from_office(event: EventPage) -> Message | None:
    """What the office wrote last, if the members have not answered it yet and it was no decision. One query."""
    entries = PageLogEntry.objects.filter(page_id=event.pk, action__in=(FROM_MEMBERS, FROM_OFFICE))
    last = entries.order_by("-timestamp", "-pk").first()
    if last is None or last.action != FROM_OFFICE:
        return None
    return Message(None, last.timestamp, str((last.data or {}).get("comment") or ""), is_from_office=True)


def is_open(event: EventPage) -> bool:
    """Whether a message of the members waits for an answer. One query."""
    last = (
        PageLogEntry.objects.filter(page_id=event.pk, action__in=(FROM_MEMBERS, *ANSWERS))
        .order_by("-timestamp", "-pk")
        .values_list("action", flat=True)
        .first()
    )
    return last == FROM_MEMBERS


@transaction.atomic
def write(event: EventPage, user: User, text: str, *, as_office: bool) -> None:
    """Add a message, and tell the other side that there is one.

    Args:
        event: the EventPage; its row is locked, so that two first messages cause one mail.
        user: who writes: a member of its organization, or somebody who decides about submissions.
        text: plain text of up to MOST_CHARACTERS.
        as_office: on whose side the user writes.

    Raises:
        ActionNotAllowed: the text is empty or too long.
    """
    text = clean_text(text).strip()
    if not text:
        raise ActionNotAllowed(_("Write a message first."))
    if len(text) > MOST_CHARACTERS:
        raise ActionNotAllowed(
            _("This is too long. Please use %(number)d characters or fewer.") % {"number": MOST_CHARACTERS}
        )
    EventPage.objects.select_for_update().get(pk=event.pk)
    was_open = is_open(event)
    log(instance=event, action=FROM_OFFICE if as_office else FROM_MEMBERS, user=user, data={"comment": text})
    if as_office:
        conversation_mails.message_from_office(event)
    elif not was_open:
        # The office has a mail about the first message; until it answers, the others stand below it.
        conversation_mails.message_from_members(event, user)


@transaction.atomic
def close(event: EventPage, user: User) -> None:
    """Say that a message needs no answer.

    Args:
        event: the EventPage.
        user: somebody who decides about submissions.

    Raises:
        ActionNotAllowed: no message waits for an answer.
    """
    EventPage.objects.select_for_update().get(pk=event.pk)
    if not is_open(event):
        raise ActionNotAllowed(_("No message waits for an answer."))
    log(instance=event, action=CLOSED, user=user)


def waiting() -> list[tuple[EventPage, datetime.datetime]]:
    """The events about which members have written and the office has not answered, longest waiting first. Three queries at most.

    Returns:
        Pairs of the event and the time of the last message.
    """
    since = timezone.now() - OPEN_FOR
    written = PageLogEntry.objects.filter(action=FROM_MEMBERS, timestamp__gte=since)
    pages = set(written.values_list("page_id", flat=True))
    if not pages:
        return []
    entries = PageLogEntry.objects.filter(page_id__in=pages, action__in=(FROM_MEMBERS, *ANSWERS))
    last: dict[int, tuple[str, datetime.datetime]] = {}
    for page_id, action, at in entries.order_by("timestamp", "pk").values_list(
        "page_id", "action", "timestamp"
    ):
        last[page_id] = (action, at)
    open_since = {page_id: at for page_id, (action, at) in last.items() if action == FROM_MEMBERS}
    events = EventPage.objects.filter(pk__in=open_since).select_related("organisation")
    return sorted(((event, open_since[event.pk]) for event in events), key=lambda pair: pair[1])
