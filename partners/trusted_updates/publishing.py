"""Publishes a trusted update, and undoes it: the version before is public again."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Page

from partners.events.models import EventDate, EventPage
from partners.events.models.event_times import is_date
from portal.checks.publishing import refuse_unready
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.workflow import approvals, immediate_actions
from portal.workflow.choices import Ground
from portal.workflow.immediate_actions import Kind, Undo
from portal.workflow.publishing import publish_with_translations

from . import notifications

if TYPE_CHECKING:
    from typing import Any

    from wagtail.models import Revision

    from portal.accounts.models import User
    from portal.workflow.models import ImmediateAction

CHANGED, UNDONE = "partners.when_or_where", "partners.when_or_where_undone"
OWN = gettext_lazy("You did this. Another person must confirm it.")
REASON = gettext_lazy("Say why. The members read it after signing in.")


def connect() -> None:
    """Register the kind of action; called once, when the app is ready."""
    immediate_actions.register(
        Kind(
            CHANGED,
            gettext_lazy("Time or place changed"),
            lambda action: event_of(action.key) is not None,
            _undo,
            ending=gettext_lazy("Another version is public now. Nobody needs to confirm this one."),
            is_read_first=True,
            on_confirmed=_on_confirmed,
        )
    )


def event_of(key: str) -> EventPage | None:
    """The public event whose public version is a trusted update that nobody has confirmed, or None."""
    for event in EventPage.objects.filter(translation_key=key, live=True).order_by("pk"):
        if approvals.trusted_of(event).filter(revision=event.live_revision_id, ended_at=None).exists():
            return event
    return None


@transaction.atomic
def publish(event: EventPage, user: User) -> None:
    """Publish the newest version of an event. Whether that may be asks rules.may_be_at_once().

    Args:
        event: the EventPage as it is stored.
        user: the member who sends it.

    Raises:
        ValidationError: the version, or a translation with its values, cannot be public.
    """
    revision = approvals.newest(event)
    if revision is None:
        raise approvals.NotApproved
    approvals.approve_revision(revision, user, Ground.TRUSTED)
    publish_with_translations(revision, user)
    event = EventPage.objects.get(pk=event.pk)
    log(instance=event, action=CHANGED, user=user, revision=revision)
    immediate_actions.end_replaced(event, CHANGED, user)
    immediate_actions.record_action(event, CHANGED, user)
    notifications.changed(event, user)


def undo_blocker(event: EventPage, user: User) -> str:
    """Why a person at the office may not undo what is public, as a sentence; "" for who may."""
    waiting = immediate_actions.of_key(str(event.translation_key)).filter(action=CHANGED)
    if waiting.filter(person=user).exists() or approvals.contributed(user, event):
        return str(OWN)
    if event.workflow_in_progress:
        return _("A later change of this event is waiting for review. Decide about that one first.")
    if approvals.seen_version(event) is None:
        return _("The version before is no longer stored.")
    return ""


@transaction.atomic
def undo(event: EventPage, user: User, reason: str, seen: str) -> None:
    """Make the version before public again. What the member wrote stays as a draft.

    Args:
        event: the EventPage of event_of().
        user: an approver, coordinator or deputy.
        reason: for the members.
        seen: the token of the public version that the user has read (approvals.revision_token).

    Raises:
        PermissionDenied: the user may not approve.
        EditConflict: another version is public since.
        ActionNotAllowed: see undo_blocker(); or there is no reason.
        ValidationError: the version before cannot be public any more.
    """
    if not approvals.is_office(user):
        raise PermissionDenied
    Page.objects.select_for_update().filter(pk=event.pk).first()
    stored = event_of(str(event.translation_key))
    if stored is None or seen != approvals.revision_token(stored.live_revision):
        raise EditConflict(_("Another version is public now. Nothing was undone. Read it first."))
    if blocker := undo_blocker(stored, user):
        raise ActionNotAllowed(blocker)
    if not reason.strip():
        raise ActionNotAllowed(REASON)
    before = approvals.seen_version(stored)
    if before is None:
        raise approvals.NotApproved
    version = before.as_object()
    refuse_unready(version)
    _forget_moves(stored, version)
    approvals.approve_revision(before, user, Ground.RETURNED)
    # Publishing ends the action that waits (portal/workflow/immediate_actions.py).
    publish_with_translations(before, user)
    log(instance=stored, action=UNDONE, user=user, revision=before, data={"comment": reason.strip()})
    notifications.undone(version)


def _forget_moves(event: EventPage, before: EventPage) -> None:
    """Delete the moves of single dates that the public version has brought. They are stored outside versions."""
    known = [move for move in before.moved_dates if isinstance(move, dict)]
    for move in event.moved_dates:
        if move in known or not is_date(move.get("date")):
            continue
        rows = EventDate.objects.filter(event_key=event.translation_key, state=EventDate.State.MOVED)
        rows.filter(date=datetime.date.fromisoformat(move["date"])).delete()


def _undo(action: ImmediateAction, record: Any) -> Undo:
    text = _("You can make the version before public again.")
    return Undo(text, reverse("time_or_place", args=[action.key]) if record is not None else "")


def _on_confirmed(action: ImmediateAction, user: User) -> None:
    event = event_of(action.key)
    if event is None:
        return
    if approvals.contributed(user, event):
        raise approvals.NotApproved(OWN)
    approvals.confirm_trusted(event, user)


def versions(event: EventPage) -> tuple[Revision | None, Revision]:
    """The version that a second person has seen last, and the public one."""
    return approvals.seen_version(event), event.live_revision
