"""The requirements of the publishing checks: each with code, label and level (error or warning).

Every CheckResult names one of these codes; the apps above register theirs. Tests and reports read the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .publishing import ERROR, WARNING

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Requirement:
    """One requirement: its code, what it asks in a few words, and its level."""

    code: str
    label: str | StrPromise
    level: str


REQUIREMENTS: dict[str, Requirement] = {}


def requirement(code: str, label: str | StrPromise, level: str = ERROR) -> str:
    """Register a requirement.

    Args:
        code: a short name, kept with findings.
        label: what is asked, in a few words; reports are filtered by it.
        level: ERROR or WARNING.

    Returns:
        The code.
    """
    REQUIREMENTS[code] = Requirement(code, label, level)
    return code


def label_of(code: str) -> str | StrPromise:
    """What a requirement asks, in the active language; what page types ask of their own fields has no code."""
    found = REQUIREMENTS.get(code)
    return found.label if found else _("Complete content")


SUMMARY = requirement("summary", _("Summary"))
HEADINGS = requirement("headings", _("Order of headings"))
LINK_TEXT = requirement("link-text", _("Words of links"))
BROKEN_LINK = requirement("broken-link", _("Links within the hub"))
WAITING_LINK = requirement("waiting-link", _("Links to pages that are not public yet"), WARNING)
FOREIGN_LINK = requirement("foreign-link", _("Links to other sites"), WARNING)
TABLES = requirement("tables", _("Headers and captions of tables"))
HELP_LINES = requirement("help-lines", _("Verified help lines"), WARNING)
READING = requirement("reading", _("Plain language"), WARNING)
GLOSSARY = requirement("glossary", _("Fixed terms of translations"), WARNING)
BROWSER_TITLE = requirement("browser-title", _("Browser titles of their own"), WARNING)
