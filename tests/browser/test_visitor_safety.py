"""What a visitor's browser does and keeps while she reads."""

import re

import pytest

from tests.browser.addresses import ALL, ENGLISH, each

pytestmark = pytest.mark.one_database

STORES = """async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


# Pages with a form that is sent: opening one may set the token that protects it, and nothing else.
WITH_A_FORM = {"request form", "ask to join", "sign in", "password reset"}


@pytest.mark.parametrize(**each([address for address in ALL if not address.sends]))
def test_reading_a_page_asks_no_other_host_and_leaves_no_cookie(address, reader):
    """Loaded, scrolled to the end, every fold opened."""
    page = reader(address, width=390)
    page.evaluate(
        """async () => {
            for (const fold of document.querySelectorAll("details")) fold.open = true;
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                scrollTo(0, y);
                await new Promise(requestAnimationFrame);
            }
        }"""
    )
    has_a_form = page.locator("main form[method=post]").count() > 0
    assert has_a_form == (address.name.removesuffix(" in Spanish") in WITH_A_FORM)
    assert page.cookies == ({"csrftoken"} if has_a_form else set())
    assert page.context.cookies() == [], "Set after the page had come."
    assert page.foreign == []
    assert set(page.evaluate(STORES).values()) == {0}


@pytest.mark.parametrize(**each(ENGLISH))
def test_without_scripts_a_page_is_whole(address, reader):
    """Text, help lines, exit, menu and languages need no script."""
    page = reader(address, width=390, java_script_enabled=False)
    assert page.locator("main h1").is_visible()
    assert page.locator("a.exit").is_visible()
    assert page.locator("a.exit").get_attribute("href") == "/exit/"
    for number in ("tel:911", "tel:+18662231111", "sms:+16123999995"):
        assert page.locator(f".help-bar a[href='{number}']").is_visible()
    page.locator(".language-switcher summary").click()
    assert page.locator(".language-switcher a[lang=es]").is_visible()
    menu = page.locator(".menu a", has_text="Definitions")
    page.locator(".menu summary").click()
    assert menu.is_visible()
    # Only a passkey needs a script; the password beside it needs none.
    hidden = page.locator("main [hidden]:not([data-passkey], [data-passkey-error]), main noscript")
    assert hidden.count() == 0


@pytest.fixture(scope="session")
def help_bar_of_the_home_page(windows):
    """The links of the help lines on the home page, and where they stand."""
    page = windows.window("the home page, to compare with")
    page.set_viewport_size({"width": 1280, "height": 800})
    windows.show(page, ENGLISH[0])
    return _strip(page)


def _strip(page):
    # A form that comes back leads to its errors; a short way from the top the languages scroll away.
    page.evaluate("scrollTo(0, 0)")
    links = page.locator(".help-bar-lines a").evaluate_all("links => links.map(a => [a.href, a.textContent])")
    return links, page.locator(".help-bar").bounding_box()["y"]


@pytest.mark.parametrize(**each(ENGLISH))
def test_help_lines_stand_in_the_same_place_on_every_page(address, help_bar_of_the_home_page, reader):
    """WCAG 3.2.6 Consistent Help, 3.2.3: the same links in the same order, before the name of the site."""
    page = reader(address)
    assert _strip(page) == help_bar_of_the_home_page
    assert page.evaluate(
        "!!(document.querySelector('.help-bar').compareDocumentPosition(document.querySelector('header'))"
        " & Node.DOCUMENT_POSITION_FOLLOWING)"
    )


def test_help_lines_have_whole_names_at_every_width(reader):
    """WCAG 2.4.4: who and how, not only a number."""
    for width in (320, 390, 1280):
        page = reader(ENGLISH[0], width=width)
        names = page.locator(".help-bar-lines a").evaluate_all(
            "links => links.map(a => a.innerText.replace(/\\s+/g, ' ').trim())"
        )
        assert names[0] == "In danger: call 911"
        assert any(re.fullmatch(r"Text .+ 612-399-9995", name) for name in names), names
        assert any(re.fullmatch(r"Call .+ 1-866-223-1111", name) for name in names), names


def test_a_link_to_another_site_tells_it_nothing_of_the_page(fresh, elsewhere):
    page = fresh()
    page.goto("/definitions/wage-theft/")
    page.evaluate(
        "url => { const link = document.createElement('a'); link.href = url; link.id = 'out';"
        " link.textContent = 'out'; document.querySelector('main').prepend(link); }",
        elsewhere.url,
    )
    page.locator("#out").click()
    page.wait_for_url(elsewhere.url)
    assert "Referer" not in elsewhere.requests[0][1]
