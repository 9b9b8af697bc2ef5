"""Headings: none empty, no level left out, one h1 (WCAG 1.3.1, 2.4.6)."""

import re
from itertools import groupby

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from portal.checks.publishing import CheckResult
from portal.checks.requirements import HEADINGS
from portal.pages.blocks.text import HeadingBlock

RICH_HEADING = re.compile(r"<h([1-6])[^>]*>(.*?)</h\1>", re.IGNORECASE | re.DOTALL)


def check(page, parts):
    """The failures of a page's headings.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    failures = []
    for field, of_field in groupby(parts, key=lambda part: part.field):
        # The title is the first level; some templates put a heading of the second above a stream.
        before = 2 if field in page.under_headings else 1
        for part in of_field:
            for level, text in _headings(part):
                message = _problem(level, text, before)
                if message:
                    failures.append(CheckResult(part.field, message, anchor=part.anchor, code=HEADINGS))
                before = level
    return failures


def _headings(part):
    if isinstance(part.kind, HeadingBlock):
        return [(int(part.value["level"] or 2), (part.value["text"] or "").strip())]
    source = part.rich_text
    if not source:
        return []
    return [(int(level), strip_tags(text).strip()) for level, text in RICH_HEADING.findall(source)]


def _problem(level, text, before):
    if not text:
        return _("A heading has no words. Write what the next part is about, or remove it.")
    if level == 1:
        return _("“%(text)s” is a second main heading. Only the title should be one: make it a section.") % {
            "text": text
        }
    if level > before + 1:
        return _(
            "“%(text)s” is part of a section, but there is no section above it. Make it a section, or add one above it."
        ) % {"text": text}
    return ""
