"""Accessible-format requests in Wagtail's admin: list with filters, notes, CSV."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from home.models import FormatRequest


class FormatRequestViewSet(ModelViewSet):
    """The requests, newest first. What a reader wrote can be read here, never in a mail."""

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
        "answer_due",
        BooleanColumn("is_overdue", label=_("Overdue")),
        "assignee",
    ]
    list_filter = {"status": ["exact"], "assignee": ["exact"], "answer_due": ["lte"]}
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


@hooks.register("register_admin_viewset")
def register_format_requests():
    """Put the requests into the admin's menu."""
    return FormatRequestViewSet()
