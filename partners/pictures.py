"""Pictures that members send: checked, made smaller, and freed of what a camera writes into them (such as the place)."""

import io
import uuid
import warnings

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from media.models import HubImage

MAX_BYTES, MAX_PIXELS, LONGEST_SIDE = 8 * 1024 * 1024, 60_000_000, 2400
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
ACCEPTED = "image/jpeg,image/png,image/webp"


def read(upload):
    """The picture of an uploaded file, written anew: upright, not larger than needed, without metadata.

    Args:
        upload: an UploadedFile.

    Returns:
        A django ImageFile with a name that says nothing.

    Raises:
        ValidationError: it is too large, or no picture of a kind that is taken.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 8 MB. Choose a smaller one."))
    wrong = ValidationError(_("This is no picture that can be shown. Choose a JPEG, PNG or WebP file."))
    try:
        with warnings.catch_warnings():
            # Pillow warns of pictures that would fill the memory; here that is a refusal.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=list(FORMATS)) as picture:
                kind = picture.format
                if picture.width * picture.height > MAX_PIXELS:
                    raise wrong
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                if kind == "JPEG" and upright.mode != "RGB":
                    upright = upright.convert("RGB")
                upright.info = {}
                written = io.BytesIO()
                upright.save(written, format=kind, quality=88)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise wrong from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise wrong from error
    written.seek(0)
    return ImageFile(written, name=f"event-{uuid.uuid4().hex[:12]}.{FORMATS[kind]}")


def keep(file, description, user, licence=""):
    """Put a picture into the library.

    Args:
        file: what read() gave.
        description: the alternative text.
        user: who sent it, and declared that it may be used and is suitable.
        licence: how it may be used, in words.

    Returns:
        The saved HubImage.
    """
    return HubImage.objects.create(
        # Not the description itself: the library's name of a picture is no alternative text.
        title=f"Sent by a partner: {description}"[:255],
        description=description,
        file=file,
        licence=licence,
        suitable=True,
        uploaded_by_user=user,
    )
