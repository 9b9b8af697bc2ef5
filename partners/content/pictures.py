"""Pictures that members send: checked, made smaller, and freed of what a camera writes into them (such as the place)."""

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
    """The picture of an uploaded file, written anew: upright, not larger than needed, without metadata.

    Args:
        upload: an UploadedFile.

    Returns:
        A django File with a name that says nothing.

    Raises:
        ValidationError: it is too large, or no picture of a kind that is taken.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 8 MB. Choose a smaller one."))
    file = cleaned(upload, formats=FORMATS, longest=LONGEST_SIDE)
    file.name = f"event-{uuid.uuid4().hex[:12]}{PurePath(file.name).suffix}"
    return file


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
