"""Help lines: one that nobody verified within six months warns, hides nothing and stops no page."""

from django.utils.translation import gettext as _

from portal.checks.publishing import WARNING, CheckResult
from portal.checks.requirements import HELP_LINES
from portal.pages.blocks.text import HelpLinesBlock
from portal.safety.models.help_line import HelpLine


def overdue(kinds):
    """Warnings of the lines of some kinds that are shown and were not verified in time.

    Args:
        kinds: values of HelpLine.Kind.

    Returns:
        A list of sentences.
    """
    lines = HelpLine.objects.filter(kind__in=kinds, live=True, enabled=True)
    late = {line.translation_key: line for line in lines if line.is_overdue}
    called = _(
        "Nobody has checked the help line “%(name)s” for six months. Call it, then send it for review."
    )
    compared = _(
        "Nobody has checked the help line “%(name)s” for six months. Compare it with its official page, without calling it, then send it for review."
    )
    return [
        (called if line.is_checked_by_calling else compared) % {"name": line.name}
        for line in sorted(late.values(), key=lambda line: line.name)
    ]


def check(page, parts):
    """The warnings of the help lines that a page shows.

    Args:
        page: a HubPage; one that shows lines without a block names their kinds in `shows_help_lines`.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    places = [("summary", "", kinds) for kinds in [page.shows_help_lines] if kinds]
    places += [
        (part.field, part.anchor, [part.value["kind"]])
        for part in parts
        if isinstance(part.kind, HelpLinesBlock)
    ]
    return [
        CheckResult(field, message, WARNING, anchor, HELP_LINES)
        for field, anchor, kinds in places
        for message in overdue(kinds)
    ]
