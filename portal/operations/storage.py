"""Whether database, cache and uploads work. `/healthz` only reads; the worker and `manage.py doctor` write, too."""

import logging
import socket
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from portal.core.cache_backends import FaultTolerantMixin
from portal.core.disks import require_writable

logger = logging.getLogger(__name__)

# What the worker of this host found when it last wrote; empty when all was well.
FOUND = f"healthz:{socket.gethostname()}"
# A finding is forgotten when the worker does not repeat it, in seconds.
FOUND_HOLDS = 180


def check_database() -> None:
    """Ask the database something. Raises whatever it raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM wagtailcore_site LIMIT 1")
    if connection.vendor == "sqlite":
        require_writable(Path(connection.settings_dict["NAME"]).parent)


def check_cache() -> None:
    """Read from the shared cache what is always there, and ask whether it would keep more.

    Raises:
        OSError: it keeps nothing.
        Exception: what the cache raises when it refuses a write.
    """
    if cache.get(FOUND) is None:
        _check_cache_keeps(FOUND, "", None)
    cast(FaultTolerantMixin, cache).require_writable()


def check_uploads() -> None:
    """Look whether files can be written where uploads go. Raises whatever the storage raises."""
    if isinstance(default_storage, FileSystemStorage):
        require_writable(settings.MEDIA_ROOT)
    else:
        default_storage.exists("healthz.txt")


def failing_parts() -> list[str]:
    """The parts that do not work: "database", "cache", "uploads". Nothing is written while all of them work."""
    failing = _failing({"database": check_database, "cache": check_cache, "uploads": check_uploads})
    found = (cache.get(FOUND) or "").split(",")
    return [part for part in ("database", "cache", "uploads") if part in failing or part in found]


def write_everywhere() -> list[str]:
    """Write into the cache and the uploads, as visitors and staff would, and keep for `/healthz` what failed.

    Returns:
        The parts that failed.
    """
    failing = _failing({"cache": write_cache, "uploads": write_upload})
    cache.set(FOUND, ",".join(failing), FOUND_HOLDS if failing else None)
    return failing


def write_cache() -> None:
    """Write into the shared cache and read it again.

    Raises:
        OSError: it keeps nothing.
    """
    key = f"healthz:{uuid.uuid4().hex}"
    _check_cache_keeps(key, "written", 30)
    cache.delete(key)


def write_upload() -> None:
    """Write a file where uploads go and delete it. Raises whatever the storage raises."""
    default_storage.delete(default_storage.save("healthz.txt", ContentFile(b"ok")))


def _check_cache_keeps(key: str, value: str, seconds: int | None) -> None:
    cache.set(key, value, seconds)
    if cache.get(key) != value:
        raise OSError("The cache does not keep what is written to it.")


def _failing(checks: dict[str, Callable[[], None]]) -> list[str]:
    failing = []
    for part, check in checks.items():
        try:
            check()
        except Exception as error:  # Whatever it is, this part does not work.
            logger.debug("%s: %s", part, type(error).__name__)
            failing.append(part)
    return failing
