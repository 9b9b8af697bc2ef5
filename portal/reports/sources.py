"""The report of sources and statutes that nobody has checked for a year."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.pages.sources import KINDS, unchecked
from portal.site.archive import archived
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS

from .base import Field, PageFilterSet, Report, edit_page, report


class SourceFilterSet(PageFilterSet):
    """What it is, on which type of page, in which language."""

    kind = django_filters.ChoiceFilter(
        label=_("What"),
        choices=list(KINDS.items()),
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="leave",
    )

    def leave(self, pages, name, value):
        """The kind is no property of a page."""
        return pages


@report
class SourcesView(Report):
    """Sources and statutes that nobody has checked for a year."""

    name, order = "sources", 14
    page_title = _("Sources not checked for a year")
    header_icon = "link"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = SourceFilterSet
    intro = _("Open each source, check that it still supports the page, and enter the day on the page.")
    nothing = _("Every source was checked within a year.")
    model = Page
    fields = (
        Field("title", _("Page"), lambda row: edit_page(row.page)),
        Field("type_name", _("Type"), in_table=False),
        Field("language", _("Language")),
        Field("kind_name", _("What")),
        Field("name", _("Source or citation"), lambda row: row.address),
        Field("address", _("Address"), in_table=False),
        Field("checked_on", _("Checked on"), empty=_("Never")),
        Field("days", _("Days ago")),
    )

    def get_filtered_queryset(self):
        """Rows, not pages: a page has several sources."""
        pages = self.filter_queryset(Page.objects.live().exclude(archived()))
        kind = self.filters.form.cleaned_data.get("kind") if self.filters.is_valid() else ""
        return unchecked(pages, kind=kind or "")

    def complete(self, rows):
        """The pages of the rows that are shown. Two queries."""
        pages = Page.objects.select_related("locale").in_bulk({row.page_id for row in rows})
        for row in rows:
            row.page = pages.get(row.page_id)
        return [row for row in rows if row.page]
