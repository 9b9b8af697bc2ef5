"""Each language has its own addresses; what is not translated leads to help and to the English page."""

import re

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from home.models import InformationPage

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def test_spanish_stands_under_its_prefix_and_english_without_one(client):
    assert '<html lang="en" dir="ltr">' in words(client.get("/definitions/wage-theft/"))
    assert '<html lang="es" dir="ltr">' in words(client.get("/es/definitions/wage-theft/"))
    assert client.get("/en/definitions/wage-theft/").status_code == 404


def test_the_switcher_names_all_languages_in_themselves_and_keeps_the_page(client):
    for address, current in (("/definitions/wage-theft/", "en"), ("/es/definitions/wage-theft/", "es")):
        switcher = re.search(
            r'<nav class="language-switcher".*?</nav>', words(client.get(address)), re.DOTALL
        )[0]
        assert re.search(r'href="/definitions/wage-theft/" lang="en"[^>]*>English<', switcher)
        assert re.search(r'href="/es/definitions/wage-theft/" lang="es"[^>]*>Español<', switcher)
        assert re.search(rf'lang="{current}"[^>]*aria-current="true"', switcher)


def test_the_switcher_says_in_which_language_the_page_is_missing(client, committed):
    with committed():
        InformationPage.objects.get(locale__language_code="es", slug="grievance-procedure").unpublish()
    page = words(client.get("/accessibility/grievance-procedure/"))
    switcher = re.search(r'<nav class="language-switcher".*?</nav>', page, re.DOTALL)[0]
    spanish = re.search(r'<a href="/es/accessibility/grievance-procedure/"[^>]*>.*?</a>', switcher)[0]
    assert 'rel="nofollow"' in spanish and "Todavía no está en este idioma" in spanish
    assert "data-suggestion" not in spanish, "What is missing is not offered."
    assert 'rel="nofollow"' not in re.search(r'<a href="/accessibility/[^>]*>', switcher)[0]


def test_links_of_a_spanish_page_stay_in_spanish(client):
    # But for those of the switcher.
    page = re.sub(r'<nav class="language-switcher".*?</nav>', "", words(client.get("/es/")), flags=re.DOTALL)
    outside = [
        link
        for link in re.findall(r'<a[^>]*\shref="/[^"]*".*?</a>', page, re.DOTALL)
        if not re.search(r'href="(/es/|/exit/)', link)
    ]
    # An event stands in the language in which it is held: its link says which.
    assert all('lang="en"' in link and "/events/" in link for link in outside), outside


def test_a_page_that_is_not_translated_is_404_in_spanish_with_help_and_the_english_page(client, committed):
    with committed():
        InformationPage.objects.get(locale__language_code="es", slug="grievance-procedure").unpublish()
    response = client.get("/es/accessibility/grievance-procedure/")
    page = words(response)
    assert response.status_code == 404 and response["Content-Language"] == "es"
    assert re.search(r'<a [^>]*href="/accessibility/grievance-procedure/" lang="en" hreflang="en">', page)
    assert 'href="tel:+18662231111"' in page and 'href="/es/get-help/"' in page
    assert '<html lang="es" dir="ltr">' in page


ARABIC = [("en", "English"), ("es", "Español"), ("ar", "العربيّة")]


@override_settings(LANGUAGES=ARABIC, WAGTAIL_CONTENT_LANGUAGES=ARABIC, LANGUAGES_BIDI=["ar"])
def test_a_language_of_the_settings_without_pages_is_written_in_its_direction_and_leads_to_english(client):
    for address, title in (("/ar/", "Prevention"), ("/ar/definitions/wage-theft/", "Wage theft")):
        response = client.get(address)
        page = words(response)
        assert response.status_code == 404 and response["Content-Language"] == "ar", address
        assert '<html lang="ar" dir="rtl">' in page
        english = address.removeprefix("/ar")
        link = rf'<a [^>]*href="{english}" lang="en" dir="ltr" hreflang="en">[^<]*{title}'
        assert re.search(link, page.partition("<main")[2]), address
        assert '<span class="number" dir="ltr">' in page
    # Its pages are not there, so no page is announced in it; the switcher names it all the same.
    page = words(client.get("/definitions/wage-theft/"))
    assert re.search(r'<a href="/ar/definitions/wage-theft/" lang="ar" dir="rtl"', page)
    assert '<link rel="alternate" hreflang="ar"' not in page


@override_settings(LANGUAGES=ARABIC, WAGTAIL_CONTENT_LANGUAGES=ARABIC, LANGUAGES_BIDI=["ar"])
def test_preparing_the_hub_lets_pages_be_translated_into_a_language_that_was_added(signed_in):
    from home.models import HomePage
    from portal.management.commands.setup import add_languages

    assert add_languages() == ["العربيّة"]
    assert add_languages() == []
    home = HomePage.objects.get(locale__language_code="en")
    assert "العربيّة" in words(signed_in("translator").get(f"/admin/localize/submit/page/{home.pk}/"))


def test_parts_of_pages_that_are_missing_in_a_language_are_found_in_others(client, committed):
    from home.models import GetHelpPage

    with committed():
        GetHelpPage.objects.get(locale__language_code="es").unpublish()
    page = words(client.get("/es/get-help/card/"))
    assert re.search(r'<a [^>]*href="/get-help/card/" lang="en" hreflang="en">', page.partition("<main")[2])
    # A part that no language has is nowhere.
    page = words(client.get("/es/get-help/no-such-part/"))
    assert 'hreflang="en"' not in page.partition("<main")[2].partition("</main")[0]


def test_what_a_missing_page_costs_does_not_grow_with_its_depth(client, django_assert_max_num_queries):
    client.get("/so/")
    # Routing, the homes, what is at the address, whether it answers there, the redirects.
    for address in (
        "/so/initiatives/labor-trafficking-plan/",
        "/so/a/b/c/d/e/f/",
        "/so/get-help/no-such-part/",
    ):
        with django_assert_max_num_queries(14):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/es//evil.example/x/", "/es/%5Cevil.example/", "/es/%2Fevil.example/"])
def test_an_address_never_makes_the_switcher_lead_to_another_site(client, address):
    switcher = re.search(r'<nav class="language-switcher".*?</nav>', words(client.get(address)), re.DOTALL)[0]
    for link in re.findall(r'href="([^"]*)"', switcher):
        assert re.match(r"/[^/\\]", link) or link == "/", link


def test_filters_are_kept_in_another_language_and_page_numbers_are_not(client):
    page = words(client.get("/initiatives/?status=active&page=2"))
    assert '<a href="/es/initiatives/?status=active" lang="es"' in page
    page = words(client.get("/request-accessible-format/?page=/definitions/"))
    assert '<a href="/es/request-accessible-format/?page=%2Fes%2Fdefinitions%2F" lang="es"' in page


@pytest.mark.parametrize(
    "address", ["/es/no-such-page/", "/es/definitions/no-such/", "/es/%00/", "/es/../", "/es/é/"]
)
def test_a_page_that_exists_nowhere_is_404_in_spanish(client, address):
    response = client.get(address)
    assert response.status_code == 404 and '<html lang="es"' in words(response)


def test_a_draft_is_not_offered_as_the_english_version(client, committed):
    for language in ("en", "es"):
        with committed():
            InformationPage.objects.get(
                locale__language_code=language, slug="grievance-procedure"
            ).unpublish()
    page = words(client.get("/es/accessibility/grievance-procedure/"))
    assert "/accessibility/grievance-procedure/" not in page.partition("<main")[2].partition("</main")[0]


def test_a_machine_drafted_translation_says_so_and_an_original_does_not(client):
    assert 'class="translation-draft"' in words(client.get("/es/definitions/wage-theft/"))
    assert 'class="translation-draft"' not in words(client.get("/definitions/wage-theft/"))


def test_sign_in_and_search_stand_under_the_prefix_too(client):
    for address in ("/es/accounts/login/", "/es/search/"):
        response = client.get(address)
        assert response.status_code == 200 and '<html lang="es"' in words(response)


def test_search_finds_pages_of_its_language_only(client):
    links = re.findall(r'<h2><a href="([^"]*)"', words(client.get("/es/search/?q=trata")))
    assert links and all(link.startswith("/es/") for link in links)
    links = re.findall(r'<h2><a href="([^"]*)"', words(client.get("/search/?q=trafficking")))
    assert links and not [link for link in links if link.startswith("/es/")]


def test_a_quotation_of_the_law_keeps_its_language(client):
    page = words(client.get("/es/definitions/labor-trafficking/"))
    assert '<blockquote lang="en"' in page


def test_the_floors_of_the_house_hold_for_foreign_keys():
    assert [error for error in run_checks() if error.id == "portal.E001"] == []


def test_a_foreign_key_that_points_up_is_found(monkeypatch):
    from portal.core import system_checks

    # With the apps named in the wrong order, the hub's real keys point up.
    monkeypatch.setattr(system_checks, "APPS", ("home", "media", "portal"))
    found = system_checks.foreign_keys_point_down(None)
    assert found and all(error.id == "portal.E001" for error in found)
