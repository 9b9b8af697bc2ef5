"""Hooks into Wagtail's admin for the office's review: queue, menu, home page, editor, history."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from partners.moderation import assignments, conversation, notifications
from partners.moderation import services as moderation
from partners.workspace import removals
from portal.dashboard import items as dashboard
from portal.dashboard.menus import decide_label
from portal.workflow import approvals

from . import conversation_views
from . import views as review

# Wagtail's own buttons for decisions that are made on the page of the review.
REPLACED = {"approve", "reject", "decline", "action-cancel-workflow", "action-restart-workflow"}


@hooks.register("register_admin_urls")
def register_review():
    """Add the queue and the page of one submission."""
    return [
        path("partner-submissions/", review.queue, name="partner_submissions"),
        path("partner-submissions/<int:page_id>/", review.review, name="partner_submission"),
        path("partner-submissions/<int:page_id>/keep/", review.keep, name="partner_submission_keep"),
        path("partner-messages/<uuid:key>/", conversation_views.messages, name="partner_conversation"),
    ]


class _QueueItem(MenuItem):
    """The menu item of the queue, with the number of waiting submissions, for users who decide."""

    def is_shown(self, request):
        return moderation.decides(request.user)

    def render_component(self, request):
        count = moderation.how_many()
        component = super().render_component(request)
        if count:
            component.label = f"{self.label} ({count})"
        return component


@hooks.register("register_admin_menu_item")
def register_queue_item():
    """Add the queue to the menu, which is on every page of the admin."""
    return _QueueItem(
        gettext_lazy("Submissions"),  # The menu is too narrow for a longer name with a number.
        reverse("partner_submissions"),
        name="partner-submissions",
        icon_name="clipboard-list",
        order=155,
    )


@dashboard.register_dashboard_item(order=120)
def submissions(request):
    """The dashboard item: submissions of partners, the nearest events first, and requests to remove events."""
    if not moderation.decides(request.user):
        return None
    waiting = moderation.submission_lines()
    named = waiting[: dashboard.NAMED]
    organisations = dict(
        Page.objects.filter(pk__in=[row.organisation for row in named]).values_list("pk", "title")
    )
    asked = removals.removals()
    written = conversation.waiting()
    url = reverse("partner_submissions")
    assigned = assignments.all_waiting()
    urgent = sum(submission.is_urgent for submission in waiting)
    parts = []
    if urgent:
        words = ngettext("%(number)s urgent", "%(number)s urgent", urgent) % {"number": urgent}
        parts.append(dashboard.DashboardPart(words, url, urgent=True))
    parts += _assigned_parts(assigned.values(), url, request.user)
    return [
        dashboard.DashboardItem(
            ngettext("partner submission is waiting", "partner submissions are waiting", len(waiting)),
            len(waiting),
            url,
            rows=tuple(
                _row(glance, organisations.get(glance.organisation), assigned.get(glance.task_state))
                for glance in named
            ),
            parts=tuple(parts),
        ),
        dashboard.DashboardItem(
            ngettext(
                "event that members want removed",
                "events that members want removed",
                len(asked),
            ),
            len(asked),
            f"{url}#removals",
        ),
        dashboard.DashboardItem(
            ngettext(
                "message from partners without an answer",
                "messages from partners without an answer",
                len(written),
            ),
            len(written),
            f"{url}#messages",
            rows=tuple(_message_row(event, at) for event, at in written[: dashboard.NAMED]),
        ),
    ]


def _assigned_parts(assigned, url, user):
    """How many submissions are assigned to the user, are overdue, and need another person."""
    mine = sum(one.is_of(user) for one in assigned)
    overdue = sum(one.is_overdue for one in assigned)
    ended = sum(not one.may_decide for one in assigned)
    if mine:
        words = ngettext("%(number)s assigned to you", "%(number)s assigned to you", mine)
        yield dashboard.DashboardPart(words % {"number": mine}, f"{url}?assigned=me")
    if overdue:
        words = ngettext("%(number)s overdue", "%(number)s overdue", overdue)
        yield dashboard.DashboardPart(words % {"number": overdue}, f"{url}?assigned=overdue", urgent=True)
    if ended and user.groups.filter(name=approvals.COORDINATORS).exists():
        words = ngettext(
            "%(number)s assigned to someone who can no longer approve it",
            "%(number)s assigned to people who can no longer approve them",
            ended,
        )
        yield dashboard.DashboardPart(words % {"number": ended}, f"{url}?assigned=ended", urgent=True)


def _row(glance, organisation, assigned=None):
    detail = date_format(glance.date or timezone.localtime(glance.since), "DATE_FORMAT")
    if not glance.date:
        detail = _("Sent on %(day)s") % {"day": detail}
    if organisation:
        detail = f"{organisation}, {detail}"
    if assigned:
        detail = f"{detail}, {_('assigned to %(name)s') % {'name': assigned.name}}"
        if assigned.is_overdue:
            detail = f"{detail}, {_('overdue')}"
    return dashboard.Row(glance.title, glance.url, detail, urgent=glance.is_urgent)


def _message_row(event, at):
    url = reverse("partner_conversation", args=[event.translation_key])
    day = date_format(timezone.localtime(at), "DATE_FORMAT")
    return dashboard.Row(event.title, url, f"{event.organisation.title}, {day}")


class _ReviewItem(ActionMenuItem):
    """The editor's link to the page of the review."""

    name, icon_name = "action-review", "clipboard-list"

    def __init__(self, label):
        super().__init__(order=5)
        self.label = label

    def get_url(self, parent_context):
        return reverse("partner_submission", args=[parent_context["page"].pk])


@hooks.register("construct_page_action_menu")
def replace_decision_buttons(menu_items, request, context):
    """Replace Wagtail's decision buttons by a link to the page that shows the whole revision, its checks and its changes."""
    page = context.get("page")
    if page and page.pk and moderation.submission_of(page):
        # Somebody who submitted it in the admin may still withdraw it.
        own = page.current_workflow_state.requested_by_id == request.user.pk
        kept = {"action-cancel-workflow"} if own else set()
        menu_items[:] = [item for item in menu_items if item.name not in REPLACED - kept]
        if moderation.decides(request.user):
            menu_items.append(_ReviewItem(decide_label(request.user, page)))


@hooks.register("before_edit_page")
def say_who_approves(request, page):
    """Warn an approver before she changes what waits for review, and let nobody end a review without a reason.

    Returns:
        A redirect to the review if somebody tries to end it without a reason, else None.
    """
    if getattr(page, "requires_approval", False) and moderation.submission_of(page):
        link = reverse("partner_submission", args=[page.pk])
        reads = request.method == "GET" and "_w_hydrate_create_view" not in request.GET
        if reads and moderation.decides(request.user):
            messages.warning(
                request,
                format_html(
                    '{} <a href="{}">{}</a>',
                    approvals.approval_blocker(request.user, page)
                    or _("This is waiting for review. If you change it, someone else must approve it."),
                    link,
                    decide_label(request.user, page),
                ),
            )
        own = page.current_workflow_state.requested_by_id == request.user.pk
        if request.POST.get("action-cancel-workflow") and not own:
            messages.error(
                request, _("A review ends with a decision. Give a reason: request changes, or reject.")
            )
            return redirect(link)
    return None


class _Written(LogFormatter):
    """A message, with its text."""

    def format_comment(self, log_entry):
        return log_entry.data.get("comment", "")


@hooks.register("register_log_actions")
def register_review_actions(actions):
    """The messages of the history about reviews, in addition to Wagtail's."""
    for action, label, message in (
        (
            notifications.CLOSED,
            gettext_lazy("Close a submission"),
            gettext_lazy("Its date passed while it waited for review"),
        ),
        (
            "partners.removal_requested",
            gettext_lazy("Ask for removal"),
            gettext_lazy("The organization asks to remove it"),
        ),
        (
            assignments.ASSIGNED,
            gettext_lazy("Assign a submission"),
            gettext_lazy("Assigned to a colleague"),
        ),
        (
            assignments.ENDED,
            gettext_lazy("End an assignment"),
            gettext_lazy("The assignment was ended"),
        ),
    ):
        actions.register_action(action, label, message)

    for action, words in (
        (conversation.FROM_MEMBERS, gettext_lazy("Message to the office")),
        (conversation.FROM_OFFICE, gettext_lazy("Message from the office")),
    ):
        formatter = type("Written", (_Written,), {"label": words, "message": words})
        actions.register_action(action)(formatter)
    actions.register_action(
        conversation.CLOSED, gettext_lazy("No answer needed"), gettext_lazy("The message needs no answer")
    )

    @actions.register_action(removals.KEPT)
    class _Kept(LogFormatter):
        label, message = gettext_lazy("Keep an event that was to be removed"), gettext_lazy("It stays public")

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")
