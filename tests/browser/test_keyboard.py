"""Reading by keyboard: skip link and exit first, nothing trapped, focus always seen."""

import pytest

from tests.browser.addresses import ENGLISH, OF_MANY_PARTS

pytestmark = pytest.mark.one_database

WIDTHS = [320, 1280]
MOST_STOPS = 200
# Each address at one of the widths; those of many parts at both.
AT_WIDTHS = [
    (address, width)
    for place, address in enumerate(ENGLISH)
    for number, width in enumerate(WIDTHS)
    if address.name in OF_MANY_PARTS or place % len(WIDTHS) == number
]
FOCUSED = "element => element === document.activeElement"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_skip_link_leads_past_strip_and_menu_into_the_text(width, fresh):
    """WCAG 2.4.1."""
    page = fresh(width=width)
    page.goto("/definitions/wage-theft/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("main").evaluate(FOCUSED)
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_on_a_phone_the_menu_opens_and_closes_by_the_keyboard(fresh):
    """WCAG 2.1.1, 4.1.2."""
    page = fresh(width=390)
    page.goto("/")
    summary = page.locator(".menu summary")
    entry = page.locator(".menu a", has_text="Definitions")
    assert not entry.is_visible()
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if summary.evaluate(FOCUSED):
            break
    page.keyboard.press("Enter")
    assert entry.is_visible()
    page.keyboard.press("Tab")
    assert page.locator(".menu a").first.evaluate(FOCUSED)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert not entry.is_visible()
    page.keyboard.press("Space")
    entry.click()
    assert page.url.endswith("/definitions/")


def test_on_a_desk_the_menu_stands_open(fresh):
    page = fresh(width=1280)
    page.goto("/definitions/wage-theft/")
    links = page.locator(".menu a")
    assert all(link.is_visible() for link in links.all())
    assert not page.locator(".menu summary").is_visible()
    # The reader is told where she is, not by colour alone (WCAG 2.4.8, 1.4.1).
    assert page.locator(".menu a[aria-current]").inner_text() == "Definitions"


@pytest.mark.parametrize(
    ("address", "width"),
    AT_WIDTHS,
    ids=[f"{address.name.replace(' ', '-').replace(',', '')}-{width}" for address, width in AT_WIDTHS],
)
def test_every_stop_is_seen_and_the_first_are_the_skip_link_and_the_exit(address, width, reader):
    """WCAG 2.4.1, 2.4.7, 2.4.11 (and 2.4.12: not even partly), 2.1.2; the exit is the second stop at every width."""
    page = reader(address, width=width)
    assert page.locator("a[href$='/exit/']").count() == 1, "The exit has a hidden copy."
    wrong, stops = [], []
    # A form that comes back, for one, has put the focus into its first field.
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    if page.locator("[autofocus]").count():
        page.locator(".skip-link").evaluate("link => link.focus()")
    else:
        page.keyboard.press("Tab")
    while len(stops) < MOST_STOPS:
        found = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body || element.dataset.seen) return null;
                element.dataset.seen = "yes";
                const shown = element.tagName === "VIDEO" ? "" : measure.focusShown(element);
                return [element.className, measure.covered(element), shown];
            }"""
        )
        if found is None:
            break
        stops.append(found[0])
        wrong += filter(None, found[1:])
        page.keyboard.press("Tab")
    assert wrong == []
    assert stops[:2] == ["skip-link", "exit"]
    assert 10 < len(stops) < MOST_STOPS, "The page has no end for the keyboard, or no beginning."
