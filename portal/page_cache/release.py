"""What tells the answers of one release of the hub from those of another: its code, templates, catalogs, style sheets and settings."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

SHAPES_PAGES = {".py", ".html", ".txt", ".xml", ".svg", ".mo"}
SIMPLE = (str, int, float, bool, list, tuple, dict, type(None))


@cache
def release_id() -> str:
    """A short name of what this process runs; the same on every host that runs the same."""
    digest = hashlib.sha256()
    folders = [settings.BASE_DIR / app for app in ("portal", "media", "partners", "home")]
    if settings.THEME_DIR:
        folders.append(Path(settings.THEME_DIR))
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SHAPES_PAGES and path.is_file():
                digest.update(str(path.relative_to(folder)).encode())
                digest.update(path.read_bytes())
    for path in (settings.BASE_DIR / "requirements.txt", Path(settings.STATIC_ROOT) / "staticfiles.json"):
        if path.is_file():
            digest.update(path.read_bytes())
    for name in sorted(dir(settings)):
        value: Any = getattr(settings, name) if name.isupper() else None
        # What names a place in the memory of this process is no setting.
        if isinstance(value, SIMPLE) and " at 0x" not in repr(value):
            digest.update(f"{name}={value!r}\n".encode())
    return digest.hexdigest()[:16]
