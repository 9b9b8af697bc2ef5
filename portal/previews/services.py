"""Links by which people without an account read one draft and say what they think of it.

The secret stands in the address; only its digest is stored. What must stay unknown is refused when a link is made and
again whenever it is opened, because a place may become confidential in between. Nothing is kept of who opened a link.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Manager, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from portal.core import confirmation

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.previews.models import PreviewComment, PreviewLink

MADE, OPENED, COMMENTED, REVOKED = (
    "hub.preview_made",
    "hub.preview_opened",
    "hub.preview_commented",
    "hub.preview_revoked",
)
USUAL_DAYS = 7
# An open link writes at most one line an hour into the page's history.
LOGGED_EVERY = 60 * 60


def refusal(page: HubPage, version: HubPage | None = None) -> str | StrPromise:
    """Why a draft may not be shown to people without an account.

    Args:
        page: the page as it is stored.
        version: the page as the revision says, when it is known.

    Returns:
        A sentence, or "".
    """
    asked = [page] if version is None else [page, version]
    return next((sentence for one in asked if (sentence := one.preview_refusal())), "")


@transaction.atomic
def make(
    revision: Revision, user: User, note: str, days: int = USUAL_DAYS, secret: str | None = None
) -> tuple[PreviewLink, str]:
    """Make a link to one revision of a page.

    Args:
        revision: what is shown; it is never written over from now on.
        user: who makes it, and who is told of comments.
        note: for whom it is.
        days: after how many days it ends.
        secret: what opens the link; where there is a link with it, no other is made. Without it, a new one.

    Returns:
        The PreviewLink and its secret, which is stored nowhere.
    """
    secret = secret or secrets.token_urlsafe(32)
    expires_at = timezone.now() + datetime.timedelta(days=days)
    link, is_new = _links().get_or_create(
        digest=_digest(secret),
        defaults={"revision": revision, "note": note, "made_by": user, "expires_at": expires_at},
    )
    if is_new:
        _log(link, MADE, user=user)
    return link, secret


def find(secret: str) -> PreviewLink | None:
    """The open link of a secret.

    Args:
        secret: from the address.

    Returns:
        A PreviewLink, or None: unknown, ended and revoked ones are not told apart.
    """
    link = _links().filter(digest=_digest(secret)).select_related("revision__content_type", "made_by").first()
    return link if link and link.is_open else None


def is_shown(revision: Revision) -> bool:
    """Whether somebody outside reads this revision by an open link; then no autosave writes over it."""
    return _links().filter(revision=revision, revoked_at=None, expires_at__gt=timezone.now()).exists()


def opened(link: PreviewLink) -> None:
    """Note that a link was opened, and nothing of by whom."""
    _links().filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())
    if cache.add(f"preview-opened:{link.pk}", True, timeout=LOGGED_EVERY):
        _log(link, OPENED)


@transaction.atomic
def ask_before_end(request: HttpRequest, link: PreviewLink, back: str) -> HttpResponse | None:
    """Ask once before a link is ended.

    Args:
        request: a POST.
        link: the PreviewLink.
        back: the address of the page of links.

    Returns:
        The page that asks; None when the answer has come.
    """
    title = _("End the preview link")
    text = _("This link no longer works. Anyone who still needs the draft can get a new link from you.")
    return confirmation.question(request, title, text, title, back, link.note)


def revoke(link: PreviewLink, user: User) -> None:
    """End a link at once."""
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        _log(link, REVOKED, user=user)


@transaction.atomic
def comment(link: PreviewLink, text: str) -> PreviewComment:
    """Keep what a reviewer wrote and tell who made the link; the mail does not hold the words.

    Returns:
        The PreviewComment.
    """
    written = link.comments.create(text=text)
    _log(link, COMMENTED)
    maker = link.made_by
    recipients = [maker.email] if maker and maker.is_active else settings.OFFICE_MAIL
    with override(maker.language if maker and maker.language else settings.LANGUAGE_CODE):
        send_mail(
            _("A reviewer has commented on a draft"),
            _(
                "Someone who read a draft through your preview link has written a comment.\n\nPage: %(title)s\nRead it after signing in: %(url)s"
            )
            % {"title": link.revision.object_str, "url": settings.WAGTAILADMIN_BASE_URL + admin_url(link)},
            None,
            recipients,
        )
    return written


def admin_url(link: PreviewLink) -> str:
    """The page of the admin with a page's links and comments."""
    return reverse("page_previews", args=[link.revision.object_id])


def links_of(page: Page) -> QuerySet[PreviewLink]:
    """All links to versions of a page, newest first, with their comments."""
    return (
        _links()
        .filter(revision__base_content_type=page.get_base_content_type(), revision__object_id=str(page.pk))
        .select_related("revision__user", "made_by")
        .prefetch_related("comments__done_by")
    )


def open_comments(page: Page) -> QuerySet[PreviewComment]:
    """The comments of reviewers that nobody has dealt with, newest first."""
    return (
        apps.get_model("portal", "PreviewComment")
        .objects.filter(
            done_at=None,
            link__revision__base_content_type=page.get_base_content_type(),
            link__revision__object_id=str(page.pk),
        )
        .select_related("link")
    )


def _log(link: PreviewLink, action: str, user: User | None = None) -> None:
    page = link.revision.content_object
    log(instance=page, action=action, user=user, revision=link.revision, data={"note": link.note})


def _digest(secret: str) -> str:
    # The secret has 256 random bits: it needs no slow hash.
    return hashlib.sha256(secret.encode()).hexdigest()


def _links() -> Manager[PreviewLink]:
    return apps.get_model("portal", "PreviewLink").objects
