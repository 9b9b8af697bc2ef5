"""Find the page of an address with two queries: one for all levels, one for the page itself.

Wagtail needs three queries for the site, the language and the home page, which are in the site context, and two for each level below.
"""

from django.http import Http404
from django.utils.translation import get_language
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from .site_context import get_site_context

# No page is deeper in the tree; further steps of an address are not queried.
DEEPEST = 12
# The fields of the pages above: enough for routing, links and breadcrumbs.
_FIELDS = (
    "path",
    "depth",
    "numchild",
    "title",
    "slug",
    "url_path",
    "live",
    "content_type_id",
    "locale_id",
    "translation_key",
)


def route(request, path):
    """As Wagtail's Page.route_for_request(), with two queries at any depth. The result is stored on the request, where Wagtail reads it.

    As in Wagtail, a route of a RoutablePageMixin page takes precedence over a page below it with the same slug. The breadcrumbs and
    the locale of the found page are set.

    Args:
        request: the request.
        path: its path without the prefix of the language.

    Returns:
        A RouteResult, or None if there is no live page in the language of the address.
    """
    if not hasattr(request, "_wagtail_route_for_request"):
        request._wagtail_route_for_request = _route(request, path)
    return request._wagtail_route_for_request


def _route(request, path):
    context = get_site_context(get_language())
    site = context.only_site
    if site is None:
        # There are several sites; Wagtail chooses one by the host name.
        found = Page.route_for_request(request, path)
        return found if found and found.page.locale.language_code == get_language() else None
    request._wagtail_site = site
    home = next((page for page in context.homes if page.locale.language_code == get_language()), None)
    steps = [step for step in path.split("/") if step]
    if home is None or "\0" in path:
        return None
    pages = [home, *_pages_below(home, steps[:DEEPEST])]
    try:
        for place in range(len(pages)):
            found = _answer(request, pages[: place + 1], steps[place:])
            if found:
                return found
    except (Http404, Page.DoesNotExist):
        # DoesNotExist: the page was deleted after the first query.
        pass
    return None


def _pages_below(home, steps):
    """The pages of the steps below a home page, down to the last one that exists."""
    if not steps:
        return []
    paths = [home.url_path + "/".join(steps[: place + 1]) + "/" for place in range(len(steps))]
    # By slug too: url_path has no index.
    below = Page.objects.filter(slug__in=steps, url_path__in=paths).order_by().only(*_FIELDS)
    found = {page.url_path: page for page in below}
    pages: list[Page] = []
    for path in paths:
        page = found.get(path)
        if page is None or not page.path.startswith((pages or [home])[-1].path):
            break
        page._cached_parent_obj = (pages or [home])[-1]
        pages.append(page)
    return pages


def _answer(request, pages, rest):
    """The RouteResult of the last of these pages, if the address ends there or a route of the page matches the rest; else None."""
    kind = pages[-1].specific_class or Page
    if issubclass(kind, RoutablePageMixin) and pages[-1].live:
        try:
            kind.get_resolver().resolve("/" + "".join(f"{step}/" for step in rest))
        except Http404:
            pass
        else:
            return _specific(kind, pages).route(request, rest)
    if rest:
        return None
    page = _specific(kind, pages)
    return RouteResult(page) if page.live else None


def _specific(kind, pages):
    """Load the last of these pages, and set its locale, breadcrumbs and parent."""
    last = pages[-1]
    page = kind._default_manager.get(pk=last.pk)
    if page.locale_id != pages[0].locale_id:
        raise Http404
    page.locale = pages[0].locale
    page.breadcrumbs = [above for above in pages[:-1] if above.live]
    if len(pages) > 1:
        page._cached_parent_obj = pages[-2]
    return page
