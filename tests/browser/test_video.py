"""Videos: hosted ones play with captions, foreign ones ask nobody before the reader does."""

import re

import pytest

from tests.live import published

pytestmark = pytest.mark.one_database

HOSTED = "/videos/how-this-hub-keeps-your-visit-private/"


def test_the_hosted_sample_plays_with_its_captions(fresh):
    """WCAG 1.2.2: the track of the page's language is loaded and shows its words in time."""
    page = fresh()
    page.goto(HOSTED)
    playing = page.locator("video").evaluate(
        """async (video) => {
            video.muted = true;
            const track = [...video.textTracks].find((one) => one.language === document.documentElement.lang);
            track.mode = "showing";
            await video.play();
            await new Promise((done) => {
                const look = () => (video.currentTime > 0.4 ? done() : setTimeout(look, 50));
                look();
            });
            return {
                error: video.error && video.error.message,
                width: video.videoWidth,
                duration: video.duration,
                languages: [...video.textTracks].map((one) => one.language),
                kinds: [...video.textTracks].map((one) => one.kind),
                cues: track.cues.length,
                now: [...track.activeCues].map((cue) => cue.text),
            };
        }"""
    )
    assert playing["error"] is None
    assert playing["width"] >= 640
    assert playing["duration"] == pytest.approx(28, abs=0.1)
    assert playing["languages"] == ["en", "es"]
    assert set(playing["kinds"]) == {"captions"}
    assert playing["cues"] == 5
    assert "How this hub" in " ".join(playing["now"])


def test_the_hosted_video_loads_nothing_before_it_is_asked_to(fresh):
    page = fresh()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(HOSTED)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if url.endswith((".webm", ".mp4"))]


def test_the_spanish_page_shows_spanish_captions_first(fresh):
    page = fresh()
    page.goto(f"/es{HOSTED}")
    assert page.locator("track[default]").get_attribute("srclang") == "es"


def test_the_hosted_video_is_played_by_the_keyboard(fresh):
    """WCAG 2.1.1."""
    page = fresh()
    page.goto(HOSTED)
    video = page.locator("video")
    video.evaluate("video => { video.muted = true; video.focus(); }")
    page.keyboard.press("Space")
    video.evaluate(
        """async (video) => {
            while (video.currentTime < 0.1) await new Promise(requestAnimationFrame);
        }"""
    )
    assert video.evaluate("video => !video.paused || video.ended")


def test_a_video_that_is_not_supplied_says_so_and_has_no_player(fresh):
    page = fresh()
    page.goto("/videos/andrea-jenkins-message/")
    assert page.locator("main").get_by_text("This video is not available yet.").is_visible()
    assert page.locator("video, iframe, [data-player]").count() == 0


@pytest.fixture(scope="module")
def foreign_video(site_url):
    """The path of a video at YouTube, there while this file's tests run."""
    from media.models import VideoIndexPage, VideoPage

    index = VideoIndexPage.objects.get(locale__language_code="en")
    page = index.add_child(
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
    published(page)
    return "/videos/example-elsewhere/"


def test_a_foreign_video_asks_nobody_before_the_click_and_only_its_player_after(
    foreign_video, fresh, site_url
):
    page = fresh()
    asked = []

    def answer(route):
        asked.append(route.request)
        route.fulfill(status=200, content_type="text/html", body="<title>player</title>")

    page.context.route(lambda url: not url.startswith(f"{site_url}/"), answer)
    response = page.goto(foreign_video)
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert page.locator("iframe").count() == 0
    policy = response.headers["content-security-policy"]
    assert re.search(r"frame-src https://www\.youtube-nocookie\.com(;|$)", policy), policy
    told = page.locator("main").inner_text()
    assert "YouTube learns your internet address and the name of this site" in told

    button = page.get_by_role("link", name=re.compile("^Play: ")).or_(
        page.get_by_role("button", name=re.compile("^Play: "))
    )
    button.focus()
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    frame.wait_for()
    assert frame.get_attribute("title") == "An example elsewhere"
    assert frame.get_attribute("src").startswith("https://www.youtube-nocookie.com/embed/abcdefghijk?")
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert "camera" not in frame.get_attribute("allow")
    assert page.evaluate("document.activeElement.tagName") == "IFRAME", (
        "Focus must not fall back to the page's start."
    )
    page.wait_for_timeout(200)
    assert {request.url.split("/")[2] for request in asked} == {"www.youtube-nocookie.com"}
    assert asked[0].headers.get("referer") == f"{site_url}/", (
        "The player learns the hub's name, not the page."
    )
    assert page.locator("#transcript").is_visible()
    assert page.context.cookies() == []


def test_other_pages_may_not_frame_any_host(foreign_video, fresh):
    page = fresh()
    for path in ("/", "/videos/", HOSTED):
        policy = page.goto(path).headers["content-security-policy"]
        assert "frame-src 'none'" in policy, path


def test_without_scripts_a_foreign_video_is_a_plain_link(foreign_video, fresh):
    page = fresh(java_script_enabled=False)
    page.goto(foreign_video)
    link = page.get_by_role("link", name=re.compile("^Play: "))
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=abcdefghijk"
    assert "noreferrer" in link.get_attribute("rel")
