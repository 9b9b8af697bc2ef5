"""Publishes what was approved, and gives its public translations the values that are the same in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from . import approvals, shared_fields
from .choices import Ground

if TYPE_CHECKING:
    from django.db.models import Model
    from wagtail.models import Revision, WorkflowState

    from portal.accounts.models import User


def publish_reviewed(workflow_state: WorkflowState, user: User | None = None) -> None:
    """End a review: publish the version that was reviewed, and nothing newer (WAGTAIL_FINISH_WORKFLOW_ACTION).

    Args:
        workflow_state: the WorkflowState, all of whose tasks are approved.
        user: who approved last.

    Raises:
        NotApproved: see approvals.refuse_unapproved(), also of a translation.
        ValidationError: the version, or a translation with the new values, lacks what the public needs.
    """
    publish_with_translations(workflow_state.current_task_state.revision, user)


def publish_with_translations(
    revision: Revision, user: User | None = None, log_action: str | bool = True
) -> None:
    """Publish an approved revision, now or at the time that it names.

    What is the same in every language changes in the public translations at the moment at which it changes here.

    Args:
        revision: of a page or a reviewed snippet.
        user: who publishes it; None at its planned time.
        log_action: as for Wagtail's Revision.publish().

    Raises:
        NotApproved: see approvals.refuse_unapproved(), also of a translation.
        ValidationError: the version, or a translation with the new values, lacks what the public needs.
    """
    record, version = revision.content_object, revision.as_object()
    names = shared_fields.changed(record, version) if _is_original(record) else []
    is_planned = bool(getattr(version, "go_live_at", None)) and version.go_live_at > timezone.now()
    # Nobody has Wagtail's permission to publish these types, the approver neither.
    revision.publish(user=user, log_action=log_action, skip_permission_checks=True)
    if names and not is_planned:
        approver = approvals.in_force(revision).select_related("approver").get().approver

        def publish(_translation: Model, its: Revision) -> None:
            approvals.approve_and_publish(its, approver, Ground.CARRIED)

        shared_fields.sync_shared_fields(record, version, names, publish)


def _is_original(record: Model) -> bool:
    locale = getattr(record, "locale", None)
    return locale is not None and locale.language_code == settings.LANGUAGE_CODE
