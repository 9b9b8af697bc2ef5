"""What an approver asked to be changed, or why something was rejected: for its author, and for who decides next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wagtail.models import Revision, TaskState, WorkflowState

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.workflow.models.snippets import ReviewedSnippet


@dataclass(frozen=True)
class ReviewRequest:
    """A decision that gave a reason.

    Attributes:
        person: who decided (a User), or None when the account is gone.
        decided_at: when.
        reason: the words.
        revision: the version that was decided about; it is never written over (portal.pages.models.HubPage.save_revision).
        rejected: whether it was rejected for good, not sent back for changes.
    """

    person: User | None
    decided_at: datetime
    reason: str
    revision: Revision
    rejected: bool = False

    @property
    def name(self) -> str:
        """How the person is called, or ""."""
        return (self.person.get_full_name() or self.person.email) if self.person else ""


def open_request(record: HubPage | ReviewedSnippet) -> ReviewRequest | None:
    """What the author of a page or record is still asked to change, or why the last review ended.

    Args:
        record: the page or record.

    Returns:
        A ReviewRequest, or None: it waits for a decision, went public since, or nobody asked for anything.
    """
    state = record.workflow_states.order_by("-created_at", "-pk").first()
    task = state.current_task_state if state else None
    if (
        task is None
        or not task.comment
        or state.status
        not in (
            WorkflowState.STATUS_NEEDS_CHANGES,
            WorkflowState.STATUS_CANCELLED,
        )
    ):
        return None
    return _request(task)


def earlier_requests(task_state: TaskState) -> list[ReviewRequest]:
    """What was asked for, or why it was rejected, before the version that waits was sent, since the last publication.

    Args:
        task_state: the TaskState under which the version waits.

    Returns:
        ReviewRequests, the latest first.
    """
    state = task_state.workflow_state
    before = TaskState.objects.filter(
        workflow_state__base_content_type=state.base_content_type,
        workflow_state__object_id=state.object_id,
        # A rejection for good is stored as cancelled, with its reason (portal/workflow/models/approval.py).
        status__in=(TaskState.STATUS_REJECTED, TaskState.STATUS_CANCELLED),
        finished_at__lte=task_state.started_at,
    ).exclude(comment="")
    published_at = getattr(state.content_object, "last_published_at", None)
    if published_at:
        before = before.filter(finished_at__gt=published_at)
    found = before.select_related("finished_by", "revision").order_by("-finished_at", "-pk")
    return [_request(task) for task in found]


def expired_at(record: HubPage | ReviewedSnippet) -> datetime | None:
    """When a page or record was taken away as planned, or None; its newest version may name another time already."""
    rows = type(record)._default_manager.filter(pk=record.pk, expired=True, live=False)
    return rows.values_list("expire_at", flat=True).first()


def was_sent(revision: Revision) -> bool:
    """Whether a revision was sent for review. It is then never overwritten: later versions are compared with it."""
    return TaskState.objects.filter(revision=revision).exists()


def _request(task: TaskState) -> ReviewRequest:
    return ReviewRequest(
        task.finished_by,
        task.finished_at,
        task.comment,
        task.revision,
        task.status == TaskState.STATUS_CANCELLED,
    )
