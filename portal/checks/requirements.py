"""What is asked of a page before the public may see it: each requirement by its code, what it asks, and whether it stops.

Whatever can fail names one of these codes; the apps above register theirs. Tests and reports read the list.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .publishing import ERROR, WARNING


@dataclass(frozen=True)
class Requirement:
    """One requirement: its code, what it asks in a few words, and its level."""

    code: str
    label: str
    level: str


REQUIREMENTS = {}


def requirement(code, label, level=ERROR):
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


def label_of(code):
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
