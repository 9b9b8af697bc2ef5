"""Pages written from right to left, as for a reader of Arabic: every page type turns round, and nothing is lost."""

import pytest

from tests.browser.addresses import EACH_LAYOUT, each

pytestmark = pytest.mark.one_database

WIDTHS = (320, 768, 1280)

# Where things begin: how far each is from the right edge of the text's column, and whether the exit lies on the other side.
SIDES = """() => {
    const edge = (selector, side) => {
        const found = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
        return found ? found.getBoundingClientRect()[side] : null;
    };
    const column = document.querySelector("main .container, main.container, .hero .container") || document.querySelector("main");
    const style = getComputedStyle(column);
    const right = column.getBoundingClientRect().right - parseFloat(style.paddingRight);
    const exit = document.querySelector("a.exit").getBoundingClientRect();
    const beneath = [...document.querySelectorAll(".language-switcher a, .help-bar-lines a")].filter((link) => {
        const box = link.getBoundingClientRect();
        return getComputedStyle(link).position !== "fixed" &&
            box.left < exit.right && box.right > exit.left && box.top < exit.bottom && box.bottom > exit.top;
    });
    return {
        strip: right - edge(".help-bar-lines a", "right"),
        heading: right - edge("main h1", "right"),
        // On a phone it is wider than half of the window: its words are longer than those beside it.
        exit: exit.left <= 16 + parseFloat(getComputedStyle(document.querySelector(".help-bar")).paddingLeft) && exit.left + exit.right < innerWidth,
        beneath: beneath.map((link) => link.textContent),
        numbers: [...document.querySelectorAll(".number")].every((one) => getComputedStyle(one).direction === "ltr"),
    };
}"""


@pytest.mark.parametrize(**each(EACH_LAYOUT))
def test_a_page_turned_round_begins_on_the_right_and_loses_nothing(address, reader):
    """WCAG 1.4.10 for writing that runs from the right (styles use the sides of the text's flow)."""
    for width in WIDTHS:
        page = reader(address, width=width, height=700)
        page.evaluate("document.documentElement.dir = 'rtl'")
        try:
            assert page.evaluate("measure.wider()") <= 0, width
            assert page.evaluate("measure.cut()") == [], width
            sides = page.evaluate(SIDES)
            for part in ("strip", "heading"):
                assert abs(sides[part]) <= 24, (width, part, sides)
            assert sides["exit"], (width, "The exit stays on the side on which it stood.")
            assert sides["beneath"] == [], (width, "Links lie under the exit.")
            assert sides["numbers"], (width, "Phone numbers run from the left in every writing.")
        finally:
            page.evaluate("document.documentElement.dir = 'ltr'")
