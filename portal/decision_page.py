"""Where a translation is decided: wagtail-localize's editor has no buttons for a review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page, TaskState
from wagtail_localize.models import Translation

from portal import approvals, glossary, signing
from portal.comparison import changes
from portal.models import ApprovalTask
from portal.review_admin import sign_address
from portal.translating import parts_left

DECISIONS = {ApprovalTask.APPROVE, ApprovalTask.REQUEST_CHANGES, ApprovalTask.REJECT}


@hooks.register("register_admin_urls")
def register_address():
    """The page of one decision."""
    return [path("reviews/<int:task_state_id>/", decide, name="decide")]


def decide(request, task_state_id):
    """What waits, and the decision.

    Args:
        request: GET, or POST with `decision`, `comment`, `seen`, and `called` for a help line.
        task_state_id: the number of the TaskState under which it waits.

    Raises:
        PermissionDenied: the person does not decide about it.
    """
    task_state = get_object_or_404(TaskState, pk=task_state_id)
    record = task_state.workflow_state.content_object
    record = getattr(record, "specific", record)
    task = task_state.task.specific
    if not task.user_can_access_editor(record, request.user):
        raise PermissionDenied
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        messages.warning(
            request, _("It does not wait for review any more. Somebody has decided, or it was withdrawn.")
        )
        return redirect("wagtailadmin_home")
    errors = []
    if request.method == "POST":
        errors = _decide(task, task_state, request)
        if not errors:
            messages.success(request, _("Your decision about “%(title)s” is done.") % {"title": record})
            return redirect("wagtailadmin_home")
    newest = approvals.newest(record)
    version = newest.as_object()
    context = {
        "record": record,
        "task": task,
        "newest": newest,
        "is_new": not record.live,
        "changes": changes(record if record.live else None, version, request),
        "seen": approvals.mark(newest),
        "hindrance": approvals.hindrance(request.user, record),
        "asks_for_call": task.kind == ApprovalTask.Kind.HELP_LINE,
        "version": version,
        **_of_translation(record, version),
        "errors": errors,
        "comment": request.POST.get("comment", ""),
        **_signature(request.user, record, version),
        **_addresses(record),
    }
    return render(request, "portal/admin/decide.html", context, status=422 if errors else 200)


def _decide(task, task_state, request):
    """Carry it out, whole or not at all. Returns sentences that say why not; empty when it is done."""
    action = request.POST.get("decision")
    if action not in DECISIONS:
        return [_("Choose what you decide.")]
    try:
        with transaction.atomic():
            task.on_action(
                task_state,
                request.user,
                action,
                comment=request.POST.get("comment", ""),
                seen=request.POST.get("seen", ""),
                called=request.POST.get("called") == "on",
            )
    except ValidationError as error:
        return error.messages
    return []


def _signature(user, record, version):
    """For a translation: its state, and where the person may sign it."""
    if not getattr(record, "is_translation", False):
        return {}
    unsigned = version.translation_signed_on is None and signing.may_sign(user, record)
    return {"is_translation": True, "sign_url": sign_address(record) if unsigned else ""}


def _of_translation(record, version):
    """What who reads a translation should know: parts without words, and where it departs from the glossary."""
    if not getattr(record, "translation_key", None):
        return {}
    translation = Translation.objects.filter(
        source__object_id=record.translation_key, target_locale_id=record.locale_id, enabled=True
    ).first()
    return {
        "left": parts_left(translation) if translation else "",
        "breaches": list(dict.fromkeys(breach.sentence for breach in glossary.breaches(version))),
    }


def _addresses(record):
    """Where the version that waits is seen as the public would, and changed."""
    if isinstance(record, Page):
        preview = reverse("wagtailadmin_pages:view_draft", args=[record.pk])
        return {"preview": preview, "editor": reverse("wagtailadmin_pages:edit", args=[record.pk])}
    editor = reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
    return {"preview": "", "editor": editor}
