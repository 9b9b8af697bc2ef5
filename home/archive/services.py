"""Moves a page to the archive and back (28 CFR 35.104; decision 14).

A page is archived if a member of staff answers four tests with yes. It is moved below the archive of its language, and its translations
below theirs; links and old addresses lead to the new one. It cannot be changed there (portal/site/archive.py). A restored page is a
draft below its former parent, and becomes public when a second person approves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from home.home_page.models import HomePage
from portal.models import QualityFinding
from portal.review import removal_notices
from portal.workflow import approvals

from .models import ArchivePage, ArchiveRecord

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.pages.models import HubPage

ARCHIVED, TAKEN_BACK = "hub.archive", "hub.unarchive"


def tests() -> list[tuple[str, str, str]]:
    """The four tests of 28 CFR 35.104, as (code, question, explanation) in the active language."""
    day = date_format(settings.ACCESSIBILITY_REQUIRED_FROM, "DATE_FORMAT")
    return [
        (
            "before",
            _("Was it made before %(day)s?") % {"day": day},
            _("Or does it reproduce paper or other media that were made before that day?"),
        ),
        (
            "reference",
            _("Is it kept only for reference, research or record-keeping?"),
            _("Nobody needs it now to get help, to use a service or to take part in something."),
        ),
        (
            "unaltered",
            _("Will it stay as it is from today on?"),
            _(
                "Nobody can change it in the archive. A page that is still being worked on does not belong there."
            ),
        ),
        (
            "apart",
            _("Can it be kept apart, in the archive, with a notice that says so?"),
            _("Lists, menus and the usual search leave it out. Links to it keep working."),
        ),
    ]


def may(user: User) -> bool:
    """Whether a user may archive and restore pages: the same people who may unpublish without review."""
    return approvals.is_office(user) or (user.is_superuser and user.is_active)


def can_be_archived(page: Page) -> bool:
    """Whether pages of this type are archived: not those that others rely on, and not those of partners."""
    kind = page.specific_class
    return not (
        kind is None
        or kind._meta.app_label == "partners"
        or kind in (HomePage, ArchivePage)
        or page.depth < 3
        or page.is_archived
        or page.fixed_slug
    )


def approval_blocker(page: HubPage) -> str:
    """Why a page cannot be archived now.

    Returns:
        A message, or "".
    """
    for version in versions(page):
        if version.get_children().exists():
            return _("There are pages below this one. Move those to the archive, or elsewhere, first.")
        if version.current_workflow_state:
            return _("A change to this page is waiting for review. End the review first.")
        archive = archive_of(version.locale)
        if archive is None or not archive.live:
            return _("There is no public archive in this language yet: %(language)s.") % {
                "language": version.locale
            }
        if not archive.get_children().filter(slug=version.slug).exists():
            continue
        return _("Another page in the archive has this address: “%(slug)s”. Change the address first.") % {
            "slug": version.slug
        }
    return "" if page.live else _("Only a public page can be archived.")


def versions(page: HubPage) -> list[HubPage]:
    """The page in all its languages, starting with itself."""
    others = page.get_translations().select_related("locale").order_by("locale_id")
    return [page, *(other.specific for other in others)]


def archive_of(locale: Locale) -> ArchivePage | None:
    """The archive page of a language, or None."""
    return ArchivePage.objects.filter(locale=locale).first()


@transaction.atomic
def archive(page: HubPage, user: User, purpose: str) -> None:
    """Move a page, in all its languages, to the archive.

    Args:
        page: a public page.
        user: the user who answered the four tests with yes.
        purpose: the purpose for which it is kept.

    Raises:
        ValidationError: see approval_blocker().
    """
    sentence = approval_blocker(page)
    if sentence:
        raise ValidationError(sentence)
    asked = [question for _code, question, _explanation in tests()]
    for version in versions(page):
        parent = version.get_parent()
        _move(version, archive_of(version.locale), user)
        ArchiveRecord.objects.create(
            page_id=version.pk,
            title=version.title,
            purpose=purpose,
            tests=asked,
            archived_by=user,
            former_parent=parent,
        )
        # Archived content is exempt, and never changed.
        QualityFinding.objects.filter(page_id=version.pk).delete()
        log(instance=Page.objects.get(pk=version.pk), action=ARCHIVED, user=user, data={"comment": purpose})


def _move(page: HubPage, target: Page, user: User) -> None:
    # No user may move pages there by hand, so Wagtail's permission check would fail.
    MovePageAction(page, target, pos="last-child", user=user).execute(skip_permission_checks=True)


def restore_target(page: HubPage) -> tuple[Page | None, str]:
    """The former parent of an archived page, and why it cannot be restored now.

    Returns:
        (parent page or None, message or "").
    """
    record = page.archive_records.filter(taken_back_at=None).first()
    parent = record.former_parent if record else None
    if parent is None:
        kinds = page.specific_class.allowed_parent_page_models()
        found = Page.objects.filter(locale=page.locale).type(tuple(kinds)).exclude(pk=page.pk)
        parent = found.order_by("path").first()
    if parent is None:
        return None, _("The page above it no longer exists, and there is no other page to move it to.")
    if parent.get_children().filter(slug=page.slug).exists():
        return parent, _("Another page now has its former address: “%(slug)s”.") % {"slug": page.slug}
    return parent, ""


@transaction.atomic
def restore(page: HubPage, user: User) -> None:
    """Move an archived page, in all its languages, back below its former parent, as a draft that needs approval.

    Args:
        page: an archived page.
        user: the user who restores it.

    Raises:
        ValidationError: see restore_target().
    """
    was_public = page.live
    for version in versions(page):
        parent, sentence = restore_target(version)
        if sentence:
            raise ValidationError(sentence)
        if version.live:
            UnpublishPageAction(version, user=user).execute(skip_permission_checks=True)
        _move(version, parent, user)
        version.archive_records.filter(taken_back_at=None).update(
            taken_back_by=user, taken_back_at=timezone.now()
        )
        log(instance=Page.objects.get(pk=version.pk), action=TAKEN_BACK, user=user)
    removal_notices.tell([page] if was_public else [], user)
