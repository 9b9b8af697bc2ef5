"""The head of a campaign: its words stand on the dark part of the sky, however long they are."""

import pytest

from tests.home.demo.addresses import JANUARY

pytestmark = pytest.mark.one_database

WORDS_AND_DRAWING = """() => {
    const words = document.querySelector(".dawn-words").getBoundingClientRect();
    const drawing = document.querySelector(".dawn-drawing").getBoundingClientRect();
    return {end: words.bottom, start: drawing.top, height: drawing.height};
}"""


@pytest.mark.parametrize("language", ["", "/hmn"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_words_end_where_the_drawing_begins(fresh, width, language):
    page = fresh(width=width)
    page.goto(f"{language}{JANUARY}")
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        found = page.evaluate(WORDS_AND_DRAWING)
        assert found["end"] <= found["start"] + 1 and found["height"] > 100


def test_the_city_is_seen_in_the_whole_width_of_the_head(fresh):
    """The drawing's sides lie outside of its box."""
    page = fresh(width=1280)
    page.goto(JANUARY)
    box = page.locator(".dawn-drawing rect.water").bounding_box()
    assert box["x"] <= 0 and box["x"] + box["width"] >= 1280


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scene_is_drawn_in_the_colors_of_the_scheme(fresh, scheme):
    page = fresh(width=1280, color_scheme=scheme)
    page.goto("/partners/")
    ground = page.locator(".drawing .near").first.evaluate("shape => getComputedStyle(shape).fill")
    assert ground == {"light": "rgb(42, 79, 134)", "dark": "rgb(28, 50, 88)"}[scheme]
    assert page.locator(".drawing svg").first.get_attribute("aria-hidden") == "true"
