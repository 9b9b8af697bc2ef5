"""The dashboard: what waits for a person on the admin's home page, and where the work is done.

Each app adds what it knows, by a function that takes the request and answers with a DashboardItem, several, or None:

    @dashboard.register_dashboard_item(order=50)
    def format_requests(request):
        return dashboard.DashboardItem(_("Format requests"), 3, reverse("format_requests:index"))

What a person cannot open is not answered. Nothing to do is a DashboardItem of 0, which is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page, Revision, Task, TaskState, TranslatableMixin, WorkflowState

from portal.workflow import contributions
from portal.workflow.approvals import PARTNER_SUBMISSIONS
from portal.workflow.models.snippets import reviewed_models

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

HOOK = "hub_dashboard"
# What a DashboardItem asks of the person who reads it.
TO_DO, TO_KNOW, WARNING = "do", "know", "warning"
# How many of the things that are counted are named.
NAMED = 5


@dataclass(frozen=True)
class Row:
    """One of the things that are counted.

    Attributes:
        title: what it is called.
        url: where it is worked on, or "".
        detail: since when, by whom.
        reason: words of another person that must be read.
        urgent: whether it cannot wait.
    """

    title: str
    url: str = ""
    detail: str = ""
    reason: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class DashboardPart:
    """Some of what is counted, such as “2 overdue”, with the list of them."""

    label: str
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class DashboardItem:
    """What waits, how much of it, and where the work is done.

    Attributes:
        label: in a few words; the number stands before it.
        number: how many; 0 is not shown.
        url: the list in which the work is done, or "".
        kind: TO_DO, TO_KNOW, or WARNING, whose label is a sentence.
        rows: the first of them (Row).
        parts: some of them (DashboardPart).
        action: the text of a warning's link.
    """

    label: str | StrPromise
    number: int
    url: str = ""
    kind: str = TO_DO
    rows: tuple = ()
    parts: tuple = ()
    action: str | StrPromise = ""


def register_dashboard_item(order):
    """Let a function tell the dashboard what waits (see above). Smaller orders come first."""

    def register(answer):
        hooks.register(HOOK, answer, order=order)
        return answer

    return register


def dashboard_items(request):
    """Everything that waits for the person of a request.

    Returns:
        A list of DashboardItem, none of them 0.
    """
    found: list[DashboardItem] = []
    for answer in hooks.get_hooks(HOOK):
        given = answer(request) or ()
        found += [given] if isinstance(given, DashboardItem) else given
    return [item for item in found if item.number]


def to_review(user):
    """What a person may decide about (portal.workflow.approvals.approval_blocker): not the own changes, nothing in a language that the
    person does not approve in, and not what partners send, which has its own queue.

    Returns:
        TaskStates, longest waiting first. The changes of which a page consists may be newer than what was sent.
    """
    foreign = Locale.objects.exclude(language_code__in=(settings.LANGUAGE_CODE, *user.approves_in))
    of_record = {
        "base_content_type": OuterRef("revision__base_content_type"),
        "object_id": OuterRef("revision__object_id"),
    }
    last_editor = Revision.objects.filter(**of_record).order_by("-created_at", "-pk").values("user")[:1]
    own = contributions.open_contributions().filter(**of_record, user=user)
    return (
        _reviewable_by(user)
        .exclude(workflow_state__workflow__name=PARTNER_SUBMISSIONS)
        .annotate(last_editor=Subquery(last_editor))
        .exclude(last_editor=user.pk)
        .exclude(Exists(own))
        .exclude(revision__content__locale__in=list(foreign.values_list("pk", flat=True)))
        .order_by("started_at")
    )


def _reviewable_by(user):
    """As TaskState.objects.reviewable_by(), without asking the tasks at which nothing waits: each costs queries."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("task")
    found = TaskState.objects.none()
    for task in Task.objects.filter(active=True, pk__in=waiting).specific():
        found |= task.get_task_states_user_can_moderate(user)
    return found


def sent_by(user):
    """The reviews that a person asked for and that have not ended, latest first."""
    return WorkflowState.objects.active().filter(requested_by=user).order_by("-created_at")


def with_what_is_reviewed(states, language=True):
    """Read all that a row names of these TaskStates, in as many queries however many there are.

    Args:
        states: TaskStates.
        language: whether the language is named, too; some records have none.
    """
    models = [Page, *reviewed_models()] if language else []
    with_language = [
        model.objects.select_related("locale") for model in models if issubclass(model, TranslatableMixin)
    ]
    return (
        states.select_related(
            "workflow_state__requested_by",
            "workflow_state__workflow",
            "finished_by",
            "revision__user",
        )
        .defer("revision__content")
        .prefetch_related(GenericPrefetch("workflow_state__content_object", with_language))
    )


def edit_url(record):
    """Where a page or snippet is edited in the admin, or "". No query."""
    if record is None:
        return ""
    if hasattr(record, "url_path"):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    viewset = getattr(record, "snippet_viewset", None)
    return (
        reverse(viewset.get_url_name("edit"), args=[record.pk])
        if viewset
        else AdminURLFinder().get_edit_url(record) or ""
    )
