"""The differences between two versions of a page, field by field and side by side, with the labels of the admin's form."""

import datetime
import re
from dataclasses import dataclass

from django.db import models
from django.template.loader import render_to_string
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, StreamFieldComparison
from wagtail.fields import RichTextField

from . import block_comparison

# Fields that the database or Wagtail maintains.
NOT_WRITTEN = {
    "path",
    "depth",
    "numchild",
    "url_path",
    "live",
    "owner",
    "locale",
    "translation_key",
    "draft_title",
}
PLAIN = (
    models.DateField,
    models.TimeField,
    models.BooleanField,
    models.IntegerField,
    models.DecimalField,
    models.JSONField,
)


@dataclass(frozen=True)
class Change:
    """One difference: the labels of its field and block, and the values before and after (safe HTML)."""

    label: str
    before: str
    after: str


def changes(public, version, request, with_answers=False):
    """The differences between the public version and another one.

    Args:
        public: the public page, or None if it is not public.
        version: the page as it is in the latest revision.
        request: the approver's request, on which the admin's panels may depend.
        with_answers: whether to include unchanged boolean fields.

    Returns:
        A list of Change in the order of the admin's form; fields that are not in the form come last.
    """
    model = type(version)
    empty = {"locale": version.locale} if hasattr(version, "locale") else {}
    before = public or model(**empty)
    panel = model.get_edit_handler().get_bound_panel(instance=version, request=request, form=None)
    comparisons = [comparison_class(before, version) for comparison_class in panel.get_comparison()]
    shown = {comparison.field.name for comparison in comparisons}
    for field in model._meta.local_concrete_fields:
        is_written = field.editable and not field.is_relation and not field.primary_key
        if is_written and field.name not in shown | NOT_WRITTEN:
            comparisons.append(FieldComparison(field, before, version))
    return changes_in(
        comparison
        for comparison in comparisons
        if comparison.has_changed() or (with_answers and isinstance(comparison.field, models.BooleanField))
    )


def side_by_side(original, translation, request):
    """All texts of an original and its translation, field by field; neither is treated as a change of the other.

    Args:
        original: the record in the default language.
        translation: the record in another language.
        request: see changes().

    Returns:
        A list of Change: the original before, the translation after.
    """
    said = [
        {change.label: _unmarked(change.after) for change in changes(None, version, request)}
        for version in (original, translation)
    ]
    labels = [*said[1], *(label for label in said[0] if label not in said[1])]
    return [Change(label, said[0].get(label, ""), said[1].get(label, "")) for label in labels]


def _unmarked(html):
    """The text of a version without <ins> and <del>."""
    new = str(format_html("<ins>{}</ins> ", _("New:")))
    return mark_safe(
        re.sub("</?ins>", "", str(html).replace(new, ""))
    )  # It was safe HTML before; only elements were removed.


def changes_in(comparisons):
    """The differences found by Wagtail's comparisons, side by side.

    Args:
        comparisons: the comparisons of fields that differ, as on Wagtail's page "Compare".

    Returns:
        A list of Change; a field with blocks gives one for each difference in it.
    """
    return [change for comparison in comparisons for change in _changes(comparison)]


def _changes(comparison):
    label = str(comparison.field_label())
    if rows := _in_words(comparison):
        return [Change(label, *rows)]
    if isinstance(comparison, StreamFieldComparison):
        block = comparison.field.stream_block
        rows = block_comparison.rows(block, comparison.val_a, comparison.val_b)
        return [Change(" › ".join([label, *row.path]), row.before, row.after) for row in rows]
    if comparison.is_child_relation:
        html = render_to_string(
            "portal/admin/child_changes.html", {"children": comparison.get_child_comparisons()}
        )
    elif isinstance(comparison.field, PLAIN):
        return [Change(label, _plain(comparison.val_a), _plain(comparison.val_b))]
    elif isinstance(comparison.field, RichTextField):
        found = block_comparison.rich_text_sides(comparison.val_a, comparison.val_b)
        return [Change(label, *found)] if found else []
    else:
        html = comparison.htmldiff()
    return [Change(label, *block_comparison.sides(html))]


def _in_words(comparison):
    """Both values of a field that its model says in words (value_in_words), else None."""
    model = getattr(comparison.field, "model", None)
    say = getattr(model, "value_in_words", None)
    if say is None:
        return None
    lines = [say(comparison.field.name, value) for value in (comparison.val_a, comparison.val_b)]
    if None in lines:
        return None
    return [_plain(found[0] if len(found) == 1 else found) for found in lines]


def _plain(value):
    """Dates, times, numbers and lists of them, in local formats."""
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.datetime):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, datetime.time):
        return time_format(value)
    if isinstance(value, list):
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_item(item),) for item in value))
        )
    return str(value)


def _item(item):
    """One item of a JSON field: a date as text, or a moved date as a dict."""
    if isinstance(item, dict):
        return ", ".join(
            f"{capfirst(name.replace('_', ' '))}: {_iso(value)}" for name, value in item.items() if value
        )
    return _iso(item)


def _iso(text):
    try:
        return date_format(datetime.date.fromisoformat(str(text)), "DATE_FORMAT")
    except ValueError:
        return str(text)
