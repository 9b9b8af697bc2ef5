"""Where the page cache keeps its entries: in the memory of a process, in files of a host, in Redis for all hosts.

A store never raises: what cannot be read is not there, what cannot be written is not kept.
"""

import contextlib
import hashlib
import logging
import os
import random
import shutil
import tempfile
import threading
import time
from pathlib import Path

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .addresses import Address
from .entries import Entry

logger = logging.getLogger(__name__)
# Seconds. Whoever makes an answer has so long before another process may try.
CLAIMED_FOR = 10
MOST_FILES = 10_000
# One in so many writes looks whether there are too many files.
PRUNE_EVERY = 500
PAUSE = 2.0


def _name(address: Address) -> str:
    """A name that tells nothing of the address."""
    return hashlib.sha256("\n".join(address).encode("utf-8", "surrogateescape")).hexdigest()


class MemoryStore:
    """A part of the entries in the memory of this process, the newest; `most` bytes of them."""

    def __init__(self, most: int):
        self._most = most
        self._size = 0
        self._entries: dict[Address, Entry] = {}
        self._lock = threading.Lock()
        # Read with every request, without the lock: a dict's own reads are safe.
        self.get = self._entries.get

    def set(self, address: Address, entry: Entry) -> None:
        """Keep an entry, in the place of those that were written longest ago."""
        with self._lock:
            self._remove(address)
            self._entries[address] = entry
            self._size += entry.size
            while self._size > self._most and len(self._entries) > 1:
                self._remove(next(iter(self._entries)))

    def _remove(self, address):
        if old := self._entries.pop(address, None):
            self._size -= old.size

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._entries.clear()
            self._size = 0


class FileStore:
    """Entries in a folder of this host. They outlive the processes, and are there when the database and Redis are not."""

    def __init__(self, folder: Path):
        self._folder = folder

    def get(self, address: Address) -> Entry | None:
        """The entry of an address, of whatever version, or None."""
        try:
            return Entry.from_bytes(self._path(address).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            logger.warning("A cached page cannot be read (%s).", type(error).__name__)
            return None

    def set(self, address: Address, entry: Entry) -> None:
        """Keep an entry."""
        path = self._path(address)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            number, beside = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(entry.to_bytes())
                Path(beside).replace(path)
            except OSError:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as error:
            logger.warning("A cached page cannot be written (%s).", type(error).__name__)
            # An older one must not stand for it.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        if random.random() * PRUNE_EVERY < 1:  # noqa: S311 - nothing secret
            self.prune()

    def claim(self, address: Address) -> bool:
        """Whether this process is the one that makes the answer; the others wait for it a moment."""
        path = self._path(address).with_suffix(".claim")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and time.time() - path.stat().st_mtime > CLAIMED_FOR:
                path.unlink(missing_ok=True)
            path.touch(exist_ok=False)
        except FileExistsError:
            return False
        except OSError:
            return True
        return True

    def release(self, address: Address) -> None:
        """The answer is made, or could not be made."""
        with contextlib.suppress(OSError):
            self._path(address).with_suffix(".claim").unlink(missing_ok=True)

    def prune(self) -> None:
        """Delete the oldest files where there are more than MOST_FILES."""
        with contextlib.suppress(OSError):
            files = sorted(self._folder.glob("??/*"), key=lambda path: path.stat().st_mtime)
            for path in files[: max(0, len(files) - MOST_FILES)]:
                path.unlink(missing_ok=True)

    def delete_unless(self, is_kept) -> int:
        """Delete the entries for which a function of the Entry is false, and what cannot be read.

        Returns:
            How many were deleted.
        """
        count = 0
        for path in self._folder.glob("??/*"):
            try:
                kept = path.suffix == ".claim" or is_kept(Entry.from_bytes(path.read_bytes()))
            except (OSError, ValueError):
                kept = False
            if not kept:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
                    count += 1
        return count

    def clear(self) -> None:
        """Delete all."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, address):
        name = _name(address)
        return self._folder / name[:2] / name[2:]


def page_files() -> FileStore:
    """The files of this host."""
    return FileStore(settings.VAR_DIR / "pages")


class RedisStore:
    """Entries in Redis, for all hosts, each until it expires."""

    def __init__(self, url: str, prefix: str):
        self._redis = redis.Redis.from_url(
            url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 1)
        )
        self._prefix = prefix
        self._next_try = 0.0

    def get(self, address: Address) -> Entry | None:
        """The entry of an address, of whatever version, or None."""
        stored = self._ask(lambda: self._redis.get(self._key(address)), None)
        try:
            return Entry.from_bytes(stored) if stored else None
        except ValueError:
            return None

    def set(self, address: Address, entry: Entry) -> None:
        """Keep an entry."""
        seconds = max(1, int(entry.expires - time.time()) + 60)
        self._ask(lambda: self._redis.set(self._key(address), entry.to_bytes(), ex=seconds), None)

    def claim(self, address: Address) -> bool:
        """Whether this process is the one that makes the answer; the others wait for it a moment."""
        return bool(
            self._ask(
                lambda: self._redis.set(f"{self._key(address)}:claim", 1, nx=True, ex=CLAIMED_FOR), True
            )
        )

    def release(self, address: Address) -> None:
        """The answer is made, or could not be made."""
        self._ask(lambda: self._redis.delete(f"{self._key(address)}:claim"), None)

    def _key(self, address):
        return f"{self._prefix}:pages:{_name(address)}"

    def _ask(self, command, otherwise):
        if time.monotonic() < self._next_try:
            return otherwise
        try:
            return command()
        except (RedisError, OSError):
            self._next_try = time.monotonic() + PAUSE
            return otherwise
