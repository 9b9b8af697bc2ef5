"""Makes files that the hub writes readable only by its own system account: requests, sessions, drafts, mails."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(folder: Path) -> Iterator[tuple[Path, int]]:
    """Find files and folders that other system accounts may read, write or enter.

    Args:
        folder: the folder, which is included. Links are not followed.

    Yields:
        (path, mode without the permissions of others).
    """
    for place, _folders, files in os.walk(folder):
        for path in (Path(place), *(Path(place) / name for name in files)):
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:  # The cache may delete files at any time.
                continue
            if mode & OTHERS and not stat.S_ISLNK(mode):
                yield path, stat.S_IMODE(mode) & ~OTHERS


def close_to_others(folder: Path) -> int:
    """Remove the permissions of other system accounts on a folder and everything below it.

    Returns:
        The number of files and folders that were changed. Those of another account are left unchanged; `doctor` reports them.
    """
    closed = 0
    for path, mode in open_to_others(folder):
        try:
            path.chmod(mode)
        except (FileNotFoundError, PermissionError):
            continue
        closed += 1
    return closed
