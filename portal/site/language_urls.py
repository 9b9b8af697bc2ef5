"""One page in several languages: where it stands in each, and where readers go on when it is missing.

Addresses are the same in every language but for the prefix, which the first language has not.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, get_language_from_path
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, Site

# A longer query is not carried over: it would stand in the page once for each language.
LONGEST_QUERY = 300
# No page lies deeper: a longer address asks the database nothing.
DEEPEST = 12


@dataclass(frozen=True)
class Version:
    """A page in one language, as a link names it."""

    language: str
    title: str
    url: str


def prefix_of(language):
    """What stands before the addresses of a language: "/so", "" for the first one."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def _without_prefix(path):
    """A path without the prefix of its language. It begins with exactly one "/": "//host/" would lead to another site."""
    prefix = prefix_of(get_language_from_path(path) or settings.LANGUAGE_CODE)
    if path.startswith(f"{prefix}/"):
        path = path.removeprefix(prefix)
    return f"/{path.lstrip('/')}"


def path_in(language, path):
    """The path of a request, or one that names a page, in another language, ready for a link."""
    return prefix_of(language) + escape_uri_path(_without_prefix(path))


def query_in(request, language):
    """The query with which the reader goes on in another language: filters are the same words in every one.

    The number of a page of results is left out, because there may be fewer results. The page that the request form names is
    named in that language.

    Returns:
        "?status=active", or "".
    """
    if not 0 < len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY:
        return ""
    query = request.GET.copy()
    page = query.pop("page", [""])[-1]
    # "//host/" names another site.
    if page.startswith("/") and not page.startswith("//"):
        query["page"] = prefix_of(language) + _without_prefix(page)
    return f"?{query.urlencode()}" if query else ""


def address_in(language, request):
    """The address of what a request shows, in another language."""
    if getattr(request, "is_preview", False):
        return f"{prefix_of(language)}/"  # A draft has an address in one language only.
    return path_in(language, request.path) + query_in(request, language)


def subpage_path(page, request):
    """What follows a page's own address in that of a request: "card/" below Get help, else ""."""
    own = "" if getattr(request, "is_preview", False) else page.get_url(request) or ""
    return request.path.removeprefix(own) if own and request.path.startswith(own) else ""


def addresses(page, request, languages):
    """Where search engines find what a page shows, in each language in which it is public.

    Args:
        page: a HubPage.
        request: the request that it answers; below it may lie a part of the page, such as a month.
        languages: the codes of those whose home page is public: without it, the others answer nothing.

    Returns:
        A dict of language code to address with scheme and host, the first language before the others.
    """
    part = escape_uri_path(subpage_path(page, request))
    found = {
        version.locale.language_code: request.build_absolute_uri(version.get_url(request) + part)
        for version in page.alternates
    }
    codes = [code for code, _name in settings.LANGUAGES if code in found and code in languages]
    return {code: found[code] for code in codes}


def available_translations(request):
    """What exists where the reader's language has no page at an address.

    Four queries at most for pages, two more for each language in which the address is a part of a page.

    Args:
        request: one whose address was not found.

    Returns:
        (Versions in other languages, the first language before the others; the Version of the nearest page above in the reader's
        language, or None).
    """
    site = Site.find_for_request(request)
    steps = [step for step in _without_prefix(request.path_info).split("/") if step]
    if not site or len(steps) > DEEPEST or "\0" in request.path_info:
        return [], None
    homes = site.root_page.get_translations(inclusive=True).live().select_related("locale")
    homes = {home.locale.language_code: home for home in homes}
    # Each home page with the part of the address that a page may have, longest first.
    paths = {
        f"{home.url_path}{''.join(f'{step}/' for step in steps[:length])}": (code, length)
        for code, home in homes.items()
        for length in range(len(steps), -1, -1)
    }
    deepest: dict[str, tuple[Page, int]] = {}
    for page in Page.objects.live().filter(url_path__in=paths).select_related("locale"):
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
    """Whether a page answers at its own address followed by these steps, which name no page below it."""
    if not rest:
        return True
    if not issubclass(page.specific_class or Page, RoutablePageMixin):
        return False
    try:
        page.specific.route(request, rest)
    except Http404:
        return False
    return True
