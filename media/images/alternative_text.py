"""Refuses alternative texts that describe nothing: a file name, or the picture's title in the library (WCAG 1.1.1, failure F30)."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

_FILE = re.compile(
    r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)$"
    r"|^(?:img|image|dsc[nf]?|pxl|photo|picture|screenshot|scan|untitled|mvimg|whatsapp image)[\W_]*[\d\W_]*$"
    r"|^[\d\W_]+$",
    re.IGNORECASE,
)


def is_file_name(text, title="", file_name=""):
    """Whether an alternative text is only a file name or title.

    Args:
        text: the alternative text.
        title: the picture's title in the library.
        file_name: the name of its file.
    """
    plain = _plain(text)
    names = {_plain(title), _plain(PurePath(file_name).name), _plain(PurePath(file_name).stem)}
    return bool(_FILE.search(text.strip())) or plain in names - {""}


def name_is_no_description(text):
    """The error message for such a text."""
    message = _("“%(text)s” is only the name of the picture. Say what it shows, or mark it as decorative.")
    return message % {"text": text.strip()}


def _plain(text):
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
