"""Archived pages: those below a page whose type has `is_archive`.

They can still be read, at an address below the archive and with a notice, but lists, menus, the sitemap and search leave them out
(home/archive/services.py moves them; decision 14).
"""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from .site_context import get_site_context


def is_archived(page, context=None):
    """Whether a page is in the archive.

    Args:
        page: a page of any type.
        context: the SiteContext of the request; by default the cached one.
    """
    paths = (context or get_site_context(settings.LANGUAGE_CODE)).archives
    return bool(page.path) and any(page.path.startswith(path) and page.path != path for path in paths)


def archived(below=None):
    """A Q object that selects pages in the archive, without the archive pages themselves.

    Args:
        below: a page, if only pages below it are queried; this leaves out the archives of other languages.
    """
    found = Q(pk__in=[])
    for path in get_site_context(settings.LANGUAGE_CODE).archives:
        if below is None or path.startswith(below.path):
            found |= Q(path__startswith=path) & ~Q(path=path)
    return found


class ArchiveLock(BaseLock):
    """A lock that prevents changes of archived pages (28 CFR 35.104). Wagtail's editor shows its message and saves nothing."""

    def for_user(self, user):
        """Applies to every user."""
        return True

    def get_message(self, user):
        """What to do instead."""
        return _(
            "Nobody can change this page while it is archived. To change it, restore it from the archive in the page's menu."
        )

    def get_icon(self, user):
        return "folder-open-inverse"
