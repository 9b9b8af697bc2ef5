"""The libraries of pictures, documents and videos: who fills them, and what a picture says to those who do not see it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import Collection, Page

from home.models import ResourcePage
from media.models import HubDocument, HubImage, HubMedia

pytestmark = pytest.mark.django_db


def png(name="picture.png"):
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def picture(**changes):
    return {
        "title": "A picture",
        "file": png(),
        "collection": Collection.get_first_root_node().pk,
        "description": "A white field.",
        "credit": "The office",
        "licence": "Own work",
        "suitable": "on",
        "tags": "",
        **changes,
    }


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", ["editor", "approver", "coordinator"])
def test_staff_open_the_libraries(signed_in, name):
    for address in ("/admin/images/", "/admin/documents/", "/admin/media/", "/admin/images/add/"):
        assert signed_in(name).get(address).status_code == 200, address


def test_an_editor_adds_a_picture_with_its_description_and_credit(signed_in, account):
    response = signed_in("editor").post("/admin/images/add/", picture())
    assert response.status_code == 302
    image = HubImage.objects.get(title="A picture")
    assert (image.description, image.credit, image.uploaded_by_user) == (
        "A white field.",
        "The office",
        account("editor"),
    )
    assert image.is_described and image.default_alt_text == "A white field."


def test_a_stranger_and_an_account_without_a_role_add_nothing(client, django_user_model):
    assert client.post("/admin/images/add/", picture()).status_code == 302
    user = django_user_model.objects.create_user("member@example.org", "river-stone-lantern-42")
    client.force_login(user)
    assert client.post("/admin/images/add/", picture()).status_code == 403
    assert not HubImage.objects.filter(title="A picture").exists()


@pytest.mark.parametrize("name", ["picture.svg", "picture.html", "picture.exe"])
def test_only_pictures_are_taken_as_pictures(signed_in, name):
    hostile = SimpleUploadedFile(name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    response = signed_in("editor").post("/admin/images/add/", picture(file=hostile))
    assert response.status_code == 200
    assert not HubImage.objects.filter(title="A picture").exists()


def test_a_document_is_added_and_downloaded_but_never_run_in_the_browser(signed_in, client):
    data = {
        "title": "A paper",
        "file": SimpleUploadedFile("paper.pdf", b"%PDF-1.4 words"),
        "collection": Collection.get_first_root_node().pk,
        "language": "en",
        "publisher": "The office",
        "accessible": "yes",
        "tags": "",
    }
    assert signed_in("editor").post("/admin/documents/add/", data).status_code == 302
    document = HubDocument.objects.get(title="A paper")
    page = ResourcePage.objects.live().first()
    page.document = document
    Page.save(page, clean=False, update_fields=["document"])
    client.logout()
    response = client.get(document.url)
    assert b"".join(response) == b"%PDF-1.4 words"
    assert response["Content-Disposition"].startswith(("attachment", "inline"))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies


@pytest.mark.parametrize("name", ["page.html", "script.js", "program.exe", "picture.svg"])
def test_files_that_a_browser_would_run_are_no_documents(signed_in, name):
    data = {
        "title": "Hostile",
        "file": SimpleUploadedFile(name, b"<script>1</script>"),
        "collection": Collection.get_first_root_node().pk,
        "language": "en",
        "accessible": "unknown",
        "tags": "",
    }
    assert signed_in("coordinator").post("/admin/documents/add/", data).status_code == 200
    assert not HubDocument.objects.filter(title="Hostile").exists()


def test_an_editor_adds_a_film(signed_in):
    data = {
        "title": "A film",
        "file": SimpleUploadedFile("film.webm", b"film", "video/webm"),
        "collection": Collection.get_first_root_node().pk,
        "duration": 3,
        "width": 640,
        "height": 360,
        "tags": "",
    }
    assert signed_in("editor").post("/admin/media/video/add/", data).status_code == 302
    assert HubMedia.objects.get(title="A film").duration == 3


@pytest.mark.parametrize(
    ("decorative", "description", "described", "alternative"),
    [
        (False, "A street.", True, "A street."),
        (False, "  ", False, "  "),
        (True, "A street.", True, ""),
        (True, "", True, ""),
    ],
)
def test_a_picture_is_described_or_decorative_and_its_file_name_is_never_read_out(
    decorative, description, described, alternative
):
    image = HubImage(title="IMG_1234.JPG", is_decorative=decorative, description=description)
    assert image.is_described == described
    assert image.default_alt_text == alternative
