"""Invitations of colleagues: a link in a mail that works once, within a week, by which the person sets a password.

Nobody else ever knows the password. Of the link the database holds a digest.
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
    """Whether an account waits for its person: nobody has set a password yet."""
    return account.is_active and not account.has_usable_password() and not account.is_superuser


@transaction.atomic
def send(account, by):
    """Mail a colleague the link; an earlier one ends.

    Args:
        account: a user whose password nobody has set.
        by: who invites.
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
    """The invitation that a link names, while it works; None for used, ended and unknown ones alike."""
    found = StaffInvitation.objects.filter(token_digest=digest(token)).select_related("account", "sent_by")
    invitation = found.first()
    return invitation if invitation and invitation.is_open else None


@transaction.atomic
def accept(token, password, language, **names):
    """Use up a link: the person has a password from now on.

    Args:
        token: from the address.
        password: checked already.
        language: the person's language.
        **names: first_name and last_name.

    Returns:
        The user; None when the link does not work any more.
    """
    # Locked: of two presses in the same moment one finds it used.
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
    """The office's name in the active language; the hub's own until there is one."""
    office = get_site_context(get_language()).office
    return office.office_name if office else settings.WAGTAIL_SITE_NAME


def digest(token):
    """What is stored of a token: who reads the database cannot come in with it."""
    return hashlib.sha256(token.encode()).hexdigest()
