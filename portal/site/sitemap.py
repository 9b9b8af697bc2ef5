"""The sitemap: an index of parts that name every live page in every language, each with its translations (hreflang).

A part has the pages of a range of primary keys. So it costs as much in a large hub as in a small one, and a new page changes the last
part only.
"""

from collections import defaultdict
from operator import attrgetter

from django.conf import settings
from django.contrib.sitemaps.views import x_robots_tag
from django.db.models import F, Max, Q
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page

from portal.core.process_memory import kept_or_made

from .archive import archived
from .language_urls import prefix_of
from .site_context import get_site_context

# How many primary keys a part has: at most so many addresses. Search engines take 50,000.
PART = 200
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@x_robots_tag
def index(request):
    """The parts in which pages are, each with the moment at which one of them was last published."""
    parts = kept_or_made(f"sitemap-parts:{PART}", _parts, 24 * 60 * 60)
    root = escape(request.build_absolute_uri("/"))
    # Django's template takes ten times as long, and there are many parts in a large hub.
    rows = [f"<sitemap><loc>{root}sitemap-{number}.xml</loc>{changed}</sitemap>" for number, changed in parts]
    text = "\n".join([f'{_XML}\n<sitemapindex xmlns="{_SCHEMA}">', *rows, "</sitemapindex>\n"])
    return HttpResponse(text, content_type="application/xml")


@x_robots_tag
def part(request, number):
    """The pages of one part. One query.

    Raises:
        Http404: no page is in it.
    """
    last = int(number) * PART
    here = Page.objects.filter(pk__gt=last - PART, pk__lte=last).order_by()
    fields = ["pk", "url_path", "locale_id", "translation_key", "last_published_at"]
    # Their translations may be in other parts.
    found = list(
        _public_pages()
        .filter(translation_key__in=here.values("translation_key"))
        .order_by("pk")
        .only(*fields)
    )
    entries = _Entries(request, found).of([page for page in found if last - PART < page.pk <= last])
    if not entries:
        raise Http404("No page is in this part.")
    # No Last-Modified, as Django's own view has it: it stays the same when a page is withdrawn.
    return TemplateResponse(request, "sitemap.xml", {"urlset": entries}, content_type="application/xml")


def _homes():
    """The public home page of each language."""
    return get_site_context(settings.LANGUAGE_CODE).homes


def _public_pages():
    """The live pages below the home page of each language, without archived ones."""
    below = Q(pk__in=[])
    for home in _homes():
        below |= Q(path__startswith=home.path)
    locales = [home.locale_id for home in _homes()]
    return Page.objects.live().filter(below, locale__in=locales).exclude(archived())


def _parts():
    """The numbers of the parts that are not empty, in order, each with the element of its last publication. It reads all pages."""
    numbered = _public_pages().order_by().annotate(part=(F("pk") - 1) / PART)
    counted = numbered.values("part").annotate(changed=Max("last_published_at")).order_by("part")
    return [(row["part"] + 1, _lastmod(row["changed"])) for row in counted]


def _lastmod(moment):
    return f"<lastmod>{timezone.localtime(moment).isoformat()}</lastmod>" if moment else ""


class _Entries:
    """The entries of Django's template, of pages whose translations are known.

    Args:
        request: the HTTP request, for absolute addresses.
        pages: the pages of all languages.
    """

    def __init__(self, request, pages):
        self._codes = {home.locale_id: home.locale.language_code for home in _homes()}
        # By locale: the url_path of the home page, and its absolute address.
        self._beginnings = {
            home.locale_id: (
                home.url_path,
                request.build_absolute_uri(f"{prefix_of(home.locale.language_code)}/"),
            )
            for home in _homes()
        }
        self._versions = defaultdict(list)
        for page in sorted(pages, key=attrgetter("locale_id")):
            self._versions[page.translation_key].append(page)

    def of(self, pages):
        """The entries of some of the pages."""
        return [
            {
                "location": self._location(page),
                "lastmod": page.last_published_at,
                "alternates": self._alternates(page),
            }
            for page in pages
        ]

    def _alternates(self, page):
        translations = self._versions[page.translation_key]
        if len(translations) == 1:
            return []
        addresses = {self._codes[other.locale_id]: self._location(other) for other in translations}
        if settings.LANGUAGE_CODE in addresses:
            # For readers of languages that the hub does not have.
            addresses["x-default"] = addresses[settings.LANGUAGE_CODE]
        return [{"lang_code": code, "location": address} for code, address in addresses.items()]

    def _location(self, page):
        """The page's canonical address."""
        within, address = self._beginnings[page.locale_id]
        return address + page.url_path.removeprefix(within)
