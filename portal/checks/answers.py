"""The checks that blocks, pictures and documents define themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from wagtail.models import Page

if TYPE_CHECKING:
    from portal.checks.content import Part
    from portal.checks.publishing import CheckResult
    from portal.pages.models import HubPage


def check(page: HubPage, parts: Iterable[Part]) -> list[CheckResult]:
    """The failures that a page's parts report themselves.

    A block has a method `publishing_errors(value)`; a chosen picture or document has `publishing_errors()`.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    failures = []
    for part in parts:
        found = []
        if hasattr(part.kind, "publishing_errors"):
            found = part.kind.publishing_errors(part.value)
        elif hasattr(part.value, "publishing_errors") and not isinstance(part.value, Page):
            found = part.value.publishing_errors()
        failures += [replace(failure, field=part.field, anchor=part.anchor) for failure in found]
    return failures
