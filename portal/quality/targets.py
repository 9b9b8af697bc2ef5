"""Whether an address of the hub itself leads to something."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Page, Site


def leads_within(address):
    """Whether an address leads to a public page, or to something else that the hub answers.

    Args:
        address: a path such as "/get-help/", or a whole address of the hub.
    """
    path = unquote(urlsplit(address).path)
    if not path.startswith("/"):
        return False  # Relative to a page whose address may change.
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    # Addresses of the hub's own views carry the prefix of their language.
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return False
    if match.url_name != "wagtail_serve":
        return True
    return _is_page(
        path.removeprefix(f"/{language}") if language != settings.LANGUAGE_CODE else path, language
    )


def _is_page(path, language):
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return False
    root = site.root_page.get_translations(inclusive=True).filter(locale__language_code=language).first()
    if root is None:
        return False
    steps = [step for step in path.split("/") if step]
    # From the whole path upwards: what is left below a page may be one of its own addresses, as /get-help/card/.
    for length in range(len(steps), -1, -1):
        url_path = root.url_path + "".join(f"{step}/" for step in steps[:length])
        page = Page.objects.live().filter(url_path=url_path).first()
        if page is None:
            continue
        rest = steps[length:]
        return not rest or _has_address(page.specific, "/" + "".join(f"{step}/" for step in rest))
    return False


def _has_address(page, path):
    if not hasattr(page, "resolve_subpage"):
        return False
    try:
        return bool(page.resolve_subpage(path))
    except (Http404, Resolver404):
        return False
