"""The page on which a review is decided, because wagtail-localize's editor has no buttons for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from portal.checks.requirements import GLOSSARY
from portal.core import confirmation
from portal.signoff import services as signoff
from portal.translation import glossary
from portal.translation.progress import parts_left
from portal.workflow import approvals, review_requests
from portal.workflow.choices import ReviewStep
from portal.workflow.models import ApprovalTask

from .admin import sign_address
from .comparison import changes

DECISIONS = {ApprovalTask.APPROVE, ApprovalTask.REQUEST_CHANGES, ApprovalTask.REJECT}


@hooks.register("register_admin_urls")
def register_address():
    """Add the address of the page."""
    return [path("reviews/<int:task_state_id>/", decide, name="decide")]


def decide(request, task_state_id):
    """Show what is submitted, and take the decision.

    Args:
        request: GET, or POST with `decision`, `comment`, `seen`, and `called` for a help line.
        task_state_id: the primary key of its TaskState.

    Raises:
        PermissionDenied: the user may not decide about it.
    """
    task_state = get_object_or_404(TaskState, pk=task_state_id)
    record = task_state.workflow_state.content_object
    record = getattr(record, "specific", record)
    task = task_state.task.specific
    if not task.user_can_access_editor(record, request.user):
        raise PermissionDenied
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        messages.warning(request, _("Someone has already decided this, or it was withdrawn."))
        return redirect("wagtailadmin_home")
    errors = []
    if request.method == "POST":
        rejects = (
            request.POST.get("decision") == ApprovalTask.REJECT and request.POST.get("comment", "").strip()
        )
        if rejects and (asked := ask_before_rejection(request, record)):
            return asked
        errors = _decide(task, task_state, request)
        if not errors:
            _say_what_was_done(request, task_state)
            return redirect("wagtailadmin_home")
    newest = approvals.newest(record)
    version, is_page = newest.as_object() if newest else record, isinstance(record, Page)
    blocker = approvals.approval_blocker(request.user, record)
    context = {
        "record": record,
        "task": task,
        "newest": newest,
        "is_new": not record.live,
        "changes": changes(
            record if record.live else None, version, request, with_answers=not (record.live or is_page)
        ),
        "seen": approvals.revision_token(newest),
        "approval_blocker": blocker,
        "may_approve": not blocker,
        "asks_for_call": task.kind == ReviewStep.HELP_LINE,
        "version": version,
        # Those about the glossary are named with the translation.
        "warnings": [warning for warning in version.publishing_warnings() if warning.code != GLOSSARY],
        **_of_translation(record, version),
        "errors": errors,
        "comment": request.POST.get("comment", ""),
        **_signature(request.user, record, version),
        **asked_before(task_state, version, request),
        **_addresses(record),
    }
    return render(request, "portal/admin/decide.html", context, status=422 if errors else 200)


def _say_what_was_done(request, task_state):
    """The message after a decision: published now, later, after another step, or returned to the author."""
    state = WorkflowState.objects.get(pk=task_state.workflow_state_id)
    record = getattr(state.content_object, "specific", state.content_object)
    words = {"title": str(record)}
    planned = getattr(approvals.newest_version(record), "go_live_at", None)
    buttons = []
    if request.POST["decision"] == ApprovalTask.REQUEST_CHANGES:
        said = _("“%(title)s” went back to its author, with your reason.")
    elif request.POST["decision"] == ApprovalTask.REJECT:
        said = _("“%(title)s” was permanently rejected. Its author was told.")
    elif state.status != WorkflowState.STATUS_APPROVED:
        said = _("You approved “%(title)s”. Another review follows before it is live.")
    elif planned and planned > timezone.now():
        said = _("“%(title)s” is approved and goes live at its time: %(moment)s")
        words["moment"] = date_format(timezone.localtime(planned), "DATETIME_FORMAT")
    else:
        said = _("“%(title)s” is approved and live.")
        if url := getattr(record, "full_url", None):
            buttons = [admin_messages.button(url, _("View it"))]
    admin_messages.success(request, said % words, buttons=buttons)


def ask_before_rejection(request, title):
    """Ask for confirmation before something is rejected for good.

    Args:
        request: a POST with the decision and its reason.
        title: the title of what is rejected.

    Returns:
        The confirmation page, or None if the user has confirmed.
    """
    return confirmation.question(
        request,
        _("Reject permanently"),
        _(
            "The review ends and the author is told that this will not be published. If it only needs changes, cancel and choose “Request changes” instead."
        ),
        _("Reject permanently"),
        request.path,
        str(title),
    )


def _decide(task, task_state, request):
    """Carry out a decision, completely or not at all. Returns error messages; empty on success."""
    action = request.POST.get("decision")
    if action not in DECISIONS:
        return [_("Choose your decision.")]
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


def asked_before(task_state, version, request):
    """What was asked for before this version was sent, and what has changed since: the context of the template asked_before.html.

    Args:
        task_state: the TaskState of the version.
        version: the latest version.
        request: the request of the user who decides.
    """
    requests = review_requests.earlier_requests(task_state)
    if not requests:
        return {"asked": None}
    asked, *before = requests
    return {
        "asked": asked,
        "asked_earlier": before,
        "asked_by_reader": asked.person == request.user,
        "since": changes(asked.revision.as_object(), version, request),
    }


def _signature(user, record, version):
    """For a translation: whether it is signed, and where the user may sign it."""
    if not getattr(record, "is_translation", False):
        return {}
    unsigned = version.translation_signed_on is None and signoff.may_sign(user, record)
    return {"is_translation": True, "sign_url": sign_address(record) if unsigned else ""}


def _of_translation(record, version):
    """For a translation: fields without text, and where it does not follow the glossary."""
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
    """The addresses of the preview and of the editor."""
    if isinstance(record, Page):
        preview = reverse("wagtailadmin_pages:view_draft", args=[record.pk])
        return {"preview": preview, "editor": reverse("wagtailadmin_pages:edit", args=[record.pk])}
    editor = reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
    return {"preview": "", "editor": editor}
