"""Sources and statutes that nobody has checked for a year.

They stand inside the pages' streams, so they are read from there: one query for each type of page, of nothing but its streams.
A table of its own would have to be kept up to date by every path that saves a page, for a list that is read once a month.
"""

import datetime
from dataclasses import dataclass

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from portal.approvals import APPROVERS, COORDINATORS
from portal.archived import archived
from portal.groups import EDITORS
from portal.models import HubPage
from portal.reports.base import Field, PageFilterSet, Report, edit_page, report, type_of

CHECKED_FOR = datetime.timedelta(days=365)
CHECKED = "checked_on"
# A statute has a citation, a source has a title of its own.
STATUTE, SOURCE = "statute", "source"
KINDS = {STATUTE: _("Statute"), SOURCE: _("Source")}


@dataclass
class Unchecked:
    """A source or statute of a page."""

    page_id: int
    kind: str
    name: str
    address: str
    checked_on: datetime.date | None
    page: Page | None = None

    @property
    def title(self):
        """Of the page."""
        return self.page.title

    @property
    def type_name(self):
        """Of the page."""
        return type_of(self.page)

    @property
    def language(self):
        """Of the page."""
        return self.page.locale.get_display_name()

    @property
    def kind_name(self):
        """Statute or source, in words."""
        return KINDS[self.kind]

    @property
    def days(self):
        """For how many days nobody has checked it, or None."""
        return (timezone.localdate() - self.checked_on).days if self.checked_on else None


def checked_things(blocks):
    """What has a day of checking, anywhere in a stream.

    Args:
        blocks: the stream as it is stored: lists and dicts.

    Yields:
        The value of each such block, a dict.
    """
    waiting = [blocks]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            if CHECKED in value:
                yield value
            else:
                waiting += reversed(list(value.values()))


def unchecked(pages, limit=None, kind=""):
    """Sources and statutes of live pages that were checked before a day, or never.

    Args:
        pages: a queryset of Page.
        limit: a date; by default a year ago.
        kind: "statute", "source" or "" for both.

    Returns:
        A list of Unchecked; what was never checked comes first, then the oldest.
    """
    limit = (limit or timezone.localdate() - CHECKED_FOR).isoformat()
    chosen = set(pages.values_list("pk", flat=True))
    rows = []
    for model in get_page_models():
        streams = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
        if issubclass(model, HubPage) and streams:
            for pk, *values in (
                model.objects.live().exclude(archived()).values_list("pk", *streams).iterator()
            ):
                if pk in chosen:
                    rows += [_row(pk, thing) for thing in _things(values) if (thing[CHECKED] or "") < limit]
    rows = [row for row in rows if not kind or row.kind == kind]
    return sorted(rows, key=lambda row: (row.checked_on or datetime.date.min, row.page_id))


def _things(streams):
    for stream in streams:
        yield from checked_things(list(stream.raw_data))


def _row(pk, thing):
    checked = thing[CHECKED]
    return Unchecked(
        pk,
        STATUTE if "citation" in thing else SOURCE,
        thing.get("citation") or thing.get("title") or "",
        thing.get("url") or "",
        datetime.date.fromisoformat(checked) if checked else None,
    )


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

    name, order = "sources", 40
    page_title = _("Sources not checked for a year")
    header_icon = "link"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = SourceFilterSet
    intro = _("Open each source, see whether the page still says what it says, and note the day in the page.")
    nothing = _("Every source was checked within a year.")
    model = Page
    fields = (
        Field("title", _("Page"), lambda row: edit_page(row.page)),
        Field("type_name", _("Type"), in_table=False),
        Field("language", _("Language")),
        Field("kind_name", _("What")),
        Field("name", _("Source or citation"), lambda row: row.address),
        Field("address", _("Address"), in_table=False),
        Field("checked_on", _("Checked on")),
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
