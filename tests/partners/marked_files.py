"""Looks for the marker in the files of the hub."""

import zlib
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.partners.typed import MARKER


def in_files():
    """The files that hold the marker: database, its log, cache (also within what is compressed), uploads, their names.

    Returns:
        (a list of names, how many files were read).
    """
    found, read = [], 0
    database = Path(str(connection.settings_dict["NAME"]))
    paths = [Path(f"{database}{end}") for end in ("", "-wal")] if connection.vendor == "sqlite" else []
    for folder in (settings.VAR_DIR, settings.MEDIA_ROOT):
        paths += [path for path in Path(folder).rglob("*") if path.is_file()]
    for path in dict.fromkeys(paths):
        if not path.exists():
            continue
        data, read = path.read_bytes(), read + 1
        if path.suffix == ".djcache":
            start = data.find(b"\x78")
            while start >= 0:
                try:
                    data += zlib.decompress(data[start:])
                    break
                except zlib.error:
                    start = data.find(b"\x78", start + 1)
        if MARKER.encode() in data.lower() or MARKER in path.name.lower():
            found.append(path.name)
    return found, read
