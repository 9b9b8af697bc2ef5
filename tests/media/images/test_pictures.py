"""Pictures of every kind that a camera or program writes: kept clean, shown everywhere, or refused with a sentence."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image, ImageCms, PngImagePlugin
from wagtail.models import Collection, UploadedFile

from media.images.pictures import cleaned
from media.models import HubImage, HubMedia, VideoPage
from partners.content import pictures as workspace_pictures
from partners.models import EventPage
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SECRET = "Ramona-Marker-44.97N"


def exif():
    """What a phone writes: where it was, a comment, which way is up."""
    data = Image.Exif()
    data[0x010E] = SECRET
    data[0x0112] = 6
    data.get_ifd(0x8825)[1] = "N"
    data.get_ifd(0x8825)[2] = (44.0, 58.0, 40.0)
    data.get_ifd(0x8825)[29] = SECRET
    return data


def saved(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(mode, size=(40, 30)):
    if mode == "I;16":
        return Image.frombytes("I;16", size, struct.pack("<H", 40_000) * (size[0] * size[1]))
    if mode == "F":
        return Image.new("F", size, 0.5)
    return (
        Image.new("RGB", size, (200, 40, 40)).convert(mode)
        if mode != "LA"
        else Image.new("LA", size, (90, 120))
    )


def animated(kind):
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "green", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=80, loop=0)


def mpo():
    frames = [Image.new("RGB", (60, 40), color) for color in ("red", "green")]
    return saved(frames[0], "MPO", save_all=True, append_images=frames[1:])


def png_with_words():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    return saved(plain("RGB"), "PNG", pnginfo=info, exif=exif())


def png_with_transparent_gray():
    return saved(plain("L"), "PNG", transparency=76)


def profile(space="sRGB"):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


TAKEN = {
    **{f"{mode}.png": (saved, plain(mode), "PNG") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")},
    **{f"{mode}.jpg": (saved, plain(mode), "JPEG") for mode in ("L", "RGB", "CMYK", "YCbCr")},
    **{f"{mode}.webp": (saved, plain(mode), "WEBP") for mode in ("RGB", "RGBA")},
    **{f"{mode}.avif": (saved, plain(mode), "AVIF") for mode in ("RGB", "RGBA")},
    "P.gif": (saved, plain("P"), "GIF"),
    "camera.jpg": (mpo,),
    "moving.gif": (animated, "GIF"),
    "moving.webp": (animated, "WEBP"),
    "moving.png": (animated, "PNG"),
    "words.png": (png_with_words,),
    "clear-gray.png": (png_with_transparent_gray,),
    "tall.png": (saved, Image.new("L", (1, 3000), 9), "PNG"),
    "one-point.png": (saved, Image.new("RGB", (1, 1)), "PNG"),
}


def content(name):
    make, *arguments = TAKEN[name]
    return make(*arguments)


def bomb(width=60_000, height=60_000):
    """A PNG of few bytes that claims to be enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


REFUSED = {
    "truncated.jpg": saved(Image.effect_noise((300, 300), 90), "JPEG")[:9000],
    "bomb.png": bomb(),
    "warning.png": bomb(10_000, 9_000),
    "head-only.png": bomb(10, 10),
    "empty.png": b"",
    "words.png": b"Not a picture.",
    "photo.heic": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 200,
    "renamed.jpg": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 200,
    "page.jpg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "print.png": saved(plain("F"), "TIFF"),
    "drawing.png": b"8BPS\0\1" + b"\0" * 50,
    "old.jpg": saved(plain("RGB"), "BMP"),
    "broken.gif": animated("GIF")[:60],
    "broken.webp": animated("WEBP")[:60],
    "broken.avif": saved(plain("RGB"), "AVIF")[:80],
}


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def form(name, data, **changes):
    return {
        "title": "A picture",
        "file": SimpleUploadedFile(name, data),
        "collection": Collection.get_first_root_node().pk,
        "description": "A red field.",
        "suitable": "on",
        "tags": "",
        **changes,
    }


def uploaded(client, name, data):
    """What becomes of a file at the page for one picture and at the one for several."""
    one = client.post("/admin/images/add/", form(name, data))
    several = client.post(
        "/admin/images/multiple/add/",
        {"title": "Of several", "files[]": SimpleUploadedFile(name, data)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    return one, several


@pytest.fixture(scope="module")
def event(file_transaction):
    return make_event(make_organisation("Lakeside Example Center"))


@pytest.mark.parametrize("name", TAKEN)
def test_whatever_is_taken_is_shown_in_every_template(client, signed_in, event, name):
    data = content(name)
    one, several = uploaded(signed_in("editor"), name, data)
    assert one.status_code == 302 and several.json()["success"]
    image = HubImage.objects.get(title="A picture")
    with image.open_file() as file:
        kept = Image.open(file)
        kept.load()
    assert kept.mode in ("L", "RGB", "RGBA") and not getattr(kept, "is_animated", False)
    EventPage.objects.filter(pk=event.pk).update(image=image)
    video = VideoPage.objects.live().first()
    VideoPage.objects.filter(pk=video.pk).update(poster=image)
    client.logout()
    for address in (event.url, video.url, video.get_parent().url):
        answer = client.get(address)
        assert answer.status_code == 200 and "/uploads/images/" in answer.content.decode(), address
    signed_in("editor")
    for address in ("/admin/images/", f"/admin/images/{image.pk}/", "/admin/images/chooser/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_is_refused_is_refused_with_a_sentence_at_every_door(client, signed_in, name):
    data = REFUSED[name]
    one, several = uploaded(signed_in("editor"), name, data)
    assert one.status_code == 200 and not HubImage.objects.filter(title="A picture").exists()
    message = several.json()["error_message"]
    assert message and not several.json()["success"]
    if "heic" in name or "renamed" in name:
        assert "HEIC" in message and "JPEG" in message
    if data:
        with pytest.raises(ValidationError):
            workspace_pictures.read(SimpleUploadedFile(name, data))
        with pytest.raises(ValidationError):
            HubImage.objects.create(title="By code", file=ContentFile(data, name=name))


def test_a_member_sends_a_camera_s_picture_and_reads_a_sentence_where_it_cannot_be_read(client, signed_in):
    organisation = make_organisation("Riverbend Example Center")
    make_member(organisation, "keeper@example.org")
    signed_in("keeper")
    typed = {
        "title": "Evening",
        "picture_description": "A red field.",
        "picture_suitable": "on",
        "action": "save",
    }
    address = f"/workspace/{organisation.slug}/events/new/"
    for name, data in REFUSED.items():
        answer = client.post(address, {**typed, "picture": SimpleUploadedFile(name, data)})
        assert answer.status_code == 422 and 'value="Evening"' in answer.content.decode(), name
    answer = client.post(address, {**typed, "picture": SimpleUploadedFile("camera.jpg", mpo())})
    assert answer.status_code == 302
    assert HubImage.objects.get(description="A red field.").file.name.endswith(".jpg")


def test_sixteen_bits_of_gray_stay_the_gray_that_they_are():
    picture = Image.open(cleaned(ContentFile(content("I;16.png"), name="gray.png")))
    assert picture.mode == "L" and abs(picture.getpixel((3, 3)) - 156) <= 1  # 40,000 of 65,535.


def test_a_picture_for_print_has_the_colors_of_screens():
    picture = Image.open(cleaned(ContentFile(content("CMYK.jpg"), name="print.jpg")))
    assert picture.mode == "RGB" and picture.getpixel((3, 3))[0] > 150


def assert_clean(data):
    assert (
        SECRET.encode() not in data
        and b"Exif" not in data
        and b"44.97" not in data
        and b"xmp" not in data.lower()
    )
    picture = Image.open(io.BytesIO(data))
    assert not dict(picture.getexif()) and "comment" not in picture.info
    return picture


PHONE = {
    "phone.jpg": lambda: saved(
        Image.new("RGB", (60, 40), "red"), "JPEG", exif=exif(), comment=SECRET, icc_profile=profile()
    ),
    "phone.webp": lambda: saved(
        Image.new("RGB", (60, 40), "red"), "WEBP", exif=exif(), xmp=SECRET.encode(), icc_profile=profile()
    ),
    "phone.png": png_with_words,
    "phone.avif": lambda: saved(Image.new("RGB", (60, 40), "red"), "AVIF", exif=exif(), xmp=SECRET.encode()),
}


def assert_nothing_of_the_camera_is_stored(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            assert SECRET.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("name", PHONE)
def test_no_path_keeps_what_a_camera_wrote(signed_in, client, tmp_path, name):
    data = PHONE[name]()
    assert SECRET.encode() in data
    uploaded(signed_in("editor"), name, data)
    image = HubImage.objects.get(title="A picture")
    # A replacement, and the same by code.
    answer = client.post(f"/admin/images/{image.pk}/", form(name, data))
    assert answer.status_code in (200, 302)
    HubImage.objects.create(title="By code", file=ContentFile(data, name=name))
    other = HubImage(title="By hand")
    other.file.save(name, ContentFile(data, name=name))
    # The choosers' own form, what waits for its form to be filled in, a film's still picture, a member's picture.
    client.post(
        "/admin/images/chooser/create/", {f"image-chooser-upload-{k}": v for k, v in form(name, data).items()}
    )
    HubMedia.objects.create(
        title="Film",
        type="video",
        duration=1,
        file=ContentFile(b"film", name="f.webm"),
        thumbnail=ContentFile(data, name=name),
    )
    assert UploadedFile.objects.exists()
    if not name.endswith("avif"):
        workspace_pictures.keep(workspace_pictures.read(SimpleUploadedFile(name, data)), "A field.", None)
    for image in HubImage.objects.filter(file__startswith="original_images/phone"):
        with image.open_file() as file:
            picture = assert_clean(file.read())
        assert picture.size == (image.width, image.height)
        if name != "phone.avif":
            assert picture.height > picture.width or name == "phone.png", "upright"
        image.get_rendition("width-20|format-webp")
    assert_nothing_of_the_camera_is_stored(tmp_path)


def test_the_color_profile_is_kept_where_it_fits():
    data = PHONE["phone.jpg"]()
    picture = assert_clean(cleaned(ContentFile(data, name="phone.jpg")).read())
    assert picture.info["icc_profile"] == profile()
    gray = saved(plain("L"), "PNG", icc_profile=profile())
    assert "icc_profile" not in Image.open(cleaned(ContentFile(gray, name="gray.png"))).info


def test_a_picture_that_became_unreadable_leaves_the_page_and_the_log(client, caplog, event):
    image = HubImage.objects.create(
        title="A picture",
        description="A red field.",
        suitable=True,
        file=ContentFile(content("RGB.png"), name="a.png"),
    )
    EventPage.objects.filter(pk=event.pk).update(image=image)
    video = VideoPage.objects.live().first()
    VideoPage.objects.filter(pk=video.pk).update(poster=image)
    for broken in (REFUSED["truncated.jpg"], b"", bomb(), None):
        if broken is None:
            image.file.storage.delete(image.file.name)
        else:
            Path(image.file.path).write_bytes(broken)
        for address in (event.url, video.url, video.get_parent().url):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "not-found" not in answer.content.decode(), address
    assert f"media.HubImage {image.pk} is left out of the pictures" in caplog.text


def test_a_name_may_say_another_kind_than_the_picture_is(signed_in):
    answer = signed_in("editor").post("/admin/images/add/", form("picture.jpg", content("RGBA.png")))
    assert answer.status_code == 302
    assert HubImage.objects.get(title="A picture").file.name.endswith(".png")


def test_pictures_of_an_earlier_version_are_cleaned_by_a_command(tmp_path, capsys):
    image = HubImage.objects.create(title="A picture", file=ContentFile(content("RGB.png"), name="a.jpg"))
    lost = HubImage.objects.create(title="Lost", file=ContentFile(content("RGB.png"), name="b.png"))
    Path(image.file.path).write_bytes(PHONE["phone.jpg"]())
    Path(lost.file.path).unlink()
    call_command("clean_pictures")
    assert_nothing_of_the_camera_is_stored(tmp_path)
    image.refresh_from_db()
    assert image.height > image.width and Path(image.file.path).exists()
    assert f"Picture {lost.pk} cannot be read" in capsys.readouterr().err
