"""Pictures uploaded by members: validated, scaled down, and without the camera's metadata (such as the location)."""

import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
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


def copy(image, description, user):
    """Add a copy of a picture with another description to the library.

    Args:
        image: a HubImage; it is not changed, because a public event may use it.
        description: the alternative text of the copy.
        user: the member who wrote it.

    Returns:
        The saved HubImage.

    Raises:
        OSError: the file cannot be read.
    """
    with image.file.open("rb") as file:
        content = ContentFile(file.read(), f"event-{uuid.uuid4().hex[:12]}{PurePath(image.file.name).suffix}")
    again = keep(content, description, user, image.licence)
    names = ("credit", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    for name in names:
        setattr(again, name, getattr(image, name))
    again.suitable = image.suitable
    again.save()
    return again
