"""Every page on a narrow phone, enlarged, in forced colours, on paper, and in browsers of six years ago."""

import re
from functools import cache

import pytest

from tests.browser.addresses import ALL, EACH_LAYOUT, ENGLISH, Address, each

EXIT = "a.exit"
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""


@pytest.mark.parametrize(**each(ALL))
def test_at_320_pixels_nothing_scrolls_sideways_or_is_cut(address, reader):
    """WCAG 1.4.10 Reflow (1280 pixels at 400 % zoom are as wide), then with the spacing of WCAG 1.4.12."""
    page = reader(address, width=320, height=640)
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []
    page.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    assert page.locator(EXIT).evaluate("measure.covered") == ""
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        TEXT_SPACING,
    )
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []


@pytest.mark.parametrize(**each(ALL))
def test_targets_are_44_pixels_or_stand_in_a_sentence(address, reader):
    """WCAG 2.5.5 (AAA): buttons, menu, strip, exit, choices, lists of links, on a phone."""
    page = reader(address, width=390)
    menu = page.locator(".menu summary")
    if menu.is_visible():
        menu.click()
    assert page.evaluate("measure.small()") == []


@pytest.mark.parametrize(**each(ENGLISH))
def test_targets_are_44_pixels_on_a_desk_too(address, reader):
    """WCAG 2.5.5 (AAA)."""
    assert reader(address, width=1280).evaluate("measure.small()") == []


@pytest.mark.parametrize(**each(ENGLISH))
def test_at_400_percent_of_a_small_screen_the_text_keeps_most_of_the_window(address, reader):
    """WCAG 1.4.10, 1.4.4: 1280 × 1024 at 400 % leaves 320 × 256; the exit stays in view."""
    page = reader(address, width=320, height=256)
    assert page.evaluate("measure.wider()") <= 0
    page.evaluate("scrollTo(0, 600)")
    assert page.locator(EXIT).evaluate("measure.covered") == ""
    assert page.evaluate("measure.covering()") <= 0.35


@pytest.mark.parametrize(**each(ENGLISH))
def test_text_of_twice_the_size_cuts_nothing(address, reader):
    """WCAG 1.4.4 Resize Text: text alone at 200 %, on a wide screen."""
    page = reader(address, width=1280, height=900)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []


@pytest.mark.parametrize(**each(ENGLISH))
def test_forced_colours_leave_every_control_its_edge(address, reader):
    """WCAG 1.4.11: buttons, exit and fields are told from text by a border, not by a colour."""
    page = reader(address, width=390, forced_colors="active")
    assert page.evaluate("measure.edgeless()") == []


@pytest.mark.parametrize(**each(ENGLISH))
def test_on_paper_stands_the_page_without_what_only_a_screen_needs(address, reader):
    page = reader(address, width=800)
    page.emulate_media(media="print")
    try:
        for selector in (
            EXIT,
            ".help-bar",
            ".skip-link",
            ".menu",
            ".language-switcher",
            ".breadcrumbs",
            "nav",
            "form:not(.form)",
            "footer a",
        ):
            assert not page.evaluate(f"measure.shown('{selector}')"), selector
        assert page.evaluate("measure.shown('main h1, main ul')")
        assert page.evaluate("measure.wider()") <= 0
    finally:
        page.emulate_media(media="null")


def sheets(page, paper):
    """How many sheets of paper the page fills."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=paper)))


@pytest.mark.parametrize("address", ["/get-help/", "/es/get-help/", "/so/get-help/", "/hmn/get-help/"])
def test_get_help_prints_on_two_sheets_with_its_numbers(address, reader):
    page = reader(Address("get help", address))
    assert {paper: sheets(page, paper) for paper in ("Letter", "A4")} == {"Letter": 2, "A4": 2}
    page.emulate_media(media="print")
    try:
        shown = page.evaluate("document.body.innerText")
        for number in ("1-866-223-1111", "612-399-9995", "1-888-373-7888", "233733", "911", "988"):
            assert number in shown
        small = page.evaluate(
            "[...document.querySelectorAll('main :is(p, dd, .what-happens p)')]"
            ".filter(part => part.getClientRects().length && parseFloat(getComputedStyle(part).fontSize) < 11.3)"
            ".map(part => part.textContent)"
        )
        assert small == [], "Smaller than 8.5 points."
    finally:
        page.emulate_media(media="null")


@pytest.mark.parametrize("prefix", ["", "/es", "/so", "/hmn"])
@pytest.mark.parametrize(("paper", "width"), [("Letter", 725), ("A4", 703)])
def test_eight_pocket_cards_fill_one_sheet(paper, width, prefix, reader):
    """As wide as the sheet without its margins, where the last line of a card must not stand on the line to cut."""
    page = reader(Address("pocket cards", f"{prefix}/get-help/card/"), width=width)
    assert sheets(page, paper) == 1
    page.emulate_media(media="print")
    try:
        cards = page.locator(".pocket-card").all()
        assert len(cards) == 8
        for number in ("911", "1-866-223-1111", "612-399-9995", "1-888-373-7888", "233733"):
            assert all(number in card.inner_text() for card in cards)
        left = "card => card.getBoundingClientRect().bottom - card.lastElementChild.getBoundingClientRect().bottom"
        assert min(card.evaluate(left) for card in cards) >= 4
        shown = page.evaluate("document.body.innerText").lower()
        for word in ("traffick", "demonstration", "minneapolis"):
            assert word not in shown, "The sheet says what it is about."
    finally:
        page.emulate_media(media="null")


# --- Browsers without cascade layers: Chrome 80, Safari 12, Samsung Internet 12, Opera Mini -------------
def without_layers(css):
    """The style sheet as those browsers read it: a rule that they do not know is skipped to its closing brace."""
    kept, depth, at = [], 0, 0
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for match in re.finditer(r"@layer[^{;]*[;{]", css):
        if match.start() < at:
            continue
        kept.append(css[at : match.start()])
        at = match.end()
        depth = match.group().endswith("{")
        while depth:
            depth += {"{": 1, "}": -1}.get(css[at], 0)
            at += 1
    return "".join(kept) + css[at:]


@cache
def old_styles():
    """The hub's styles, as such a browser reads them."""
    from portal.design.bundles import text_of

    return without_layers(text_of("portal/hub.css"))


@pytest.fixture
def old_browser(windows):
    """A phone whose browser skips every @layer block."""
    page = windows.window("a browser without layers")
    page.set_viewport_size({"width": 390, "height": 844})
    pattern = re.compile(r"/hub[^/]*\.css")

    def serve(route):
        route.fulfill(content_type="text/css", body=old_styles())

    page.route(pattern, serve)
    yield page
    page.unroute(pattern)


@pytest.mark.parametrize(**each(EACH_LAYOUT))
def test_a_browser_without_cascade_layers_shows_a_laid_out_page(address, old_browser, request):
    number = request.getfixturevalue("reference") if "{reference}" in address.path else ""
    address.open(old_browser, number)
    assert old_browser.evaluate("measure.wider()") <= 0
    assert old_browser.evaluate("measure.cut()") == []
    for selector in (".help-bar a[href='tel:911']", "main h1", "footer", ".site-header .site-name"):
        assert old_browser.evaluate(f"measure.shown({selector!r})"), selector
    old_browser.evaluate("scrollTo(0, 500)")
    assert old_browser.locator(EXIT).evaluate("measure.covered") == ""
    # Laid out: a text column with margins, readable type, fields as wide as their column.
    assert old_browser.locator("main h1").bounding_box()["x"] >= 8
    assert old_browser.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16
    for field in old_browser.locator("main .field input[type=text], main .field textarea").all():
        assert field.bounding_box()["width"] >= 200


def test_the_rules_for_old_browsers_use_nothing_that_they_do_not_know():
    # env() is known to both.
    foundation = old_styles().replace("env(safe-area-inset-", "")
    newer = (
        *(":is(", ":where(", ":has(", "clamp(", "color-mix(", "light-dark(", "@container"),
        *("aspect-ratio", "inset:", "inset-", "margin-block", "padding-block", "inline-size", "block-size"),
    )
    for unknown in newer:
        assert unknown not in foundation, f"{unknown} is newer than Safari 12 or Chrome 80."


def test_the_scripts_are_no_newer_than_2017():
    from portal.design.bundles import text_of

    scripts = text_of("portal/hub.js")
    for newer in ("?.", "??", "catch {", "async *", "#private", ".at(", "replaceAll", "matchAll", "import("):
        assert newer not in scripts, f"{newer} is newer than ES2017."
