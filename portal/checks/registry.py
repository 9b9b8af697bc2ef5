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

_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a check to those of every page.

    Args:
        check: a function of a HubPage and the list of its parts; it returns a list of CheckResult.
    """
    if check not in _checks:
        _checks.append(check)


def run_checks(page: HubPage) -> list[CheckResult]:
    """All that is wrong with what a page says, whatever its type.

    Args:
        page: a HubPage, as it is stored or as a revision says.

    Returns:
        A list of CheckResult of both levels.
    """
    of_page = list(parts(page))
    return [failure for check in _checks for failure in check(page, of_page)]


def blocking_issues(page: HubPage) -> list[CheckResult]:
    """What keeps a page from the public; see run_checks()."""
    return [failure for failure in run_checks(page) if failure.level == ERROR]


def warnings(page: HubPage) -> list[CheckResult]:
    """What warns only; see run_checks()."""
    return [failure for failure in run_checks(page) if failure.level == WARNING]
