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
# How many files there may be, and how many bytes they may take.
MOST_FILES, MOST_BYTES = 10_000, 256 * 1024 * 1024
# Seconds: how long Redis keeps an address of which there may be any number.
KEPT_IF_COUNTLESS = 15 * 60
# One in so many writes looks whether there are too many files.
PRUNE_EVERY = 500
PAUSE = 2.0
# How the names of files end whose addresses are countless.
COUNTLESS = ".countless"


def _name(address: Address) -> str:
    """A name from which the address cannot be read."""
    return hashlib.sha256("\n".join(address).encode("utf-8", "surrogateescape")).hexdigest()


def _is_countless(address):
    """Whether there may be any number of such addresses: filters can be combined, and a missing slash leads to a redirect."""
    return bool(address.query) or not address.path.endswith("/")


class MemoryStore:
    """The newest entries, in the memory of this process, up to `most` bytes."""

    def __init__(self, most: int):
        self._most = most
        self._size = 0
        self._entries: dict[Address, Entry] = {}
        self._lock = threading.Lock()
        # Read with every request, without the lock: a dict's own reads are safe.
        self.get = self._entries.get

    def set(self, address: Address, entry: Entry) -> None:
        """Keep an entry. Those that were written longest ago are removed if there is no room."""
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
        """Delete what is beyond MOST_FILES and MOST_BYTES: first countless addresses, of these the oldest."""
        found = []
        for path in self._folder.glob("??/*"):
            # Others delete files at the same time.
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((path.suffix == COUNTLESS, -state.st_mtime, state.st_size, path))
        size = 0
        for number, (_countless, _age, bytes_of_file, path) in enumerate(sorted(found), 1):
            size += bytes_of_file
            if number > MOST_FILES or size > MOST_BYTES:
                with contextlib.suppress(OSError):
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
        return self._folder / name[:2] / (name[2:] + (COUNTLESS if _is_countless(address) else ""))


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
        if _is_countless(address):
            seconds = min(seconds, KEPT_IF_COUNTLESS)
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
