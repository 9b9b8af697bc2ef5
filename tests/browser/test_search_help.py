"""Somebody in danger types into the search: the lines that help stand before the results, in her language."""

import pytest

pytestmark = pytest.mark.one_database

LINES = "section.crisis-banner"
# (page, word, language of the word)
TYPED = [
    ("", "help", "en"),
    ("/es", "me pega", "es"),
    ("/so", "caawimaad", "so"),
    ("/hmn", "pab kuv", "hmn"),
    ("", "ayuda", "es"),
    ("", "caawimaad", "so"),
    ("/es", "pab", "hmn"),
]


@pytest.mark.parametrize(("prefix", "word", "language"), TYPED, ids=[f"{p}-{w}" for p, w, _l in TYPED])
def test_the_help_lines_come_first_and_are_called_by_one_press(fresh, prefix, word, language):
    page = fresh(width=320, java_script_enabled=False)
    page.goto(f"{prefix}/search/")
    page.get_by_role("searchbox").fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    lines = page.locator(LINES)
    assert lines.count() == 1 and lines.locator("h2").count() == 1
    after = page.locator(".results, .empty")
    buttons = lines.locator("a[href^='tel:'], a[href^='sms:']")
    links = buttons.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert links[:4] == ["tel:911", "sms:911", "tel:+18662231111", "sms:+16123999995"]
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert lines.bounding_box()["y"] < after.bounding_box()["y"]
        for box in (button.bounding_box() for button in buttons.all()):
            assert box["height"] >= 44 and box["width"] >= 44 and box["x"] + box["width"] <= width
    # What to say stands there in the language in which she typed.
    say = lines.locator(".what-to-say").first
    assert say.is_visible()
    assert say.evaluate("one => one.closest('[lang]').lang") == language


def test_by_keyboard_the_first_number_comes_before_the_form_and_the_results(fresh):
    page = fresh()
    page.goto("/search/?q=help")
    page.locator("#main").focus()
    reached = []
    for _press in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.name")
        )
    assert reached.index("tel:911") < reached.index("tel:+18662231111") < reached.index("q")
