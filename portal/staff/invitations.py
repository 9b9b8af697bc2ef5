"""Invitations of staff: a mailed link with which the person sets a password. It works once, within a week.

Nobody else ever knows the password. The database contains only a digest of the link.
"""

import datetime
import hashlib
import secrets

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.services import language_of
from portal.site.site_context import get_site_context

from .models import StaffInvitation

LASTS = datetime.timedelta(days=7)


def may_invite(account):
    """Whether nobody has set a password for the account yet."""
    return account.is_active and not account.has_usable_password() and not account.is_superuser


@transaction.atomic
def send(account, by):
    """Mail the link to a colleague; an earlier one stops working.

    Args:
        account: a user without a password.
        by: the user who invites.
    """
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation, _created = StaffInvitation.objects.update_or_create(
        account=account,
        defaults={
            "token_digest": digest(token),
            "sent_by": by,
            "sent_at": now,
            "expires_at": now + LASTS,
            "accepted_at": None,
        },
    )
    log(instance=account, action="portal.invitation.sent", user=by)
    with override(language_of(account)):
        office = get_site_context(get_language()).office
        words = {
            "organisation": office_name(),
            "site": office.site_name if office else settings.WAGTAIL_SITE_NAME,
            "by": by.get_full_name() or by.email,
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("staff_invitation", args=[token]),
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
            recipient_list=[account.email],
        )


def find(token):
    """The invitation of a valid link; None for used, expired and unknown links."""
    found = StaffInvitation.objects.filter(token_digest=digest(token)).select_related("account", "sent_by")
    invitation = found.first()
    return invitation if invitation and invitation.is_open else None


@transaction.atomic
def accept(token, password, language, **names):
    """Use a link: set the person's password.

    Args:
        token: from the link.
        password: already validated.
        language: the person's language.
        **names: first_name and last_name.

    Returns:
        The user, or None if the link no longer works.
    """
    # Locked, so that only one of two simultaneous requests can use it.
    StaffInvitation.objects.select_for_update().filter(token_digest=digest(token)).first()
    invitation = find(token)
    if invitation is None or invitation.account.has_usable_password():
        return None
    StaffInvitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    account = invitation.account
    account.set_password(password)
    account.language = language
    for field, value in names.items():
        setattr(account, field, value or getattr(account, field))
    account.save()
    log(instance=account, action="portal.invitation.accepted", user=account)
    return account


def office_name():
    """The office's name in the active language; the hub's name if there is none."""
    office = get_site_context(get_language()).office
    return office.office_name if office else settings.WAGTAIL_SITE_NAME


def digest(token):
    """The digest of a token. Only the digest is stored, so that nobody who reads the database can use the link."""
    return hashlib.sha256(token.encode()).hexdigest()
