"""Files that the hub writes are readable by its own system account only: requests, sessions, drafts, mails."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(folder: Path) -> Iterator[tuple[Path, int]]:
    """Find what other system accounts may read, write or enter in a folder.

    Args:
        folder: the folder; it is looked at too. Links are not followed.

    Yields:
        (path, mode without the rights of others).
    """
    for place, _folders, files in os.walk(folder):
        for path in (Path(place), *(Path(place) / name for name in files)):
            try:
                mode = path.lstat().st_mode
            except FileNotFoundError:  # The cache deletes files at any time.
                continue
            if mode & OTHERS and not stat.S_ISLNK(mode):
                yield path, stat.S_IMODE(mode) & ~OTHERS


def close_to_others(folder: Path) -> int:
    """Remove the rights of other system accounts to a folder and everything below it.

    Returns:
        How many files and folders were open. What belongs to another account stays as it is; `doctor` names it.
    """
    closed = 0
    for path, mode in open_to_others(folder):
        try:
            path.chmod(mode)
        except (FileNotFoundError, PermissionError):
            continue
        closed += 1
    return closed
