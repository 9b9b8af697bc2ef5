"""What every answer carries, and what it does not: cookies, caches, policies, addresses for search engines."""

import gzip
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from home.models import DefinitionPage
from portal.site import sitemap as parts_of_sitemap
from tests.live import published
from tests.portal.public import ACCOUNTS, FORM, page_addresses, sitemap, sitemap_parts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def is_form(address):
    return any(part in address for part in (FORM, *ACCOUNTS))


# --- Visitor safety ---------------------------------------------------------------------------------------------
def test_nobody_who_reads_is_given_a_cookie(outputs):
    given = {address: list(response.cookies) for address, response in outputs.items() if response.cookies}
    assert not {address for address in given if not is_form(address)}
    assert all(names == ["csrftoken"] for names in given.values())


def test_the_cookie_of_a_form_ends_with_the_browser_window(outputs):
    """With a date it would tell, for a year, whoever opens the device that a form was read."""
    cookies = {
        address: response.cookies["csrftoken"] for address, response in outputs.items() if response.cookies
    }
    assert any(FORM in address for address in cookies)
    kept = {address for address, cookie in cookies.items() if cookie["max-age"] or cookie["expires"]}
    assert not kept


def test_no_answer_varies_by_cookie_or_browser_language_but_those_with_a_form(outputs):
    for address, response in outputs.items():
        varies = {name.strip().lower() for name in response.get("Vary", "").split(",")}
        assert "accept-language" not in varies, address
        assert "cookie" not in varies or is_form(address), address


def test_the_browsers_language_changes_nothing():
    plain, somali = Client().get("/"), Client().get("/", headers={"Accept-Language": "es,so"})
    assert plain.content == somali.content and somali["Content-Language"] == "en"


def test_the_next_site_never_learns_the_page_and_frames_and_types_are_not_guessed(outputs):
    for address, response in outputs.items():
        assert response["Referrer-Policy"] == "same-origin", address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["X-Frame-Options"] == "SAMEORIGIN", address
        assert response["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=()" in response["Permissions-Policy"], address


def policy(response):
    parts = [part.strip().split() for part in response["Content-Security-Policy"].split(";") if part.strip()]
    return {name: values for name, *values in parts}


def test_public_pages_allow_nothing_of_other_hosts_and_no_inline_code_but_what_follows_an_exit(outputs):
    for address, response in outputs.items():
        rules = policy(response)
        assert rules["default-src"] == ["'self'"], address
        own, script = rules["script-src"]
        written = re.findall(
            r"<script data-after-exit>(.*?)</script>", response.content.decode(errors="replace"), re.DOTALL
        )
        assert own == "'self'" and len(written) <= 1, address
        assert not re.search(
            r"<script(?![^>]* (?:src|type|data-after-exit))", response.content.decode(errors="replace")
        ), address
        for text in written:
            assert script == f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'", address
        assert rules["object-src"] == rules["base-uri"] == ["'none'"], address
        assert rules["form-action"] == ["'self'"], address
        assert rules["frame-src"] == ["'none'"], address
        assert "unsafe" not in response["Content-Security-Policy"], address
        assert "nonce" not in response["Content-Security-Policy"], address


def test_the_admin_has_a_looser_policy_which_still_keeps_to_this_host(signed_in):
    rules = policy(signed_in("editor").get("/admin/"))
    assert "'unsafe-inline'" in rules["script-src"] and "'unsafe-eval'" not in rules["script-src"]
    assert rules["default-src"] == ["'self'"] and rules["object-src"] == ["'none'"]
    assert not [value for values in rules.values() for value in values if "://" in value or value == "*"]


def test_pages_are_asked_for_anew_and_forms_leave_nothing_behind(outputs):
    for address, response in outputs.items():
        private = is_form(address) or "/search/" in address
        directives = {part.strip() for part in response["Cache-Control"].split(",")}
        assert ("no-store" in directives) == private, address
        assert private or directives == {"no-cache"}, address


def test_what_is_sent_leaves_nothing_behind_either(client):
    assert "no-store" in client.post(FORM, {"need": ""})["Cache-Control"]
    assert "no-store" in client.post("/accounts/login/", {"login": "x"})["Cache-Control"]


def test_the_admin_leaves_nothing_in_caches(signed_in):
    assert "no-store" in signed_in("editor").get("/admin/")["Cache-Control"]


# --- Speed --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/", "/get-help/", "/definitions/wage-theft/", "/es/", "/videos/"])
def test_a_page_that_did_not_change_is_not_sent_again(client, address):
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_changed_is_sent_again(client, committed):
    from home.models import InformationPage

    tag = client.get("/privacy/")["ETag"]
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    page.title = "Changed"
    with committed():
        published(page)
    assert client.get("/privacy/", headers={"If-None-Match": tag}).status_code == 200


def test_text_is_compressed_when_the_browser_can_read_it(client):
    plain = client.get("/definitions/wage-theft/")
    packed = client.get("/definitions/wage-theft/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


# --- Search engines -----------------------------------------------------------------------------------------------
def test_while_it_is_a_demonstration_no_search_engine_keeps_anything(outputs, client):
    assert all(response["X-Robots-Tag"] == "noindex" for response in outputs.values())
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in robots and "Sitemap" not in robots


def test_a_real_hub_is_found_but_for_its_private_places(client, settings):
    settings.DEMONSTRATION_NOTICE = False
    for address in ("/", "/definitions/wage-theft/"):
        assert "X-Robots-Tag" not in client.get(address).headers, address
        assert "noindex" not in client.get(address).content.decode(), address
    for address in ("/search/?q=wage", "/exit/"):
        assert client.get(address)["X-Robots-Tag"] == "noindex", address
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    for place in ("/admin/", "/accounts/", "/exit/", "/search/"):
        assert f"Disallow: {place}\n" in robots
    assert "Disallow: /\n" not in robots


def test_the_sitemap_names_the_live_pages_of_every_language_with_their_translations(client, committed):
    with committed():
        DefinitionPage.objects.get(locale__language_code="en", slug="debt-bondage").unpublish()
    text = sitemap(client)
    named = re.findall("<loc>([^<]*)</loc>", text)
    # What is archived is not named, but the archive is.
    current = [address for address in page_addresses() if not re.search("/archive/.", address)]
    assert sorted(named) == sorted(f"http://testserver{address}" for address in current)
    assert "http://testserver/archive/" in named and len(current) < len(page_addresses())
    entry = re.search(r"<url><loc>http://testserver/es/definitions/wage-theft/</loc>.*?</url>", text)[0]
    assert 'hreflang="en" href="http://testserver/definitions/wage-theft/"' in entry
    assert 'hreflang="es" href="http://testserver/es/definitions/wage-theft/"' in entry
    alone = re.search(r"<url><loc>http://testserver/es/definitions/debt-bondage/</loc>.*?</url>", text)[0]
    assert "hreflang" not in alone
    assert 'hreflang="x-default" href="http://testserver/definitions/wage-theft/"' in entry


def test_the_sitemap_is_an_index_of_parts_of_limited_length(client, monkeypatch, committed):
    whole = sitemap(client)
    monkeypatch.setattr(parts_of_sitemap, "PART", 20)
    parts = sitemap_parts(client)
    assert len(parts) > 3 and all(re.fullmatch(r"/sitemap-[1-9]\d*\.xml", address) for address in parts)
    texts = [client.get(address).content.decode() for address in parts]
    assert all(1 <= text.count("<url>") <= 20 for text in texts)
    entries = [entry for text in texts for entry in re.findall("<url>.*?</url>", text, re.DOTALL)]
    # A page whose translations are in another part names them all the same.
    assert sorted(entries) == sorted(re.findall("<url>.*?</url>", whole, re.DOTALL))


def test_the_sitemap_s_index_says_when_a_page_of_a_part_was_last_published(client, committed):
    page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    with committed():
        published(page)
    page.refresh_from_db()
    moment = timezone.localtime(page.last_published_at).isoformat()
    assert f"<lastmod>{moment}</lastmod>" in client.get("/sitemap.xml").content.decode()


def test_a_part_of_the_sitemap_in_which_no_page_is_does_not_exist(client):
    for number in ("0", "01", "999", "9999999", "99999999"):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404, number


def test_the_sitemap_costs_as_much_for_many_pages_as_for_few(client, django_assert_num_queries):
    for address, count in (("/sitemap.xml", 0), ("/sitemap-1.xml", 1)):
        client.get(address)
        with django_assert_num_queries(count):
            client.get(address)


def test_every_page_names_its_own_address_and_its_live_translations_only(client):
    page = client.get("/definitions/wage-theft/?utm_source=x").content.decode()
    assert '<link rel="canonical" href="http://testserver/definitions/wage-theft/">' in page
    assert 'hreflang="es" href="http://testserver/es/definitions/wage-theft/"' in page
    assert 'hreflang="en" href="http://testserver/definitions/wage-theft/"' in page
    assert 'hreflang="x-default" href="http://testserver/definitions/wage-theft/"' in page
    assert '<meta property="og:locale" content="en_US">' in page
    assert '<meta property="og:locale:alternate" content="es_US">' in page
    for other in DefinitionPage.objects.filter(slug="wage-theft").exclude(locale__language_code="en"):
        other.unpublish()
    alone = client.get("/definitions/wage-theft/").content.decode()
    assert '<link rel="alternate"' not in alone and "og:locale:alternate" not in alone


def test_a_part_of_a_page_names_its_own_address_in_every_language(client):
    page = client.get("/es/get-help/card/").content.decode()
    assert '<link rel="canonical" href="http://testserver/es/get-help/card/">' in page
    assert 'hreflang="x-default" href="http://testserver/get-help/card/"' in page


def test_every_page_can_be_shared_with_title_summary_and_address(client):
    page = client.get("/definitions/wage-theft/").content.decode()
    for name in ("title", "description", "url", "site_name", "type", "locale"):
        assert re.search(rf'<meta property="og:{name}" content="[^"]+">', page), name
    assert re.search(r'<meta name="description" content="[^"]+">', page)


# --- What machines ask for ------------------------------------------------------------------------------------------
def test_security_txt_says_whom_to_tell_and_is_valid_for_months(client, settings):
    import datetime

    response = client.get("/.well-known/security.txt")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: http://testserver/contact/\n" in text
    expires = datetime.datetime.fromisoformat(re.search(r"Expires: (\S+)", text)[1])
    left = expires - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=100) < left < datetime.timedelta(days=366)
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert (
        "Contact: mailto:security@example.org\n" in client.get("/.well-known/security.txt").content.decode()
    )


def test_healthz_says_ok_and_writes_nothing(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.get("/healthz")
    folders = (
        [tmp_path, Path(settings.CACHES["default"]["LOCATION"])] if not settings.REDIS_URL else [tmp_path]
    )

    def files():
        return {path: path.stat().st_mtime_ns for folder in folders for path in (folder, *folder.rglob("*"))}

    before = files()
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert files() == before and list(tmp_path.iterdir()) == []
    assert "no-store" in response["Cache-Control"]


def test_healthz_names_the_uploads_when_they_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").write_text("Not a folder.")
    settings.MEDIA_ROOT = tmp_path / "file" / "uploads"
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"failing: uploads")


def test_healthz_names_the_cache_when_it_keeps_nothing(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"failing: cache")


def test_healthz_names_the_database_when_it_is_gone(client):
    from django.db import OperationalError, connection

    def refuse(*args):
        raise OperationalError("The database is gone.")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"failing: database")
