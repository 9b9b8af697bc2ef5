"""What a tab, a history and a shared link call each public address."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import urlsplit

import pytest

from home.models import DefinitionPage
from portal.core.cache_version import bump_cache_version
from portal.models import OfficeIdentity
from tests.portal import public

pytestmark = pytest.mark.django_db

# "Trafficking" in each language. Somali and Hmong say it in several words.
NAMED = re.compile(r"traffick|\btrata\b|tráfico|ganacsiga dadka|tahriib|lag luam tib neeg", re.I)
# Addresses of their own beside the pages of the sitemap.
PARTS = [
    "/get-help/card/",
    "/search/",
    "/partners/join/",
    "/events/month/2027/01/",
    "/events/month/2027/02/",
    "/events/past/",
    "/initiatives/?status=active",
    "/initiatives/?status=completed",
    "/resources/?type=law",
    "/no-such-page/",
]
# Further answers that a person's history may keep; two of them may be called the same.
ANSWERS = ["/search/?q=trafficking", "/partners/?q=trafficking", "/events/?q=trafficking", "/accounts/login/"]


def names(client, address):
    """The browser title and what social networks are told, of one address."""
    text = client.get(address).content.decode()
    shared = re.findall(r'<meta property="og:(?:title|site_name)" content="([^"]*)"', text)
    return unescape(re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]), [
        unescape(name) for name in shared
    ]


@pytest.fixture
def sitemap(client):
    """The addresses of the sitemap, by language."""
    found = defaultdict(list)
    for address in re.findall("<loc>([^<]*)</loc>", public.sitemap(client)):
        found[public.language_of(urlsplit(address).path)].append(urlsplit(address).path)
    return found


@pytest.mark.parametrize("language", public.LANGUAGES)
def test_no_two_addresses_of_a_language_share_a_title_and_none_names_trafficking(language, client, sitemap):
    prefix = public.LANGUAGES[language]
    called = defaultdict(list)
    for address in [*sitemap[language], *(prefix + part for part in PARTS)]:
        title, shared = names(client, address)
        called[title].append(address)
        assert not NAMED.search(" | ".join([title, *shared])), (address, title, shared)
    assert len(sitemap[language]) >= 20
    assert {title: where for title, where in called.items() if len(where) > 1} == {}


@pytest.mark.parametrize("address", ANSWERS)
@pytest.mark.parametrize("prefix", public.LANGUAGES.values(), ids=public.LANGUAGES)
def test_an_answer_does_not_name_trafficking(address, prefix, client):
    title, shared = names(client, address if address.startswith("/accounts/") else prefix + address)
    assert title and not NAMED.search(" | ".join([title, *shared]))


def test_the_office_decides_whether_titles_name_the_hub(client):
    page = DefinitionPage.objects.get(slug="wage-theft", locale__language_code="en")
    DefinitionPage.objects.filter(pk=page.pk).update(discreet_title="")
    office = OfficeIdentity.objects.filter(locale__language_code="en")
    assert names(client, page.url) == ("Wage theft · City information", ["Wage theft", "City information"])
    office.update(discreet_name="")
    bump_cache_version()
    hub = "Human Trafficking Prevention"
    assert names(client, page.url) == (f"Wage theft · {hub}", ["Wage theft", hub])
    assert names(client, "/no-such-page/")[0] == f"Page not found · {hub}"
