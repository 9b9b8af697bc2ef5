"""Normalizes uploaded pictures: decoded, rotated upright, in a supported format, without metadata of the camera.

Every upload passes through PictureFile.save() (HubImage.file): forms, replacements, multiple uploads, imports, the workspace, the
demonstration.
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

# Decoding a picture with this many pixels takes 240 MB of memory.
MAX_PIXELS = 60_000_000
# Accepted formats, and the format in which each is stored. A camera's MPO is a JPEG with more pictures appended; of animations only
# the first frame is stored, because renditions show only that.
STORED_AS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}
# Pillow opens an MPO as JPEG. It knows the other formats only after all its plugins are loaded.
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
    """Normalize a picture.

    Args:
        file: a django File, uploaded or read from somewhere.
        name: its name; by default that of the file.
        formats: the accepted formats, by Pillow's names.
        longest: the maximum length of the longer side in pixels; larger pictures are scaled down.

    Returns:
        A SimpleUploadedFile, marked as clean, with the file extension of its format.

    Raises:
        ValidationError: it is not a picture of these formats, is damaged, or is too large.
    """
    if getattr(file, "is_clean_picture", False):
        return file
    if file.closed:
        file.open()
    file.seek(0)
    data = file.read()
    try:
        with warnings.catch_warnings():
            # Pillow only warns of decompression bombs; here they are refused.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ValidationError(_too_large())
                kept_as = STORED_AS[picture.format or ""]
                picture.load()
                written = _written(picture, kept_as, longest)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ValidationError(_too_large()) from error
    except ValidationError:
        raise
    except Exception as error:  # Pillow's decoders raise many kinds of exceptions for damaged files.
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
        "We could not read this file as a picture: it is damaged or another type of file. Choose a JPEG, PNG or WebP file."
    )


def _written(picture, kept_as, longest):
    """The bytes of a picture, encoded anew."""
    profile = picture.info.get("icc_profile")
    upright, profile = _in_a_plain_mode(_upright(picture), profile)
    if kept_as == "JPEG" and upright.mode == "RGBA":
        upright = upright.convert("RGB")
    elif kept_as in ("WEBP", "AVIF") and upright.mode == "L":
        upright, profile = upright.convert("RGB"), None  # AVIF and WebP have no grayscale mode.
    if longest:
        upright.thumbnail((longest, longest))
    # Metadata written by a camera or program: location, time, device, comments, a thumbnail.
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
    except Exception:  # The picture can be used even if its EXIF data are damaged.
        return picture


def _in_a_plain_mode(picture, profile):
    """The picture in mode L, RGB or RGBA, with a color profile that fits, or none."""
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
    """Convert a grayscale picture of 16 bits to 8 bits."""
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
    """Convert a CMYK or Lab picture to sRGB."""
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
        except (OSError, ValueError, ImageCms.PyCMSError):
            pass  # The profile does not fit the picture: convert without it.
    return picture.convert("RGB")


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the field file class.
    from django.db.models.fields.files import FieldFile as FileBase
else:
    FileBase = object


class _CleanFile(FileBase):
    """A field file that cleans the picture before it is stored."""

    def save(self, name, content, save=True):
        """Clean and store a picture.

        Raises:
            ValidationError: see cleaned().
        """
        clean = cleaned(content, name)
        super().save(str(PurePath(name).with_suffix(PurePath(clean.name).suffix)), clean, save)


class PictureFile(_CleanFile, WagtailImageFieldFile):
    """The file of HubImage."""

    def get_image_dimensions(self):
        """Width and height. Those of a new file are read before it is saved, so it is cleaned first.

        Raises:
            ValidationError: see cleaned().
        """
        if not self._committed:
            self.file = cleaned(self.file, self.name)
        return super().get_image_dimensions()


class StillFile(_CleanFile, FieldFile):
    """The thumbnail of a media file."""


def clean_waiting_upload(instance, **_kwargs):
    """Clean a picture that Wagtail stores as UncommittedImage until its form is filled in."""
    if instance.file and not instance.file._committed and instance.for_content_type.model == "hubimage":
        instance.file = cleaned(instance.file.file, instance.file.name)
