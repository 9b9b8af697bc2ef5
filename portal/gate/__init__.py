"""The quality gate: what a page needs before the public may see it, and what somebody should look at (ADR 12).

One file for each concern. What can fail answers for itself: blocks and media by `publish_failures()`, page types by theirs;
this room only collects. The admin, the workspace and code that publishes show the same sentences, because they ask here.
"""

from portal.publishing import STOP, WARN

__all__ = ["look", "reading_grade", "stops", "warnings"]


def look(page):
    """All that is wrong with what a page says, whatever its type.

    Args:
        page: a HubPage, as it is stored or as a revision says.

    Returns:
        A list of PublishFailure of both levels.
    """
    # The concerns name models, and the models of pages ask here.
    from . import answers, glossary, headings, help_lines, links, reading, tables
    from .walk import parts

    of_page = list(parts(page))
    concerns = (answers, headings, links, tables, help_lines, reading, glossary)
    return [failure for concern in concerns for failure in concern.check(page, of_page)]


def stops(page):
    """What keeps a page from the public; see look()."""
    return [failure for failure in look(page) if failure.level == STOP]


def warnings(page):
    """What warns only; see look()."""
    return [failure for failure in look(page) if failure.level == WARN]


def reading_grade(page):
    """How hard a page is to read (portal.gate.reading.Reading), or None where no formula applies."""
    from .reading import reading_of
    from .walk import parts

    return reading_of(page, list(parts(page)))
