"""Languages: a suggestion in the reader's own language, and a switcher that keeps the page."""

from urllib.parse import urlsplit

import pytest

from tests.home.demo.addresses import JANUARY

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("locale", "path"), [("es-MX", "/definitions/wage-theft/"), ("es", "/"), ("es-US", "/get-help/")]
)
def test_a_reader_whose_browser_speaks_spanish_is_offered_the_page_in_spanish(locale, path, fresh):
    page = fresh(width=390, locale=locale)
    page.goto(path)
    box = page.locator(".language-suggestion")
    assert box.get_attribute("lang") == "es", "The suggestion is read aloud in its own language (WCAG 3.1.2)."
    link = box.get_by_role("link")
    assert "español" in link.inner_text().lower()
    assert urlsplit(link.evaluate("link => link.href")).path == f"/es{path}"
    assert link.evaluate("link => link.getBoundingClientRect().height") >= 43.5
    assert page.context.cookies() == []
    link.click()
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator(".language-suggestion").count() == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize(("locale", "code"), [("so", "so"), ("mww", "hmn"), ("hnj", "hmn")])
def test_a_reader_of_somali_or_hmong_is_offered_her_own_language_and_not_english(locale, code, fresh):
    page = fresh(width=390, locale=locale)
    page.goto("/get-help/")
    link = page.locator(".language-suggestion a")
    own_name = page.locator(f".language-switcher a[hreflang={code}]").text_content()
    assert own_name in link.inner_text()
    assert urlsplit(link.evaluate("link => link.href")).path == f"/{code}/get-help/"


@pytest.mark.parametrize(("locale", "path"), [("en-US", "/"), ("fi-FI", "/"), ("es-MX", "/es/contact/")])
def test_nobody_else_is_offered_anything(locale, path, fresh):
    page = fresh(locale=locale)
    page.goto(path)
    assert page.locator(".language-suggestion").count() == 0


def test_a_reader_of_english_on_a_spanish_page_is_offered_english(fresh):
    page = fresh(locale="en-US")
    page.goto("/es/contact/")
    link = page.locator(".language-suggestion a")
    assert link.inner_text() == "This page in English"
    assert urlsplit(link.evaluate("link => link.href")).path == "/contact/"


def test_who_comes_from_another_page_of_the_site_is_offered_nothing(fresh):
    page = fresh(width=390, locale="so")
    page.goto("/")
    assert page.locator(".language-suggestion").count() == 1
    page.get_by_role("link", name="Get help", exact=True).first.click()
    page.wait_for_url("**/get-help/**")
    assert page.locator(".language-suggestion").count() == 0


@pytest.mark.parametrize("path", ["/", "/definitions/wage-theft/", JANUARY, "/search/", "/accounts/login/"])
def test_the_switcher_keeps_the_page_and_leaves_no_cookie(path, fresh):
    page = fresh(width=390, java_script_enabled=False)
    page.goto(path)
    names = page.locator(".language-switcher a").all_text_contents()
    assert names == ["English", "Español", "Soomaali", "Hmoob"], (
        "The switcher names all languages, the page's own too."
    )
    page.locator(".language-switcher summary").click()
    page.locator(".language-switcher a", has_text="Español").click()
    assert urlsplit(page.url).path == f"/es{path}"
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator(".language-switcher [aria-current]").text_content() == "Español"
    assert page.locator(".language-switcher summary").inner_text() == "Español"
    page.locator(".language-switcher summary").click()
    page.locator(".language-switcher a", has_text="English").click()
    assert urlsplit(page.url).path == path
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
