"""Links to other sites that did not work when they were last asked."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from portal.quality.models import ExternalLink
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS

from .base import Field, Report, edit_page, report

# So many pages of a link are named; the column says how many there are.
NAMED = 3


class LinksFilterSet(WagtailFilterSet):
    """Whether it works, and where it stands."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=ExternalLink.State.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    place = django_filters.ChoiceFilter(
        label=_("On these pages"),
        choices=[("pages", _("Pages")), ("help_lines", _("Help lines"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_place",
    )

    class Meta:
        model = ExternalLink
        fields = ["state", "place"]

    def filter_place(self, links, name, value):
        """Those of pages, or those of help lines."""
        return links.filter(**{f"{value}__isnull": False}).distinct()


@report
class LinksView(Report):
    """Links that do not work; the filter shows the others too."""

    name, order = "links", 13
    model = ExternalLink
    page_title = _("Links that do not work")
    header_icon = "link-external"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = LinksFilterSet
    nothing = _("Every link to another site worked when it was last checked.")
    fields = (
        Field("url", _("Address"), lambda link: link.edit_url),
        Field("where", _("On these pages")),
        Field("answer", _("What it answered")),
        Field("checked_at", _("Checked"), empty=_("Never")),
        Field("broken_since", _("Broken since")),
    )

    def get_queryset(self):
        """The broken ones, unless a state is asked for."""
        links = ExternalLink.objects.prefetch_related("pages", "help_lines").order_by("broken_since", "url")
        return links if self.request.GET.get("state") else links.broken()

    def complete(self, rows):
        """Name where each stands; the address leads to the first of them in the editor."""
        for link in rows:
            pages, lines = list(link.pages.all()), list(link.help_lines.all())
            titles = [page.title for page in pages] + [line.name for line in lines]
            more = len(titles) - NAMED
            link.where = ", ".join(titles[:NAMED]) + (
                " " + _("and %(n)s more") % {"n": more} if more > 0 else ""
            )
            link.answer = link.reason or link.get_state_display()
            link.edit_url = edit_page(pages[0]) if pages else _edit_line(lines)
        return rows


def _edit_line(lines):
    if not lines:
        return None
    return reverse(lines[0].snippet_viewset.get_url_name("edit"), args=[lines[0].pk])
