"""Requests for accessible formats in Wagtail's admin: list with filters, notes, CSV."""

from django.db.models import Count, Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_filters import BooleanFilter, ModelChoiceFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.viewsets.model import ModelViewSet

from home.archive import page_actions
from home.format_requests.answers import answer
from home.format_requests.models import FormatRequest, FormatRequestSettings, who_answer
from home.search import admin as search_admin
from portal.dashboard import items as dashboard
from portal.workflow.admin_lists import DateColumn, YesNoColumn


def _overdue():
    return Q(answer_due__lt=timezone.localdate()) & ~Q(status=FormatRequest.Status.ANSWERED)


class FormatRequestFilterSet(WagtailFilterSet):
    """Filters: open, overdue, assigned to the user."""

    assignee = ModelChoiceFilter(label=_("Assigned to"), queryset=lambda request: who_answer())
    open = BooleanFilter(label=_("Not answered yet"), method="filter_open")
    overdue = BooleanFilter(label=_("Overdue"), method="filter_overdue")

    class Meta:
        model = FormatRequest
        fields = ["status", "assignee"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["assignee"].label_from_instance = get_user_display_name

    def filter_queryset(self, requests):
        """The filtered requests, with the assigned users in the same query."""
        return super().filter_queryset(requests).select_related("assignee")

    def filter_open(self, requests, name, value):
        """Requests without an answer, or answered ones."""
        answered = Q(status=FormatRequest.Status.ANSWERED)
        return requests.filter(~answered if value else answered)

    def filter_overdue(self, requests, name, value):
        """Overdue requests, or the others."""
        return requests.filter(_overdue() if value else ~_overdue())


class FormatRequestViewSet(ModelViewSet):
    """The requests, newest first. What a reader wrote is shown here, never in a mail."""

    model = FormatRequest
    name = "format_requests"
    url_prefix = "format-requests"
    icon = "form"
    menu_label = _("Format requests")
    menu_order = 160
    add_to_admin_menu = True
    list_display = [
        "reference",
        "status",
        "created_at",
        DateColumn("answer_due", _("Not set"), label=_("Answer by")),
        YesNoColumn("is_overdue", label=_("Overdue")),
        Column(
            "assignee",
            label=_("Assigned to"),
            accessor=lambda record: (
                get_user_display_name(record.assignee) if record.assignee else _("Nobody")
            ),
            sort_key="assignee__last_name",
        ),
    ]
    filterset_class = FormatRequestFilterSet
    search_fields = ["reference"]
    search_backend_name = None
    list_export = [
        "reference",
        "status",
        "created_at",
        "answer_due",
        "answered_at",
        "format_labels",
        "language",
        "page_path",
    ]
    export_filename = "format-requests"
    inspect_view_enabled = True
    copy_view_enabled = False
    panels = [
        HelpPanel(template="home/admin/answer_link.html"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("assignee"), FieldPanel("answer_due")]),
                FieldPanel("notes"),
            ],
            _("Answer"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("need"),
                FieldPanel("formats"),
                FieldPanel("page_path"),
                FieldPanel("language"),
                FieldPanel("assistive_technology"),
            ],
            _("What is needed"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("answer_by"),
                FieldPanel("contact"),
                FieldPanel("safe"),
                FieldPanel("may_leave_message"),
            ],
            _("How to answer"),
        ),
    ]

    def get_urlpatterns(self):
        """The viewset's own addresses, and the answer by email."""
        return [*super().get_urlpatterns(), path("answer/<int:pk>/", answer, name="answer")]


@hooks.register("register_admin_viewset")
def register_format_requests():
    """Add the requests to the admin's menu."""
    return FormatRequestViewSet()


@dashboard.register_dashboard_item(order=20)
def no_records_schedule(request):
    """The dashboard item: no retention period is set for answered requests. For users who may set it; one query."""
    if not request.user.has_perm("home.change_formatrequestsettings"):
        return None
    found = FormatRequestSettings.load()
    return dashboard.DashboardItem(
        _(
            "Set the number of days after which answered accessible-format requests are deleted, following your records schedule."
        ),
        int(found.keep_answered_days is None),
        reverse("wagtailsettings:edit", args=["home", "formatrequestsettings", found.pk]),
        kind=dashboard.WARNING,
        action=_("Open the setting"),
    )


@dashboard.register_dashboard_item(order=130)
def format_requests(request):
    """The dashboard item for users who answer requests: open ones, overdue ones, those assigned to the user. One query."""
    if not request.user.has_perm("home.change_formatrequest"):
        return None
    found = FormatRequest.objects.exclude(status=FormatRequest.Status.ANSWERED).aggregate(
        number=Count("pk"),
        overdue=Count("pk", filter=_overdue()),
        own=Count("pk", filter=Q(assignee=request.user)),
    )
    url = reverse("format_requests:index")
    parts = []
    if found["overdue"]:
        words = _("%(number)s overdue") % {"number": found["overdue"]}
        parts.append(dashboard.DashboardPart(words, f"{url}?overdue=true", urgent=True))
    if found["own"]:
        words = _("yours: %(number)s") % {"number": found["own"]}
        parts.append(dashboard.DashboardPart(words, f"{url}?open=true&assignee={request.user.pk}"))
    return dashboard.DashboardItem(
        ngettext(
            "accessible-format request to answer", "accessible-format requests to answer", found["number"]
        ),
        found["number"],
        f"{url}?open=true",
        parts=tuple(parts),
    )
