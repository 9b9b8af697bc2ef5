"""Finding a way: menu, languages, search, filters, videos, paper."""

import pytest
from selenium.webdriver import Keys

from tests.browser.addresses import EACH_LAYOUT
from tests.browser.conftest import MEASURE
from tests.live import published

PAGE = "/definitions/wage-theft/"
HOSTED = "/videos/how-this-hub-keeps-your-visit-private/"
RESULTS = "main ol[start]"
# A page as it is printed: what a style sheet says for paper holds on the screen.
ON_PAPER = """
    const forPaper = (rules) => {
        for (const rule of rules) {
            if (rule.media && rule.media.mediaText === "print") rule.media.mediaText = "all";
            if (rule.cssRules) forPaper(rule.cssRules);
        }
    };
    for (const sheet of document.styleSheets) forPaper(sheet.cssRules);"""


def test_on_a_phone_the_menu_opens_and_leads_on(reader):
    reader.resize(390)
    reader.open(PAGE)
    menu = reader.find("region", "^Main")
    assert not reader.all("link", "^Definitions$", menu)
    button = reader.find("button", "^Menu$")
    reader.tab_to(button)
    reader.press(Keys.ENTER)
    reader.find("link", "^Definitions$", menu)
    reader.press(Keys.ENTER)
    reader.wait(lambda: not reader.all("link", "^Definitions$", menu), "the menu closed")
    reader.click(button)
    reader.click(reader.find("link", "^Definitions$", menu))
    reader.wait_for_path("^/definitions/$")


def test_on_a_desk_the_menu_stands_open_and_says_where_one_is(reader):
    reader.open(PAGE)
    link = reader.find("link", "^Definitions$", reader.find("region", "^Main"))
    assert reader.attribute("aria-current", link)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_read_in_another_language(width, reader):
    reader.resize(width)
    reader.open(PAGE)
    languages = reader.find("region", "^Language")
    for fold in reader.all("button", "", languages):
        reader.click(fold)
    reader.click(reader.find("link", "Español", languages))
    reader.wait_for_path(f"^/es{PAGE}")
    assert reader.script("return document.documentElement.lang") == "es"
    # Exactly the other way round.
    languages = reader.find("region", "^Idioma")
    for fold in reader.all("button", "", languages):
        reader.click(fold)
    reader.click(reader.find("link", "English", languages))
    reader.wait_for_path(f"^{PAGE}")


def test_by_keyboard_the_first_stop_is_the_skip_link_and_the_second_the_exit(reader):
    reader.open(PAGE)
    reader.press(Keys.TAB)
    assert reader.attribute("href") == "#main"
    reader.press(Keys.TAB)
    assert reader.attribute("href") == "/exit/"


def test_the_skip_link_leads_into_the_text(reader):
    reader.open(PAGE)
    reader.press(Keys.TAB, Keys.ENTER, Keys.TAB)
    assert reader.script("return document.querySelector('main').contains(document.activeElement)")


def test_a_search_for_help_shows_the_lines_before_its_results(reader):
    reader.open("/search/")
    reader.find("field", "^Words to search for").send_keys("help", Keys.ENTER)
    reader.wait_for_path(r"^/search/\?q=help")
    lines = reader.find("region", "^If you need help now")
    call = reader.find("link", "^Call .*866-223-1111", lines)
    assert reader.attribute("href", call) == "tel:+18662231111"
    results = reader.driver.find_element("css selector", RESULTS)
    assert call.location["y"] < results.location["y"]


def test_a_result_of_a_search_is_opened(reader):
    reader.open("/search/?q=wage theft")
    reader.click(reader.find("link", "^Wage theft$", reader.driver.find_element("css selector", RESULTS)))
    reader.wait_for_path(PAGE)


def test_events_are_filtered_and_all_shown_again(reader):
    reader.resize(390)
    reader.open("/events/")
    for fold in reader.all("button", "^Find events"):
        reader.click(fold)
    # By keyboard: what is typed into a closed list chooses from it.
    place = reader.find("field", "^In person or online")
    place.send_keys("Online")
    assert reader.script("return arguments[0].value", place) == "online"
    reader.click(reader.find("button", "^Show events"))
    reader.wait_for_path("attendance=online")
    assert reader.find("heading", "^Events: online")
    reader.click(reader.find("link", "^Remove filters"))
    reader.wait_for_path("^/events/$")


@pytest.fixture
def foreign_video(reader):
    """The path of a video at YouTube."""
    from media.models import VideoIndexPage, VideoPage

    index = VideoIndexPage.objects.get(locale__language_code="en")
    published(
        index.add_child(
            instance=VideoPage(
                title="An example elsewhere",
                slug="example-elsewhere",
                summary="Only for the tests.",
                address="https://www.youtube.com/watch?v=abcdefghijk",
                transcript="<p>Nothing is said.</p>",
                captions_at_address=True,
                audio_description="not_needed",
                locale=index.locale,
                live=False,
            )
        )
    )
    return "/videos/example-elsewhere/"


def wanted(proxy):
    """The hosts that a page asked for; Firefox looks for its own updates and lists."""
    own = (".mozilla.com:443", ".mozilla.org:443", "update.googleapis.com:443")
    return {host for host in proxy.wanted if not host.endswith(own)}


def test_a_foreign_video_asks_nobody_before_the_reader_does(foreign_video, reader, proxy):
    reader.open(foreign_video)
    play = reader.find("link", "^Play: ")
    assert not wanted(proxy)
    reader.tab_to(play)
    reader.press(Keys.ENTER)
    frame = reader.find("frame", "^An example elsewhere$")
    assert reader.has_focus(frame), "Focus must not fall back to the page's start."
    reader.wait(lambda: wanted(proxy), "a request for the player")
    assert wanted(proxy) == {"www.youtube-nocookie.com:443"}


def test_the_hosted_video_plays_with_its_captions(reader):
    reader.open(HOSTED)
    video = reader.driver.find_element("css selector", "video")
    reader.script("arguments[0].muted = true; arguments[0].play()", video)
    reader.wait(
        lambda: reader.script("return arguments[0].currentTime > 0.4 || arguments[0].error", video),
        "a playing video",
    )
    assert reader.script("return arguments[0].error && arguments[0].error.message", video) is None
    # WebKit shows captions only to who wants them everywhere, or chooses them in the player.
    reader.script("arguments[0].textTracks[0].mode = 'showing'", video)
    reader.wait(
        lambda: reader.script("return arguments[0].textTracks[0].cues?.length", video) == 5, "captions"
    )
    assert reader.script("return [...arguments[0].textTracks].map((track) => track.language)", video) == [
        "en",
        "es",
    ]


@pytest.mark.parametrize("path", [PAGE, "/get-help/", "/events/"])
def test_on_paper_stands_the_page_without_what_only_a_screen_needs(path, reader):
    reader.resize(800)
    reader.open(path)
    reader.script(MEASURE + ON_PAPER)
    assert reader.all("region", "^Main") == reader.all("link", "^Leave this site") == []
    assert reader.all("region", "^Language") == []
    assert reader.script("return measure.shown('main h1')")
    assert reader.script("return measure.wider()") <= 0
    assert reader.script("return getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("width", [360, 1280])
def test_every_kind_of_page_fits_the_window_and_its_targets_are_large(width, reader):
    """WCAG 1.4.10, 2.5.5 (AAA)."""
    reader.resize(width)
    wrong = []
    for address in EACH_LAYOUT:
        if address.sends:
            continue
        reader.open(address.path)
        reader.script(MEASURE)
        if reader.script("return measure.wider()") > 0:
            wrong.append(f"{address.path} is wider than the window")
        for finding in reader.script("return [...measure.cut(), ...measure.small()]"):
            wrong.append(f"{address.path}: {finding}")
    assert wrong == []
