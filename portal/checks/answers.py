"""What blocks, pictures and documents say of themselves."""

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
    """The answers of a page's parts.

    A block answers `publishing_errors(value)`; a picture or document that was chosen answers `publishing_errors()`.

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
