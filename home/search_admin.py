"""The search in the admin: the words that staff give it, and the report of what it did not find."""

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home import empty_searches
from home.models import EmptySearch, SearchWords
from portal import desk
from portal.approvals import APPROVERS, COORDINATORS
from portal.groups import EDITORS
from portal.reports.base import Field, Report, report


@register_snippet
class SearchWordsViewSet(SnippetViewSet):
    """Words that mean the same, and words that mean danger."""

    model = SearchWords
    icon = "search"
    menu_label = _("Words for the search")
    menu_order = 165
    add_to_admin_menu = True
    list_display = ["__str__", "kind", Column("language_name", label=_("Language"))]
    list_filter = ["kind"]
    search_fields = ["words"]
    search_backend_name = None
    list_per_page = 100
    ordering = ["kind", "language", "words"]
    copy_view_enabled = False


class EmptySearchFilterSet(WagtailFilterSet):
    """In which language."""

    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: settings.LANGUAGES, empty_label=_("All")
    )

    class Meta:
        model = EmptySearch
        fields = ["language"]


@report
class EmptySearchesView(Report):
    """What readers looked for and did not find, by month."""

    name, order = "searches-without-results", 90
    model = EmptySearch
    page_title = _("Searches without results")
    header_icon = "search"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = EmptySearchFilterSet
    intro = _(
        "What readers looked for and did not find. Write the page that is missing, or add the words to a group under “Words for the search”. Rare searches are not shown, and nothing here says who searched."
    )
    nothing = _("Nothing was looked for in vain often enough to be shown.")
    fields = (
        Field("words", _("Words")),
        Field("language_name", _("Language")),
        Field("month_name", _("Month")),
        Field("count", _("Searches")),
    )

    def get_queryset(self):
        """The latest month first, in it what was looked for most."""
        return empty_searches.legible().order_by("-month", "-count", "words")

    def complete(self, rows):
        """The months in words."""
        for row in rows:
            row.month_name = capfirst(date_format(row.month, "YEAR_MONTH_FORMAT"))
        return rows


@desk.waiting(order=230)
def searches_without_results(request):
    """What was looked for in vain this month, for those who write. One query."""
    if not EmptySearchesView.allows(request.user):
        return None
    month = timezone.localdate().replace(day=1)
    number = empty_searches.legible().filter(month=month).count()
    return desk.Count(
        ngettext("search of this month without results", "searches of this month without results", number),
        number,
        reverse(EmptySearchesView.index_url_name),
        kind=desk.TO_KNOW,
    )
