"""What a person began and has not sent for review yet: on the dashboard."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, TaskState, WorkflowState

from . import items as dashboard
from .home import day

# How many drafts are named: no list stands behind the number.
NAMED = 20


def not_sent(user):
    """The newest versions that a person saved, that nobody approved, and that wait for nobody; latest first.

    What was sent back stands elsewhere on the dashboard, and what was rejected for good is not to be sent again.
    """
    models = [
        model
        for model in apps.get_models()
        if getattr(model, "requires_approval", False) and not issubclass(model, Page)
    ]
    kinds = [kind.pk for kind in ContentType.objects.get_for_models(Page, *models).values()]
    same = {"base_content_type": OuterRef("base_content_type"), "object_id": OuterRef("object_id")}
    return (
        Revision.objects.filter(user=user, base_content_type__in=kinds, hub_approvals=None)
        .exclude(Exists(Revision.objects.filter(**same, pk__gt=OuterRef("pk"))))
        .exclude(Exists(WorkflowState.objects.active().filter(**same)))
        .exclude(
            Exists(
                TaskState.objects.filter(revision=OuterRef("pk"), status=TaskState.STATUS_CANCELLED).exclude(
                    comment=""
                )
            )
        )
        .order_by("-created_at", "-pk")
        .defer("content")
    )


@dashboard.register_dashboard_item(order=115)
def drafts(request):
    """One's own drafts that nobody else knows of yet."""
    found = list(not_sent(request.user).annotate(total=Window(Count("pk")))[:NAMED])
    number = found[0].total if found else 0
    return dashboard.DashboardItem(
        ngettext("of your drafts has not been sent", "of your drafts have not been sent", number),
        number,
        "",
        rows=tuple(
            dashboard.Row(
                revision.object_str,
                _address(revision),
                _("Saved on %(day)s") % {"day": day(revision.created_at)},
            )
            for revision in found
        ),
    )


def _address(revision):
    model = ContentType.objects.get_for_id(revision.base_content_type_id).model_class()
    if model is Page:
        return reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    viewset = getattr(model, "snippet_viewset")  # noqa: B009  Wagtail sets it when a model is registered.
    return reverse(viewset.get_url_name("edit"), args=[revision.object_id])
