"""Makes, restores and rehearses backups."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.core.cache_version import withdraw_cached_pages
from portal.core.progress import SILENT, Progress

from . import database, encryption, keeping
from .archive import DATABASE, MANIFEST, OBJECTS, SUMS, Archive, Backup
from .errors import BackupError
from .temporary import TemporaryFolder

FORMAT = 1
EVERY, REHEARSED_EVERY = datetime.timedelta(days=1), datetime.timedelta(days=7)
# What the last rehearsal found, beside the backups.
REHEARSED = "rehearsed.json"


@dataclass(frozen=True)
class Made:
    """What a backup did.

    Attributes:
        backup: the Backup.
        files: how many uploads it has.
        new: how many of them no backup had.
        missing: how many uploads were deleted while it was made.
        deleted: how many older backups were deleted by the rule.
    """

    backup: Backup
    files: int
    new: int
    missing: int
    deleted: int


def archive() -> Archive:
    """The folder of the setting BACKUP_DIR.

    Raises:
        BackupError: it is not set.
    """
    if not settings.BACKUP_DIR:
        raise BackupError("Set BACKUP_DIR to the folder of the backups.")
    return Archive(Path(settings.BACKUP_DIR))


@database.explained()
def make(progress: Progress = SILENT) -> Made:
    """Make a backup of database and uploads, and delete those that the rule no longer keeps.

    The database is copied first: an upload that is added afterwards is not in it, and none is missing but those deleted since.

    Raises:
        BackupError: a setting is missing, another one is under way, or something cannot be read or written.
    """
    store, keys = archive(), encryption.recipients(settings.BACKUP_RECIPIENTS)
    _refuse_place(store.folder)
    rule = keeping.rule_of(settings.BACKUP_KEEP)
    made = timezone.now().replace(microsecond=0)
    with store.locked(), TemporaryFolder() as temporary, store.making(made) as folder:
        progress.step("Copying the database")
        with database.dumped(temporary) as (copy, counts):
            content, stored, size = encryption.encrypt(_packed(copy, temporary), folder / DATABASE, keys)
        sums, known = {DATABASE: stored}, store.digests()
        uploads, new, missing = [], 0, 0
        for name in progress.track(list(_uploads()), "Copying uploads"):
            found = _keep_upload(name, store, keys, known)
            if found is None:
                missing += 1
                continue
            upload, digest, is_new = found
            uploads.append(upload)
            sums[f"../{OBJECTS}/{upload['object']}"] = digest
            new += is_new
        manifest = {
            "format": FORMAT,
            "made": made.isoformat(),
            "engine": connection.vendor,
            "database": {"sha256": content, "bytes": size},
            "rows": counts,
            "uploads": uploads,
        }
        path = temporary / MANIFEST
        path.write_text(json.dumps(manifest))
        with path.open("rb") as file:
            _content, sums[MANIFEST], _size = encryption.encrypt(file, folder / MANIFEST, keys)
        (folder / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()))
    backup = store.named("latest")
    with store.locked():
        finished = store.backups()
        keep = keeping.kept([one.made for one in finished], rule)
        old = [one for one in finished if one.made not in keep]
        store.delete(old)
    if settings.BACKUP_STAMP:
        Path(settings.BACKUP_STAMP).touch()
    return Made(backup, len(uploads), new, missing, len(old))


@database.explained()
def restore(backup: Backup, identity_file: Path, progress: Progress = SILENT) -> dict[str, Any]:
    """Replace the database and the uploads by those of a backup. Uploads that it does not have stay.

    Args:
        backup: which one.
        identity_file: the file with the private key.
        progress: where to say what is done.

    Returns:
        The manifest.

    Raises:
        BackupError: the backup is not whole, is not for this kind of database, or cannot be put back. Nothing is replaced unless the
            whole backup could be decrypted.
    """
    with _opened(backup, identity_file, progress) as (manifest, folder, keys):
        if manifest["engine"] != connection.vendor:
            raise BackupError(
                f"This backup is of {manifest['engine']}, but DATABASE_URL names {connection.vendor}. Restore it where the hub uses the same."
            )
        # Before anything is replaced.
        _read_uploads(backup, manifest, folder, keys, progress)
        progress.step("Replacing the database")
        database.load(folder / DATABASE)
        renamed = []
        for upload in progress.track(manifest["uploads"], "Writing uploads"):
            path = folder / "upload"
            with path.open("wb") as file:
                encryption.decrypt(_object(backup, upload), file, keys)
            # Under its own name: rows of the database name it.
            default_storage.delete(upload["path"])
            with path.open("rb") as file:
                saved = default_storage.save(upload["path"], File(file))
            if saved != upload["path"]:
                renamed.append(f"{upload['path']!r} was saved as {saved!r}")
        withdraw_cached_pages()
        if renamed:
            raise BackupError(
                f"All else was restored, but {', '.join(renamed[:5])}. Is another process writing uploads?"
            )
    return manifest


def rehearse(backup: Backup, identity_file: Path, progress: Progress = SILENT) -> dict[str, Any]:
    """Put a backup into a scratch database, compare the rows, and decrypt every upload. Nothing of the hub is changed.

    Returns:
        The manifest. What was found is written beside the backups, for `doctor`.

    Raises:
        BackupError: it could not be restored.
    """
    try:
        with (
            database.explained(),
            _opened(backup, identity_file, progress) as (manifest, folder, keys),
        ):
            if manifest["engine"] != connection.vendor:
                raise BackupError(
                    f"This backup is of {manifest['engine']}, but DATABASE_URL names {connection.vendor}."
                )
            progress.step("Putting the copy into a scratch database")
            with database.scratch(folder / DATABASE) as counts:
                differing = sorted(
                    name for name, count in manifest["rows"].items() if counts.get(name) != count
                )
            if differing:
                raise BackupError(f"Other numbers of rows than in the hub: {', '.join(differing[:5])}.")
            _read_uploads(backup, manifest, folder, keys, progress)
    except (BackupError, OSError) as error:
        _note(backup, str(error))
        raise
    _note(backup, "")
    return manifest


def is_due() -> bool:
    """Whether the scheduler begins a backup now: BACKUP_DIR is set, and the newest one is a day old."""
    if not settings.BACKUP_DIR:
        return False
    backups = archive().backups()
    return not backups or age_of(backups[-1]) >= EVERY


def rehearsal_is_due() -> bool:
    """Whether the scheduler rehearses now: it may read the private key, there is a backup, and the last rehearsal is a week old."""
    if not (settings.BACKUP_DIR and settings.BACKUP_IDENTITY_FILE and archive().backups()):
        return False
    last = last_rehearsal()
    return last is None or timezone.now() - datetime.datetime.fromisoformat(last["at"]) >= REHEARSED_EVERY


def last_rehearsal() -> dict[str, str] | None:
    """What the last rehearsal found: {"backup", "at", "problem"}; None if there was none."""
    try:
        return json.loads((archive().folder / REHEARSED).read_text())
    except (OSError, ValueError, BackupError):
        return None


def _note(backup: Backup, problem: str) -> None:
    found = {"backup": backup.folder.name, "at": timezone.now().isoformat(), "problem": problem}
    # A copy of the backups that can only be read may be rehearsed too.
    with contextlib.suppress(OSError):
        (backup.folder.parent / REHEARSED).write_text(json.dumps(found))


# --- Parts of a backup --------------------------------------------------------------------------------------------
def _refuse_place(folder: Path) -> None:
    if not folder.is_absolute():
        raise BackupError("BACKUP_DIR must be an absolute path, such as /srv/hub-backups.")
    if folder.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupError(
            f"{folder} is among the uploads, and the backups would contain each other. Set BACKUP_DIR to another folder."
        )


def _packed(copy: Any, temporary: Path) -> Any:
    """A reader of the compressed copy of the database. PostgreSQL's is compressed already."""
    if connection.vendor != "sqlite":
        return copy
    path = temporary / "copy.gz"
    with gzip.open(path, "wb", compresslevel=6) as packed:
        shutil.copyfileobj(copy, packed, encryption.BLOCK)
    return path.open("rb")


def _uploads(folder: str = "") -> Iterator[str]:
    """The names of all uploads, with pictures in other sizes, which take longer to make than to keep."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _uploads(f"{prefix}{name}")


def _keep_upload(
    name: str, store: Archive, keys: list[Any], known: dict[str, str]
) -> tuple[dict[str, Any], str, bool] | None:
    """Encrypt an upload, unless an earlier backup has it, undamaged and for the same private keys.

    Args:
        name: of the upload.
        store: the folder of the backups.
        keys: the public keys.
        known: the digests of the encrypted files of earlier backups.

    Returns:
        Its entry in the manifest, the digest of its encrypted file, whether it is new; None if it was deleted meanwhile.
    """
    try:
        with default_storage.open(name) as file:
            reader = encryption.HashingReader(file)
            while reader.read(encryption.BLOCK):
                pass
            content = reader.digest.hexdigest()
            number = 0
            while True:
                path = _place_of(content, number, store)
                written = known.get(f"../{OBJECTS}/{path.parent.name}/{path.name}")
                is_new = not path.exists() or written is None
                if is_new or encryption.digest_of(path) == written:
                    break
                # Damaged since: the earlier backups stay as they are, this one gets another copy.
                number += 1
            if is_new:
                path.parent.mkdir(exist_ok=True, mode=0o700)
                file.seek(0)
                unfinished = path.with_name(f".{path.name}")
                encrypted, _digest, _size = encryption.encrypt(file, unfinished, keys)
                if encrypted != content:
                    raise BackupError(f"{name} was changed while it was copied. Run the backup again.")
                unfinished.rename(path)
    except FileNotFoundError:
        return None
    entry = {
        "path": name,
        "sha256": content,
        "bytes": reader.size,
        "object": f"{path.parent.name}/{path.name}",
    }
    return entry, encryption.digest_of(path), is_new


def _place_of(content: str, number: int, store: Archive) -> Path:
    """Where the encrypted file of an upload is: a keyed digest, so that nobody can find out whether the backups have a file that is known."""
    words = " ".join([content, *sorted(settings.BACKUP_RECIPIENTS), str(number)])
    key = salted_hmac("portal.operations.backup", words, algorithm="sha256").hexdigest()
    return store.objects / key[:2] / key


def _read_uploads(
    backup: Backup, manifest: dict[str, Any], folder: Path, keys: list[Any], progress: Progress
) -> None:
    for upload in progress.track(manifest["uploads"], "Reading uploads"):
        with (folder / "upload").open("wb") as file:
            if encryption.decrypt(_object(backup, upload), file, keys) != upload["sha256"]:
                raise BackupError(f"The upload {upload['object']} is another file.")


def _object(backup: Backup, upload: dict[str, Any]) -> Path:
    return backup.folder.parent / OBJECTS / upload["object"]


class _opened:
    """A backup whose files are whole, with its manifest and the copy of its database in a temporary folder."""

    def __init__(self, backup: Backup, identity_file: Path, progress: Progress):
        self.backup, self.identity_file, self.progress = backup, identity_file, progress
        self.temporary = TemporaryFolder()

    def __enter__(self) -> tuple[dict[str, Any], Path, list[Any]]:
        keys = encryption.identities(self.identity_file)
        folder = self.temporary.__enter__()
        try:
            return self._open(folder, keys)
        except BaseException:
            self.temporary.cleanup()
            raise

    def _open(self, folder: Path, keys: list[Any]) -> tuple[dict[str, Any], Path, list[Any]]:
        self.progress.step("Checking the files of the backup")
        self.backup.check()
        with (folder / MANIFEST).open("wb") as file:
            encryption.decrypt(self.backup.folder / MANIFEST, file, keys)
        manifest = json.loads((folder / MANIFEST).read_text())
        if manifest["format"] != FORMAT:
            raise BackupError(
                f"This backup has format {manifest['format']}. Restore it with the release that made it."
            )
        packed = folder / f"{DATABASE}.packed"
        with packed.open("wb") as file:
            if (
                encryption.decrypt(self.backup.folder / DATABASE, file, keys)
                != manifest["database"]["sha256"]
            ):
                raise BackupError("The copy of the database is another one than the backup says.")
        if manifest["engine"] == "sqlite":
            with gzip.open(packed) as source, (folder / DATABASE).open("wb") as target:
                shutil.copyfileobj(source, target, encryption.BLOCK)
        else:
            packed.rename(folder / DATABASE)
        return manifest, folder, keys

    def __exit__(self, *details: object) -> None:
        self.temporary.cleanup()


def age_of(backup: Backup) -> datetime.timedelta:
    """How long ago a backup was made."""
    return timezone.now() - backup.made
