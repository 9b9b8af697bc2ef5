"""Public pages that the publishing checks would refuse today."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.models import Locale, get_page_content_types

from portal.checks.publishing import address_in_editor
from portal.checks.requirements import REQUIREMENTS, label_of
from portal.dashboard import items as dashboard
from portal.quality.models import QualityFinding
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS

from .base import Field, Report, edit_page, report, type_of


class QualityFilterSet(WagtailFilterSet):
    """Whether it would stop publication, what is asked, which type, which language."""

    level = django_filters.ChoiceFilter(
        label=_("Level"),
        choices=QualityFinding.Level.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    code = django_filters.ChoiceFilter(
        label=_("Requirement"),
        choices=lambda: [(found.code, found.label) for found in REQUIREMENTS.values()],
        empty_label=_("All"),
    )
    content_type = ContentTypeFilter(
        field_name="page__content_type",
        label=_("Type"),
        queryset=lambda request: get_page_content_types(include_base_page_type=False),
    )
    locale = django_filters.ModelChoiceFilter(
        field_name="page__locale", label=_("Language"), queryset=Locale.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = QualityFinding
        fields = ["level", "code", "content_type", "locale"]


@dashboard.register_dashboard_item(order=75)
def failing(request):
    """For the dashboard: public pages that would be refused today."""
    if not QualityView.allows(request.user):
        return None
    pages = (
        QualityFinding.objects.filter(page__live=True, level=QualityFinding.Level.ERROR)
        .values("page")
        .distinct()
        .count()
    )
    address = reverse("hub_reports:quality") + "?level=stop"
    return dashboard.DashboardItem(_("public pages to fix"), pages, address, kind=dashboard.TO_KNOW)


@report
class QualityView(Report):
    """Quality failures on live pages, as the last look found them (`check_quality`, each day and on publication)."""

    name, order = "quality", 12
    model = QualityFinding
    page_title = _("Quality failures on live pages")
    header_icon = "warning"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = QualityFilterSet
    nothing = _("The last check found nothing to fix.")
    fields = (
        Field("page.title", _("Title"), lambda finding: finding.url),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("level_name", _("Level")),
        Field("requirement", _("Requirement")),
        Field("message", _("What to fix")),
        Field("found_at", _("Found")),
    )

    def get_queryset(self):
        """What would stop publication first, then by title."""
        return (
            QualityFinding.objects.filter(page__live=True)
            .select_related("page__locale")
            .order_by("level", "page__title", "page_id", "pk")
        )

    def complete(self, rows):
        """Say it in words; the title leads to the field in the editor."""
        for finding in rows:
            finding.url = edit_page(finding.page) + address_in_editor(finding)
            finding.type_name = type_of(finding.page)
            finding.language = finding.page.locale.get_display_name()
            finding.level_name = finding.get_level_display()
            finding.requirement = label_of(finding.code)
        return rows
