"""What is stored of an approval, and the step of a review at which a person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Revision, WorkflowState
from wagtail.models.workflows import AbstractGroupApprovalTask, Task, TaskState

from portal.audit.models import AppendOnly
from portal.checks.publishing import refuse_unready
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.workflow import approvals
from portal.workflow.choices import Ground, ReviewStep
from portal.workflow.forms import GIVE_REASON, ApproveForm, CalledForm, ReasonForm
from portal.workflow.review_lock import ReviewLock

from .steps import ReviewSteps

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.safety.models import HelpLine
    from portal.workflow.models.snippets import ReviewedSnippet


class Approval(models.Model):
    """Records that one revision may be published: who approved it and when, or which exception applies.

    Approvals are added and never overwritten. The newest of a revision is in force while `ended_at` is empty; the others are history.
    """

    Ground = Ground

    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="hub_approvals"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ground = models.CharField(max_length=13, choices=Ground.choices)
    approved_at = models.DateTimeField(default=timezone.now)
    # Of the content that was approved (content.content_digest). Only approvals.rewrite_content() makes it anew.
    content_digest = models.CharField(max_length=64, editable=False)
    # When the same version was approved again, another one went public, or the page was taken away.
    ended_at = models.DateTimeField(null=True, editable=False)
    # Who looked at an emergency afterwards, and when; empty until then, and for every other ground.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # Of an emergency in another language: the approval in the first language whose values it copies. One confirmation covers both.
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts", editable=False
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(
                fields=["revision"], condition=models.Q(ended_at=None), name="one_approval_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.revision_id}"

    def save(self, **kwargs: Any) -> None:
        """Add the approval.

        Raises:
            AppendOnly: it is stored already. What may be added to it has functions in portal/workflow/approvals.py.
        """
        if not self._state.adding:
            raise AppendOnly("Approvals are added and never overwritten.")
        super().save(**kwargs)


class ApprovalTask(AbstractGroupApprovalTask):
    """A step of a review: a person of its groups, or a deputy, decides. Only who did not contribute to the version may approve it."""

    # Names of actions. Wagtail's "reject" means: request changes. Rejecting for good has no action in Wagtail; ours is "decline".
    APPROVE, REQUEST_CHANGES, REJECT = "approve", "reject", "decline"
    lock_class = ReviewLock

    kind = models.CharField(
        _("kind"), max_length=9, choices=ReviewStep.choices, default=ReviewStep.OFFICE, editable=False
    )

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin the step with the newest stored revision, or skip it where it does not apply to that revision."""
        task_state = super().start(workflow_state, user=user)
        newest = approvals.newest(workflow_state.content_object)
        if newest and task_state.revision_id != newest.pk:
            task_state.revision = newest
            task_state.save(update_fields=["revision"])
        if not self.applies(newest.as_object() if newest else workflow_state.content_object):
            task_state.status, task_state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            task_state.save(update_fields=["status", "finished_at"])
        return task_state

    def applies(self, version: HubPage | ReviewedSnippet) -> bool:
        """Whether a version goes through this step.

        The last step of a review is for all. Those before it are for what declares them (`review_steps`), while the office has
        switched them on.

        Args:
            version: a record as its newest revision says.
        """
        if self.kind in (ReviewStep.OFFICE, ReviewStep.HELP_LINE):
            return True
        return self.kind in version.review_steps and ReviewSteps.load().is_on(self.kind)

    def _user_in_groups(self, user: User) -> bool:
        """Whether a person is of the step's groups; deputies count on their days where the office approves."""
        is_office = self.kind in (ReviewStep.OFFICE, ReviewStep.HELP_LINE)
        return super()._user_in_groups(user) or (is_office and approvals.is_deputy(user))

    def user_can_access_editor(self, obj: HubPage | ReviewedSnippet, user: User) -> bool:
        """Whether a person may open what waits here in the admin: those who decide may."""
        return self._user_in_groups(user)

    def locked_for_user(self, obj: HubPage | ReviewedSnippet, user: User) -> bool:
        """Whether what waits here is locked for a person: all but those who decide withdraw it before they change it."""
        return not self._user_in_groups(user)

    def get_actions(self, obj: HubPage | ReviewedSnippet, user: User) -> list[tuple[str, StrPromise, bool]]:
        """The decisions that a person may take: a contributor is not offered to approve."""
        if not user.is_active or not self._user_in_groups(user):
            return []
        actions = [
            (self.REQUEST_CHANGES, _("Request changes"), True),
            (self.REJECT, _("Reject"), True),
        ]
        if not approvals.is_blocked(user, obj):
            actions.insert(0, (self.APPROVE, _("Approve"), True))
        return actions

    def get_form_for_action(self, action: str) -> type[Form]:
        """The form of an action: a reason is optional for an approval and required for the others."""
        if action != self.APPROVE:
            return ReasonForm
        return CalledForm if self.kind == ReviewStep.HELP_LINE else ApproveForm

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """What waits for this person's decision."""
        if not user.is_active or not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        comment: str = "",
        seen: str = "",
        called: bool = False,
        **kwargs: Any,
    ) -> None:
        """Decide about the version that the person has read.

        The last approval of a review publishes that version, by Wagtail (portal/workflow/publishing.py).

        Args:
            task_state: the TaskState of the version.
            user: who decides.
            action_name: APPROVE, REQUEST_CHANGES or REJECT.
            comment: the reason; optional for an approval.
            seen: approvals.revision_token() of the version that was read; by default the one that was sent.
            called: of a help line, whether the person says that he or she has checked it.

        Raises:
            PermissionDenied: the person is not of the groups, the version is decided already, or there is no such action.
            NotApproved: the person wrote part of the version or does not read its language, or a translation cannot be published
                together with it (portal/workflow/shared_fields.py).
            EditConflict: there is a newer version than the one that was read.
            ActionNotAllowed: there is no reason, or a help line was not checked.
            ValidationError: the version lacks what the public needs.
        """
        # Of two decisions at the same time, the second one finds the task decided.
        task_state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        record = task_state.workflow_state.content_object
        record = getattr(record, "specific", record)
        if task_state.status != TaskState.STATUS_IN_PROGRESS or not self._user_in_groups(user):
            raise PermissionDenied
        comment = comment.strip()
        if action_name == self.APPROVE:
            self._approve(task_state, record, user, comment, seen, called)
        elif action_name not in (self.REQUEST_CHANGES, self.REJECT):
            raise PermissionDenied
        elif not comment:
            raise ActionNotAllowed(GIVE_REASON)
        elif action_name == self.REQUEST_CHANGES:
            task_state.reject(user=user, comment=comment)
        else:
            self._reject_for_good(task_state, record, user, comment)

    def _approve(
        self,
        task_state: TaskState,
        record: HubPage | ReviewedSnippet,
        user: User,
        comment: str,
        seen: str,
        called: bool,
    ) -> None:
        if sentence := approvals.approval_blocker(user, record):
            raise approvals.NotApproved(sentence)
        # What is in review has a revision. The lock keeps autosave from overwriting it until the transaction ends.
        newest = cast("Revision", approvals.newest(record))
        latest = Revision.objects.select_for_update().get(pk=newest.pk)
        sent = task_state.revision_id == latest.pk and latest.created_at <= task_state.started_at
        if seen != approvals.revision_token(latest) and (seen or not sent):
            raise EditConflict(approvals.NEWER_VERSION)
        if not sent:
            # A colleague changed it while it waited; the approver has read that version, and it is what goes public.
            task_state.revision = latest
            task_state.save(update_fields=["revision"])
        version = latest.as_object()
        refuse_unready(version)
        if self.kind == ReviewStep.HELP_LINE:
            self._note_the_check(latest, user, called, version)
        if not self._steps_left(task_state, latest, version):
            approvals.approve_revision(latest, user, Ground.REVIEW)
        task_state.approve(user=user, comment=comment)

    @staticmethod
    def _note_the_check(revision: Revision, user: User, called: bool, line: HelpLine) -> None:
        """Write the day and the person of the check into the version that is about to be approved."""
        if not called:
            raise ActionNotAllowed(
                _("Call the number first. With a wrong number, a person gets no help.")
                if line.is_checked_by_calling
                else _("Compare the number with its official page first. Do not call it.")
            )
        revision.content |= {"verified_on": timezone.localdate().isoformat(), "verified_by": user.pk}
        revision.save(update_fields=["content"])

    def _steps_left(
        self, task_state: TaskState, revision: Revision, version: HubPage | ReviewedSnippet
    ) -> bool:
        """Whether another step has still to approve this very version; only the last one makes the Approval."""
        agreed = task_state.workflow_state.task_states.filter(
            revision=revision, status__in=(TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
        )
        steps = Task.objects.filter(workflow_tasks__workflow=task_state.workflow_state.workflow, active=True)
        left = steps.exclude(pk=self.pk).exclude(task_states__in=agreed)
        return any(getattr(step.specific, "applies", lambda _version: True)(version) for step in left)

    def _reject_for_good(
        self, task_state: TaskState, record: HubPage | ReviewedSnippet, user: User, comment: str
    ) -> None:
        # TaskState.reject() would mean that changes were requested. A rejection for good is stored as "cancelled" with a comment.
        task_state.status, task_state.comment = TaskState.STATUS_CANCELLED, comment
        task_state.finished_by, task_state.finished_at = user, timezone.now()
        task_state.save()
        log(
            instance=record,
            action="hub.decline",
            user=user,
            revision=task_state.revision,
            data={"comment": comment},
        )
        task_state.workflow_state.cancel(user=user)
        approvals.declined.send(
            sender=type(task_state.workflow_state), instance=task_state.workflow_state, user=user
        )
