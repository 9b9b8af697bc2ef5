"""Leaving quickly."""

import pytest
from selenium.webdriver import Keys

from portal.safety.exit_words import EXIT_WORDS
from tests.conftest import DEMO_PASSWORD
from tests.other_browsers.walk import sign_in

PAGE = "/definitions/wage-theft/"
# What a page of the hub shows of itself, "" for one of another site.
SEEN = """
    const main = document.querySelector("main");
    return main && getComputedStyle(main).visibility === "visible" ? document.title : "";"""


def leave(reader):
    """Press the button."""
    reader.click(reader.find("link", EXIT_WORDS.leave))


def gone(reader, elsewhere):
    """Wait until the neutral site is open; nothing of the hub is seen in the meantime."""
    seen = []

    def arrived():
        seen.append(reader.script(SEEN))
        return reader.driver.current_url == elsewhere.url

    reader.wait(arrived, "the neutral site")
    assert not any(seen)


def status(reader):
    """What was announced last."""
    return reader.script("return document.querySelector('.exit-status').textContent")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_button_leads_to_the_neutral_site_which_learns_nothing(width, reader, elsewhere):
    reader.resize(width)
    reader.open(PAGE)
    before = reader.script("return history.length")
    leave(reader)
    gone(reader, elsewhere)
    path, headers = elsewhere.requests[0]
    assert path == "/weather"
    assert "Referer" not in headers and "Cookie" not in headers
    assert reader.script("return history.length") == before


def test_back_and_forward_show_no_page_after_an_exit(reader, elsewhere):
    reader.open("/contact/")
    reader.open("/events/")
    reader.open(PAGE)
    leave(reader)
    gone(reader, elsewhere)
    for step in (reader.driver.back, reader.driver.back, reader.driver.forward):
        step()
        gone(reader, elsewhere)


def test_the_page_is_covered_in_the_moment_of_the_click(reader, elsewhere):
    reader.open(PAGE)
    assert reader.script(SEEN)
    button = reader.find("link", EXIT_WORDS.leave)
    assert reader.script(f"arguments[0].click(); {SEEN}", button) == ""


def test_back_without_an_exit_shows_the_page_as_it_was(reader):
    """From the back/forward cache too, for which the page is covered when it goes."""
    reader.open(PAGE)
    reader.click(reader.find("link", "^Privacy"))
    reader.wait_for_path("^/privacy/")
    reader.driver.back()
    reader.wait_for_path(PAGE)
    reader.wait(lambda: reader.script(SEEN), "the page, uncovered")


def test_a_typed_address_opens_the_site_as_usual_after_an_exit(reader, elsewhere):
    reader.open(PAGE)
    leave(reader)
    gone(reader, elsewhere)
    reader.open("/contact/")
    assert reader.script(SEEN)
    reader.click(reader.find("link", "^Privacy"))
    reader.wait_for_path("^/privacy/")
    reader.driver.back()
    reader.wait(lambda: reader.path == "/contact/" and reader.script(SEEN), "the page before")


def test_shift_three_times_leaves_and_each_press_is_announced(reader, elsewhere):
    reader.open(PAGE)
    reader.press(Keys.SHIFT)
    assert status(reader) == EXIT_WORDS.presses_left % 2
    reader.press(Keys.SHIFT)
    assert status(reader) == EXIT_WORDS.press_left
    reader.press(Keys.SHIFT)
    gone(reader, elsewhere)


def test_shift_is_typing_in_a_text_field_and_leaves_from_a_choice(reader, elsewhere):
    reader.open("/request-accessible-format/")
    reader.click(reader.find("field", "^What do you need"))
    reader.press(*[Keys.SHIFT] * 4)
    assert status(reader) == ""
    reader.click(reader.find("field", "^Phone call"))
    reader.press(*[Keys.SHIFT] * 3)
    gone(reader, elsewhere)


def test_another_key_or_a_click_begins_the_count_anew(reader, elsewhere):
    reader.open(PAGE)
    reader.press(Keys.SHIFT, Keys.SHIFT, Keys.ESCAPE, Keys.SHIFT, Keys.SHIFT)
    assert status(reader) == EXIT_WORDS.press_left
    reader.click(reader.find("heading", ""))
    assert status(reader) == ""


def test_without_scripts_the_exit_is_a_link(reader, elsewhere, without_scripts):
    reader.resize(390)
    reader.open(f"/es{PAGE}")
    reader.click(reader.driver.find_element("css selector", "[rel~=noreferrer][href$='/exit/']"))
    reader.wait(lambda: reader.driver.current_url == elsewhere.url)
    assert "Referer" not in elsewhere.requests[0][1]


def test_leaving_the_workspace_keeps_the_draft_and_ends_the_session(reader, elsewhere):
    from partners.models import EventPage

    sign_in(reader, "riverside@example.org", DEMO_PASSWORD)
    reader.open("/workspace/riverside-example-coalition/events/new/")
    reader.find("field", "^Title").send_keys("Kept on leaving quickly")
    leave(reader)
    gone(reader, elsewhere)
    reader.wait(EventPage.objects.filter(draft_title="Kept on leaving quickly", live=False).exists)
    reader.open("/workspace/riverside-example-coalition/")
    assert reader.path.startswith("/accounts/login/")
