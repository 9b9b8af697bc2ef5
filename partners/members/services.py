"""Changes of memberships: roles, leaving and removal. Every change is made here and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts import second_factor
from portal.accounts.services import end_sessions, in_persons_language, roles
from portal.exceptions import ActionNotAllowed

from .models import Invitation, Membership, Role

if TYPE_CHECKING:
    from partners.organisations.models import OrganisationPage
    from portal.accounts.models import User


def members_of(organisation: OrganisationPage) -> list[Membership]:
    """The memberships of an organization with their users, owners first. One query."""
    found = organisation.memberships.filter(user__is_active=True).select_related("user")
    return sorted(
        found, key=lambda membership: (not membership.is_owner, name_of(membership.user).casefold())
    )


def name_of(user: User) -> str:
    """A person's name in lists: the name, or the email address if there is none."""
    return user.get_full_name() or user.email


@transaction.atomic
def change_role(membership: Membership, role: str, by: User) -> None:
    """Make a member an owner, or an owner a member.

    Args:
        membership: a Membership.
        role: a Role.
        by: the user who changes it.

    Raises:
        ActionNotAllowed: the organization would have no owner.
    """
    if role not in Role.values:
        raise ActionNotAllowed(_("Choose a role."))
    if membership.role == role:
        return
    if role != Role.OWNER:
        _refuse_without_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    _log(membership, "partners.member.role", by, role=role)


@transaction.atomic
def remove(membership: Membership, by: User) -> None:
    """Remove a person from an organization and end all sessions of that person.

    Args:
        membership: a Membership.
        by: the user who removes the person.

    Raises:
        ActionNotAllowed: the organization would have no owner.
    """
    _refuse_without_owner(membership)
    # The person cannot come back with a link that he or she sent before.
    Invitation.objects.filter(
        organisation=membership.organisation,
        invited_by=membership.user,
        accepted_at__isnull=True,
        revoked_at__isnull=True,
    ).update(revoked_at=timezone.now())
    _end(membership, "partners.member.removed", by)
    _tell_of_removal(membership.user, membership.organisation)


@transaction.atomic
def leave(membership: Membership) -> None:
    """End one's own membership and all of one's sessions.

    Args:
        membership: the Membership of the person who leaves.

    Raises:
        ActionNotAllowed: the organization would have no owner.
    """
    _refuse_without_owner(membership)
    _end(membership, "partners.member.left", membership.user)


@transaction.atomic
def reset_second_factor(membership: Membership, by: User) -> None:
    """Reset the second factor of a member who has lost it.

    Args:
        membership: a Membership.
        by: an owner of the organization, or a coordinator.

    Raises:
        ActionNotAllowed: it is one's own, or belongs to staff, whose second factor only the office resets.
    """
    user = membership.user
    if user == by:
        raise ActionNotAllowed(_("Change your own second factor on your account's page."))
    # For staff, two coordinators do it on the account's page in the admin.
    if user.is_superuser or "staff" in roles(user):
        raise ActionNotAllowed(_("This person works for the office, which resets the second factor."))
    second_factor.reset(user, by)
    _log(membership, "partners.member.second_factor", by)


def _refuse_without_owner(membership: Membership) -> None:
    if not membership.is_owner:
        return
    # Locked, so that two owners cannot both leave at the same moment.
    owners = Membership.objects.select_for_update().filter(
        organisation=membership.organisation, role=Role.OWNER, user__is_active=True
    )
    if not any(owner.pk != membership.pk for owner in owners):
        raise ActionNotAllowed(
            _("An organization needs an owner. Make someone else an owner first; then you can do this.")
        )


def _end(membership: Membership, action: str, by: User) -> None:
    _log(membership, action, by)
    Membership.objects.filter(pk=membership.pk).delete()
    end_sessions(membership.user)


def _log(membership: Membership, action: str, by: User, **data: Any) -> None:
    log(
        instance=membership.organisation,
        action=action,
        user=by,
        data={"user": membership.user_id, **data},
    )


@in_persons_language
def _tell_of_removal(user: User, organisation: OrganisationPage) -> None:
    send_mail(
        subject=_("Your access to “%(organisation)s” has ended") % {"organisation": organisation.title},
        message=_(
            "You are no longer a member of “%(organisation)s” on this site: %(address)s\n\n"
            "If you think that this is a mistake, ask your colleagues.\n"
        )
        % {"organisation": organisation.title, "address": settings.WAGTAILADMIN_BASE_URL},
        from_email=None,
        recipient_list=[user.email],
    )
