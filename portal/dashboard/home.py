"""The admin's home page: what waits for each person, in the place of Wagtail's panels of what waits."""

from django.conf import settings
from django.db.models import Count, F, Q, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page, WorkflowState

from portal.pages import stewardship
from portal.previews.models import PreviewComment
from portal.safety.models import Alert, HelpLine
from portal.safety.models.help_line import VERIFIED_FOR
from portal.workflow import approvals
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS
from portal.workflow.roles import is_of, only_translates

from . import items as dashboard

# With fewer people who may approve, nothing can be published while one of them is away.
APPROVERS_NEEDED = 2
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)


class DashboardPanel(Component):
    """What waits for the person who signed in, what she sent, and what the office should know."""

    name, order = "dashboard", 50
    template_name = "portal/admin/dashboard.html"

    class Media:
        css = {"all": ["portal/admin/dashboard.css"]}

    def __init__(self, request):
        self.request = request

    @cached_property
    def items(self):
        """Read once."""
        return dashboard.dashboard_items(self.request)

    def get_context_data(self, parent_context):
        """The items by what they ask of the reader."""
        return {kind: self._of(kind) for kind in (dashboard.TO_DO, dashboard.TO_KNOW, dashboard.WARNING)}

    def _of(self, kind):
        return [item for item in self.items if item.kind == kind]


@hooks.register("construct_homepage_panels", order=200)
def put_dashboard_first(request, panels):
    """The dashboard repeats what two of Wagtail's panels say; recent edits and locked pages stay."""
    panels[:] = [DashboardPanel(request), *(panel for panel in panels if not isinstance(panel, REPLACED))]


def name_of(user):
    """How a colleague is called, or "" when the account is gone."""
    return (user.get_full_name() or user.email) if user else ""


def day(moment):
    """The day of a moment in words."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def approvers_today(request):
    """The primary keys of those who may approve today. One query for each request."""
    if not hasattr(request, "hub_approvers"):
        request.hub_approvers = set(approvals.active_approvers().values_list("pk", flat=True))
    return request.hub_approvers


@dashboard.register_dashboard_item(order=10)
def enough_approvers(request):
    """Warn those who can do something about it."""
    if not is_of(request.user, (APPROVERS, COORDINATORS)):
        return None
    if len(approvers_today(request)) >= APPROVERS_NEEDED:
        return None
    may_add = request.user.has_perm("portal.add_user")
    return dashboard.DashboardItem(
        _(
            "Only one person can approve. Nobody can publish what this person writes. Add another colleague to the group."
        ),
        1,
        reverse("wagtailusers_users:index") if may_add else "",
        kind=dashboard.WARNING,
        action=_("Open the accounts"),
    )


@dashboard.register_dashboard_item(order=100)
def reviews(request):
    """What the person may decide about, the longest waiting first."""
    states = dashboard.to_review(request.user).annotate(total=Window(Count("pk")))
    first = list(dashboard.with_what_is_reviewed(states, language=False)[: dashboard.NAMED])
    rows = [
        dashboard.Row(
            state.revision.object_str,
            reverse("decide", args=[state.pk]),
            _("Sent by %(name)s on %(day)s")
            % {"name": name_of(state.workflow_state.requested_by), "day": day(state.started_at)}
            if state.workflow_state.requested_by
            else _("Sent on %(day)s") % {"day": day(state.started_at)},
        )
        for state in first
        if state.workflow_state.content_object
    ]
    number = first[0].total if first else 0
    return dashboard.DashboardItem(
        ngettext("review is waiting for your decision", "reviews are waiting for your decision", number),
        number,
        reverse("hub_reports:waiting"),
        rows=tuple(rows),
    )


def _sent(request):
    """What the person sent, with where it stands. Two queries and one for each type."""
    states = (
        dashboard.sent_by(request.user)
        .select_related("current_task_state__finished_by", "current_task_state__revision")
        .defer("current_task_state__revision__content")
        .prefetch_related("content_object")
    )
    return [state for state in states if state.content_object]


@dashboard.register_dashboard_item(order=110)
def sent(request):
    """Changes that somebody asked for, with the reason; and what still waits for others."""
    states = _sent(request)
    back = [state for state in states if state.status == WorkflowState.STATUS_NEEDS_CHANGES]
    out = [state for state in states if state.status == WorkflowState.STATUS_IN_PROGRESS]
    url = reverse("hub_reports:sent")
    return [
        dashboard.DashboardItem(
            ngettext("change requested from you", "changes requested from you", len(back)),
            len(back),
            f"{url}?decision={WorkflowState.STATUS_NEEDS_CHANGES}",
            rows=tuple(_back(state) for state in back[: dashboard.NAMED]),
        ),
        dashboard.DashboardItem(
            ngettext(
                "page you sent is waiting for a decision",
                "pages you sent are waiting for a decision",
                len(out),
            ),
            len(out),
            f"{url}?decision={WorkflowState.STATUS_IN_PROGRESS}",
            kind=dashboard.TO_KNOW,
            rows=tuple(_out(state) for state in out[: dashboard.NAMED]),
        ),
    ]


def _back(state):
    task = state.current_task_state
    return dashboard.Row(
        _title(state),
        dashboard.edit_url(state.content_object),
        _("%(name)s, %(day)s") % {"name": name_of(task.finished_by), "day": day(task.finished_at)}
        if task and task.finished_by and task.finished_at
        else "",
        reason=task.comment if task else "",
    )


def _out(state):
    task = state.current_task_state
    since = task.started_at if task else state.created_at
    return dashboard.Row(
        _title(state),
        dashboard.edit_url(state.content_object),
        _("In review since %(day)s") % {"day": day(since)},
    )


def _title(state):
    task = state.current_task_state
    return task.revision.object_str if task and task.revision else str(state.content_object)


@dashboard.register_dashboard_item(order=120)
def reviewers_comments(request):
    """What reviewers wrote below drafts that are the person's: the page's owner, who began it, or who made the link."""
    written = list(
        PreviewComment.objects.filter(done_at=None)
        .select_related("link__revision")
        .defer("link__revision__content")
        .order_by("written_at", "pk")
    )
    if not written:
        return None
    numbers = {comment.link.revision.object_id for comment in written}
    pages = {str(page.pk): page for page in Page.objects.filter(pk__in=numbers).specific()}
    mine = [
        (comment, page)
        for comment in written
        if (page := pages.get(comment.link.revision.object_id))
        and request.user.pk in (page.owner_id, getattr(page, "steward_id", None), comment.link.made_by_id)
        and page.permissions_for_user(request.user).can_edit()
    ]
    return dashboard.DashboardItem(
        ngettext("reviewer’s comment to answer", "reviewers’ comments to answer", len(mine)),
        len(mine),
        reverse("page_previews", args=[mine[0][1].pk]) if mine else "",
        rows=tuple(
            dashboard.Row(
                page.get_admin_display_title(),
                reverse("page_previews", args=[page.pk]),
                _("%(name)s, %(day)s") % {"name": comment.link.note, "day": day(comment.written_at)},
                reason=Truncator(comment.text).chars(200),
            )
            for comment, page in mine[: dashboard.NAMED]
        ),
    )


@dashboard.register_dashboard_item(order=290)
def help_lines_to_check(request):
    """Lines that nobody has checked for six months, for those who check them. Readers see the day."""
    if not is_of(request.user, (APPROVERS, COORDINATORS)):
        return None
    viewset = HelpLine.snippet_viewset
    limit = timezone.localdate() - VERIFIED_FOR
    late = list(
        HelpLine.objects.filter(
            Q(verified_on=None) | Q(verified_on__lt=limit),
            live=True,
            enabled=True,
            # A translation has the number and the day of its original.
            locale__language_code=settings.LANGUAGE_CODE,
        ).order_by(F("verified_on").asc(nulls_first=True), "order")
    )
    return dashboard.DashboardItem(
        ngettext("help line to check", "help lines to check", len(late)),
        len(late),
        reverse(viewset.get_url_name("list")),
        rows=tuple(
            dashboard.Row(
                line.name,
                reverse(viewset.get_url_name("edit"), args=[line.pk]),
                _checked(line),
            )
            for line in late[: dashboard.NAMED]
        ),
    )


def _checked(line):
    """When a line was checked last, and how it is checked."""
    when = (
        _("Last checked on %(day)s.") % {"day": date_format(line.verified_on, "DATE_FORMAT")}
        if line.verified_on
        else _("Never checked.")
    )
    how = (
        _("Call it.")
        if line.is_checked_by_calling
        else _("Compare it with its official page; do not call it.")
    )
    return f"{when} {how}"


@dashboard.register_dashboard_item(order=300)
def pages_to_review(request):
    """Pages whose review date has passed: one's own, and for coordinators everybody's."""
    if not is_of(request.user, (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)):
        return None
    everybodys = is_of(request.user, [COORDINATORS])
    overdue = stewardship.pages_for(request.user).filter(stewardship.is_overdue())
    found = overdue if everybodys else overdue.filter(steward_id=request.user.pk)
    pages = found.order_by("due_month", "title").values_list("pk", "title", "due_month", "steward_id")
    # One query for the rows, their number and one's own: there are few hundred such pages at most.
    pages = list(pages)
    number = len(pages)
    mine = sum(steward == request.user.pk for *_rest, steward in pages) if everybodys else 0
    url = reverse("hub_reports:due") + "?due=overdue"
    of_mine = f"{url}&steward={request.user.pk}"
    words = (
        ngettext("page is past its review date", "pages are past their review date", number)
        if everybodys
        else ngettext(
            "of your pages is past its review date", "of your pages are past their review date", number
        )
    )
    return dashboard.DashboardItem(
        words,
        number,
        url if everybodys else of_mine,
        rows=tuple(
            dashboard.Row(
                title,
                reverse("wagtailadmin_pages:edit", args=[pk]),
                _("Due since %(day)s") % {"day": date_format(stewardship.first_day(month), "DATE_FORMAT")},
            )
            for pk, title, month, _steward in pages[: dashboard.NAMED]
        ),
        parts=(dashboard.DashboardPart(_("yours: %(number)s") % {"number": mine}, of_mine),) if mine else (),
    )


@dashboard.register_dashboard_item(order=500)
def alerts(request):
    """What readers see above the pages now."""
    viewset = Alert.snippet_viewset
    if not viewset.permission_policy.user_has_any_permission(request.user, {"add", "change", "view"}):
        return None
    now, translates = timezone.now(), only_translates(request.user)
    shown = [
        alert
        for alert in Alert.objects.filter(live=True, starts_at__lte=now).select_related("locale")
        if alert.ends_at is None or now < alert.ends_at
    ]
    return dashboard.DashboardItem(
        ngettext("alert is shown to readers", "alerts are shown to readers", len(shown)),
        len(shown),
        reverse(viewset.get_url_name("list")),
        kind=dashboard.TO_KNOW,
        rows=tuple(
            dashboard.Row(
                alert.title,
                # Translators open translations only (portal/review/admin.py).
                ""
                if translates and alert.locale.language_code == settings.LANGUAGE_CODE
                else reverse(viewset.get_url_name("edit"), args=[alert.pk]),
                _("%(level)s, until %(day)s")
                % {
                    "level": alert.get_level_display(),
                    "day": date_format(timezone.localtime(alert.ends_at), "DATETIME_FORMAT"),
                }
                if alert.ends_at
                else _("%(level)s, with no end date") % {"level": alert.get_level_display()},
                urgent=alert.level == Alert.Level.EMERGENCY,
            )
            for alert in shown[: dashboard.NAMED]
        ),
    )
