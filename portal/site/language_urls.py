"""The addresses of a page in several languages, and where readers can go if it is missing in theirs.

Addresses differ only in the language prefix, which the default language does not have.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_from_path
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

# A longer query is not carried over, because the page would contain it once for each language.
LONGEST_QUERY = 300
# No page is deeper: longer addresses cause no query.
DEEPEST = 12


@dataclass(frozen=True)
class Version:
    """A link to a page in one language."""

    language: str
    title: str
    url: str


def prefix_of(language):
    """The prefix of a language's addresses: "/so", "" for the default language."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def _without_prefix(path):
    """A path without its language prefix. It begins with exactly one "/", because "//host/" would lead to another site."""
    prefix = prefix_of(get_language_from_path(path) or settings.LANGUAGE_CODE)
    if path.startswith(f"{prefix}/"):
        path = path.removeprefix(prefix)
    return f"/{path.lstrip('/')}"


def path_in(language, path):
    """The path of a request or page in another language."""
    return prefix_of(language) + escape_uri_path(_without_prefix(path))


def query_in(request, language):
    """The query string for another language: filters have the same values in all languages.

    The page number of results is left out, because there may be fewer results. The address of a page in the query of the
    accessible-format form is translated.

    Returns:
        "?status=active", or "".
    """
    if not 0 < len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        return ""
    query = request.GET.copy()
    page = query.pop("page", [""])[-1]
    # "//host/" would lead to another site.
    if page.startswith("/") and not page.startswith("//"):
        query["page"] = prefix_of(language) + _without_prefix(page)
    return f"?{query.urlencode()}" if query else ""


def address_in(language, request):
    """The address of the same content in another language."""
    if getattr(request, "is_preview", False):
        return f"{prefix_of(language)}/"  # A draft has an address in one language only.
    return path_in(language, request.path) + query_in(request, language)


def subpage_path(page, request):
    """The part of a request's path after the page's own address: "card/" below Get help, else ""."""
    own = "" if getattr(request, "is_preview", False) else page.get_url(request) or ""
    return request.path.removeprefix(own) if own and request.path.startswith(own) else ""


def addresses(page, request, homes):
    """The addresses of a page in all languages in which it is public, for search engines. One query.

    Args:
        page: a HubPage.
        request: the request, which may be for a part of the page, such as a month.
        homes: the public home pages, each with its locale; in other languages no page is public.

    Returns:
        A dict of language codes to absolute addresses, the default language first.
    """
    part = escape_uri_path(subpage_path(page, request))
    by_locale = {home.locale_id: home for home in homes}
    found = {}
    versions = Page.objects.live().filter(translation_key=page.translation_key).order_by()
    for locale, url_path in versions.values_list("locale_id", "url_path"):
        home = by_locale.get(locale)
        if home and url_path.startswith(home.url_path):
            code = home.locale.language_code
            path = f"{prefix_of(code)}/{url_path.removeprefix(home.url_path)}"
            found[code] = request.build_absolute_uri(path + part)
    return {code: found[code] for code, _name in settings.LANGUAGES if code in found}


def available_translations(request):
    """What exists if there is no page at an address in the reader's language.

    Four queries at most for pages, two more for each language in which the address is a part of a page.

    Args:
        request: the request for the missing address.

    Returns:
        (Versions in other languages, the default language first; the Version of the nearest page above in the reader's language, or None).
    """
    site = Site.find_for_request(request)
    steps = [step for step in _without_prefix(request.path_info).split("/") if step]
    if not site or len(steps) > DEEPEST or "\0" in request.path_info:
        return [], None
    homes = site.root_page.get_translations(inclusive=True).live().select_related("locale")
    homes = {home.locale.language_code: home for home in homes}
    # For each home page, the possible paths of a page, longest first.
    paths = {
        f"{home.url_path}{''.join(f'{step}/' for step in steps[:length])}": (code, length)
        for code, home in homes.items()
        for length in range(len(steps), -1, -1)
    }
    deepest: dict[str, tuple[Page, int]] = {}
    # By slug too: url_path has no index.
    slugs = {*steps, *(home.slug for home in homes.values())}
    for page in Page.objects.live().filter(slug__in=slugs, url_path__in=paths).select_related("locale"):
        code, length = paths[page.url_path]
        if length >= deepest.get(code, (None, -1))[1]:
            deepest[code] = page, length
    versions, nearest = [], None
    for code, _name in settings.LANGUAGES:
        page, length = deepest.get(code, (None, 0))
        if page is None:
            continue
        if code == get_language():
            nearest = Version(code, page.title, page.get_url(request)) if length else None
        elif _answers(page, request, steps[length:]):
            versions.append(Version(code, page.title, path_in(code, request.path)))
    return versions, nearest


def _answers(page, request, rest):
    """Whether a page serves the rest of a path itself, although no page below it has that path."""
    if not rest:
        return True
    if not issubclass(page.specific_class or Page, RoutablePageMixin):
        return False
    try:
        page.specific.route(request, rest)
    except Http404:
        return False
    return True
