"""Browser titles: where two public pages of a language have the same one, readers cannot tell their tabs and histories apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.checks.publishing import WARNING, CheckResult
from portal.checks.requirements import BROWSER_TITLE
from portal.pages.models import HubPage
from portal.site.site_context import get_site_context

# So many other pages are named.
NAMED = 3
# For types of pages of which only some are open at the same time: a function that narrows their queryset.
_narrowed: dict[type[HubPage], Callable[[Any], Any]] = {}


def compare_only(model: type[HubPage], narrow: Callable[[Any], Any]) -> None:
    """Compare only some pages of a type.

    Args:
        model: the page type.
        narrow: a function of a queryset of its live pages, which returns the queryset of those to compare.
    """
    _narrowed[model] = narrow


def check(page: HubPage, _parts: Any = ()) -> list[CheckResult]:
    """The warning that another public page has the same browser title. One query.

    Args:
        page: a HubPage, as it is stored or as a revision says.
    """
    if others := _same_title(page):
        message = _(
            "Browser tabs show “%(title)s” for this page and for %(others)s. Give this page another title, or a discreet title of its own."
        ) % {
            "title": _browser_title(page),
            "others": ", ".join(f"“{title}”" for title in others),
        }
        return [CheckResult("discreet_title", message, WARNING, code=BROWSER_TITLE)]
    return []


def _browser_title(page: HubPage) -> str:
    # Not page.browser_title, which keeps its value when the form changes the page.
    return page.discreet_title or (page.seo_title or page.title) + _name_of_the_hub(page)


def _name_of_the_hub(page: HubPage) -> str:
    """What follows the title of a page that has no discreet one (portal/pages/templates/portal/page.html)."""
    office = get_site_context(page.locale.language_code).office
    return f" · {office.title_name}" if office else ""


def _same_title(page: HubPage) -> list[str]:
    """The titles of other public pages in the page's language with the same browser title."""
    shown, hub = _browser_title(page), _name_of_the_hub(page)
    same = Q(discreet_title=shown)
    if shown.endswith(hub):
        title = shown.removesuffix(hub)
        same |= Q(discreet_title="") & (Q(seo_title=title) | Q(seo_title="", title=title))
    found = []
    for model in apps.get_models():
        if issubclass(model, HubPage):
            pages = model.objects.live().filter(same, locale=page.locale_id).exclude(pk=page.pk).order_by()
            narrow = _narrowed.get(model)
            found.append((narrow(pages) if narrow else pages).values_list("pk", "title"))
    first, *rest = found
    return [title for _pk, title in first.union(*rest).order_by("pk")[:NAMED]]
