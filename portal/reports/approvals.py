"""What was sent for review: by whom, who decided, how, and how long it waited. And the same of one's own."""

import django_filters
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import TaskState, Workflow, WorkflowState

from portal.accounts.models import User
from portal.dashboard import items as dashboard
from portal.workflow.approvals import APPROVERS, COORDINATORS, is_deputy
from portal.workflow.groups import EDITORS, LEGAL_REVIEWERS, LIVED_EXPERIENCE_REVIEWERS, TRANSLATORS
from portal.workflow.models import Approval, ApprovalTask

from .base import Field, Report, report

DECISIONS = {
    TaskState.STATUS_IN_PROGRESS: _("Waiting"),
    TaskState.STATUS_APPROVED: _("Approved"),
    TaskState.STATUS_REJECTED: _("Changes requested"),
    TaskState.STATUS_CANCELLED: _("Withdrawn or permanently rejected"),
}
# Where a review stands as a whole.
STANDS = {
    WorkflowState.STATUS_IN_PROGRESS: _("Waiting"),
    WorkflowState.STATUS_APPROVED: _("Approved"),
    WorkflowState.STATUS_NEEDS_CHANGES: _("Changes requested"),
    WorkflowState.STATUS_CANCELLED: _("Withdrawn or permanently rejected"),
}


def decisions():
    """What people decide about: automatic checks are left out, and steps that the page did not need."""
    tasks = [
        found.pk
        for model, found in ContentType.objects.get_for_models(
            ApprovalTask, *ApprovalTask.__subclasses__()
        ).items()
    ]
    return TaskState.objects.filter(task__content_type__in=tasks).exclude(status=TaskState.STATUS_SKIPPED)


def _who_sent(request):
    return User.objects.filter(pk__in=decisions().values("workflow_state__requested_by")).order_by("email")


class SentFilterSet(WagtailFilterSet):
    """Where the review stands, when it was sent."""

    decision = django_filters.ChoiceFilter(
        field_name="workflow_state__status",
        label=_("State"),
        choices=list(STANDS.items()),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    started_at = django_filters.DateFromToRangeFilter(label=_("Sent"), widget=DateRangePickerWidget)

    class Meta:
        model = TaskState
        fields = ["decision", "started_at"]


class ApprovalFilterSet(SentFilterSet):
    """How it was decided at one step; also who sent it, which review."""

    decision = django_filters.ChoiceFilter(
        field_name="status",
        label=_("Decision"),
        choices=list(DECISIONS.items()),
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    workflow = django_filters.ModelChoiceFilter(
        field_name="workflow_state__workflow", queryset=Workflow.objects.all(), label=_("Review")
    )
    sent_by = django_filters.ModelChoiceFilter(
        field_name="workflow_state__requested_by", queryset=_who_sent, label=_("Sent by")
    )

    class Meta(SentFilterSet.Meta):
        fields = ["decision", "workflow", "sent_by", "started_at"]


class _Decisions(Report):
    """Rows of reviews, latest first."""

    model = TaskState
    header_icon = "clipboard-list"

    def get_queryset(self):
        """Latest first."""
        in_force = Approval.objects.filter(revision=OuterRef("revision"), ended_at=None)
        states = decisions().annotate(approved=Exists(in_force)).order_by("-started_at", "-pk")
        return dashboard.with_what_is_reviewed(states)

    def decision(self, state):
        """What became of a row, in words."""
        return _decision(state)

    def complete(self, rows):
        """Name what a row is about, and count the days."""
        kept = [state for state in rows if state.workflow_state.content_object]
        for state in kept:
            record, review = state.workflow_state.content_object, state.workflow_state
            locale = getattr(record, "locale", None)
            state.title = state.revision.object_str if state.revision else str(record)
            state.url = dashboard.edit_url(record)
            state.type_name = _type_of(review)
            state.language = locale.get_display_name() if locale else ""
            state.sent_by = (
                str(review.requested_by.get_full_name() or review.requested_by) if review.requested_by else ""
            )
            state.decided_by = (
                str(state.finished_by.get_full_name() or state.finished_by) if state.finished_by else ""
            )
            state.decision = self.decision(state)
            state.days = ((state.finished_at or timezone.now()) - state.started_at).days
        return kept


def _type_of(review):
    # A page is read as such, without the table of its type.
    model = ContentType.objects.get_for_id(review.content_type_id).model_class()
    return capfirst(model._meta.verbose_name) if model else ""


def _decision(state):
    if state.status == TaskState.STATUS_CANCELLED:
        return _ended(state)
    return DECISIONS[state.status]


def _ended(state):
    """How a review ended in which nobody approved the page."""
    # A comment stands there when an approver rejected it (ApprovalTask._reject_for_good).
    if state.status == TaskState.STATUS_CANCELLED and state.comment:
        return _("Permanently rejected")
    by_sender = state.finished_by_id and state.finished_by_id == state.workflow_state.requested_by_id
    return _("Withdrawn") if by_sender else _("Ended without a decision")


def _where_it_stands(state):
    """Where the review of a TaskState stands as a whole, when it is the last one of it."""
    status = state.workflow_state.status
    if status == WorkflowState.STATUS_CANCELLED:
        return _ended(state)
    planned = state.revision and state.revision.approved_go_live_at
    if status == WorkflowState.STATUS_APPROVED and planned:
        moment = date_format(timezone.localtime(planned), "DATETIME_FORMAT")
        return _("Approved. It becomes public at the planned time: %(moment)s") % {"moment": moment}
    return STANDS[status]


@report
class ApprovalsView(_Decisions):
    """All that was sent for review."""

    name, order = "approvals", 22
    page_title = _("Approvals")
    groups = (APPROVERS, COORDINATORS)
    filterset_class = ApprovalFilterSet
    intro = _("What was sent for review, latest first. To decide on a waiting page, open it.")
    nothing = _("Nothing has been sent for review yet.")
    fields = (
        Field("title", _("Title"), lambda state: state.url),
        Field("type_name", _("Type"), in_table=False),
        Field("language", _("Language")),
        Field("sent_by", _("Sent by")),
        Field("started_at", _("Sent")),
        Field("days", _("Days waited")),
        Field("decision", _("Decision")),
        Field("decided_by", _("Decided by")),
        Field("finished_at", _("Decided"), in_table=False),
        Field("comment", _("Reason")),
        Field("approved", _("Approval in force"), in_table=False),
    )


@report
class WaitingView(_Decisions):
    """What the person who asks may decide about, as on the dashboard."""

    name, order = "waiting", 20
    page_title = _("Waiting for my decision")
    groups = (APPROVERS, COORDINATORS, LEGAL_REVIEWERS, LIVED_EXPERIENCE_REVIEWERS)
    intro = _("Longest waiting first. What partners send has its own list: Submissions.")
    nothing = _("Nothing is waiting for your decision.")
    fields = (
        Field("title", _("Title"), lambda state: reverse("decide", args=[state.pk])),
        *(field for field in ApprovalsView.fields if field.name in {"type_name", "language", "sent_by"}),
        Field("started_at", _("Sent")),
        Field("days", _("Days waited")),
    )

    @classmethod
    def allows(cls, user):
        """Deputies too, on their days."""
        return super().allows(user) or is_deputy(user)

    def get_queryset(self):
        """The longest waiting first."""
        return dashboard.with_what_is_reviewed(dashboard.to_review(self.request.user))


@report
class SentView(_Decisions):
    """What the person who looks sent, and where each stands now: one row for each page, not for each step of its review."""

    name, order = "sent", 21
    page_title = _("What I sent for review")
    header_icon = "upload"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = SentFilterSet
    intro = _("What you sent, latest first. If changes were requested, make them and send it again.")
    nothing = _("You have not sent anything for review yet.")
    fields = (
        *(field for field in ApprovalsView.fields if field.name in {"title", "type_name", "language"}),
        Field("started_at", _("Sent")),
        Field("decision", _("State")),
        Field("step", _("Step")),
        *(field for field in ApprovalsView.fields if field.name in {"decided_by", "finished_at", "comment"}),
    )

    def decision(self, state):
        """Where the whole review stands."""
        return _where_it_stands(state)

    def complete(self, rows):
        """The step is named while it waits there."""
        kept = super().complete(rows)
        for state in kept:
            waits = state.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
            state.step = state.task.name if waits else ""
        return kept

    def get_queryset(self):
        """Of the last review of each page the step at which it stands; nobody sees here what others sent."""
        own = WorkflowState.objects.filter(requested_by=self.request.user)
        same = {"base_content_type": OuterRef("base_content_type"), "object_id": OuterRef("object_id")}
        last = own.exclude(Exists(own.filter(**same, pk__gt=OuterRef("pk"))))
        return super().get_queryset().filter(pk__in=last.values("current_task_state")).select_related("task")
