"""Pages with tip lines of the police: never the first result, because they are not confidential help."""

from portal.models import HelpLine

from .number_search import pages_with_lines


def without_police(found):
    """The pages without those with lines of law enforcement; all of them if there are no others.

    Args:
        found: a list of FoundPage.
    """
    of_police = pages_with_lines(HelpLine.Kind.LAW_ENFORCEMENT)
    return [page for page in found if page.pk not in of_police] or found


def help_before_police(found):
    """Put the first other page before pages with lines of law enforcement.

    Args:
        found: a list of FoundPage, best first.

    Returns:
        The list in its new order; as it is if it has no other page.
    """
    first = without_police(found)[:1]
    return first + [page for page in found if page not in first]
