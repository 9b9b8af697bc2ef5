"""The admin's views of emergencies: publish, list, confirm."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from portal.exceptions import ActionNotAllowed
from portal.safety.models import HelpLine
from portal.workflow import approvals
from portal.workflow import immediate_actions as actions
from portal.workflow.models import Approval, ImmediateAction

from . import confirmations, emergencies


class EmergencyForm(forms.Form):
    """The reason why it cannot wait."""

    reason = forms.CharField(
        label=gettext_lazy("Why can't it wait for a second person?"),
        max_length=1000,
        help_text=gettext_lazy("Kept in the history. Approvers and coordinators read it."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Give a reason: why it cannot wait for a second person.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


def publish(request, model_name, pk):
    """Show what would be published, ask for the reason, and publish it.

    Args:
        request: the request of a coordinator.
        model_name: a key of emergencies.MODELS.
        pk: the primary key of the alert or help line.

    Raises:
        PermissionDenied: the user is not a coordinator.
    """
    if not emergencies.may_publish(request.user):
        raise PermissionDenied
    model = emergencies.MODELS.get(model_name)
    if model is None:
        raise Http404
    record = get_object_or_404(model, pk=pk)
    newest = approvals.newest(record)
    form = EmergencyForm(request.POST or None, initial={"seen": approvals.revision_token(newest)})
    failures = [] if newest is None else _failures(newest.as_object())
    if request.method == "POST" and not failures and newest and form.is_valid():
        if form.cleaned_data["seen"] != approvals.revision_token(newest):
            form.data = {**request.POST.dict(), "seen": approvals.revision_token(newest)}
            form.add_error(
                None,
                _("Someone has saved a newer version. Nothing is public yet. Read below what would change."),
            )
        elif _published(record, request.user, form):
            messages.success(
                request,
                _(
                    "“%(title)s” is public now. Approvers and coordinators have been told; one of them checks it."
                )
                % {"title": newest.as_object()},
            )
            return redirect("emergencies")
    return render(
        request,
        "portal/admin/emergency.html",
        {
            "form": form,
            "record": newest.as_object() if newest else record,
            "changes": emergencies.changes(record) if newest else [],
            "failures": failures,
            "edit_url": reverse(model.snippet_viewset.get_url_name("edit"), args=[record.pk]),
            "languages": _other_languages(record),
        },
    )


def _published(record, user, form):
    """Publish it, or show in the form which checks other languages fail. Returns whether it was published."""
    try:
        emergencies.publish(record, user, form.cleaned_data["reason"].strip())
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def _failures(version):
    try:
        version.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def _other_languages(record):
    if not record.live:
        return []
    live = record.get_translations().filter(live=True).select_related("locale")
    return [str(translation.locale) for translation in live]


def index(request):
    """What a second person has not confirmed yet, oldest first: emergencies, and what else was public at once; what was dealt with lately.

    Raises:
        PermissionDenied: the user may not approve.
    """
    if not approvals.is_office(request.user):
        raise PermissionDenied
    entries = [_entry(approval, request.user) for approval in emergencies.waiting()]
    context = {
        "entries": entries,
        "actions": confirmations.entries(request.user, request.GET.get("of", "")),
        "waiting": actions.waiting().count(),
        "finished": confirmations.finished(request.user),
    }
    return render(request, "portal/admin/emergencies.html", context)


def _entry(approval, user):
    record = approval.revision.content_object
    edit = reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
    return {
        "approval": approval,
        "record": record,
        "edit_url": edit,
        "reason": emergencies.reason_of(approval),
        "due": emergencies.due(approval),
        "overdue": emergencies.is_overdue(approval),
        "approval_blocker": emergencies.approval_blocker(user, approval),
        "languages": [str(part.revision.content_object.locale) for part in emergencies.parts_of(approval)],
        "is_line": isinstance(record, HelpLine),
    }


@require_POST
def confirm(request, pk):
    """Confirm an emergency as a second person."""
    approval = get_object_or_404(Approval, pk=pk, ground=Approval.Ground.EMERGENCY)
    return _confirm(request, emergencies.confirm, approval)


@require_POST
def confirm_action(request, pk):
    """Confirm something else that was public at once, in the languages that the form names."""
    action = get_object_or_404(ImmediateAction, pk=pk)
    # In the row that the person has read. It may have been done in another language since.
    action.languages = request.POST.getlist("language")
    return _confirm(request, confirmations.confirm, action)


def _confirm(request, confirm, waiting):
    try:
        done = confirm(waiting, request.user)
    except ActionNotAllowed as error:
        messages.error(request, error.text)
        return redirect("emergencies")
    if done:
        messages.success(request, _("Thank you. It is confirmed."))
    else:
        messages.warning(
            request, _("Someone has already confirmed this, or it no longer needs to be confirmed.")
        )
    return redirect("emergencies")
