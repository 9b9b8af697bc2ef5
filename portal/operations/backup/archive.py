"""The folder of the backups.

2026-12-01T030000Z/     one backup
    database            encrypted: a copy of the SQLite file, or what pg_dump wrote
    manifest            encrypted: what is in it, with digests and the number of rows of each table
    SHA256SUMS          the digests of the encrypted files, for `sha256sum --check`
objects/                the encrypted uploads, each once for all backups
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .encryption import digest_of
from .errors import BackupError

NAME = "%Y-%m-%dT%H%M%SZ"
DATABASE, MANIFEST, SUMS, OBJECTS = "database", "manifest", "SHA256SUMS", "objects"
UNFINISHED = ".making"


@dataclass(frozen=True, order=True)
class Backup:
    """One finished backup.

    Attributes:
        made: when.
        folder: where.
    """

    made: datetime.datetime
    folder: Path

    def sums(self) -> dict[str, str]:
        """The digests of its encrypted files, by their names relative to its folder.

        Raises:
            BackupError: the list is missing.
        """
        try:
            lines = (self.folder / SUMS).read_text().splitlines()
        except OSError as error:
            raise BackupError(f"{self.folder.name} has no list of its files ({SUMS}).") from error
        return {name: digest for digest, _space, name in (line.partition("  ") for line in lines)}

    def check(self) -> None:
        """Compare its encrypted files with their digests. No key is needed.

        Raises:
            BackupError: one is missing or was changed.
        """
        for name, digest in self.sums().items():
            path = self.folder / name
            try:
                found = digest_of(path)
            except OSError as error:
                raise BackupError(
                    f"{self.folder.name}: {name} is missing. This backup cannot be restored."
                ) from error
            if found != digest:
                raise BackupError(f"{self.folder.name}: {name} was changed or is damaged.")


class Archive:
    """The folder of the backups of one hub.

    Args:
        folder: where it is; created if it is missing.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.objects = folder / OBJECTS

    def backups(self) -> list[Backup]:
        """The finished backups, the oldest first."""
        found = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                made = datetime.datetime.strptime(folder.name, NAME).replace(tzinfo=datetime.UTC)
            except ValueError:
                continue
            found.append(Backup(made, folder))
        return sorted(found)

    def named(self, name: str) -> Backup:
        """A backup by the name of its folder; "latest" is the newest.

        Raises:
            BackupError: there is none.
        """
        found = self.backups()
        if not found:
            raise BackupError(f"There is no backup in {self.folder}.")
        if name == "latest":
            return found[-1]
        for backup in found:
            if backup.folder.name == name:
                return backup
        raise BackupError(
            f"There is no backup {name} in {self.folder}. The newest is {found[-1].folder.name}."
        )

    def digests(self) -> dict[str, str]:
        """The digests of the encrypted files of all backups, as they were written."""
        found: dict[str, str] = {}
        for backup in self.backups():
            # One without a list cannot be restored, and must not prevent others.
            with contextlib.suppress(BackupError):
                found |= backup.sums()
        return found

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from writing into the folder.

        Raises:
            BackupError: one is at work, or the folder cannot be written.
        """
        try:
            self.objects.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = (self.folder / ".lock").open("w")
        except OSError as error:
            raise BackupError(f"{self.folder} cannot be written: {error}") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupError("Another backup is under way.") from None
            yield

    @contextlib.contextmanager
    def making(self, made: datetime.datetime) -> Iterator[Path]:
        """A folder for a new backup, which gets its name when all of it is written; otherwise it is deleted."""
        unfinished = self.folder / UNFINISHED
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        try:
            yield unfinished
            unfinished.rename(self.folder / made.strftime(NAME))
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def delete(self, backups: list[Backup]) -> int:
        """Delete backups, and the uploads that no other backup has.

        Returns:
            How many uploads were deleted.
        """
        for backup in backups:
            shutil.rmtree(backup.folder)
        needed = {Path(name).name for backup in self.backups() for name in backup.sums()}
        unneeded = [path for path in self.objects.rglob("*") if path.is_file() and path.name not in needed]
        for path in unneeded:
            path.unlink()
        return len(unneeded)
