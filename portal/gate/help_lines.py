"""Help lines: one that nobody verified within six months warns, hides nothing and stops no page (users.md 5)."""

from django.utils.translation import gettext as _

from portal.blocks.text import HelpLinesBlock
from portal.models.help_line import HelpLine
from portal.publishing import WARN, PublishFailure

from .requirements import HELP_LINES


def overdue(kinds):
    """Warnings of the lines of some kinds that are shown and were not verified in time.

    Args:
        kinds: values of HelpLine.Kind.

    Returns:
        A list of sentences.
    """
    lines = HelpLine.objects.filter(kind__in=kinds, live=True, enabled=True)
    names = {line.translation_key: line.name for line in lines if line.is_overdue}
    message = _("Nobody has verified the help line “%(name)s” for six months. Call it and note the day.")
    return [message % {"name": name} for name in sorted(names.values())]


def check(page, parts):
    """The warnings of the help lines that a page shows.

    Args:
        page: a HubPage; one that shows lines without a block names their kinds in `shows_help_lines`.
        parts: its parts.

    Returns:
        A list of PublishFailure.
    """
    places = [("summary", "", kinds) for kinds in [page.shows_help_lines] if kinds]
    places += [
        (part.field, part.anchor, [part.value["kind"]])
        for part in parts
        if isinstance(part.kind, HelpLinesBlock)
    ]
    return [
        PublishFailure(field, message, WARN, anchor, HELP_LINES)
        for field, anchor, kinds in places
        for message in overdue(kinds)
    ]
