"""Invitations: a mailed link that works once, within a week. Opening it is not enough; the person must press a button."""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.services import language_of
from portal.exceptions import ActionNotAllowed
from portal.site.site_context import get_site_context

from .models import INVITATION_LASTS, Invitation, Membership, Role
from .services import name_of

# Invitations of one organization in a day, so that nobody uses the hub to send mail to strangers.
LIMIT, WINDOW = 20, datetime.timedelta(days=1)


def invite(organisation, email, role, by, language=None):
    """Mail a person a link to join an organization. The inviter does not learn whether the person has an account.

    Args:
        organisation: an OrganisationPage.
        email: the address.
        role: a Role.
        by: the user who invites.
        language: the language of the mail if the person has no account; by default the active one.

    Returns:
        The Invitation.

    Raises:
        ActionNotAllowed: the person is already a member, or too many were sent today.
    """
    if role not in Role.values:
        raise ActionNotAllowed(_("Choose a role."))
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    with transaction.atomic():
        if organisation.memberships.filter(user__email__iexact=email, user__is_active=True).exists():
            raise ActionNotAllowed(_("This person is already a member."))
        sent = organisation.invitations.filter(created_at__gt=now - WINDOW).count()
        if sent >= LIMIT:
            raise ActionNotAllowed(
                _("%(number)d invitations have been sent today. Please continue tomorrow, or ask the office.")
                % {"number": sent}
            )
        # Only the latest link to an address works.
        _open_ones(organisation).filter(email__iexact=email).update(revoked_at=now)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            token_digest=digest(token),
            invited_by=by,
            created_at=now,
            expires_at=now + INVITATION_LASTS,
        )
        log(instance=organisation, action="partners.invitation.sent", user=by, data={"role": str(role)})
        _send(invitation, token, language or get_language())
    return invitation


def open_invitations(organisation):
    """The invitations of an organization whose links still work, newest first."""
    found = _open_ones(organisation).filter(expires_at__gt=timezone.now())
    return found.select_related("invited_by").order_by("-created_at")


def find(token):
    """The invitation of a valid link.

    Args:
        token: from the link.

    Returns:
        An Invitation, or None: used, expired, revoked and unknown links are not distinguished.
    """
    invitation = (
        Invitation.objects.filter(token_digest=digest(token))
        .select_related("organisation", "invited_by")
        .first()
    )
    return invitation if invitation and invitation.is_open else None


def account_of(invitation):
    """The account with the invited address, or None."""
    return get_user_model().objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def accept(token, user):
    """Use a link: the person becomes a member.

    Args:
        token: from the link. user: the account with the invited address.

    Returns:
        The Membership.

    Raises:
        ActionNotAllowed: the link no longer works, or is for another address.
    """
    # Locked, so that only one of two simultaneous requests can use it.
    Invitation.objects.select_for_update().filter(token_digest=digest(token)).first()
    invitation = find(token)
    if invitation is None or invitation.email.casefold() != user.email.casefold():
        raise ActionNotAllowed(_("This link no longer works. Ask for a new invitation."))
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    if not created and invitation.role == Role.OWNER:
        membership.role = Role.OWNER
        membership.save(update_fields=["role"])
    log(
        instance=invitation.organisation,
        action="partners.invitation.accepted",
        user=user,
        data={"user": user.pk, "role": membership.role},
    )
    return membership


@transaction.atomic
def accept_with_new_account(token, password, language, **names):
    """Create the account of the invited person and make the person a member.

    Args:
        token: from the link.
        password: already validated.
        language: the person's language.
        **names: first_name and last_name.

    Returns:
        The Membership.

    Raises:
        ActionNotAllowed: see accept(); or there is already an account.
    """
    invitation = find(token)
    if invitation is None or account_of(invitation):
        raise ActionNotAllowed(_("This link no longer works. Ask for a new invitation."))
    user = get_user_model().objects.create_user(invitation.email, password, language=language, **names)
    return accept(token, user)


def revoke(invitation, by):
    """Revoke an invitation: its link stops working."""
    changed = Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())
    if changed:
        log(instance=invitation.organisation, action="partners.invitation.revoked", user=by)


def digest(token):
    """The digest of a token. Only the digest is stored, so that nobody who reads the database can use the link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open_ones(organisation):
    return organisation.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True)


def _send(invitation, token, language):
    account = account_of(invitation)
    with override(language_of(account) if account else language):
        office = get_site_context(get_language()).office
        by = invitation.invited_by
        words = {
            "organisation": invitation.organisation.title,
            "site": office.site_name if office else settings.WAGTAIL_SITE_NAME,
            "by": name_of(by) if by else _("The office"),
            "address": settings.WAGTAILADMIN_BASE_URL
            + reverse("partners:invitation", kwargs={"token": token}),
            "day": date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT"),
        }
        send_mail(
            subject=_("Invitation from “%(organisation)s”") % words,
            message=_(
                "%(by)s invites you to work for “%(organisation)s” on “%(site)s”.\n\n"
                "Open this link to join. It works once, until %(day)s:\n"
                "%(address)s\n\n"
                "If you did not expect this email, you do not need to do anything.\n"
            )
            % words,
            from_email=None,
            recipient_list=[invitation.email],
        )
