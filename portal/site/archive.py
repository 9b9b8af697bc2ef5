"""The archive, as every app needs to know it: pages below a page type with `is_archive` are archived.

They stay readable at an address below the archive, with a notice; lists, menus, the sitemap and search leave them out
(home/archive/services.py moves them; decision 14).
"""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from .site_context import get_site_context


def is_archived(page, context=None):
    """Whether a page stands in the archive.

    Args:
        page: a page of any type.
        context: the SiteContext of the request, if there is one; else the cached one is read.
    """
    paths = (context or get_site_context(settings.LANGUAGE_CODE)).archives
    return bool(page.path) and any(page.path.startswith(path) and page.path != path for path in paths)


def archived():
    """Which pages stand in the archive, as a Q for filters of pages; the archive pages themselves do not."""
    found = Q(pk__in=[])
    for path in get_site_context(settings.LANGUAGE_CODE).archives:
        found |= Q(path__startswith=path) & ~Q(path=path)
    return found


class ArchiveLock(BaseLock):
    """Nobody changes what is archived (28 CFR 35.104): Wagtail's editor opens it, says so and saves nothing."""

    def for_user(self, user):
        """For everybody."""
        return True

    def get_message(self, user):
        """What to do instead."""
        return _(
            "This page is archived and stays as it is. To change it, take it back from the archive in the menu of the page."
        )

    def get_icon(self, user):
        """A box."""
        return "folder-open-inverse"
