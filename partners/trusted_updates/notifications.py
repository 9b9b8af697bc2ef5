"""Mails about trusted updates: to the office when one is public, to the members when it was undone."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partners.moderation.notifications import approvers, dated, tell_members
from partners.moderation.services import next_date
from portal.notifications.services import address, send
from portal.workflow.immediate_actions import confirmation_path

if TYPE_CHECKING:
    from partners.events.models import EventPage
    from portal.accounts.models import User


def changed(event: EventPage, user: User) -> None:
    """Tell the office that a member has changed the time or the place of a public event at once."""
    title, day, link = event.public_title, next_date(event), address(confirmation_path(event))
    for approver in approvers(without=user.pk):
        send(approver, lambda: _changed(title, day, link))


def undone(version: EventPage) -> None:
    """Tell the members that the office has made the version before public again.

    Args:
        version: that version.
    """
    tell_members(version, _undone)


def _changed(title: str, day: datetime.date | None, link: str) -> tuple[str, str]:
    words = {"title": dated(title, day)}
    text = (
        _("A member has changed the time or the place of the public event %(title)s. Readers see it already.")
        % words
    )
    return _(
        "Changed by a partner: %(title)s"
    ) % words, f"{text}\n\n{_('Please confirm it, or undo it:')}\n{link}\n"


def _undone(title: str, version: EventPage) -> tuple[str, str]:
    text = _(
        "The office has undone your change of the time or the place of %(title)s. Readers see the version before. Your change is kept as a draft. Sign in to read why, in the history of the event."
    )
    return _("Your change was undone: %(title)s") % {"title": title}, text % {"title": title}
