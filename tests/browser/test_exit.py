"""Leaving quickly, in the browser."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.browser.addresses import ENGLISH
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

STATUS = ".exit-status"


COVERED = """document.documentElement.classList.contains("leaving")
    && ["body", "main", ".help-bar a", ".exit"].every(
        (name) => getComputedStyle(document.querySelector(name)).visibility === "hidden")"""


def covered(page):
    """Whether the page is covered: nothing of it can be seen any more."""
    return page.evaluate(COVERED)


@pytest.fixture
def dead_exit(fresh):
    """A page of the hub whose exit leads nowhere: the browser stays where it is."""
    page = fresh()
    page.route(re.compile(r"/exit/$"), lambda route: route.fulfill(status=204))
    page.goto("/definitions/wage-theft/")
    return page


def test_the_demonstration_leads_to_the_weather():
    from portal.site.site_context import get_site_context

    assert urlsplit(get_site_context("en").exit_url).hostname == "www.weather.gov"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_leads_to_the_neutral_site_which_learns_nothing(width, fresh, elsewhere):
    page = fresh(width=width)
    page.goto("/definitions/wage-theft/")
    page.locator("a.exit").click()
    page.wait_for_url(elsewhere.url)
    path, headers = elsewhere.requests[0]
    assert path == "/weather"
    assert "Referer" not in headers and "Cookie" not in headers


def test_the_page_does_not_stay_behind_the_back_button(fresh, elsewhere):
    """location.replace: Back leads to what was before the page, never to the page that was left; of the hub, it leaves again."""
    page = fresh()
    page.goto("/contact/")
    page.goto("/definitions/wage-theft/")
    before = page.evaluate("history.length")
    page.locator("a.exit").click()
    page.wait_for_url(elsewhere.url)
    assert page.evaluate("history.length") == before
    shown = []
    page.expose_function("shown", lambda name: shown.append(name))
    page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            if (document.querySelector(".exit")) shown(document.documentElement.className);
        })"""
    )
    page.go_back(wait_until="commit")
    page.wait_for_url(elsewhere.url)
    # It came, but nothing of it could be seen.
    assert set(shown) <= {"leaving"}
    page.go_forward(wait_until="commit")
    page.wait_for_url(elsewhere.url)


def test_a_typed_address_opens_the_site_as_usual_after_an_exit(fresh, elsewhere):
    page = fresh()
    page.goto("/definitions/wage-theft/")
    page.locator("a.exit").click()
    page.wait_for_url(elsewhere.url)
    page.goto("/contact/")
    page.locator("footer a[href$='/privacy/']").click()
    page.wait_for_url("**/privacy/")
    page.go_back()
    assert urlsplit(page.url).path == "/contact/" and not covered(page)
    page.reload()
    assert urlsplit(page.url).path == "/contact/" and not covered(page)


def test_a_new_tab_knows_nothing_of_an_exit(fresh, elsewhere):
    page = fresh()
    page.goto("/definitions/wage-theft/")
    page.locator("a.exit").click()
    page.wait_for_url(elsewhere.url)
    other = page.context.new_page()
    other.goto("/contact/")
    other.goto("/")
    other.go_back()
    assert urlsplit(other.url).path == "/contact/" and not covered(other)
    assert other.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_shift_three_times_leaves(fresh, elsewhere):
    page = fresh()
    page.goto("/definitions/wage-theft/")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(elsewhere.url)


@pytest.mark.parametrize("address", ENGLISH[::4], ids=lambda address: address.name)
def test_shift_three_times_leaves_from_every_kind_of_page(address, reader, elsewhere):
    page = reader(address, width=390)
    page.locator("main h1").click()
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(elsewhere.url)


def test_either_shift_key_counts(fresh, elsewhere):
    page = fresh()
    page.goto("/")
    for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
        page.keyboard.press(key)
    page.wait_for_url(elsewhere.url)


def test_the_page_is_covered_at_once_even_when_the_exit_does_not_answer(dead_exit):
    page = dead_exit
    assert not covered(page)
    # In the same moment as the click, before anything was asked of the server.
    assert page.evaluate(f"document.querySelector('.exit').click(), {COVERED}")
    picture = Image.open(BytesIO(page.screenshot()))
    assert len(picture.convert("RGB").getcolors()) == 1, "Something of the page can still be seen."


def test_shift_covers_the_page_too_when_the_exit_does_not_answer(dead_exit):
    page = dead_exit
    for _press in range(3):
        page.keyboard.press("Shift")
    assert covered(page)


def test_each_press_is_shown_and_announced(dead_exit):
    """WCAG 4.1.3: said by a status that does not take focus, and seen."""
    page = dead_exit
    status = page.locator(STATUS)
    assert status.count() == 1
    assert status.inner_text() == ""
    page.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift 2 more times to leave this site."
    box = status.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 800 and box["width"] > 100, (
        "The message is out of view."
    )
    assert page.evaluate("getComputedStyle(document.querySelector('.exit-status')).position") == "fixed"
    page.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift once more to leave this site."
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Shift")
    assert page.locator(STATUS).text_content() == "Leaving this site."


def test_in_spanish_the_presses_are_announced_in_spanish(fresh):
    page = fresh()
    page.goto("/es/")
    page.keyboard.press("Shift")
    told = page.locator(STATUS).inner_text()
    assert told and "Press Shift" not in told and "2" in told


@pytest.mark.parametrize("other", ["Escape", "a", "Tab", "ArrowDown", "Control"])
def test_any_other_key_begins_the_count_anew(other, dead_exit):
    page = dead_exit
    for key in ("Shift", "Shift", other, "Shift", "Shift"):
        page.keyboard.press(key)
    assert not covered(page)
    page.keyboard.press("Shift")
    assert covered(page)


@pytest.mark.parametrize("shortcut", ["Shift+Tab", "Shift+A", "Control+Shift+K"])
def test_shift_together_with_another_key_is_no_call_for_the_exit(shortcut, dead_exit):
    page = dead_exit
    for _press in range(4):
        page.keyboard.press(shortcut)
    assert not covered(page)
    assert page.locator(STATUS).inner_text() == ""


def test_escape_does_not_leave(dead_exit):
    page = dead_exit
    for _press in range(4):
        page.keyboard.press("Escape")
    assert not covered(page)


@pytest.mark.parametrize("field", ["#id_need", "#id_language"])
def test_in_text_fields_shift_is_typing(field, fresh):
    page = fresh()
    page.goto("/request-accessible-format/")
    page.locator(field).focus()
    for _press in range(4):
        page.keyboard.press("Shift")
    assert not covered(page)
    assert page.locator(STATUS).inner_text() == ""


@pytest.mark.parametrize("field", ["[type=radio]", "[type=checkbox]", "select", "button.button"])
def test_where_nothing_is_typed_shift_leaves(field, fresh, elsewhere):
    page = fresh()
    page.goto("/request-accessible-format/" if field in {"[type=radio]", "button.button"} else "/events/")
    page.locator("main details:not([open]) > summary").evaluate_all("all => all.forEach(one => one.click())")
    page.locator(f"main {field}").first.focus()
    assert page.evaluate("document.activeElement !== document.body")
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(elsewhere.url)


def test_shift_with_the_mouse_or_the_wheel_never_leaves(dead_exit):
    page = dead_exit
    page.mouse.move(300, 400)
    for _press in range(4):
        page.keyboard.down("Shift")
        page.mouse.down()
        page.mouse.up()
        page.keyboard.up("Shift")
    assert not covered(page)
    for _press in range(4):
        page.keyboard.down("Shift")
        page.mouse.wheel(0, 40)
        page.wait_for_timeout(60)
        page.keyboard.up("Shift")
    assert not covered(page) and page.locator(STATUS).inner_text() == ""
    # A click between the presses begins the count anew.
    for _press in range(2):
        page.keyboard.press("Shift")
    page.mouse.click(5, 400)
    page.keyboard.press("Shift")
    assert not covered(page)


def test_presses_slower_than_five_seconds_do_nothing(fresh):
    page = fresh()
    page.clock.install()
    page.goto("/definitions/wage-theft/")
    for _press in range(5):
        page.keyboard.press("Shift")
        page.clock.run_for(2_600)
    assert not covered(page)
    page.clock.run_for(5_100)
    assert page.locator(STATUS).inner_text() == "", "What was said must not stay."


def test_three_presses_within_five_seconds_are_enough(fresh, elsewhere):
    page = fresh()
    page.clock.install()
    page.goto("/definitions/wage-theft/")
    for _press in range(2):
        page.keyboard.press("Shift")
        page.clock.run_for(2_300)
    page.keyboard.press("Shift")
    page.wait_for_url(elsewhere.url)


def test_a_page_that_the_browser_brings_back_as_it_was_leaves_again(fresh, elsewhere):
    """The back/forward cache restores a page with its scripts' state."""
    page = fresh()
    page.goto("/definitions/wage-theft/")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert covered(page)
    page.evaluate("sessionStorage.setItem('left', '1')")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.wait_for_url(elsewhere.url)


def test_a_page_that_comes_back_without_having_been_left_stays(dead_exit):
    page = dead_exit
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert not covered(page)


def test_without_scripts_the_exit_is_a_link(fresh, elsewhere):
    page = fresh(width=390, java_script_enabled=False)
    page.goto("/es/definitions/wage-theft/")
    link = page.locator("a.exit")
    assert set(link.get_attribute("rel").split()) == {"nofollow", "noreferrer"}
    link.click()
    page.wait_for_url(elsewhere.url)
    assert "Referer" not in elsewhere.requests[0][1]


def test_leaving_ends_the_session_of_whoever_is_signed_in(fresh, elsewhere):
    from django.contrib.sessions.models import Session

    page = fresh()
    page.goto("/accounts/login/")
    page.get_by_label("Email").or_(page.get_by_label("Email")).fill("editor@example.org")
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url(re.compile("/admin/"))
    key = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["sessionid"]
    page.goto("/contact/")
    page.locator("a.exit").click()
    page.wait_for_url(elsewhere.url)
    assert page.context.cookies() == []
    assert not Session.objects.filter(session_key=key).exists()
