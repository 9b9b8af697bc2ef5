"""Sends the complete drafts of an import to the office, and says of the others why they cannot be sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from partners.events.models import EventPage
from partners.workspace import sending as at_once
from partners.workspace import submission
from partners.workspace.submission import State
from portal.checks.publishing import field_label
from portal.exceptions import ActionNotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partners.organisations.models import OrganisationPage
    from portal.accounts.models import User

# The most drafts that are checked and sent in one request, so that it ends in time.
MOST = 60
# What waits to be sent; an event in any other state is not part of what is sent together.
_TO_BE_SENT = (State.DRAFT, State.LIVE_DRAFT, State.CHANGES_REQUESTED, State.TAKEN_DOWN)


@dataclass
class Draft:
    """An imported event that has not been sent.

    Attributes:
        event: the EventPage.
        title: its title in the draft.
        state: its state.
        reasons: why it cannot be sent with the others, as sentences; empty if it can.
        is_at_once: whether it is public as soon as a member sends it (partners/trusted_updates).
    """

    event: EventPage
    title: str
    state: State
    reasons: list[str] = field(default_factory=list)
    is_at_once: bool = False

    @property
    def key(self) -> str:
        return str(self.event.translation_key)


@dataclass
class Unsent:
    """The imported events that have not been sent.

    Attributes:
        drafts: the first MOST of them, in the order of the calendar.
        states: the state of each event that was looked at, by its key.
        more: how many others there are.
    """

    drafts: list[Draft] = field(default_factory=list)
    states: dict[str, State] = field(default_factory=dict)
    more: int = 0

    @property
    def ready(self) -> list[Draft]:
        """Those that can be sent."""
        return [draft for draft in self.drafts if not draft.reasons]

    @property
    def is_any_at_once(self) -> bool:
        """Whether one of them is public as soon as it is sent."""
        return any(draft.is_at_once for draft in self.ready)

    @property
    def not_ready(self) -> list[Draft]:
        """Those that cannot."""
        return [draft for draft in self.drafts if draft.reasons]


def unsent(
    lines: Iterable[dict[str, Any]], organisation: OrganisationPage, user: User | None = None
) -> Unsent:
    """The events of an import that have not been sent, each with the reasons why it cannot be.

    Args:
        lines: the lines of a report (partners.ics_import.services.Line), as dicts.
        organisation: the organization whose calendar it is; events of others are left out.
        user: the member who may send them; None where it does not matter which of them would be public at once.
    """
    keys = list(dict.fromkeys(line["key"] for line in lines if line["key"]))
    found: dict[str, EventPage] = {}
    for event in EventPage.objects.filter(organisation=organisation, translation_key__in=keys).order_by("pk"):
        found.setdefault(str(event.translation_key), event)
    events = [found[key] for key in keys if key in found]
    waiting = [event for event in events if event.has_unpublished_changes or not event.live]
    found_drafts = Unsent()
    for number, event in enumerate(waiting):
        if len(found_drafts.drafts) == MOST:
            found_drafts.more = len(waiting) - number
            break
        state = found_drafts.states[str(event.translation_key)] = submission.state(event)
        if state in _TO_BE_SENT:
            draft = _draft(event, state)
            if user is not None and not draft.reasons:
                draft.is_at_once = at_once.may_be_at_once(event, user)
            found_drafts.drafts.append(draft)
    return found_drafts


def _draft(event: EventPage, state: State) -> Draft:
    draft = submission.latest(event)
    if state == State.CHANGES_REQUESTED:
        reasons = [_("The office asks for changes. Read what it wrote, then send it yourself.")]
    elif state == State.TAKEN_DOWN:
        reasons = [_("It was taken down. If it can be public again, send it yourself.")]
    else:
        reasons = _sentences(submission.problems(draft))
    return Draft(event, draft.title or _("Event without a title"), state, reasons)


def _sentences(errors: dict[str, list[str]]) -> list[str]:
    sentences = []
    for name, found in errors.items():
        label = field_label(EventPage, name) if name else ""
        sentences += [f"{label}: {sentence}" if label else sentence for sentence in found]
    return sentences


def send(drafts: Iterable[Draft], user: User) -> tuple[int, int, list[Draft]]:
    """Send drafts to the office, or to the public at once those that are said to be, each in a transaction of its own.

    Args:
        drafts: the drafts that can be sent.
        user: the member who sends them.

    Returns:
        How many were sent to the office, how many are public now, and those that were not sent, with the reasons.
    """
    sent, public, refused = 0, 0, []
    for draft in drafts:
        try:
            is_public = at_once.send(draft.event, user, at_once=draft.is_at_once)
        except ActionNotAllowed as problem:
            reasons = _sentences(problem.field_errors) or [problem.text]
            refused.append(Draft(draft.event, draft.title, draft.state, reasons))
        else:
            public += is_public
            sent += not is_public
    return sent, public, refused
