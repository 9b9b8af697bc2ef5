"""Videos: private by design, honest when they are not there, with transcript and captions."""

import datetime
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from media.core.in_use import InUse
from media.models import HubMedia, VideoIndexPage, VideoPage
from tests import live
from tests.home.demo.addresses import JANUARY
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db

YOUTUBE = "https://www.youtube.com/watch?v=aBcDeFgHiJk"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"


def video(**fields):
    """A draft of a video that may be published once it is hosted or has an address."""
    values = {
        "slug": "a-video",
        "title": "A video",
        "summary": "A summary.",
        "transcript": "<p>Hello.</p>",
        "audio_description": "not_needed",
        "captions_at_address": True,
    }
    return new_page(VideoIndexPage.objects.get(locale__language_code="en"), VideoPage, **{**values, **fields})


@pytest.fixture
def file():
    media = HubMedia(title="A file", type="video", duration=2)
    media.file.save("a-file.webm", ContentFile(b"video"), save=False)
    media.save()
    return media


def published(**fields):
    page = video(**fields)
    page.refresh_from_db()
    live.published(page)
    page.refresh_from_db()
    return page


def track(text=CAPTIONS, language="en"):
    return [{"type": "track", "value": {"language": language, "label": "English", "text": text}}]


def test_a_video_that_is_not_supplied_says_so_and_has_no_player(client):
    page = client.get("/videos/andrea-jenkins-message/").content.decode()
    assert "This video is not available yet." in page
    assert "<video" not in page and "data-player" not in page and "<iframe" not in page
    assert "player.js" not in page
    assert "(at the time)" in page


def test_a_video_that_is_not_supplied_is_published_without_transcript_and_captions(client):
    published(transcript="", audio_description="")
    assert client.get("/videos/a-video/").status_code == 200


def test_both_videos_of_the_reference_page_show_the_role_of_that_time(client):
    page = client.get("/videos/").content.decode()
    assert page.count("(at the time)") == 2 and page.count("Not available yet") == 2


def test_a_video_without_a_picture_is_a_line_of_words_and_no_empty_frame(client):
    for address in ("/videos/", JANUARY):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        assert all(card.select_one("img") for card in soup.select(".videos > .card")) and soup.select(
            ".videos"
        )
        lines = [line.get_text(" ", strip=True) for line in soup.select(".results > li")]
        assert len(lines) == 2 and all("Not available yet" in line for line in lines)
        assert not soup.select(".results svg, .results img, .no-poster")


@pytest.mark.parametrize(
    ("language", "words"), [("so", "Luuqaddan weli kuma jiro"), ("hmn", "Tsis tau muaj ua hom lus no")]
)
def test_a_language_without_videos_shows_the_english_ones_and_says_so(client, language, words):
    soup = BeautifulSoup(client.get(f"/{language}/videos/").content, "html.parser").main
    links = soup.select(":is(.videos, .results) h2 a")
    assert {link["href"] for link in links} == {
        video.url for video in VideoPage.objects.live().filter(locale__language_code="en")
    }
    assert all(link["lang"] == "en" for link in links)
    assert f"{words}: English" in soup.get_text(" ", strip=True)


def test_a_translated_video_is_listed_once_and_in_the_reader_s_language(client):
    soup = BeautifulSoup(client.get("/es/videos/").content, "html.parser").main
    links = soup.select(":is(.videos, .results) h2 a")
    assert links and all(link["href"].startswith("/es/") and not link.has_attr("lang") for link in links)
    assert "Todavía no está en este idioma" not in soup.get_text()


def test_a_foreign_video_is_a_link_and_a_sentence_until_the_reader_asks_for_it(client):
    page = client.get(published(address=YOUTUBE).url).content.decode()
    assert "<iframe" not in page
    assert 'data-player="https://www.youtube-nocookie.com/embed/aBcDeFgHiJk' in page
    assert re.search(
        r'<a class="button" href="https://www\.youtube\.com/watch\?v=aBcDeFgHiJk" rel="external noreferrer"',
        page,
    )
    assert "learns your internet address and the name of this site" in page


def test_only_a_page_with_a_foreign_player_may_frame_that_players_host(client):
    address = published(address=YOUTUBE).url
    assert (
        "frame-src https://www.youtube-nocookie.com;" in client.get(address)["Content-Security-Policy"] + ";"
    )
    for other in ("/", "/videos/", "/videos/andrea-jenkins-message/"):
        assert "frame-src 'none'" in client.get(other)["Content-Security-Policy"], other


def test_a_hosted_video_has_a_native_player_with_its_captions(client, file):
    page = published(hosted_file=file, captions=track()).url
    shown = client.get(page).content.decode()
    assert re.search(r'<video class="player" controls preload="none"', shown)
    assert 'src="/videos/a-video/captions/en/" srclang="en"' in shown
    captions = client.get("/videos/a-video/captions/en/")
    assert captions["Content-Type"].startswith("text/vtt")
    assert captions.content.decode() == CAPTIONS


def test_captions_in_a_language_that_is_not_there_are_not_found(client, file):
    published(hosted_file=file, captions=track())
    assert client.get("/videos/a-video/captions/so/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"transcript": ""}, "transcript", "Write the transcript: everything that is said and shown."),
        (
            {"transcript": "<p> </p>"},
            "transcript",
            "Write the transcript: everything that is said and shown.",
        ),
        ({"captions": []}, "captions", "Add captions, at least in the language that is spoken."),
        (
            {"audio_description": ""},
            "audio_description",
            "Decide whether the video needs an audio description, and say why not.",
        ),
    ],
)
def test_a_hosted_video_lacks_nothing_that_people_who_do_not_hear_or_see_need(file, changes, field, message):
    page = video(hosted_file=file, **{"captions": track(), **changes})
    with pytest.raises(ValidationError) as refused:
        live.published(page, clean=False)
    assert refused.value.message_dict == {field: [message]}


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/film",
        "https://youtube.com.example.org/watch?v=aBcDeFgHiJk",
        "http://127.0.0.1/",
    ],
)
def test_an_address_of_another_site_is_no_video(address):
    page = video(address=address)
    with pytest.raises(ValidationError):
        live.published(page)
    with pytest.raises(ValidationError):
        live.published(page, clean=False)


def test_captions_that_cannot_be_read_are_refused_with_the_line(file):
    page = video(hosted_file=file, captions=track("WEBVTT\n\n00:05.000 --> 00:02.000\nBackwards.\n"))
    block = page.captions.stream_block
    with pytest.raises(ValidationError) as refused:
        block.clean(page.captions)
    assert "ine 3" in str(refused.value.block_errors[0].block_errors["text"].messages)


def test_videos_are_listed_newest_first_and_those_without_a_day_last(client):
    for slug, day in (("older", "2024-01-01"), ("newer", "2026-01-01")):
        published(slug=slug, title=slug, recorded_on=datetime.date.fromisoformat(day))
    page = client.get("/videos/").content.decode()
    titles = re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', page)
    assert titles.index("newer") < titles.index("older")
    assert titles[-1] != "older"


def test_a_video_tells_search_engines_its_words_and_length(client, file):
    page = published(
        hosted_file=file,
        captions=track(),
        duration=datetime.timedelta(minutes=3, seconds=20),
        recorded_on=datetime.date(2026, 1, 11),
        transcript="<p>Hello </script> you.</p>",
    )
    shown = client.get(page.url).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)[1])
    assert data["@type"] == "VideoObject" and data["duration"] == "P0DT00H03M20S"
    assert data["uploadDate"] == "2026-01-11" and data["contentUrl"].startswith(
        "http://testserver/uploads/media/"
    )


@pytest.mark.parametrize(
    "day, note, shown",
    [
        (datetime.date(2026, 1, 11), "It has no sound.", "January 11, 2026. It has no sound."),
        (datetime.date(2026, 1, 11), "", "January 11, 2026"),
        (None, "An earlier year.", "An earlier year."),
    ],
)
def test_the_day_of_a_recording_and_the_note_about_it_do_not_run_together(day, note, shown, client, file):
    page = published(hosted_file=file, captions=track(), recorded_on=day, recorded_note=note)
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    assert html.find("dt", string="Recorded").find_next("dd").get_text() == shown


def test_no_text_of_a_page_ends_its_schema_org_data_early(client):
    hostile = 'End </script><script>alert("1")</script> & <!-- '
    page = published(address=YOUTUBE, title=hostile, summary=hostile)
    shown = client.get(page.url).content.decode()
    assert "<script>alert" not in shown
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)[1]
    assert json.loads(data)["name"] == hostile


def test_a_file_that_a_video_uses_is_not_deleted_under_it(file):
    published(hosted_file=file, captions=track())
    with pytest.raises(InUse):
        file.delete()


def test_the_sample_of_the_demonstration_is_silent_captioned_and_described():
    page = VideoPage.objects.get(locale__language_code="en", slug="how-this-hub-keeps-your-visit-private")
    assert page.hosted_file and page.captions and page.transcript and page.poster.is_described
    assert page.hosted_file.duration == page.duration.total_seconds()
    assert page.publishing_errors() == []
