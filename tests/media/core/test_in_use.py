"""What the public sees keeps its file and words; another file is a new item, and no tick of the old one speaks for it."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from home.models import ResourcePage
from media.core.in_use import InUse, is_used
from media.models import HubDocument, HubImage, HubMedia, VideoPage
from tests.live import approved, published
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = pytest.mark.django_db
STAYS = "Its file and description stay as they are."


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def drawn(color="red"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


def picture(**fields):
    fields = {"description": "A red field.", "suitable": True, "is_decorative": False, **fields}
    return HubImage.objects.create(title="Red", file=ContentFile(drawn(), name="red.png"), **fields)


@pytest.fixture
def shown():
    """A picture on a public event."""
    image = picture()
    make_event(make_organisation("Example Helpers"), image=image)
    return image


@pytest.fixture
def waiting():
    """A picture in a change of an event that waits for approval."""
    image = picture()
    member = make_member(make_organisation("Example Helpers"), "member@example.org")
    event = make_event(member.memberships.get().organisation)
    event.image = image
    event.save_revision(user=member)
    event.get_workflow().start(event, member)
    return image


def form(item, **changes):
    """What a browser sends of the form of a picture."""
    data = {
        "title": item.title,
        "description": item.description,
        "collection": Collection.get_first_root_node().pk,
        "suitable": "on" if item.suitable else "",
        "is_decorative": "on" if item.is_decorative else "",
        "credit": item.credit,
        "licence": item.licence,
        "tags": "",
        **changes,
    }
    return {name: value for name, value in data.items() if value != ""}


def upload(color="blue"):
    return SimpleUploadedFile("other.png", drawn(color), content_type="image/png")


def fresh(item):
    return type(item)._base_manager.get(pk=item.pk)


CHANGES = [
    {"file": "upload"},
    {"description": "Something else."},
    {"is_decorative": "on"},
    {"credit": "Somebody"},
    {"focal_point_x": "5", "focal_point_y": "5", "focal_point_width": "4", "focal_point_height": "4"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
@pytest.mark.parametrize("where", ["shown", "waiting"])
def test_a_picture_that_the_public_sees_or_will_is_not_changed(where, change, request, signed_in):
    image = request.getfixturevalue(where)
    before = HubImage.objects.filter(pk=image.pk).values(*HubImage.public_fields).get()
    data = {name: upload() if value == "upload" else value for name, value in change.items()}
    client = signed_in("editor")
    for address in (
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:edit_multiple", args=[image.pk]),
    ):
        multiple = "multiple" in address
        sent = form(image, **data)
        if multiple:
            sent = {f"image-{image.pk}-{name}": value for name, value in sent.items()}
        answer = client.post(
            address, sent, headers={"X-Requested-With": "XMLHttpRequest"} if multiple else {}
        )
        assert answer.status_code < 500
        assert HubImage.objects.filter(pk=image.pk).values(*HubImage.public_fields).get() == before, address
        if not multiple:
            assert STAYS in answer.content.decode()
    image = fresh(image)
    for name, value in change.items():
        setattr(image, name, ContentFile(drawn("blue"), name="red.png") if value == "upload" else value)
    with pytest.raises(InUse):
        image.save()


def test_the_form_says_so_and_leads_to_a_new_item(shown, signed_in):
    client = signed_in("editor")
    page = client.get(reverse("wagtailimages:edit", args=[shown.pk])).content.decode()
    address = reverse("new_picture", args=[shown.pk])
    assert STAYS in page and address in page
    # Tags and the folder are nothing that the public sees.
    answer = client.post(
        reverse("wagtailimages:edit", args=[shown.pk]),
        {"title": "Red", "tags": "field", "collection": Collection.get_first_root_node().pk},
    )
    assert answer.status_code == 302 and list(fresh(shown).tags.names()) == ["field"]

    page = client.get(address).content.decode()
    assert 'value="Red"' in page and "checked" not in page[page.index("<form") :].split("</form>")[0].replace(
        "data-", ""
    ).replace("w-checked", "")
    answer = client.post(address, {**form(shown, description="", suitable=""), "file": upload()})
    assert answer.status_code == 200 and HubImage.objects.filter(title="Red").count() == 1
    client.post(address, {**form(shown, description="A blue field."), "file": upload()})
    new = HubImage.objects.filter(title="Red").exclude(pk=shown.pk).get()
    assert fresh(shown).file.name == shown.file.name and not new.is_decorative and not is_used(new)


def test_a_new_file_of_an_unused_picture_takes_over_no_tick(signed_in):
    image = picture(is_decorative=True)
    client = signed_in("editor")
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert "After you save a new file" in client.get(address).content.decode()
    assert client.post(address, form(image, file=upload())).status_code == 302
    image = fresh(image)
    assert (image.description, image.suitable, image.is_decorative) == ("", False, False)
    assert image.publishing_errors()
    # What is said anew with the file holds.
    client.post(address, form(image, file=upload("green"), description="A green field.", suitable="on"))
    assert (fresh(image).description, fresh(image).suitable) == ("A green field.", True)


def test_that_a_picture_in_use_is_suitable_may_still_be_said(shown, signed_in):
    HubImage.objects.filter(pk=shown.pk).update(suitable=False)
    answer = signed_in("editor").post(
        reverse("wagtailimages:edit", args=[shown.pk]), form(shown, suitable="on")
    )
    assert answer.status_code == 302 and fresh(shown).suitable
    image = fresh(shown)
    image.suitable = False
    with pytest.raises(InUse):
        image.save()


def test_a_picture_that_no_page_shows_any_more_is_free(shown, signed_in):
    from partners.models import EventPage

    event = EventPage.objects.get(image=shown)
    event.image = None
    approved(event.save_revision()).publish()
    assert not is_used(shown)
    answer = signed_in("editor").post(
        reverse("wagtailimages:edit", args=[shown.pk]), form(shown, description="Another one.")
    )
    assert answer.status_code == 302 and fresh(shown).description == "Another one."


class TestDocuments:
    @pytest.fixture
    def paper(self):
        page = ResourcePage.objects.filter(live=True, locale__language_code="en").first()
        paper = HubDocument.objects.create(
            title="Guide", accessible="yes", file=ContentFile(b"Words.", name="guide.txt")
        )
        page.document = paper
        published(page)
        return paper

    @pytest.mark.parametrize(
        "change",
        [{"file": "upload"}, {"title": "Other"}, {"accessible": "no"}],
        ids=lambda change: next(iter(change)),
    )
    def test_one_that_the_public_sees_is_not_changed(self, paper, change, signed_in):
        before = HubDocument.objects.filter(pk=paper.pk).values(*HubDocument.public_fields).get()
        data = {
            "title": paper.title,
            "language": "en",
            "accessible": "yes",
            "collection": Collection.get_first_root_node().pk,
            **{
                name: SimpleUploadedFile("other.txt", b"Other.") if value == "upload" else value
                for name, value in change.items()
            },
        }
        client = signed_in("editor")
        answer = client.post(reverse("wagtaildocs:edit", args=[paper.pk]), data)
        assert answer.status_code == 200 and STAYS in answer.content.decode()
        assert reverse("new_document", args=[paper.pk]) in answer.content.decode()
        assert HubDocument.objects.filter(pk=paper.pk).values(*HubDocument.public_fields).get() == before
        assert client.get(reverse("new_document", args=[paper.pk])).status_code == 200

    def test_a_new_file_of_an_unused_one_is_not_accessible_yet(self):
        paper = HubDocument.objects.create(
            title="Guide", accessible="yes", file=ContentFile(b"Words.", name="guide.txt")
        )
        paper.file = ContentFile(b"Other.", name="guide.txt")
        paper.save()
        assert fresh(paper).accessible == "unknown"


def test_a_film_that_the_public_sees_keeps_its_file(signed_in):
    film = VideoPage.objects.filter(hosted_file__isnull=False, live=True).first().hosted_file
    before = HubMedia.objects.filter(pk=film.pk).values(*HubMedia.public_fields).get()
    client = signed_in("editor")
    address = reverse("wagtailmedia:edit", args=[film.pk])
    data = {
        "title": film.title,
        "duration": film.duration,
        "width": film.width,
        "height": film.height,
        "collection": Collection.get_first_root_node().pk,
        "file": SimpleUploadedFile("other.webm", b"film"),
    }
    answer = client.post(address, data)
    assert answer.status_code == 200 and STAYS in answer.content.decode()
    assert HubMedia.objects.filter(pk=film.pk).values(*HubMedia.public_fields).get() == before
    assert reverse("wagtailmedia:add", args=[film.type]) in answer.content.decode()


def test_what_the_public_sees_is_not_deleted(shown, signed_in):
    client = signed_in("coordinator")
    single = client.post(reverse("wagtailimages:delete", args=[shown.pk]), follow=True)
    assert "Remove it from those pages first" in single.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["media", "hubimage", "delete"])
    client.post(f"{bulk}?id={shown.pk}", {}, follow=True)
    assert HubImage.objects.filter(pk=shown.pk).exists()
    unused = picture()
    client.post(reverse("wagtailimages:delete", args=[unused.pk]))
    assert not HubImage.objects.filter(pk=unused.pk).exists()


def test_a_film_of_a_public_page_is_not_deleted(signed_in, account):
    film = VideoPage.objects.exclude(hosted_file=None).first().hosted_file
    HubMedia.objects.filter(pk=film.pk).update(uploaded_by_user=account("approver"))
    answer = signed_in("approver").post(reverse("wagtailmedia:delete", args=[film.pk]), follow=True)
    assert "Remove it from those pages first" in answer.content.decode()
    assert HubMedia.objects.filter(pk=film.pk).exists()


def test_a_member_s_new_picture_is_a_new_item(shown):
    from partners.content import pictures

    file = pictures.read(upload())
    kept = pictures.keep(file, "A blue field.", None)
    assert kept.pk != shown.pk and fresh(shown).file.name == shown.file.name
