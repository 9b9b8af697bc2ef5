"""The version under which everything cached of the public pages is kept; a new one makes all of it outdated at once.

Every change that readers can see sets a new version after its transaction (portal/page_cache/changes.py). Every process reads the
version with each request, so it sees the change at once. A process that began before the change stores its answer under the old version,
which no process uses any more.

A version has two parts, "withdrawal.change". When the database fails, the page cache may still show a page as it was before a *change*,
but never one that is older than the last *withdrawal*: a page that was taken down, a place that was hidden, a help line that was corrected.

On one machine the version is a file: its content is the withdrawal, its time of modification the change, so that a look at the file
(`stat`) tells whether anything is new. With Redis it is two keys; Redis tells each process when they change (client-side caching,
https://redis.io/docs/latest/develop/reference/client-side-caching/), so that reading them again is seldom needed.
"""

import contextlib
import functools
import logging
import os
import re
import tempfile
import threading
import time
import uuid
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal
from redis.backoff import NoBackoff
from redis.connection import ConnectionPool
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from .cache_backends import key_prefix

logger = logging.getLogger(__name__)
# Sent with is_withdrawal (bool) by the process that has set a new version.
version_changed = Signal()
# Seconds. A connection to Redis that was cut without a word is noticed after so long.
CHECK_EVERY = 1.0
TRY_AGAIN_AFTER = 1.0


class CacheVersion(NamedTuple):
    """What was last withdrawn, and what was last changed; both are short random texts."""

    withdrawal: str
    change: str


class FileVersion:
    """The version of a hub on one machine."""

    def __init__(self, path):
        self._path = Path(path)
        # The file as it was last read, and what it said.
        self._read: tuple[tuple[int, int], CacheVersion] | None = None

    def current(self):
        """The CacheVersion, or None when the file is not there or cannot be read. Asks the disk once."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - with every request, and pathlib is slower
            state = (found.st_mtime_ns, found.st_ino)
            known = self._read
            if known and known[0] == state:
                return known[1]
            version = CacheVersion(self._path.read_text(), f"{found.st_mtime_ns:x}")
        except OSError:
            return None
        self._read = (state, version)
        return version

    def change(self):
        """Mark everything cached as outdated. This works on a full disk too."""
        now = time.time_ns()
        try:
            os.utime(self._path, ns=(now, now))
        except OSError:
            self.withdraw()

    def withdraw(self):
        """Make what is cached outdated, and let none of it be shown again. If the disk is full, there is no version and nothing is cached."""
        try:
            number, beside = tempfile.mkstemp(dir=self._path.parent, prefix=f"{self._path.name}.")
            try:
                with os.fdopen(number, "w") as file:
                    file.write(uuid.uuid4().hex)
                # The clock of the file system is too coarse to tell two changes apart.
                now = time.time_ns()
                os.utime(beside, ns=(now, now))
                Path(beside).replace(self._path)
            except OSError:
                Path(beside).unlink(missing_ok=True)
                raise
        except OSError as error:
            logger.warning("The version of cached pages cannot be written (%s).", type(error).__name__)
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


class RedisVersion:
    """The version of a hub whose processes share Redis."""

    def __init__(self, url, prefix):
        self._pool = ConnectionPool.from_url(
            url,
            protocol=3,  # Messages that nobody asked for need RESP3.
            socket_timeout=0.5,
            socket_connect_timeout=0.5,
            retry=Retry(NoBackoff(), 0),
        )
        self._keys = (f"{prefix}:cache-version:withdrawal", f"{prefix}:cache-version:change")
        self._lock = threading.Lock()
        # A connection on which Redis says what has changed, the process that opened it, and what was read last, and when.
        self._connection: Any = None
        self._process = 0
        self._value: CacheVersion | None = None
        self._checked = 0.0
        self._next_try = 0.0
        self._server = ""
        # A change that Redis was not told of, because it did not answer.
        self._untold = False

    def current(self):
        """The CacheVersion, or None while Redis does not answer. Sets one when there is none."""
        with self._lock:
            now = time.monotonic()
            if self._connection is None and now < self._next_try:
                return None
            try:
                if self._untold:
                    self._set(*self._keys)
                if self._has_news(now):
                    self._value = self._fetch()
                    self._checked = now
                return self._value
            except (RedisError, OSError):
                self._failed()
                return None

    def change(self):
        """Mark everything cached as outdated."""
        self._renew(self._keys[1])

    def withdraw(self):
        """Mark everything cached as outdated and not to be shown again."""
        self._renew(*self._keys)

    def _renew(self, *keys):
        with self._lock:
            if self._connection is None and time.monotonic() < self._next_try:
                self._untold = True
                return
            try:
                self._set(*keys)
            except (RedisError, OSError) as error:
                self._failed()
                self._untold = True
                logger.warning("The version of cached pages cannot be written (%s).", type(error).__name__)

    def _has_news(self, now):
        """Whether Redis must be asked: at first, when it said something, and once a second whether it is still there."""
        if self._connection is None or self._process != os.getpid() or self._value is None:
            return True
        return self._connection.can_read(timeout=0) or now - self._checked > CHECK_EVERY

    def _fetch(self):
        # What Redis said meanwhile is read before the answer, and left out.
        found = self._ask("MGET", *self._keys)
        if None in found:
            # Redis is new or has lost its data. Of several processes that notice it, the first one sets the version.
            for key in self._keys:
                self._ask("SET", key, uuid.uuid4().hex, "NX")
            found = self._ask("MGET", *self._keys)
        if None in found:
            return None
        withdrawal, change = (part.decode() for part in found)
        return CacheVersion(withdrawal, f"{change}.{self._server}")

    def _set(self, *keys):
        self._ask("MSET", *(part for key in keys for part in (key, uuid.uuid4().hex)))
        # Redis answers a command before it tells the other processes, and the next command only after that.
        self._ask("PING")
        self._value, self._untold = None, False

    def _ask(self, *command):
        if self._connection is None or self._process != os.getpid():
            self._connection, self._process = self._pool.make_connection(), os.getpid()
            self._connection.connect()
            self._ask("CLIENT", "TRACKING", "ON")
            self._server = self._name_of_server()
        self._connection.send_command(*command)
        answer = self._connection.read_response()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _name_of_server(self):
        """Another one after each start: a Redis that starts from an old copy of its data may bring an old version back."""
        with contextlib.suppress(ResponseError):  # Not every account may ask.
            if found := re.search(rb"run_id:(\w+)", bytes(self._ask("INFO", "server"))):
                return found[1].decode()
        return ""

    def _failed(self):
        if self._connection is not None:
            self._connection.disconnect()
        self._connection, self._value = None, None
        self._next_try = time.monotonic() + TRY_AGAIN_AFTER


def version_source() -> FileVersion | RedisVersion:
    """Where this hub's version is kept: beside its shared cache."""
    configured = settings.CACHES["default"]
    return _source(
        configured["BACKEND"], str(configured["LOCATION"]), key_prefix(configured.get("KEY_PREFIX", ""))
    )


@functools.cache
def _source(backend, location, prefix):
    if backend.endswith("RedisCache"):
        return RedisVersion(location, prefix)
    return FileVersion(Path(location) / "version")


def known_cache_version() -> CacheVersion | None:
    """The version, or None when none is set or when it cannot be read. Never raises."""
    return version_source().current()


def get_cache_version() -> str:
    """The present version as one text. If it cannot be read, a new random one, so that nothing that was cached is used."""
    version = known_cache_version()
    if version is None:
        version_source().withdraw()
        version = known_cache_version()
    return ".".join(version) if version else uuid.uuid4().hex


def bump_cache_version(**kwargs: Any) -> None:
    """Set a new version, so that no process uses what was cached before."""
    version_source().change()
    version_changed.send_robust(None, is_withdrawal=False)


def withdraw_cached_pages(**kwargs: Any) -> None:
    """Set a new version, and let nobody read again what was cached before, not even while the database fails."""
    version_source().withdraw()
    version_changed.send_robust(None, is_withdrawal=True)


def withdraw_after_commit(**kwargs: Any) -> None:
    """Receiver of signals: withdraw what was cached once what was changed is stored."""
    transaction.on_commit(withdraw_cached_pages, robust=True)


def withdraw_when_changed(*models: type[Model]) -> None:
    """Withdraw what was cached when a record of these models changes: a wrong number must not be read again."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(
                withdraw_after_commit, sender=model, dispatch_uid=f"cache_version:{model.__name__}"
            )
