"""Where the parts of a backup are while it is made or put back."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


class TemporaryFolder(tempfile.TemporaryDirectory):
    """A folder on the hub's own disk that only its account can read: what is in it is not encrypted.

    It is locked while it is used. Those that a process left when it was killed are deleted by the next one.
    """

    PREFIX = "backup-"

    def __init__(self) -> None:
        for left in Path(settings.VAR_DIR).glob(f"{self.PREFIX}*/"):
            with contextlib.suppress(OSError), _lock(left):
                shutil.rmtree(left)
        super().__init__(prefix=self.PREFIX, dir=settings.VAR_DIR)
        self.locks = contextlib.ExitStack()
        self.locks.enter_context(_lock(Path(self.name)))

    def __enter__(self) -> Path:
        return Path(super().__enter__())

    def cleanup(self) -> None:
        """Delete it."""
        super().cleanup()
        self.locks.close()


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(number)
