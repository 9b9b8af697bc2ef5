"""Every public address of the demonstration, for tests that look at all that a visitor can see."""

import re
from urllib.parse import urlsplit

from wagtail.models import Page

# Addresses that are no pages, pages' own routes, answers to what visitors ask for, and errors.
OTHERS = [
    "/search/",
    "/search/?q=trafficking",
    "/search/?q=zzzzqqq",
    "/search/?q=wage&type=definition",
    "/get-help/card/",
    "/initiatives/?status=active",
    "/initiatives/?status=completed",
    "/resources/?type=law",
    "/request-accessible-format/?page=/definitions/wage-theft/",
    "/no-such-page/",
]
ACCOUNTS = ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]
FORM = "/request-accessible-format/"
LANGUAGES = {"en": "", "es": "/es", "so": "/so", "hmn": "/hmn"}


def language_of(address):
    """The language of an address: its prefix, else English."""
    first = address.split("/")[1]
    return first if first in LANGUAGES else "en"


def page_addresses():
    """The addresses of all live pages of all languages."""
    return [
        page.url for page in Page.objects.live().filter(depth__gt=1).select_related("locale").order_by("path")
    ]


def other_addresses():
    """The public addresses that are no pages, in each language."""
    return [prefix + address for prefix in LANGUAGES.values() for address in [*OTHERS, *ACCOUNTS]]


def sitemap_parts(client):
    """The addresses of the parts that the index of the sitemap names."""
    index = client.get("/sitemap.xml").content.decode()
    return [urlsplit(address).path for address in re.findall("<loc>([^<]*)</loc>", index)]


def sitemap(client):
    """All parts of the sitemap as one text."""
    answers = [client.get(address) for address in sitemap_parts(client)]
    assert answers and all(answer.status_code == 200 for answer in answers)
    return "".join(answer.content.decode() for answer in answers)


def new_page(parent, model, **fields):
    """A draft page of a type below a parent, with what its columns must hold."""
    slug = fields.pop("slug")
    page = model(slug=slug, live=False, locale=parent.locale, **{"title": slug, **fields})
    parent.add_child(instance=page)
    return page
