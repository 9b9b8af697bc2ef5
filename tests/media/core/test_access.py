"""Which uploaded files an address gives to whom: sizes of pictures, and what a public page uses; the rest to colleagues only."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from home.models import CampaignPage, InformationPage, ResourcePage
from media.core.access import is_public
from media.models import HubDocument, HubImage, HubMedia, VideoPage
from tests.media.images.test_pictures import content
from tests.partners.factories import make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def image():
    return HubImage.objects.create(title="A picture", file=ContentFile(content("RGB.png"), name="a.png"))


@pytest.fixture
def paper():
    return HubDocument.objects.create(
        title="A paper", file=ContentFile(b"%PDF-1.4 draft words", name="paper.pdf")
    )


def use(page, live=True, **fields):
    """Write what a page uses into its row."""
    for name, value in {**fields, "live": live}.items():
        setattr(page, name, value)
    Page.save(page, clean=False)
    return page


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_the_original_of_a_picture_is_for_colleagues_only(client, signed_in, image):
    make_member(make_organisation("Riverbend Example Center"), "keeper@example.org")
    rendition = image.get_rendition("width-20|format-webp")
    for name, expected in {"": 404, "keeper": 404, "translator": 404, "editor": 200, "approver": 200}.items():
        if name:
            signed_in(name)
        assert status(client, image.file.url) == expected, name
        assert status(client, rendition.url) == 200, name
    assert client.get(image.file.url)["Cache-Control"] == "private, no-store"
    assert client.get(rendition.url)["Cache-Control"].startswith("public, max-age=31536000")


@pytest.mark.parametrize(
    "prepare", [str.upper, lambda path: path.replace("/", "//"), lambda path: path + "?x=1"]
)
def test_no_other_writing_of_the_address_gives_the_original(client, image, prepare):
    assert status(client, f"/uploads/{prepare(image.file.name)}") == 404
    for path in (f"images/../{image.file.name}", f"images/%2e%2e/{image.file.name}", f"./{image.file.name}"):
        assert status(client, f"/uploads/{path}") == 404, path


def test_a_document_is_public_as_long_as_a_live_page_uses_it(client, signed_in, paper):
    page = ResourcePage.objects.live().first()
    assert status(client, paper.url) == 404
    use(page, document=paper)
    assert status(client, paper.url) == 200
    use(page, live=False)
    assert status(client, paper.url) == 404
    signed_in("editor")
    assert status(client, paper.url) == 200


def test_a_document_of_a_draft_is_not_public_though_the_page_is_live(client, paper):
    page = ResourcePage.objects.live().first()
    page.document = paper
    page.save_revision(clean=False)
    assert status(client, paper.url) == 404


def test_documents_in_texts_and_streams_count(client, paper):
    body = f'<p><a linktype="document" id="{paper.pk}">Paper</a></p>'
    page = InformationPage.objects.live().filter(locale__language_code="en").first()
    use(page, body=[("paragraph", body)])
    found = is_public(paper)
    use(page, body=[])
    assert found and not is_public(paper)
    campaign = CampaignPage.objects.live().first()
    use(campaign, toolkit=[("item", {"title": "Poster", "document": paper})])
    assert is_public(paper)


def test_who_translates_or_reviews_the_page_reads_its_document_and_no_other(client, signed_in, paper):
    signed_in("translator")
    assert status(client, paper.url) == 404
    use(ResourcePage.objects.live().filter(locale__language_code="es").first(), live=False, document=paper)
    assert status(client, paper.url) == 200


def test_a_film_is_public_as_long_as_a_live_page_shows_it(client, signed_in):
    film = HubMedia.objects.create(
        title="Film", type="video", duration=1, file=ContentFile(b"film", name="f.webm")
    )
    assert status(client, film.url) == 404
    page = use(VideoPage.objects.live().first(), hosted_file=film)
    assert status(client, film.url) == 200 and client.get(film.url)["Cache-Control"] == "no-cache"
    assert client.get(film.url, headers={"Range": "bytes=0-1"}).status_code == 206
    use(page, live=False)
    assert status(client, film.url) == 404
    assert client.get(film.url, headers={"Range": "bytes=0-1"}).status_code == 404
    signed_in("editor")
    assert status(client, film.url) == 200 and client.get(film.url)["Cache-Control"] == "private, no-store"


def test_what_lies_among_the_uploads_without_a_record_is_nobodys(signed_in, client, tmp_path):
    for name in (
        "media/left.webm",
        "original_images/left.jpg",
        "documents/left.pdf",
        "uploaded_images/left.png",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(b"left")
        assert status(client, f"/uploads/{name}") == 404, name
        assert status(signed_in("coordinator"), f"/uploads/{name}") == 404, name
        client.logout()


def test_an_address_of_an_upload_at_first_gives_nothing(client, signed_in):
    """Between upload and publication: no address that a stranger can guess gives the file."""
    signed_in("editor")
    client.post(
        "/admin/images/multiple/add/",
        {"title": "New", "files[]": SimpleUploadedFile("new.png", content("RGB.png"))},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    client.logout()
    for folder in ("original_images", "uploaded_files", "wagtail_uploads", "images"):
        assert status(client, f"/uploads/{folder}/new.png") == 404
