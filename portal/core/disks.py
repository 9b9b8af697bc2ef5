"""Whether a folder can be written to, found without writing: a health check is asked every few seconds."""

import errno
import os
from pathlib import Path

# With less the disk is full: SQLite's log and the parts of an upload need room.
LEAST_FREE_BYTES = 16 * 1024 * 1024
LEAST_FREE_FILES = 100


def require_writable(folder: str | Path) -> None:
    """Look at the rights of a folder and at the free space of its disk.

    Args:
        folder: where files are written. When it does not exist yet, the first folder above it that does.

    Raises:
        OSError: it cannot be written to. What only a write finds out, such as a used-up quota, is not found.
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
