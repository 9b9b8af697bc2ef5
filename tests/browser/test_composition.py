"""How the public pages are put together: numbers in one piece, one row of menu, full rows of cards, lists that are not long."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.browser.addresses import ALL, Address, each

LANGUAGES = {"English": "", "Spanish": "/es", "Somali": "/so", "Hmong": "/hmn"}


def in_four_languages(*names):
    return [
        replace(address, name=f"{address.name} in {language}", path=f"{prefix}{address.path}")
        for address in ALL
        if address.name in names
        for language, prefix in LANGUAGES.items()
    ]


HOMES = in_four_languages("home")
WITH_NUMBERS = [
    *in_four_languages(
        "home", "get help", "contact", "partners", "worried about someone", "stay safe online"
    ),
    Address("organization", "/partners/southwest-crisis-center/"),
    Address("wage theft", "/definitions/wage-theft/"),
    Address("event", "/events/wage-clinic/"),
    Address("crisis results", "/search/?q=help"),
    Address("nothing here", "/nothing-here/", status=404),
]
# Numbers of which one part stands below another.
BROKEN = """() => [...document.querySelectorAll("a[href^='tel:'], a[href^='sms:'], .number")].flatMap((link) => {
    const walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) for (const number of walker.currentNode.data.matchAll(/\\d[\\d-]+/g)) {
        const range = document.createRange();
        range.setStart(walker.currentNode, number.index);
        range.setEnd(walker.currentNode, number.index + number[0].length);
        if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(link.textContent.trim());
    }
    return found;
})"""
# Numbers that are wider than their button.
SPILLED = """() => [...document.querySelectorAll(".button .number")].filter((number) => number.checkVisibility()).filter((number) => {
    const button = number.closest(".button").getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(number);
    const text = range.getBoundingClientRect();
    return text.right > button.right - 2 || text.left < button.left + 2;
}).map((number) => number.textContent)"""
LINES = """(element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
}"""
# Lists of cards whose last row holds one that leaves room beside it for another.
LONE = """() => [...document.querySelectorAll("main .grid, main .help-lines, footer .grid, .starting-points ul")].filter((list) => {
    const boxes = [...list.children].map((card) => card.getBoundingClientRect());
    const tops = boxes.map((box) => Math.round(box.top));
    const last = tops.filter((top) => top === tops.at(-1)).length;
    const rows = new Set(tops).size;
    return boxes.length > 1 && last === 1 && rows > 1 && boxes.at(-1).width < list.getBoundingClientRect().width * 0.95;
}).map((list) => list.className || list.textContent)"""


@pytest.mark.parametrize(**each(WITH_NUMBERS))
def test_a_phone_number_stands_on_one_line(address, reader):
    """On phones, tablets and wide screens, with text of twice the size too; and no page becomes wider than its window."""
    page = reader(address)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        for size in (100, 200):
            page.evaluate("size => document.documentElement.style.setProperty('font-size', `${size}%`)", size)
            assert page.evaluate(BROKEN) == [], (width, size)
            assert page.evaluate(SPILLED) == [], (width, size)
            assert page.evaluate("measure.wider()") <= 0, (width, size)


# How the heading of each help line is set, and how far each card begins from the first of its row.
HEADINGS = """() => [...new Set([...document.querySelectorAll("main .help-line > :is(h2, h3)")].map((heading) => {
    const { fontFamily, fontSize } = getComputedStyle(heading);
    return `${fontFamily} ${fontSize}`;
}))]"""
TOPS = """() => [...document.querySelectorAll("main .help-lines")].flatMap((list) => {
    const tops = [...list.children].map((card) => Math.round(card.getBoundingClientRect().top));
    return tops.map((top) => Math.min(...tops.map((other) => Math.abs(top - other)).filter((gap) => gap > 0 && gap < 60), 60));
}).filter((gap) => gap < 60)"""


@pytest.mark.parametrize("path", ["/get-help/", "/search/?q=help", "/young-people/"])
def test_help_lines_of_every_kind_are_set_alike_and_begin_on_one_line(path, reader):
    page = reader(Address("help lines", path), width=1280)
    assert page.locator("main .help-line").count() >= 2
    assert len(page.evaluate(HEADINGS)) == 1
    assert page.evaluate(TOPS) == []


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_a_number_to_call_grows_with_the_text_of_a_phone(language, reader):
    page = reader(Address("get help", f"{language}/get-help/"), width=360, height=640)
    sizes = """(size) => {
        document.documentElement.style.setProperty("font-size", `${size}%`);
        return [...document.querySelectorAll(".help-line .number")].map((number) => parseFloat(getComputedStyle(number).fontSize));
    }"""
    before, after = page.evaluate(sizes, 100), page.evaluate(sizes, 200)
    assert before and all(large >= small * 1.1 for small, large in zip(before, after, strict=True))


@pytest.mark.parametrize(**each(HOMES))
def test_the_words_of_the_exit_stand_on_one_line(address, reader):
    page = reader(address, width=360, height=640)
    assert page.locator(".exit > span").evaluate(LINES) == 1
    assert page.locator(".get-help-link").evaluate(LINES) == 1


@pytest.mark.parametrize(**each(HOMES))
def test_the_main_menu_is_one_row(address, reader):
    page = reader(address, width=1280)
    items = page.locator(".menu li a").all()
    assert len(items) == 9
    assert len({round(item.bounding_box()["y"]) for item in items}) == 1
    assert all(item.evaluate(LINES) == 1 for item in items)


@pytest.mark.parametrize(**each(HOMES))
def test_the_help_bar_is_one_row_in_a_wide_window(address, reader):
    for width in (768, 1280):
        assert reader(address, width=width).locator(".help-bar").bounding_box()["height"] <= 60


@pytest.mark.parametrize(
    **each(
        [
            *HOMES,
            *in_four_languages("initiatives", "campaigns", "videos", "get help"),
            Address("nothing here", "/nothing-here/", status=404),
            Address("not in this language", "/so/events/hotel-staff-training/", status=404),
        ]
    )
)
def test_no_card_stands_alone_beside_a_gap(address, reader):
    page = reader(address)
    for width in (360, 768, 960, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LONE) == [], width


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize("width", [768, 1280])
def test_rows_of_cards_are_full_whatever_their_number(width, number, reader):
    page = reader(Address("initiatives", "/initiatives/"), width=width)
    cards = """(number) => {
        const list = document.querySelector("main .grid");
        const card = list.firstElementChild;
        list.replaceChildren(...Array.from({ length: number }, () => card.cloneNode(true)));
        const rows = Object.groupBy([...list.children], (one) => Math.round(one.getBoundingClientRect().top));
        const end = list.getBoundingClientRect().right;
        return Object.values(rows).map((row) => Math.round(end - row.at(-1).getBoundingClientRect().right));
    }"""
    kept = page.locator("main .grid").inner_html()
    try:
        assert set(page.evaluate(cards, number)) == {0}
    finally:
        page.locator("main .grid").evaluate("(list, kept) => { list.innerHTML = kept }", kept)


def test_the_first_screen_of_a_wide_window_uses_its_width(reader):
    """The words and numbers on one side, where to start on the other; then the text and its terms."""
    page = reader(Address("home", "/"), width=1280, height=976)
    for left, right in ((".hero-words", ".starting-points"), ("#what", ".term-cards")):
        one, other = page.locator(left).bounding_box(), page.locator(right).bounding_box()
        assert one["x"] < 640 < other["x"] + other["width"] / 2
        assert other["y"] < one["y"] + one["height"] + 60
        assert other["x"] + other["width"] > 1200


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/", 3840), ("/events/", 6000), ("/partners/", 5000)],
    ids=["home", "events", "partners"],
)
def test_what_most_readers_open_is_short_on_a_phone(path, limit, reader):
    """Home in six screens of 640 pixels; the lists with every fact that they had."""
    page = reader(Address("long", path), width=360, height=640)
    assert page.evaluate("document.documentElement.scrollHeight") <= limit


def test_a_call_button_of_a_list_is_as_wide_as_its_words_on_a_tablet(reader):
    page = reader(Address("partners", "/partners/"), width=768)
    for button in page.locator(".row-call .button").all():
        assert button.bounding_box()["width"] <= 340


@pytest.mark.parametrize("name", ["Signs to look for", "I am worried about someone"])
def test_who_is_worried_finds_both_pages_with_one_tap_from_home_and_from_every_page(name, reader):
    for path in ("/", "/events/", "/definitions/wage-theft/"):
        page = reader(Address("page", path), width=360, height=640)
        assert page.locator("body").get_by_role("link", name=name).first.is_visible(), path
    page = reader(Address("home", "/"), width=360, height=640)
    assert page.locator("main").get_by_role("link", name=name).first.is_visible()


def test_a_number_begins_below_its_words_when_the_page_runs_from_the_right(reader):
    page = reader(Address("organization", "/partners/southwest-crisis-center/"))
    gaps = """() => [...document.querySelectorAll(".button.call .number")].filter((one) => one.checkVisibility()).map((number) => {
        const range = document.createRange();
        range.selectNodeContents(number);
        return Math.round(number.parentElement.getBoundingClientRect().right - range.getBoundingClientRect().right);
    })"""
    page.evaluate("document.documentElement.dir = 'rtl'")
    try:
        assert set(page.evaluate(gaps)) == {0}
    finally:
        page.evaluate("document.documentElement.dir = 'ltr'")


@pytest.mark.parametrize("language", ["", "/so"])
def test_the_link_to_what_happens_opens_its_fold(language, reader):
    page = reader(Address("definition", f"{language}/definitions/labor-trafficking/"), width=360, height=640)
    page.locator("main a[href*='/get-help/#what-happens-']").first.click()
    page.wait_for_url(f"**{language}/get-help/#what-happens-*")
    expect(page.locator("details.what-happens[open] .facts")).to_have_count(1)
    # Until a person has signed the translation, the answers are in English, which is said in the reader's language.
    english = page.locator("details.what-happens[open] .facts [lang=en]").count() > 0
    notices = page.locator("details.what-happens[open] .meta", has_text="Luuqaddan weli kuma jiro")
    assert notices.count() == english == bool(language)


# Texts that stand partly beside the state before them, and partly below it.
SPLIT = """() => [...document.querySelectorAll("main .event h3 .status + span, main .badge + span")].filter((text) => {
    const state = text.previousElementSibling.getBoundingClientRect();
    const words = document.createRange();
    words.selectNodeContents(text);
    const tops = [...words.getClientRects()].map((line) => line.top);
    return Math.min(...tops) < state.bottom - 1 && Math.max(...tops) >= state.bottom - 1;
}).map((text) => text.textContent)"""


@pytest.mark.parametrize(
    **each(
        [
            address
            for address in [
                *ALL,
                Address("organization with events", "/partners/riverside-example-coalition/"),
            ]
            if address.name in {"events", "initiatives", "organization with events"}
        ]
    )
)
def test_on_a_phone_no_text_is_split_around_its_state(address, reader):
    page = reader(address, width=360, height=640)
    assert page.locator("main .event h3 .status, main .badge").count()
    assert page.evaluate(SPLIT) == []
