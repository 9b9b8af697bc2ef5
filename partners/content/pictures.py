"""Pictures uploaded by members: validated, scaled down, and without the camera's metadata (such as the location)."""

import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media.images.pictures import cleaned
from media.models import HubImage

MAX_BYTES, LONGEST_SIDE = 8 * 1024 * 1024, 2400
FORMATS = ("JPEG", "PNG", "WEBP")
ACCEPTED = "image/jpeg,image/png,image/webp"


def read(upload):
    """Decode an uploaded picture and encode it anew: upright, not larger than needed, without metadata.

    Args:
        upload: an UploadedFile.

    Returns:
        A django File with a neutral name.

    Raises:
        ValidationError: it is too large, or not a picture of an accepted format.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 8 MB. Choose a smaller one."))
    file = cleaned(upload, formats=FORMATS, longest=LONGEST_SIDE)
    file.name = f"event-{uuid.uuid4().hex[:12]}{PurePath(file.name).suffix}"
    return file


def keep(file, description, user, licence=""):
    """Add a picture to the library.

    Args:
        file: what read() gave.
        description: the alternative text.
        user: the member who uploaded it, and declared that it may be used and is suitable.
        licence: the license, in words.

    Returns:
        The saved HubImage.
    """
    return HubImage.objects.create(
        # Not the description: the title in the library is not an alternative text.
        title=f"Sent by a partner: {description}"[:255],
        description=description,
        file=file,
        licence=licence,
        suitable=True,
        uploaded_by_user=user,
    )
