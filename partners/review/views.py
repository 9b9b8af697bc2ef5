"""The admin's views for decisions about submissions of partners."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Page

from partners.events.models import EventPage
from partners.events.series import Series
from partners.moderation import assignments, conversation
from partners.moderation import services as moderation
from partners.moderation.conflicts import conflicts
from partners.workspace import removals
from portal.checks.faults import without_faults
from portal.exceptions import ActionNotAllowed
from portal.models import ApprovalTask
from portal.review.comparison import changes
from portal.review.decision_page import ask_before_rejection, asked_before
from portal.workflow import approvals
from portal.workflow.forms import GIVE_REASON

from .assignment_forms import AssignmentForm

# So many dates of a series are listed.
DATES = 6
DONE = {
    ApprovalTask.APPROVE: gettext_lazy("“%(title)s” is approved."),
    ApprovalTask.REQUEST_CHANGES: gettext_lazy("The members of “%(title)s” were asked to change it."),
    ApprovalTask.REJECT: gettext_lazy("“%(title)s” was rejected. Its members were told."),
}
CHOOSE = gettext_lazy("Choose your decision.")
ASSIGN, END_ASSIGNMENT = "assign", "end_assignment"
# What the list can be limited to: a label, and whether a submission with this assignment (None: without) is shown to a user.
FILTERS = {
    "me": (gettext_lazy("Assigned to me"), lambda found, user: found is not None and found.is_of(user)),
    "nobody": (
        gettext_lazy("Assigned to nobody"),
        lambda found, _user: found is None or not found.may_decide,
    ),
    "overdue": (gettext_lazy("Overdue"), lambda found, _user: found is not None and found.is_overdue),
    "ended": (
        gettext_lazy("Assigned to someone who can no longer approve it"),
        lambda found, _user: found is not None and not found.may_decide,
    ),
}


class DecisionForm(forms.Form):
    """The decision, the revision that it is about, and the reason."""

    decision = forms.ChoiceField(
        choices=[(name, name) for name in DONE], error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
    )
    seen = forms.CharField()
    comment = forms.CharField(required=False, max_length=2000)

    def clean(self):
        """Require a reason unless the decision is to approve."""
        super().clean()
        data = self.cleaned_data
        needs_reason = data.get("decision") in (ApprovalTask.REQUEST_CHANGES, ApprovalTask.REJECT)
        if needs_reason and not data.get("comment", "").strip():
            self.add_error("comment", GIVE_REASON)
        return data


def queue(request):
    """The waiting submissions, sorted by the date of the event.

    Raises:
        PermissionDenied: the user may not decide about submissions.
    """
    _refuse_others(request.user)
    waiting, found = moderation.waiting(), assignments.all_waiting()
    rows = [(submission, found.get(submission.task_state.pk)) for submission in waiting]
    shown = request.GET.get("assigned", "")
    filters = [
        (name, label, [row for row in rows if is_kept(row[1], request.user)])
        for name, (label, is_kept) in FILTERS.items()
    ]
    kept = next((of for name, _label, of in filters if name == shown), rows)
    return render(
        request,
        "partners/admin/queue.html",
        {
            "rows": kept,
            "waiting": len(rows),
            "shown": shown if shown in FILTERS else "",
            "filters": [(name, label, len(of)) for name, label, of in filters],
            "removals": removals.removals(),
            "conversations": conversation.waiting(),
            "usual_answer": moderation.usual_answer(),
        },
    )


@never_cache
def review(request, page_id):
    """One submission: what changed, what prevents publication, and the decision.

    Args:
        request: GET, or POST with a decision or an assignment.
        page_id: the primary key of the page.

    Raises:
        PermissionDenied: the user may not decide about it. Who contributed to it gets a message instead (status 422).
    """
    _refuse_others(request.user)
    page = get_object_or_404(Page, pk=page_id)
    submission = moderation.submission_of(page)
    if submission is None:
        messages.warning(request, _("Someone has already decided this, or it was withdrawn."))
        return redirect("partner_submissions")
    assigned = assignments.all_waiting().get(submission.task_state.pk)
    is_assigning = request.method == "POST" and bool({ASSIGN, END_ASSIGNMENT} & request.POST.keys())
    assignment_form = AssignmentForm(
        request.POST if is_assigning else None, people=assignments.people_for(page), found=assigned
    )
    if is_assigning and _assign(request, submission, assignment_form):
        if not request.POST.get("comment", "").strip():
            return redirect("partner_submission", page_id)
        # The reason that was typed is shown again.
        assigned = assignments.all_waiting().get(submission.task_state.pk)
        assignment_form = AssignmentForm(people=assignments.people_for(page), found=assigned)
    form = DecisionForm(request.POST or None)
    errors = []
    if request.method == "POST" and not is_assigning:
        if form.is_valid():
            rejects = (
                form.cleaned_data["decision"] == ApprovalTask.REJECT and form.cleaned_data["comment"].strip()
            )
            if rejects and (asked := ask_before_rejection(request, submission.title)):
                return asked
            errors = _decide(submission, request.user, form.cleaned_data)
            if not errors:
                done = DONE[form.cleaned_data["decision"]] % {"title": submission.title}
                messages.success(request, done)
                return redirect(_next_address(request.user))
        else:
            errors = [error for found in form.errors.values() for error in found]
    revision = page.latest_revision
    task = submission.task_state.task.specific
    may_decide = bool(task.get_actions(page, request.user))
    context = {
        **next(without_faults([submission.version], _event_facts, "review"), {}),
        "submission": submission,
        "page": page,
        "changes": changes(None if submission.is_new else submission.page, submission.version, request),
        "seen": approvals.revision_token(revision),
        "revision": revision,
        "may_decide": may_decide,
        "may_approve": approvals.may_approve(request.user, page),
        "approval_blocker": approvals.approval_blocker(request.user, page),
        "errors": errors,
        "assigned": assigned,
        "assignment_form": assignment_form,
        "comment": request.POST.get("comment", ""),
        "conversation": conversation.messages(submission.page)
        if isinstance(page.specific, EventPage)
        else [],
        **asked_before(submission.task_state, submission.version, request),
    }
    status = 422 if errors or assignment_form.errors else 200
    return render(request, "partners/admin/review.html", context, status=status)


def _assign(request, submission, form):
    """Assign a submission, or end its assignment.

    Returns:
        Whether it was done; if not, the form says why.
    """
    try:
        if END_ASSIGNMENT in request.POST:
            assignments.end(submission, request.user)
            messages.success(request, _("It is assigned to nobody now."))
            return True
        if not form.is_valid():
            return False
        data = form.cleaned_data
        person = form.people[data["assignee"]]
        assignments.assign(submission, person, request.user, data["due_on"], data["note"])
    except ValidationError as refused:
        form.is_valid()
        form.add_error(None, refused)
        return False
    messages.success(
        request, _("It is assigned to %(name)s now.") % {"name": person.get_full_name() or person.email}
    )
    return True


def _event_facts(version):
    """When a submitted event takes place, in words, and which other events it may be in conflict with."""
    if not isinstance(version, EventPage) or not version.start_date:
        return {}
    series = Series(version)
    return {
        "rhythm": series.words,
        "dates": series.dates[:DATES],
        "has_more_dates": len(series.dates) > DATES or bool(series.later),
        "conflicts": conflicts(version),
    }


def _next_address(user):
    """The submission that the person can decide about next, the nearest event first; else the list."""
    for waiting in moderation.waiting():
        if waiting.task_state.task.specific.get_actions(waiting.page, user):
            return waiting.url
    return reverse("partner_submissions")


@require_POST
def keep(request, page_id):
    """Keep an event although its members asked to remove it.

    Raises:
        PermissionDenied: the user may not decide about submissions.
    """
    if not moderation.decides(request.user):
        raise PermissionDenied
    event = get_object_or_404(EventPage, pk=page_id)
    try:
        removals.keep(event, request.user, request.POST.get("reason", ""))
    except ActionNotAllowed as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(title)s” stays. Its members were told.") % {"title": event.title})
    return redirect("partner_submissions")


def _decide(submission, user, data):
    """Carry out a decision, completely or not at all.

    Returns:
        Messages that say why it could not be carried out; empty on success.
    """
    task_state = submission.task_state
    try:
        with transaction.atomic():
            task_state.task.specific.on_action(
                task_state, user, data["decision"], comment=data["comment"], seen=data["seen"]
            )
    except ValidationError as error:
        return error.messages
    return []


def _refuse_others(user):
    if not (user.is_superuser or moderation.decides(user)):
        raise PermissionDenied
