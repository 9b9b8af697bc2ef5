"""Sources and statutes of public pages, and when each was last checked.

They stand inside the pages' streams, so they are read from there: one query for each type of page, of nothing but its streams.
A table of its own would have to be kept up to date by every path that saves a page, for a list that is read once a month.
"""

import datetime
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models

from .models import HubPage

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
    # Read of all rows together; then each has it.
    page: Page = None

    @property
    def title(self):
        """Of the page."""
        return self.page.title

    @property
    def type_name(self):
        """Of the page."""
        return capfirst(self.page.cached_content_type.model_class()._meta.verbose_name)

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
        pages: a queryset of Page, such as those that are not archived.
        limit: a date; by default a year ago.
        kind: "statute", "source" or "" for both.

    Returns:
        A list of Unchecked; what was never checked comes first, then the oldest.
    """
    limit = (limit or timezone.localdate() - CHECKED_FOR).isoformat()
    rows = []
    for model in get_page_models():
        streams = [field.name for field in model._meta.fields if isinstance(field, StreamField)]
        if issubclass(model, HubPage) and streams:
            # As text first: of ten thousand events only those with a source are decoded.
            texts = {f"{name}_text": Cast(name, TextField()) for name in streams}
            holds = reduce(or_, (Q(**{f"{text}__contains": CHECKED}) for text in texts))
            found = model.objects.live().order_by()
            for pk, *values in found.alias(**texts).filter(holds).values_list("pk", *streams).iterator():
                rows += [_row(pk, thing) for thing in _things(values) if (thing[CHECKED] or "") < limit]
    chosen = set(pages.filter(pk__in={row.page_id for row in rows}).values_list("pk", flat=True))
    rows = [row for row in rows if row.page_id in chosen and (not kind or row.kind == kind)]
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
