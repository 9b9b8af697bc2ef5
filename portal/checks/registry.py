"""Runs the publishing checks: errors keep a page from the public, warnings are only shown (decision 12).

A check is a function of a page and its parts (content.py) that returns a list of CheckResult; portal/startup.py registers them. Blocks,
images, documents and page types define their own in `publishing_errors()`. The admin, the workspace and code that publishes
show the same messages, because all call this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .content import parts
from .publishing import ERROR, WARNING

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.pages.models import HubPage

    from .content import Part
    from .publishing import CheckResult

    Check = Callable[[HubPage, list[Part]], list[CheckResult]]

# Each check with the levels of what it finds.
_checks: dict[Check, tuple[str, ...]] = {}


def register(check: Check, *levels: str) -> None:
    """Add a check to those of every page.

    Args:
        check: a function of a HubPage and the list of its parts; it returns a list of CheckResult.
        *levels: ERROR or WARNING, if all that it finds has this level; it then runs only when that is asked for.
    """
    _checks.setdefault(check, levels or (ERROR, WARNING))


def blocking_issues(page: HubPage) -> list[CheckResult]:
    """What keeps a page from the public, whatever its type.

    Args:
        page: a HubPage, as it is stored or as a revision says.

    Returns:
        A list of CheckResult of the level ERROR.
    """
    return _run(page, ERROR)


def warnings(page: HubPage) -> list[CheckResult]:
    """What warns only; see blocking_issues()."""
    return _run(page, WARNING)


def _run(page: HubPage, level: str) -> list[CheckResult]:
    of_page = list(parts(page))
    found = [
        result for check, levels in _checks.items() if level in levels for result in check(page, of_page)
    ]
    return [result for result in found if result.level == level]
