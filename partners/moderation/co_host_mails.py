"""The mail to the members of an organization that a public event names as co-host: readers see its name only if it agrees."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners.events import co_hosts
from portal.accounts.services import language_of
from portal.notifications.preferences import DECISION
from portal.notifications.services import address, tell

from .notifications import dated, members
from .services import next_date

if TYPE_CHECKING:
    from partners.events.models import EventPage
    from partners.organisations.models import OrganisationPage


def connect() -> None:
    """Connect the receiver; called once, when the app is ready."""
    co_hosts.asked.connect(_tell_members, dispatch_uid="co_host_mails")


def _tell_members(event: EventPage, organisation: OrganisationPage, **_kwargs: Any) -> None:
    title, host, day = event.public_title, event.organisation.title, next_date(event)
    for user in members(organisation):
        with override(language_of(user)):
            path = reverse("partners:dashboard", args=[organisation.slug])
        tell(user, DECISION, partial(_asked, title, host, day, address(path)), path)


def _asked(title: str, host: str, day: datetime.date | None, link: str) -> tuple[str, str]:
    text = _(
        "%(organization)s names your organization as co-host of the public event %(title)s. Readers see your name there only if your organization agrees. Sign in to answer:"
    ) % {"organization": host, "title": dated(title, day)}
    return _("Is your organization a co-host of %(title)s?") % {"title": title}, f"{text}\n\n{link}\n"
