"""Pages with tip lines of the police: never the first result, because they are not confidential help."""

from django.db.models import TextField
from django.db.models.functions import Cast

from portal.core.process_memory import kept_or_made
from portal.models import HelpLine, HubPage


def help_before_police(found):
    """Put the first other page before pages with lines of law enforcement.

    Args:
        found: a list of FoundPage, best first.

    Returns:
        The list in its new order; as it is if it has no other page.
    """
    if not found or found[0].pk not in _pages():
        return found
    first = next((page for page in found if page.pk not in _pages()), None)
    return [first, *(page for page in found if page is not first)] if first else found


def _pages():
    """The primary keys of public pages with a block of such lines. Their own queries once after each change of the hub."""

    def read():
        found = set()
        for model in HubPage.__subclasses__():
            body = next((field for field in model._meta.fields if field.name == "body"), None)
            if "help_lines" in getattr(getattr(body, "stream_block", None), "child_blocks", ()):
                pages = model.objects.live().annotate(stored=Cast("body", TextField()))
                kind = f'"{HelpLine.Kind.LAW_ENFORCEMENT}"'
                found.update(pages.filter(stored__contains=kind).values_list("pk", flat=True))
        return found

    return kept_or_made("search:law-enforcement-pages", read, 24 * 60 * 60)
