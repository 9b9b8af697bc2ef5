"""What reports share: who may open one, its columns and its CSV, its place in the menu.

A report names its fields once; the table and the file show the same. Other apps add theirs with `@report`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import multigetattr
from wagtail.models import Page, get_page_content_types

from portal.accounts.models import User
from portal.translation.views import ALL_TRANSLATIONS
from portal.workflow.roles import is_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REPORTS: list[type[Report]] = []
# Wagtail's reports that ours replace, and those for which nobody of the office has a use.
# Kept: locked pages and the site's history; the translations of wagtail-localize, which lead to the texts to be translated.
REPLACED = {"workflows", "workflow-tasks", "aging-pages", "page-types-usage"}
# The groups of the menu, in order; one report alone needs none.
GROUPS = [
    ("reports-pages", _("Pages")),
    ("reports-reviews", _("Reviews")),
    ("reports-translations", _("Translations")),
    ("reports-files", _("Images, documents and videos")),
    ("reports-readers", _("Partners and readers")),
]
OURS = ("hub-", "translation-files")


@dataclass(frozen=True)
class Field:
    """A column of the file and, unless it says otherwise, of the table.

    Attributes:
        name: the attribute of a row, dotted paths too.
        label: the heading.
        url: where the cell leads, a function of the row; such as to the page that the row is about.
        in_table: False for what only the file holds.
        empty: what the table says where there is no value, such as "Never" for a day of a check.
        lang: the code of the language of the cell, a function of the row, where it may be another than that of the page.
        links: what the table lists below the value, a function of the row: objects with `name`, and `url` or "".
    """

    name: str
    label: str | StrPromise
    url: Any = None
    in_table: bool = True
    empty: str | StrPromise = "–"
    lang: Any = None
    links: Any = None


@dataclass(frozen=True)
class _Cell:
    label: str | StrPromise
    text: Any
    url: str
    lang: str
    links: Any


class _Table(Component):
    """The rows that are shown. On a phone each row is a card whose cells are named; it stays a table to screen readers."""

    template_name = "portal/admin/report_table.html"

    class Media:
        css = {"all": ["portal/admin/report.css"]}

    def __init__(self, view, rows):
        self.view, self.rows = view, rows

    def get_context_data(self, parent_context):
        """Headings and cells."""
        fields = [field for field in self.view.fields if field.in_table]
        return {
            "intro": self.view.intro,
            "caption": self.view.page_title,
            "labels": [field.label for field in fields],
            "rows": [[_cell(field, row) for field in fields] for row in self.rows],
        }


def _cell(field, row):
    text = readable(multigetattr(row, field.name))
    return _Cell(
        field.label,
        field.empty if text == "" else text,
        field.url(row) if field.url else "",
        field.lang(row) if field.lang else "",
        field.links(row) if field.links else (),
    )


def readable(value):
    """A value as people read it; "" for nothing. The file has the time of a moment, too."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return date_format(value, "DATE_FORMAT") if isinstance(value, datetime.date) else str(value)


class _RowPaginator(WagtailPaginator):
    """Counts rows, whatever stands in them."""

    verbose_name, verbose_name_plural = _("row"), _("rows")


class Report(ReportView):
    """A report for some groups. The permission is asked here, not only in the menu.

    Attributes:
        name: of its address and of the downloaded file.
        groups: names of the groups that may open it; operators always may.
        fields: a list of Field.
        order: its place in the menu.
        intro: a sentence above the table: what stands there, and what is to be done.
        nothing: the sentence that stands where no row is.
    """

    name = ""
    groups: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    order = 500
    intro: str | StrPromise = ""
    nothing: str | StrPromise = _("Nothing to show.")
    is_searchable = False
    paginator_class = _RowPaginator

    @classmethod
    def allows(cls, user):
        """Whether a person may open the report."""
        return is_of(user, cls.groups)

    def dispatch(self, request, *args, **kwargs):
        """Refuse others.

        Raises:
            PermissionDenied: the person is of none of the groups.
        """
        if not self.allows(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def no_results_message(self):
        """Why the table is empty."""
        return _("Nothing matches these filters.") if self.is_filtering else self.nothing

    @cached_property
    def list_export(self):
        """The file's columns."""
        return [field.name for field in self.fields]

    @cached_property
    def export_headings(self):
        """The headings of the file."""
        return {field.name: field.label for field in self.fields}

    def get_filename(self):
        """The file's name, with the day on which it was made."""
        return f"{self.name}-{timezone.localdate().isoformat()}"

    def get_heading(self, queryset, field):
        """The heading of a column of the file."""
        return str(self.export_headings[field])

    def to_row_dict(self, item):
        """The cells of a row of the file, moments in local time."""
        cells = super().to_row_dict(item)
        return {
            name: timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
            if isinstance(value, datetime.datetime)
            else value
            for name, value in cells.items()
        }

    def complete(self, rows):
        """Add to the rows that are shown what the query did not read.

        Args:
            rows: a list.

        Returns:
            A list.
        """
        return rows

    def get_table(self, object_list):
        """The table, of completed rows."""
        return _Table(self, [] if self.is_export else self.complete(list(object_list)))

    def decorate_paginated_queryset(self, object_list):
        """The file's rows are completed too."""
        return self.complete(list(object_list)) if self.is_export else object_list


def report(cls):
    """Give a report its address and its place in the menu."""
    cls.index_url_name = f"hub_reports:{cls.name}"
    cls.index_results_url_name = f"hub_reports:{cls.name}_results"
    REPORTS.append(cls)
    return cls


class _ReportItem(MenuItem):
    def __init__(self, view):
        self.view = view
        super().__init__(
            view.page_title,
            reverse(view.index_url_name),
            # Wagtail and wagtail-localize have items of such names, too.
            name=f"hub-{view.name}",
            icon_name=view.header_icon,
            order=view.order,
        )

    def is_shown(self, request):
        """Only to who may open it."""
        return self.view.allows(request.user)


@hooks.register("register_admin_urls")
def addresses():
    """The reports' addresses, of all apps."""
    found = []
    for view in REPORTS:
        found += [
            path(f"{view.name}/", view.as_view(), name=view.name),
            path(f"{view.name}/results/", view.as_view(results_only=True), name=f"{view.name}_results"),
        ]
    return [path("reports/hub/", include((found, "hub_reports")))]


@hooks.register("construct_reports_menu")
def put_reports_in_the_menu(request, items):
    """Ours for who may open them; Wagtail's only where ours do not say the same."""
    found = [item for item in items if item.name not in REPLACED]
    for item in found:
        # wagtail-localize calls its list "Translations", as the group is called.
        if item.url == reverse("wagtail_localize:translations_report"):
            item.label, item.name, item.order = ALL_TRANSLATIONS, "hub-all-translations", 39
    found += [item for item in map(_ReportItem, REPORTS) if item.is_shown(request)]
    for place, (name, label) in enumerate(GROUPS):
        # The tens of a report's order say in which group it is.
        group = [item for item in found if item.order // 10 == place + 1 and item.name.startswith(OURS)]
        if len(group) > 1:
            found = [item for item in found if item not in group]
            found.append(
                SubmenuMenuItem(
                    label, Menu(items=group), name=name, icon_name="folder-open-inverse", order=place
                )
            )
    items[:] = found


class StewardFilter(django_filters.ModelChoiceFilter):
    """Narrows pages with a `steward_id` to those of one person."""

    def __init__(self, **kwargs):
        super().__init__(queryset=_possible_stewards, label=_("Page owner"), **kwargs)

    def filter(self, pages, value):
        """The pages of this steward, or all."""
        return pages.filter(steward_id=value.pk) if value else pages


def _possible_stewards(request):
    return User.objects.filter(is_active=True, groups__isnull=False).distinct().order_by("email")


class PageFilterSet(WagtailFilterSet):
    """Pages by type; by language too, which Wagtail adds."""

    content_type = ContentTypeFilter(
        label=_("Type"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["content_type"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "locale" in self.filters:
            self.filters["locale"].label = _("Language")


def edit_page(page):
    """Where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def type_of(page):
    """The name of a page's type."""
    return capfirst(page.cached_content_type.model_class()._meta.verbose_name)


def people(numbers):
    """How accounts are called: a dict of number to name. One query."""
    return {
        user.pk: user.get_full_name() or user.email
        for user in User.objects.filter(Q(pk__in=set(numbers) - {None}))
    }
