"""What the admin exports: CSV alone, in cells that no spreadsheet program executes.

Titles and names are written by members of organisations, too. Wagtail writes them into CSV as they are; a cell that begins
with one of these signs is a formula to a spreadsheet program: https://owasp.org/www-community/attacks/CSV_Injection
"""

from django.utils.functional import cached_property
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value):
    """A cell as text, whatever it begins with.

    Args:
        value: what is to stand in the cell.

    Returns:
        A text that would be a formula, with an apostrophe before it; everything else as it is.
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def connect():
    """Make every export of the admin, of Wagtail's lists too, a CSV with safe cells; no XLSX."""
    mixin = SpreadsheetExportMixin
    if getattr(mixin, "_hub_exports", False):
        return
    as_wagtail_writes = mixin.preprocess_field_value
    with_both_buttons = mixin.header_more_buttons.func

    def preprocess_field_value(self, field, value, export_format):
        return safe(as_wagtail_writes(self, field, value, export_format))

    def header_more_buttons(self):
        xlsx = self.xlsx_export_url
        return [button for button in with_both_buttons(self) if getattr(button, "url", None) != xlsx]

    mixin.FORMATS = (mixin.FORMAT_CSV,)
    mixin.preprocess_field_value = preprocess_field_value
    mixin.header_more_buttons = cached_property(header_more_buttons)
    mixin.header_more_buttons.__set_name__(mixin, "header_more_buttons")
    mixin._hub_exports = True
