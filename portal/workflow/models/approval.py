"""Approvals, and the workflow task that asks for one."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models.workflows import AbstractGroupApprovalTask, Task, TaskState

from portal.checks.publishing import refuse_unready
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.workflow import approvals
from portal.workflow.review_lock import ReviewLock

from .steps import ReviewSteps

GIVE_REASON = _("Give a reason: what is to be changed, or why it cannot be published.")


class Approval(models.Model):
    """That one revision may go public: who said so, when, or by which exception."""

    class Ground(models.TextChoices):
        REVIEW = "review", _("Approved in review")
        DEMONSTRATION = "demonstration", _("Loaded with the demonstration")
        OPENING = "opening", _("Made when the hub was opened")
        BEFORE = "before", _("Public before approvals were written down")
        # Live at once, logged and mailed; a second person confirms it afterwards.
        EMERGENCY = "emergency", _("Emergency: public before a second person has seen it")

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="hub_approval"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ground = models.CharField(max_length=13, choices=Ground.choices, default=Ground.REVIEW)
    approved_at = models.DateTimeField(default=timezone.now)
    # When another version went public, or the page was taken away: from then on publication needs a new approval.
    ended_at = models.DateTimeField(null=True, editable=False)
    # Who looked at an emergency afterwards, and when; empty until then, and for every other ground.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    # The emergency whose numbers, times and switches this one gives to another language: both are one thing to confirm.
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts", editable=False
    )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self):
        return f"{self.get_ground_display()}: {self.revision_id}"


class ReasonForm(forms.Form):
    """A decision that the author must be able to understand."""

    comment = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it after signing in."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": GIVE_REASON},
    )


class ApproveForm(forms.Form):
    """An approval; words are optional."""

    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}))


class CalledForm(ApproveForm):
    """The approval of a help line: by somebody who has checked it.

    Wagtail makes the form without the line, so this text is for every kind of line.
    """

    called = forms.BooleanField(
        label=_(
            "I checked this line today, and what it says is right. I called or wrote to it; an emergency number I compared with its official page, without calling it."
        ),
        error_messages={
            "required": _(
                "Check the number first: call or write to it; compare an emergency number with its official page, without calling it. A wrong number sends a person nowhere."
            )
        },
    )


class ApprovalTask(AbstractGroupApprovalTask):
    """An approval by somebody of the groups, or a deputy, who wrote nothing of the version."""

    APPROVE, REQUEST_CHANGES, REJECT = "approve", "reject", "decline"
    lock_class = ReviewLock

    class Kind(models.TextChoices):
        OFFICE = "office", _("Approval by the office")
        HELP_LINE = "help_line", _("Approval of a help line, after checking it")
        LEGAL = "legal", _("Legal review")
        LIVED_EXPERIENCE = "lived", _("Lived-experience review")

    kind = models.CharField(
        _("kind"), max_length=9, choices=Kind.choices, default=Kind.OFFICE, editable=False
    )

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def start(self, workflow_state, user=None):
        """Begin the review, of the newest revision as it is stored, whatever the caller had read before."""
        task_state = super().start(workflow_state, user=user)
        newest = approvals.newest(workflow_state.content_object)
        if newest and task_state.revision_id != newest.pk:
            task_state.revision = newest
            task_state.save(update_fields=["revision"])
        if not self.applies(newest.as_object() if newest else workflow_state.content_object):
            task_state.status, task_state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            task_state.save(update_fields=["status", "finished_at"])
        return task_state

    def applies(self, record):
        """Whether a record goes through this step.

        Args:
            record: a page or snippet as its newest version says.
        """
        if self.kind == self.Kind.LEGAL:
            return getattr(record, "cites_statutes", False) and ReviewSteps.load().legal_review
        if self.kind == self.Kind.LIVED_EXPERIENCE:
            return hasattr(record, "cites_statutes") and ReviewSteps.load().lived_experience
        return True

    def _user_in_groups(self, user):
        """As Wagtail has it; for the office's own approval deputies count too, on their days."""
        is_office = self.kind in (self.Kind.OFFICE, self.Kind.HELP_LINE)
        return super()._user_in_groups(user) or (is_office and approvals.is_deputy(user))

    def user_can_access_editor(self, obj, user):
        """Whether a person may open the page in the admin because it waits here: the groups' people."""
        return self._user_in_groups(user)

    def locked_for_user(self, obj, user):
        """While it waits, only the groups' people change it; authors withdraw it first."""
        return not self._user_in_groups(user)

    def get_actions(self, obj, user):
        """What a person may decide: approval is not offered to who wrote any of it."""
        if not user.is_active or not self._user_in_groups(user):
            return []
        actions = [
            (self.REQUEST_CHANGES, _("Request changes"), True),
            (self.REJECT, _("Reject"), True),
        ]
        if not approvals.is_blocked(user, obj):
            actions.insert(0, (self.APPROVE, _("Approve"), True))
        return actions

    def get_form_for_action(self, action):
        """Approval needs no words; everything else needs a reason."""
        if action != self.APPROVE:
            return ReasonForm
        return CalledForm if self.kind == self.Kind.HELP_LINE else ApproveForm

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person's decision."""
        if not user.is_active or not self._user_in_groups(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, comment="", seen="", called=False, **kwargs):
        """Decide. What is approved is what the approver read: nothing newer, nothing incomplete.

        Args:
            task_state: the TaskState under which the page waits.
            user: who decides.
            action_name: APPROVE, REQUEST_CHANGES (Wagtail's "reject"), or REJECT for good.
            comment: the reason; optional for an approval.
            called: for a help line, whether the person checked it.
            seen: approvals.revision_token() of the version that was read; by default the one that was sent.

        Raises:
            PermissionDenied: the person is not of the groups, or it is decided already.
            ActionNotAllowed: the person wrote some of it, or there is no reason.
            EditConflict: there is a newer version than the one that was read.
            ValidationError: the version lacks what the public needs.
        """
        # Two decisions at once, or a decision and a save, follow one another.
        task_state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        page = task_state.workflow_state.content_object
        page = getattr(page, "specific", page)
        if task_state.status != TaskState.STATUS_IN_PROGRESS or not self._user_in_groups(user):
            raise PermissionDenied
        comment = comment.strip()
        if action_name == self.APPROVE:
            self._approve(task_state, page, user, comment, seen, called)
        elif action_name not in (self.REQUEST_CHANGES, self.REJECT):
            raise PermissionDenied
        elif not comment:
            raise ActionNotAllowed(GIVE_REASON)
        elif action_name == self.REQUEST_CHANGES:
            task_state.reject(user=user, comment=comment)
        else:
            self._reject_for_good(task_state, page, user, comment)

    def _approve(self, task_state, page, user, comment, seen, called):
        if sentence := approvals.approval_blocker(user, page):
            raise approvals.NotApproved(sentence)
        latest = approvals.newest(page)
        sent = task_state.revision_id == latest.pk and latest.created_at <= task_state.started_at
        if seen != approvals.revision_token(latest) and (seen or not sent):
            raise EditConflict(approvals.NEWER_VERSION)
        if not sent:
            # A colleague changed it while it waited; the approver has read that version, and it is what goes public.
            task_state.revision = latest
            task_state.save(update_fields=["revision"])
        version = latest.as_object()
        if hasattr(version, "publishing_errors"):
            refuse_unready(version)
        if self.kind == self.Kind.HELP_LINE:
            self._note_the_check(latest, user, called, version)
        if not self._steps_left(task_state, latest, version):
            approvals.record(latest, approver=user)
        task_state.approve(user=user, comment=comment)

    @staticmethod
    def _note_the_check(revision, user, called, line):
        """What the approver says to have done becomes part of what is approved."""
        if not called:
            raise ActionNotAllowed(
                _("Call the number first. A wrong number sends a person nowhere.")
                if line.is_checked_by_calling
                else _("Compare the number with its official page first. Do not call it.")
            )
        revision.content |= {"verified_on": timezone.localdate().isoformat(), "verified_by": user.pk}
        revision.save(update_fields=["content"])

    def _steps_left(self, task_state, revision, version):
        """Whether another step has still to agree to this very version: then this is not the approval yet."""
        agreed = task_state.workflow_state.task_states.filter(
            revision=revision, status__in=(TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
        )
        steps = Task.objects.filter(workflow_tasks__workflow=task_state.workflow_state.workflow, active=True)
        left = steps.exclude(pk=self.pk).exclude(task_states__in=agreed)
        return any(getattr(step.specific, "applies", lambda _version: True)(version) for step in left)

    def _reject_for_good(self, task_state, page, user, comment):
        # Not TaskState.reject(): that means changes were requested. Cancelled with a comment is rejected for good.
        task_state.status, task_state.comment = TaskState.STATUS_CANCELLED, comment
        task_state.finished_by, task_state.finished_at = user, timezone.now()
        task_state.save()
        log(
            instance=page,
            action="hub.decline",
            user=user,
            revision=task_state.revision,
            data={"comment": comment},
        )
        task_state.workflow_state.cancel(user=user)
        approvals.declined.send(
            sender=type(task_state.workflow_state), instance=task_state.workflow_state, user=user
        )
