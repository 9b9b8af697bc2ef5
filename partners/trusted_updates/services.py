"""The setting of an organization: one coordinator asks, another one confirms, one is enough to switch it off (decisions 21 and 29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from partners.members.models import Membership
from partners.members.permissions import first_written
from partners.organisations.models import OrganisationPage
from portal.exceptions import ActionNotAllowed
from portal.notifications import services as notifications
from portal.staff import rights

from .models import TrustedUpdates

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User

State = TrustedUpdates.State
ASKED, CONFIRMED, ALONE, REFUSED, OFF = (
    "partners.trust.asked",
    "partners.trust.confirmed",
    "partners.trust.alone",
    "partners.trust.refused",
    "partners.trust.off",
)


def is_on(organisation: OrganisationPage) -> bool:
    """Whether an organization, in any language, may make such changes public at once."""
    key = organisation.translation_key
    return TrustedUpdates.objects.filter(organisation__translation_key=key, state=State.ON).exists()


def setting_of(organisation: OrganisationPage) -> TrustedUpdates:
    """The setting of an organization, unsaved if there is none."""
    found = TrustedUpdates.objects.filter(organisation=organisation).select_related("asked_by", "decided_by")
    return found.first() or TrustedUpdates(organisation=organisation)


def may_ask(user: User, organisation: OrganisationPage) -> bool:
    """Whether a user may ask for it, confirm it or switch it off: a coordinator who is not a member of the organization."""
    is_coordinator = user.is_active and user.has_perm("partners.add_membership")
    return is_coordinator and not _works_for(user, organisation)


def may_confirm(user: User, setting: TrustedUpdates) -> bool:
    """Whether a user may confirm a setting that waits: another coordinator than the one who asked."""
    if setting.state != State.WAITING or user.pk == setting.asked_by_id:
        return False
    if not may_ask(user, setting.organisation):
        return False
    return user.is_superuser or rights.confirmers(None, setting.asked_by).filter(pk=user.pk).exists()


def waiting_for(user: User) -> list[TrustedUpdates]:
    """The settings that a user may confirm, longest waiting first."""
    found = TrustedUpdates.objects.filter(state=State.WAITING).select_related("organisation", "asked_by")
    return [setting for setting in found.order_by("asked_at") if may_confirm(user, setting)]


def organisations() -> QuerySet[OrganisationPage]:
    """The organizations that can have the setting: each in the language in which it was first written."""
    return OrganisationPage.objects.filter(pk__in=first_written())


@transaction.atomic
def ask(organisation: OrganisationPage, user: User) -> TrustedUpdates:
    """Ask for the setting. If nobody else can confirm it, it is on, and all approvers and coordinators are told.

    Returns:
        The TrustedUpdates, whose state says whether it waits.

    Raises:
        ActionNotAllowed: the user may not, or somebody has asked already.
    """
    if not may_ask(user, organisation):
        raise ActionNotAllowed(_("Only a coordinator who is not a member of the organization can do this."))
    setting, _is_new = TrustedUpdates.objects.select_for_update().get_or_create(organisation=organisation)
    if setting.state != State.OFF:
        raise ActionNotAllowed(_("Someone has already done this."))
    setting.state, setting.asked_by, setting.asked_at = State.WAITING, user, timezone.now()
    setting.decided_by = setting.decided_at = None
    setting.save()
    log(instance=organisation, action=ASKED, user=user)
    others = [person for person in rights.confirmers(None, user) if not _works_for(person, organisation)]
    if not others:
        _decide(setting, State.ON, user, ALONE)
        rights.tell_office(lambda: _alone(organisation, user))
    for person in others:
        notifications.send(person, lambda: _asked(organisation, user))
    return setting


@transaction.atomic
def confirm(setting: TrustedUpdates, user: User) -> None:
    """Switch the setting on, as a second coordinator.

    Raises:
        ActionNotAllowed: the user may not, somebody has decided already, or who asked is no longer a coordinator.
    """
    setting = _locked(setting)
    if not may_confirm(user, setting):
        raise ActionNotAllowed(_("Another coordinator must confirm this: not the person who asked for it."))
    if setting.asked_by is None or not may_ask(setting.asked_by, setting.organisation):
        raise ActionNotAllowed(
            _(
                "The person who asked for this is no longer a coordinator. Refuse it; a coordinator can ask again."
            )
        )
    _decide(setting, State.ON, user, CONFIRMED)


@transaction.atomic
def refuse(setting: TrustedUpdates, user: User) -> None:
    """Refuse what a colleague asked for, or withdraw what one asked for oneself.

    Raises:
        ActionNotAllowed: the user may not, or somebody has decided already.
    """
    setting = _locked(setting)
    if setting.state != State.WAITING:
        raise ActionNotAllowed(_("Someone has already decided this."))
    if not may_ask(user, setting.organisation):
        raise ActionNotAllowed(_("Only a coordinator who is not a member of the organization can do this."))
    _decide(setting, State.OFF, user, REFUSED)


@transaction.atomic
def switch_off(setting: TrustedUpdates, user: User) -> None:
    """Switch the setting off. One coordinator is enough. What is public already stays, and is confirmed as before.

    Raises:
        ActionNotAllowed: the user may not, or it is off already.
    """
    setting = _locked(setting)
    if setting.state != State.ON:
        raise ActionNotAllowed(_("It is off already."))
    if not may_ask(user, setting.organisation):
        raise ActionNotAllowed(_("Only a coordinator who is not a member of the organization can do this."))
    _decide(setting, State.OFF, user, OFF)


def _locked(setting: TrustedUpdates) -> TrustedUpdates:
    """The setting as stored, locked until the transaction ends."""
    found = TrustedUpdates.objects.select_for_update(of=("self",)).filter(pk=setting.pk).first()
    return found or setting


def _decide(setting: TrustedUpdates, state: str, user: User, action: str) -> None:
    setting.state, setting.decided_by, setting.decided_at = state, user, timezone.now()
    setting.save()
    log(instance=setting.organisation, action=action, user=user)


def _works_for(user: User, organisation: OrganisationPage) -> bool:
    key = organisation.translation_key
    return Membership.objects.filter(user=user, organisation__translation_key=key).exists()


# --- Mails -----------------------------------------------------------------------------------------------------
def _sentence(organisation: OrganisationPage) -> str:
    return _("%(organization)s: changes of only the time or the place of events are public at once.") % {
        "organization": organisation.title
    }


def _asked(organisation: OrganisationPage, user: User) -> tuple[str, str]:
    address = notifications.address(reverse("trusted_updates", args=[organisation.pk]))
    return (
        _("A setting of an organization is waiting for you"),
        _("%(change)s\n\nAsked for by: %(name)s\n\nConfirm or refuse it here:\n%(address)s")
        % {"change": _sentence(organisation), "name": rights.name_of(user), "address": address},
    )


def _alone(organisation: OrganisationPage, user: User) -> tuple[str, str]:
    return (
        _("A setting of an organization was changed by one person"),
        _(
            "%(change)s\n\nDone by: %(name)s. There was no second coordinator who could confirm it.\n"
            "If this was not agreed, turn it off and tell the operator of the server."
        )
        % {"change": _sentence(organisation), "name": rights.name_of(user)},
    )
