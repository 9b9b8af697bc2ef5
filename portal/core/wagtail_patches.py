"""Patches of Wagtail (portal/core/patches.py): exports are CSV files without cells that a spreadsheet program would execute, and links
in texts load only the fields of a page that are shown.

Members of organizations write titles and names, and Wagtail writes them into CSV unchanged. Spreadsheet programs execute cells that
begin with one of these characters as formulas: https://owasp.org/www-community/attacks/CSV_Injection
"""

import copy

from django.utils.functional import cached_property
from wagtail.admin.compare import BlockComparison, FieldComparison
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page, ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from .draft_references import draft_references, grouped_references, target_of
from .patches import UNKNOWN, Library

WAGTAIL = Library("wagtail", "8.0.1")
# The fields of a linked page that templates and the admin show. Django loads the others on access.
LINKED_FIELDS = (
    "title",
    "draft_title",
    "slug",
    "url_path",
    "path",
    "depth",
    "numchild",
    "live",
    "locale_id",
    "content_type_id",
    "translation_key",
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value):
    """A cell that no spreadsheet program executes.

    Args:
        value: the value of the cell.

    Returns:
        The value; if it is a text that would be a formula, preceded by an apostrophe.
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


@WAGTAIL.patch(
    SpreadsheetExportMixin,
    "preprocess_field_value",
    why="A cell that begins with a formula sign is executed by spreadsheet programs.",
    upstream="https://github.com/wagtail/wagtail/issues/3466 (closed: Wagtail leaves it to the program that reads the file)",
    remove_when="Wagtail has a setting that escapes such cells.",
    signature="(self, field, value, export_format)",
)
def _escape_formulas(original):
    def preprocess_field_value(self, field, value, export_format):
        return safe(original(self, field, value, export_format))

    return preprocess_field_value


@WAGTAIL.patch(
    SpreadsheetExportMixin,
    "FORMATS",
    why="Exports have one format, CSV, whose cells are escaped above.",
    upstream=UNKNOWN,
    remove_when="Wagtail has a setting for the formats of exports.",
)
def _csv_only(original):
    return (SpreadsheetExportMixin.FORMAT_CSV,)


@WAGTAIL.patch(
    SpreadsheetExportMixin,
    "header_more_buttons",
    why="The button for XLSX is shown whatever FORMATS says.",
    upstream=UNKNOWN,
    remove_when="Wagtail shows a button for each of FORMATS.",
    signature="(self)",
)
def _no_xlsx_button(original):
    def header_more_buttons(self):
        return [
            button for button in original.func(self) if getattr(button, "url", None) != self.xlsx_export_url
        ]

    return cached_property(header_more_buttons)


@WAGTAIL.patch(
    PageChooserBlock,
    "bulk_to_python",
    why="A text with links reads all fields of the pages to which they lead: a sixth of the time of a page (measured).",
    upstream=UNKNOWN,
    remove_when="Wagtail's choosers read pages when they are asked for.",
    signature="(self, values)",
)
def _read_less(original):
    def bulk_to_python(self, values):
        if self.model_class is not Page:
            return original(self, values)
        values = list(values)
        found = Page.objects.order_by().only(*LINKED_FIELDS).in_bulk(values)
        pages = []
        for place, pk in enumerate(values):
            page = found.get(pk)
            # Each block has an object of its own, as in Wagtail.
            pages.append(copy.copy(page) if page and pk in values[:place] else page)
        return pages

    return bulk_to_python


def with_plain_line_breaks(value):
    """A text with line feeds only, however its line breaks were stored; dicts and lists with such texts; anything else as it is."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if type(value) is dict:
        return {name: with_plain_line_breaks(part) for name, part in value.items()}
    if type(value) in (list, tuple):
        return type(value)(with_plain_line_breaks(part) for part in value)
    return value


@WAGTAIL.patch(
    FieldComparison,
    "__init__",
    why="Texts that were stored with other line breaks than forms now send are listed as changed.",
    upstream=UNKNOWN,
    remove_when="No stored version has a text with \\r\\n.",
    signature="(self, field, obj_a, obj_b)",
)
def _compare_fields_without_line_breaks(original):
    def __init__(self, field, obj_a, obj_b):
        original(self, field, obj_a, obj_b)
        self.val_a, self.val_b = with_plain_line_breaks(self.val_a), with_plain_line_breaks(self.val_b)

    return __init__


@WAGTAIL.patch(
    BlockComparison,
    "__init__",
    why="As of fields, for the page on which Wagtail compares versions.",
    upstream=UNKNOWN,
    remove_when="No stored version has a text with \\r\\n.",
    signature="(self, block, exists_a, exists_b, val_a, val_b)",
)
def _compare_blocks_without_line_breaks(original):
    def __init__(self, block, exists_a, exists_b, val_a, val_b):
        val_a, val_b = with_plain_line_breaks(val_a), with_plain_line_breaks(val_b)
        original(self, block, exists_a, exists_b, val_a, val_b)

    return __init__


@WAGTAIL.patch(
    ReferenceIndex,
    "get_grouped_references_to",
    why="Who deletes a picture, document or snippet is not told of drafts that use it: the index knows only what is stored in the records.",
    upstream=UNKNOWN,
    remove_when="Wagtail's reference index knows what the latest revisions use.",
    signature="(object)",
)
def _count_drafts(original):
    def get_grouped_references_to(cls, object):
        # The editor of every page asks this. Who deletes a page is told in portal/redirects/references.py.
        return original(object) if isinstance(object, Page) else grouped_references(object)

    return classmethod(get_grouped_references_to)


@WAGTAIL.patch(
    ReferenceIndex,
    "get_grouped_references_to_in_bulk",
    why="As of one record, for those that are deleted together.",
    upstream=UNKNOWN,
    remove_when="Wagtail's reference index knows what the latest revisions use.",
    signature="(objects)",
)
def _count_drafts_in_bulk(original):
    def get_grouped_references_to_in_bulk(cls, objects):
        objects = list(objects)
        drafts = draft_references(objects)
        return {
            record: ReferenceGroups([*groups.qs, *drafts.get(target_of(record), ())])
            for record, groups in original(objects).items()
        }

    return classmethod(get_grouped_references_to_in_bulk)


@WAGTAIL.patch(
    UsageView,
    "get_queryset",
    why="The page to which the number of uses leads names the drafts, too.",
    upstream=UNKNOWN,
    remove_when="Wagtail's reference index knows what the latest revisions use.",
    signature="(self)",
)
def _list_drafts(original):
    def get_queryset(self):
        return grouped_references(self.object)

    return get_queryset
