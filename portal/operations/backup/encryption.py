"""Encrypts files with age (https://age-encryption.org/v1): whoever makes backups needs only the public key and cannot read them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import x25519

from .errors import BackupError

BLOCK = 1024 * 1024


class HashingWriter:
    """A file that is written, with the SHA-256 digest and the number of bytes of what was written."""

    def __init__(self, file: IO[bytes]):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def write(self, block: bytes) -> int:
        """Write a block."""
        self.digest.update(block)
        self.size += len(block)
        return self.file.write(block)

    def flush(self) -> None:
        """Nothing is kept back."""


class HashingReader:
    """A file that is read, with the SHA-256 digest and the number of bytes of what was read."""

    def __init__(self, file: IO[bytes]):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read a block."""
        block = self.file.read(size)
        self.digest.update(block)
        self.size += len(block)
        return block


def new_key(path: Path) -> str:
    """Write a new private key into a file that only its owner reads.

    Returns:
        The public key.

    Raises:
        BackupError: the file exists.
    """
    identity = x25519.Identity.generate()
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(f"{path} exists. Give the name of a new file.") from None
    public = str(identity.to_public())
    with os.fdopen(number, "w") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def recipients(keys: list[str]) -> list[Any]:
    """The public keys of a setting.

    Raises:
        BackupError: there is none, or one is no public key of age.
    """
    if not keys:
        raise BackupError(
            "Set BACKUP_RECIPIENTS to a public key. `manage.py backup --new-key FILE` makes one."
        )
    try:
        return [x25519.Recipient.from_str(key) for key in keys]
    except pyrage.RecipientError as error:
        raise BackupError("BACKUP_RECIPIENTS has something that is no public key of age (age1…).") from error


def identities(path: Path) -> list[Any]:
    """The private keys in a file.

    Raises:
        BackupError: it cannot be read, or has none.
    """
    try:
        lines = path.read_text().splitlines()
        found = [
            x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")
        ]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise BackupError(f"The private key in {path} cannot be read: {error}") from error
    if not found:
        raise BackupError(f"{path} has no private key of age (AGE-SECRET-KEY-…).")
    return found


def encrypt(source: Any, target: Path, keys: list[Any]) -> tuple[str, str, int]:
    """Encrypt what a reader gives into a new file.

    Returns:
        The SHA-256 digests of the content and of the encrypted file, and the content's number of bytes.
    """
    reader = HashingReader(source)
    with target.open("wb") as file:
        target.chmod(0o600)
        writer = HashingWriter(file)
        pyrage.encrypt_io(reader, writer, keys)
        file.flush()
        os.fsync(file.fileno())
    return reader.digest.hexdigest(), writer.digest.hexdigest(), reader.size


def decrypt(path: Path, target: IO[bytes], keys: list[Any]) -> str:
    """Decrypt a file.

    Returns:
        The SHA-256 digest of the content.

    Raises:
        BackupError: the key does not fit, or the file was changed.
    """
    writer = HashingWriter(target)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, writer, keys)
    except pyrage.DecryptError as error:
        raise BackupError(
            f"{path.name} cannot be decrypted: {error}. Is it the private key of this backup?"
        ) from error
    except OSError as error:
        raise BackupError(f"{path.name} cannot be decrypted: it is missing or damaged ({error}).") from error
    return writer.digest.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
