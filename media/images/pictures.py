"""Pictures as they are kept: read whole, upright, in a form that every size can be made of, without a camera's data.

Every path leads through PictureFile.save() (HubImage.file): forms, replacements, many at once, imports, the workspace, the demonstration.
"""

import io
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps
from wagtail.images.models import WagtailImageFieldFile

# A picture of so many points takes 240 MB of memory while it is read.
MAX_PIXELS = 60_000_000
# What is taken, and as what it is kept. A camera's MPO is a JPEG with further pictures behind it; of moving pictures the
# first stays, which is all that any size of them shows.
KEPT_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
# Pillow reads an MPO as a JPEG. It knows the other formats only once all its plugins are there.
OPENED = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
Image.init()
ENDINGS = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "WEBP": ("webp",), "AVIF": ("avif",)}
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}
QUALITY: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 92, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
}
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")


def cleaned(file, name="", formats=OPENED, longest=None):
    """A picture as it may be kept.

    Args:
        file: a django File, uploaded or read from somewhere.
        name: its name; by default the file's own.
        formats: the formats of Pillow that are taken.
        longest: how many points its longer side may have; it is made smaller where it has more.

    Returns:
        A SimpleUploadedFile, marked as clean, with an ending that fits what it holds.

    Raises:
        ValidationError: it is no picture of these formats, damaged, or larger than can be read.
    """
    if getattr(file, "is_clean_picture", False):
        return file
    if file.closed:
        file.open()
    file.seek(0)
    data = file.read()
    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures that would fill the memory; here that is a refusal.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ValidationError(_too_large())
                kept_as = KEPT_AS[picture.format or ""]
                picture.load()
                written = _written(picture, kept_as, longest)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValidationError(_too_large()) from error
    except ValidationError:
        raise
    except Exception as error:  # Whatever Pillow's decoders make of a damaged file.
        raise ValidationError(_what_is_wrong(data), code="invalid_image") from error
    path = PurePath(name or file.name or "picture")
    ending = path.suffix.lower().lstrip(".")
    kept_name = path.name if ending in ENDINGS[kept_as] else f"{path.stem}.{ENDINGS[kept_as][0]}"
    clean = SimpleUploadedFile(kept_name, written, content_type=TYPES[kept_as])
    clean.is_clean_picture = True  # type: ignore[attr-defined]  # So that it is not written anew once more.
    return clean


def _too_large():
    return _("This picture has more than %(count)d million pixels. Make it smaller, and choose it again.") % {
        "count": MAX_PIXELS // 1_000_000
    }


def _what_is_wrong(data):
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        return _(
            "This is a HEIC picture, which many browsers cannot show. Save it as JPEG, and choose that file."
        )
    return _(
        "This file cannot be read as a picture: it is damaged or of another kind. Choose a JPEG, PNG or WebP file."
    )


def _written(picture, kept_as, longest):
    """The bytes of a picture, written anew."""
    profile = picture.info.get("icc_profile")
    upright, profile = _in_a_plain_mode(_upright(picture), profile)
    if kept_as == "JPEG" and upright.mode == "RGBA":
        upright = upright.convert("RGB")
    elif kept_as in ("WEBP", "AVIF") and upright.mode == "L":
        upright, profile = upright.convert("RGB"), None  # They know no gray.
    if longest:
        upright.thumbnail((longest, longest))
    # What a camera or program wrote: place, time, device, words, a small copy of the whole picture.
    upright.info = {}
    options: dict[str, Any] = {**QUALITY[kept_as]}
    if profile:
        options["icc_profile"] = profile
    out = io.BytesIO()
    upright.save(out, format=kept_as, **options)
    return out.getvalue()


def _upright(picture):
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # A camera's data that cannot be read do not make the picture unreadable.
        return picture


def _in_a_plain_mode(picture, profile):
    """The picture in L, RGB or RGBA, with the color profile that fits it or none."""
    mode, space = picture.mode, _space_of(profile)
    if mode == "CMYK" or space in ("CMYK", "LAB"):
        return _from_another_space(picture, profile), None
    if mode.startswith("I") or mode == "F":
        picture = _eight_bits(picture)
    elif mode in ("1", "L"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "L")
    elif picture.has_transparency_data:
        picture = picture.convert("RGBA")
    else:
        picture = picture.convert("RGB")
    fits = {"L": "GRAY", "RGB": "RGB", "RGBA": "RGB"}[picture.mode]
    return picture, profile if space == fits else None


def _eight_bits(picture):
    """A gray picture of sixteen bits in eight."""
    values = picture.convert("I").convert("F")
    whole = max(65535, values.getextrema()[1])
    return values.point(lambda value: value * (255 / whole) + 0).convert("L")


def _space_of(profile):
    if not profile:
        return ""
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(profile)).profile.xcolor_space.strip()
    except (OSError, ImageCms.PyCMSError):
        return ""


def _from_another_space(picture, profile):
    """A picture for print in the colors of screens."""
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (OSError, ValueError, ImageCms.PyCMSError):
            pass  # A profile that does not fit: the plain conversion.
    return picture.convert("RGB")


if TYPE_CHECKING:
    # A mixin of files of fields, which come after it among the bases.
    from django.db.models.fields.files import FieldFile as FileBase
else:
    FileBase = object


class _CleanFile(FileBase):
    """A file that reaches the storage clean, or not at all."""

    def save(self, name, content, save=True):
        """Keep a picture.

        Raises:
            ValidationError: see cleaned().
        """
        clean = cleaned(content, name)
        super().save(str(PurePath(name).with_suffix(PurePath(clean.name).suffix)), clean, save)


class PictureFile(_CleanFile, WagtailImageFieldFile):
    """The file of a picture in the library."""

    def get_image_dimensions(self):
        """Width and height; those of a new file are asked for before it is saved.

        Raises:
            ValidationError: see cleaned().
        """
        if not self._committed:
            self.file = cleaned(self.file, self.name)
        return super().get_image_dimensions()


class StillFile(_CleanFile, FieldFile):
    """The still picture of a media file."""


def clean_waiting_upload(instance, **_kwargs):
    """Clean a picture that waits in Wagtail's list of uploads until its form is filled in."""
    if instance.file and not instance.file._committed and instance.for_content_type.model == "hubimage":
        instance.file = cleaned(instance.file.file, instance.file.name)
