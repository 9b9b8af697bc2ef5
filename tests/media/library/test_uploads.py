"""Uploaded files: whole or in parts, and only those that are for the public."""

import pytest
from django.conf import settings
from wagtail.models import Page

from media.models import HubMedia, VideoPage

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 8  # 2048 bytes


def use(film, live=True):
    """Let a page show a film."""
    page = VideoPage.objects.live().filter(hosted_file__isnull=True).first()
    page.hosted_file, page.live = film, live
    Page.save(page, clean=False, update_fields=["hosted_file", "live"])
    return page


@pytest.fixture
def film(settings, tmp_path):
    """A film of 2048 bytes among the public uploads; beside it a document and a secret outside."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    for name in ("media/film.webm", "documents/paper.pdf", "images/picture.png"):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENT)
    film = HubMedia.objects.create(title="A film", type="video", duration=1, file="media/film.webm")
    use(film)
    (settings.MEDIA_ROOT / "at-the-top.txt").write_bytes(b"top secret")
    (tmp_path / "secret_key").write_bytes(b"top secret")
    return "/uploads/media/film.webm"


def body(response):
    return b"".join(response)


def test_a_whole_file_is_asked_for_again_and_read_in_parts(client, film):
    response = client.get(film)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes" and response["Content-Type"] == "video/webm"
    assert response["Cache-Control"] == "no-cache"  # Its page may be taken away.
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-199", 100, 199),
        ("bytes=2000-", 2000, 2047),
        ("bytes=-48", 2000, 2047),
        ("bytes=0-0", 0, 0),
        ("bytes=2047-2047", 2047, 2047),
        ("bytes=1000-999999", 1000, 2047),
        ("bytes=-999999", 0, 2047),
    ],
)
def test_a_part_is_exactly_what_was_asked_for(client, film, header, first, last):
    response = client.get(film, headers={"Range": header})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/2048"
    assert int(response["Content-Length"]) == last - first + 1
    assert body(response) == CONTENT[first : last + 1]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("header", ["bytes=2048-", "bytes=99999-100000", "bytes=-0"])
def test_a_part_that_the_file_does_not_have_is_answered_416(client, film, header):
    response = client.get(film, headers={"Range": header})
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */2048")


@pytest.mark.parametrize(
    "header",
    ["bytes=0-9,20-29", "bytes=", "bytes=-", "bytes=9-1", "items=0-9", "bytes=a-b", "nonsense", "bytes=٣-٤"],
)
def test_a_range_that_cannot_be_read_is_ignored(client, film, header):
    response = client.get(film, headers={"Range": header})
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_a_range_of_absurd_length_is_no_error(client, film):
    for header in (f"bytes={'9' * 5000}-", f"bytes=-{'9' * 5000}", f"bytes=0-{'9' * 5000}"):
        assert client.get(film, headers={"Range": header}).status_code in (200, 206, 416)


def test_a_browser_that_has_the_file_is_told_that_nothing_changed(client, film):
    response = client.get(film)
    body(response)
    again = client.get(film, headers={"If-Modified-Since": response["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "documents/paper.pdf",
        "at-the-top.txt",
        "../secret_key",
        "media/../../secret_key",
        "media/../documents/paper.pdf",
        "media/%2e%2e/documents/paper.pdf",
        "media/..%2fdocuments/paper.pdf",
        "media//etc/passwd",
        "/etc/passwd",
        "media/film.webm%00",
        "media/%00",
        "media/",
        "media",
        "media/no-such-file.webm",
        "media/film.webm/",
        "media/" + "x" * 3000,
        "media/\ud83d\ude00.webm".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_nothing_else_can_be_reached_by_the_address_of_uploads(client, film, path):
    response = client.get(f"/uploads/{path}")
    assert response.status_code in (301, 404), path
    assert b"top secret" not in response.content and CONTENT[:64] not in response.content


def test_an_upload_is_only_read(client, film):
    for method in (client.put, client.delete, client.patch):
        assert method(film).status_code in (200, 403, 405)
    assert (settings.MEDIA_ROOT / "media/film.webm").read_bytes() == CONTENT
