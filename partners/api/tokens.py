"""Makes, finds and revokes tokens. A token works only as long as its maker owns the organization and may sign in."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from partners.members.models import Membership, Role
from portal.accounts.services import language_of, tell_of_change
from portal.exceptions import ActionNotAllowed

from .models import ApiToken

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from partners.confidentiality.words import Redactor
    from partners.organisations.models import OrganisationPage
    from portal.accounts.models import User

# By which programs that look for published secrets recognize one: PREFIX and 43 to 64 of [A-Za-z0-9_-].
PREFIX = "hub_partner_"
LASTS_DAYS = (30, 90, 365)
MOST = 10
MADE, REVOKED = "partners.api.token_made", "partners.api.token_revoked"


@transaction.atomic
def make(
    organisation: OrganisationPage, user: User, name: str, days: int, secret: str | None = None
) -> tuple[ApiToken, str]:
    """Make a token, log it, and tell its maker by email.

    Args:
        organisation: for which it works.
        user: an owner of the organization, in whose name it works.
        name: what it is for.
        days: after how many days it expires.
        secret: the part after PREFIX; where there is a token with it, no other is made. Without it, a new one.

    Returns:
        The ApiToken and the token itself, which is stored nowhere.

    Raises:
        ActionNotAllowed: the organization has too many.
    """
    text = PREFIX + (secret or secrets.token_urlsafe(32))
    known = ApiToken.objects.filter(digest=digest(text), organisation=organisation, made_by=user).first()
    if known:
        return known, text
    if len([token for token in of(organisation) if token.is_open]) >= MOST:
        raise ActionNotAllowed(
            _("Your organization has %(count)d tokens that work. Revoke one that you no longer use.")
            % {"count": MOST}
        )
    token = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        digest=digest(text),
        made_by=user,
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    log(instance=organisation, action=MADE, user=user, data={"token": token.pk})
    with override(language_of(user)):
        change = _(
            "A token of the API for partners was made. With it, software can write events in your name."
        )
    tell_of_change(user, change)
    return token, text


def digest(text: str) -> str:
    """What is stored of a token. It has 256 random bits, so it needs no slow hash."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find(text: str) -> ApiToken | None:
    """The token that a program has sent, if it works.

    The database compares digests: how long that takes says nothing of the token.

    Args:
        text: from the header Authorization.

    Returns:
        An ApiToken; None for unknown, expired and revoked ones, and for those whose maker may no longer work for the organization.
    """
    if not text.startswith(PREFIX):
        return None
    found = ApiToken.objects.filter(digest=digest(text)).select_related("organisation", "made_by").first()
    if found is None or not found.is_open or not found.made_by.is_active:
        return None
    owns = Membership.objects.filter(
        user=found.made_by, organisation_id=found.organisation_id, role=Role.OWNER
    )
    return found if owns.exists() else None


def note_use(token: ApiToken) -> None:
    """Note the day on which a token was used last. Writes once a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


def of(organisation: OrganisationPage) -> QuerySet[ApiToken]:
    """The tokens of an organization that were not revoked, newest first, with their makers."""
    found = ApiToken.objects.filter(organisation=organisation, revoked_at=None)
    return found.select_related("made_by").order_by("-made_at", "-pk")


@transaction.atomic
def revoke(token: ApiToken, user: User | None) -> None:
    """End a token at once, and log it.

    Args:
        token: the ApiToken; nothing happens if it was revoked before.
        user: who revokes it; None if it ends by itself.
    """
    mine = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if mine.update(revoked_at=timezone.now()):
        log(instance=token.organisation, action=REVOKED, user=user, data={"token": token.pk})


# --- What ends tokens, or changes them ------------------------------------------------------------------------
def connect() -> None:
    """End tokens when their maker is no longer an owner: they stay ended if the person becomes one again."""
    post_save.connect(_follow_membership, sender=Membership, dispatch_uid="api_tokens:saved")
    post_delete.connect(_follow_membership, sender=Membership, dispatch_uid="api_tokens:deleted")


def _follow_membership(
    instance: Membership, raw: bool = False, created: bool | None = None, **_kwargs: Any
) -> None:
    has_ended = created is None  # post_delete does not say it.
    if raw or created or (instance.is_owner and not has_ended):
        return
    held = ApiToken.objects.filter(
        organisation_id=instance.organisation_id, made_by_id=instance.user_id, revoked_at=None
    )
    for token in held.select_related("organisation"):
        revoke(token, None)


def forget(words: Redactor) -> None:
    """Remove the words of a place that became confidential from the names of tokens."""
    for token in ApiToken.objects.only("name"):
        if words.found_in(token.name):
            ApiToken.objects.filter(pk=token.pk).update(name=words.redact(token.name))
