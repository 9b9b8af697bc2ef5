"""The hub's own film and pictures: a WebM file that is sound by its structure and plays in a real browser."""

import io
import re
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from media.demo_assets.dawn import dawn_picture
from media.demo_assets.sample_video import poster, write_slideshow

SLIDES = [
    {"seconds": 2, "lines": ["Reading sets", "no cookie."]},
    {"seconds": 1, "lines": ["“Back” may show", "earlier pages."]},
    {"seconds": 3, "lines": ["The end"]},
]
SIZE = (640, 360)
CONTAINERS = {
    "1a45dfa3",
    "18538067",
    "1549a966",
    "1654ae6b",
    "ae",
    "e0",
    "55b0",
    "1c53bb6b",
    "bb",
    "b7",
    "1f43b675",
}


@pytest.fixture(scope="module")
def film():
    return write_slideshow(SLIDES, SIZE)


def elements(data, start=0, end=None):
    """All elements of a Matroska file as (identifier, place, content), those inside others too."""
    end = len(data) if end is None else end
    while start < end:
        length = 9 - data[start].bit_length()
        identifier = data[start : start + length].hex()
        at = start + length
        width = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + width], "big") & ~(1 << (7 * width))
        content = at + width
        assert content + size <= end, f"{identifier} reaches beyond what holds it"
        yield identifier, start, data[content : content + size]
        if identifier in CONTAINERS:
            yield from elements(data, content, content + size)
        start = content + size


def test_the_container_says_what_it_holds(film):
    found = {identifier: content for identifier, _place, content in elements(film)}
    assert film.startswith(bytes.fromhex("1a45dfa3"))
    assert found["4282"] == b"webm"
    assert found["86"] == b"V_VP8"
    assert struct.unpack(">d", found["4489"])[0] == 6000
    assert (int.from_bytes(found["b0"], "big"), int.from_bytes(found["ba"], "big")) == SIZE


def test_each_second_has_a_key_frame_that_the_index_finds(film):
    parts = list(elements(film))
    segment = next(place for identifier, place, _content in parts if identifier == "18538067") + 12
    clusters = {place: content for identifier, place, content in parts if identifier == "1f43b675"}
    indexed = [int.from_bytes(content, "big") for identifier, _place, content in parts if identifier == "f1"]
    times = [int.from_bytes(content, "big") for identifier, _place, content in parts if identifier == "b3"]
    assert times == [0, 1000, 2000, 3000, 4000, 5000]
    assert [segment + place for place in indexed] == list(clusters)
    for time, cluster in zip(times, clusters.values(), strict=True):
        (_time, _place, said), (_block, _place, block) = elements(cluster)
        assert int.from_bytes(said, "big") == time
        assert block[:4] == b"\x81\x00\x00\x80"
        # RFC 6386 §9.1: the lowest bit of a key frame is 0; start code and size follow its three bytes.
        assert block[4] & 1 == 0
        assert block[7:10] == b"\x9d\x01\x2a"
        assert struct.unpack("<HH", block[10:14]) == SIZE


def test_the_same_slides_give_the_same_bytes(film):
    assert write_slideshow(SLIDES, SIZE) == film
    assert dawn_picture((320, 180)) == dawn_picture((320, 180))


@pytest.mark.parametrize(
    ("slides", "words"),
    [
        ([], "at least one slide"),
        ([{"seconds": 0, "lines": ["a"]}], "Slide 1 needs a whole number of seconds"),
        ([{"seconds": 1.5, "lines": ["a"]}], "whole number"),
        ([{"seconds": 1, "lines": []}], "one to 4 lines"),
        ([{"seconds": 1, "lines": ["a", " "]}], "none of them empty"),
        ([{"seconds": 1, "lines": list("abcde")}], "one to 4 lines"),
        ([{"seconds": 1, "lines": ["Información"]}], "cannot draw ó"),
    ],
)
def test_slides_that_cannot_be_drawn_are_refused_with_a_reason(slides, words):
    with pytest.raises(ValueError, match=words):
        write_slideshow(slides, SIZE)


def test_pictures_have_their_size_and_hold_something():
    for data, size in (
        (poster(["A line — with a dash"], SIZE), SIZE),
        (dawn_picture((321, 181)), (321, 181)),
    ):
        picture = Image.open(io.BytesIO(data))
        assert picture.format == "PNG"
        assert picture.size == size
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 50


def test_a_long_line_stays_inside_its_slide():
    picture = Image.open(
        io.BytesIO(poster(["A line that is much too long for the largest letters of a slide"], SIZE))
    )
    edge = picture.convert("RGB").crop((SIZE[0] - 40, 0, *SIZE))
    assert edge.getcolors() == [(40 * SIZE[1], (250, 247, 242))]


@pytest.fixture
def film_page(film):
    """The address of a page with the film; its server sends parts of files, which players need for seeking."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/film.webm":
                self.answer(
                    200, "text/html", b'<!doctype html><title>Film</title><video src="film.webm" muted>'
                )
                return
            wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "bytes=0-"))
            first, last = int(wanted[1]), int(wanted[2] or len(film) - 1)
            self.answer(
                206,
                "video/webm",
                film[first : last + 1],
                {"Content-Range": f"bytes {first}-{last}/{len(film)}"},
            )

        def answer(self, status, kind, content, headers=None):
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": len(content),
                **(headers or {}),
            }.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


PLAY = """async (moment) => {
  const video = document.querySelector("video");
  const comes = (name) => new Promise((done, fail) => {
    video.addEventListener(name, done, { once: true });
    video.addEventListener("error", () => fail(new Error(video.error.message)), { once: true });
    setTimeout(() => fail(new Error("no event " + name)), 10000);
  });
  if (video.error) throw new Error(video.error.message);
  if (video.readyState < 2) await comes("loadeddata");
  const seeked = comes("seeked");
  video.currentTime = moment;
  await seeked;
  // How much of the picture is as blue as the slides' text.
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data;
  let blue = 0;
  for (let at = 0; at < pixels.length; at += 4) if (pixels[at] < 60 && pixels[at + 2] < 140) blue += 1;
  return { width: video.videoWidth, height: video.videoHeight, duration: video.duration, blue, paper: [...pixels.slice(0, 3)] };
}"""


def blue_of(lines, marks):
    """How many pixels of a slide are as blue as text, with so many marks of its place in the film."""
    pixels = Image.open(io.BytesIO(poster(lines, SIZE))).convert("RGB").get_flattened_data()
    return sum(red < 60 and blue < 140 for red, _green, blue in pixels) + marks * 28 * 4


@pytest.mark.browser
def test_it_plays_to_its_end_and_each_moment_shows_its_slide(page, film_page):
    page.goto(film_page)
    for moment, slide, marks in ((5.5, 2, 3), (0.5, 0, 1), (2.5, 1, 2)):
        shown = page.evaluate(PLAY, moment)
        assert (shown["width"], shown["height"]) == SIZE
        assert shown["duration"] == pytest.approx(6, abs=0.1)
        assert shown["paper"] == pytest.approx([250, 247, 242], abs=3)
        assert shown["blue"] == pytest.approx(blue_of(SLIDES[slide]["lines"], marks), rel=0.06)
    page.evaluate("document.querySelector('video').currentTime = 5; document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('video').ended", timeout=10_000)
