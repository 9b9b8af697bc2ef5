"""What a phone shows before anybody scrolls, in every language, and with larger text."""

from dataclasses import replace

import pytest

from tests.browser.addresses import ALL, Address, each

LANGUAGES = ("", "/es", "/so", "/hmn")
IN_FOUR_LANGUAGES = [
    replace(address, name=f"{address.name} in {prefix[1:] or 'English'}", path=f"{prefix}{address.path}")
    for address in ALL
    if address.name in {"home", "get help", "definition", "events", "partners", "stay safe online", "search"}
    for prefix in LANGUAGES
]
HELP = [address for address in IN_FOUR_LANGUAGES if address.name.startswith(("home in", "get help in"))]
WITH_LARGE_TEXT = [address for address in IN_FOUR_LANGUAGES if "definition" not in address.name] + [
    address for address in ALL if address.name == "pocket cards"
]
LONG_NAME_ABOVE = Address(
    "service of an organization with a long name",
    "/partners/minnesota-indian-womens-resource-center/housing-help/",
)
# The bottom of an element, and the top of what is fixed at the bottom of the window.
ENDS = "link => [link.getBoundingClientRect().bottom, document.querySelector('.quick-links').getBoundingClientRect().top]"
# Links of the help bar and of the fixed bar whose words do not fit into their background.
SPILLED = """() => [...document.querySelectorAll(".help-bar a")].filter((link) => {
    const bar = link.closest(".quick-links, .help-bar").getBoundingClientRect();
    const words = [...link.querySelectorAll("span:not(.visually-hidden)"), link].filter((one) => !one.querySelector("span"));
    const ranges = words.map((one) => { const range = document.createRange(); range.selectNodeContents(one); return range; });
    return ranges.some((range) => [...range.getClientRects()].some((text) =>
        (text.left < -1 || text.right > innerWidth + 1 || text.top < bar.top - 1 || text.bottom > bar.bottom + 1)));
}).map((link) => link.textContent.trim())"""


@pytest.mark.parametrize(**each([*ALL, *IN_FOUR_LANGUAGES, LONG_NAME_ABOVE]))
def test_the_first_heading_begins_in_the_upper_third(address, reader):
    """With the notices of the demonstration and of an unsigned translation: at 220 of 640 pixels at most."""
    page = reader(address, width=360, height=640)
    assert page.locator("main h1").first.bounding_box()["y"] <= 220


@pytest.mark.parametrize(**each([address for address in HELP if address.name.startswith("home")]))
def test_the_question_of_the_home_page_has_the_whole_width(address, reader):
    """Each line less brings what the help line promises about the police closer to the first screen."""
    page = reader(address, width=360, height=640)
    lines = page.locator("main h1").evaluate(
        "h1 => h1.offsetHeight / parseFloat(getComputedStyle(h1).lineHeight)"
    )
    assert round(lines) <= 3


@pytest.mark.parametrize(**each(HELP))
@pytest.mark.parametrize("suggestion", [False, True])
def test_the_first_screen_shows_whom_to_call_and_to_text(suggestion, address, reader):
    """Also to somebody whose browser asks for another language, which is then suggested."""
    own = address.name.split(" in ")[1].replace("English", "en")
    other = "es" if own == "en" else "en"
    page = reader(address, width=360, height=640, locale=other if suggestion else own)
    assert page.locator(".language-suggestion").is_visible() == suggestion
    for link in ("tel:+18662231111", "sms:+16123999995"):
        button = page.locator(f"main .button[href='{link}']").first
        assert button.is_visible()
        bottom, covered_from = button.evaluate(ENDS)
        assert bottom <= covered_from, link


@pytest.mark.parametrize(**each(WITH_LARGE_TEXT))
@pytest.mark.parametrize("size", [150, 200])
def test_larger_text_grows_the_bars_and_widens_no_page(size, address, reader):
    """WCAG 1.4.4, on a phone: names, numbers and the words of the exit stay whole on their background."""
    page = reader(address, width=360, height=640)
    page.evaluate("size => document.documentElement.style.setProperty('font-size', `${size}%`)", size)
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate(SPILLED) == []
    assert page.locator(".exit").evaluate("measure.covered") == ""


@pytest.mark.parametrize(**each(WITH_LARGE_TEXT))
def test_in_a_low_window_only_the_exit_stays_in_view(address, reader):
    """1280 × 1024 at 400 % is 320 × 256: nothing but the exit covers the text."""
    page = reader(address, width=320, height=256)
    page.evaluate("scrollTo(0, 700)")
    fixed = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) =>
            /fixed|sticky/.test(getComputedStyle(element).position) && measure.shown(`.${element.className}`)
            && element.getBoundingClientRect().top < innerHeight && element.getBoundingClientRect().bottom > 0
            && !element.matches(".exit-status, .skip-link")).map((element) => element.className)"""
    )
    assert fixed == ["exit"]
