"""Checks whether a folder is writable without writing to it, because health checks run every few seconds."""

import errno
import os
from pathlib import Path

# With less free space the disk counts as full: SQLite's log and partial uploads need space.
LEAST_FREE_BYTES = 16 * 1024 * 1024
LEAST_FREE_FILES = 100


def require_writable(folder: str | Path) -> None:
    """Check the permissions of a folder and the free space of its disk.

    Args:
        folder: the folder. If it does not exist yet, the nearest existing folder above it is checked.

    Raises:
        OSError: it is not writable. Problems that only a write reveals, such as an exceeded quota, are not found.
    """
    place = Path(folder).absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
    if not os.access(place, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    disk = os.statvfs(place)
    if disk.f_flag & os.ST_RDONLY:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(place))
    # Some file systems do not count files.
    no_files = disk.f_files and disk.f_favail < LEAST_FREE_FILES
    if no_files or disk.f_bavail * disk.f_frsize < LEAST_FREE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(place))
