"""The search in the admin: synonyms and danger words, and the report of searches without results."""

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from portal.core import language_names
from portal.dashboard import items as dashboard
from portal.reports.base import Field, Report, report
from portal.workflow.admin_lists import YesNoColumn
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS
from portal.workflow.snippet_admin import ReviewedViewSet

from . import zero_result_searches
from .models import EmptySearch, SearchWords


@register_snippet
class SearchWordsViewSet(ReviewedViewSet):
    """Synonyms and words that mean danger. They take effect after another person approves them."""

    model = SearchWords
    icon = "search"
    menu_label = _("Search synonyms")
    menu_order = 165
    add_to_admin_menu = True
    list_display = [
        "__str__",
        "kind",
        Column("language_name", label=_("Language")),
        YesNoColumn("live", label=_("Live"), sort_key="live"),
    ]
    list_filter = ["kind"]
    search_fields = ["words"]
    search_backend_name = None
    list_per_page = 100
    ordering = ["kind", "language", "words"]
    copy_view_enabled = False


class ZeroResultSearchFilterSet(WagtailFilterSet):
    """Filters by language."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=language_names.choices, empty_label=_("All")
    )

    class Meta:
        model = EmptySearch
        fields = ["language"]


@report
class ZeroResultSearchesView(Report):
    """Searches without results, by month."""

    name, order = "searches-without-results", 51
    model = EmptySearch
    page_title = _("Searches without results")
    header_icon = "search"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = ZeroResultSearchFilterSet
    intro = _(
        "What readers searched for and did not find. Write the missing page, or add the words to a group under “Search synonyms”. Rare searches are not shown, and nothing here says who searched."
    )
    nothing = _("No search without results was made often enough to be shown.")
    fields = (
        Field("words", _("Words")),
        Field("language_name", _("Language")),
        Field("month_name", _("Month")),
        Field("count", _("Searches")),
    )

    def get_queryset(self):
        """The latest month first; within it, the most frequent first."""
        return zero_result_searches.shown_to_staff().order_by("-month", "-count", "words")

    def complete(self, rows):
        """Show months in words."""
        for row in rows:
            row.month_name = capfirst(date_format(row.month, "YEAR_MONTH_FORMAT"))
        return rows


@dashboard.register_dashboard_item(order=230)
def searches_without_results(request):
    """The dashboard item: the number of searches without results this month, for editors. One query."""
    if not ZeroResultSearchesView.allows(request.user):
        return None
    month = timezone.localdate().replace(day=1)
    number = zero_result_searches.shown_to_staff().filter(month=month).count()
    return dashboard.DashboardItem(
        ngettext("search of this month without results", "searches of this month without results", number),
        number,
        reverse(ZeroResultSearchesView.index_url_name),
        kind=dashboard.TO_KNOW,
    )
