"""Mails about the conversation of members with the office (conversation.py). None contains what was written."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.notifications.services import address, send

from .notifications import approvers, dated, tell_members
from .services import next_date


def message_from_members(event, user):
    """A member has written to the office about an event.

    Args:
        event: the EventPage.
        user: the member.
    """
    title, day = event.public_title, next_date(event)
    link = address(reverse("partner_conversation", args=[event.translation_key]))
    for approver in approvers(without=user.pk if user else None):
        send(approver, lambda: _written(title, day, link))


def message_from_office(event):
    """Tell the members that the office has written about an event."""
    tell_members(event, _written_by_office)


def _written(title, day, link):
    words = {"title": dated(title, day)}
    text = (
        _("An organization has written to the office about %(title)s. Sign in to read it and to answer:")
        % words
    )
    return _("A message about %(title)s") % words, f"{text}\n\n{link}\n"


def _written_by_office(title, version):
    text = _("The office has written to you about %(title)s. Sign in to read it and to answer.")
    return _("A message about %(title)s") % {"title": title}, text % {"title": title}
