"""Tables: a header for each column and a caption (WCAG 1.3.1)."""

from django.utils.translation import gettext as _
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from portal.checks.publishing import CheckResult
from portal.checks.requirements import TABLES


def check(page, parts):
    """The failures of a page's tables; the template makes the first cell of each row its header.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    failures = []
    for part in parts:
        if not isinstance(part.kind, BaseTypedTableBlock) or not part.value:
            continue
        if any(not (column["heading"] or "").strip() for column in part.value.columns):
            message = _("A column of the table has no header. Above each column, say what is in it.")
            failures.append(CheckResult(part.field, message, anchor=part.anchor, code=TABLES))
        if not (part.value.caption or "").strip():
            message = _("The table has no caption. Say in a few words what it shows.")
            failures.append(CheckResult(part.field, message, anchor=part.anchor, code=TABLES))
    return failures
