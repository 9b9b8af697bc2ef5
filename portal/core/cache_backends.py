"""Cache backends that do not raise if the cache fails: reads find nothing, writes are dropped.

Pages are then rendered from the database: slower, but without an error. `/healthz` and `manage.py doctor` still report the failure,
because they check whether the cache would store a value.

Rate limits must still work if the cache fails. Each process then counts in its own memory, so with three processes somebody can try
three times as often as usual.
"""

import datetime
import functools
import hashlib
import itertools
import logging
import pickle
import re
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .disks import require_writable

logger = logging.getLogger(__name__)

FAILURES = (OSError, EOFError, RedisError)
# The value was pickled by another version of the code.
UNREADABLE = (pickle.UnpicklingError, AttributeError, ImportError, IndexError, zlib.error)
LOGGED_EVERY = 60  # Seconds.
# Counters of the hub's forms (portal/core/rate_limits.py) and of allauth.
COUNTERS = ("rate:", "allauth:rl:")
# Keys whose values are not texts: counters (allauth's under a digest of 40 digits), heartbeats.
KEPT_KEYS = re.compile(r"rate:|allauth:rl:|heartbeat:|[0-9a-f]{40}$")
# A cache file with a number or a time is smaller than this, in bytes.
SMALL = 200
# After so many writes of a process its files are counted.
LOOKED_THROUGH_EVERY = 100
NO_TEXTS = (int, float, datetime.datetime, type(None))


@functools.cache
def installation():
    """A short name of this hub, the same for all its processes and hosts, because two hubs may share one Redis database."""
    database = settings.DATABASES["default"]
    parts = [str(database.get(name, "")) for name in ("ENGINE", "HOST", "PORT", "NAME")]
    return hashlib.sha256("\n".join([settings.SECRET_KEY, *parts]).encode()).hexdigest()[:12]


def key_prefix(configured):
    """The prefix of all keys of this hub: CACHE_PREFIX if it is set."""
    return configured or installation()


@dataclass
class _Outage:
    """The state of a failed cache in this process, shared by all its threads."""

    noticed: bool = False
    next_try: float = 0.0
    last_logged: float = -LOGGED_EVERY


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the cache class.
    CacheBase = BaseCache
else:
    CacheBase = object


class FaultTolerantMixin(CacheBase):
    """Makes the methods of a Django cache return a default if the cache cannot be reached, read or written."""

    # After a failure, the cache is not used for this long, so that a page does not wait for a timeout at each read.
    pause = 0.0
    outage = _Outage()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._counters = LocMemCache(f"counters of {type(self).__name__}", {"KEY_FUNCTION": self.key_func})

    def _call(self, method, otherwise, *args, **kwargs):
        """The result of a method, or `otherwise` if the cache fails."""
        if time.monotonic() < self.outage.next_try:
            return otherwise
        try:
            if self.outage.noticed:
                # Before anything is read, because the cache may hold outdated values.
                self._returned()
                self.outage.noticed = False
            return method(*args, **kwargs)
        except (*FAILURES, *UNREADABLE) as error:
            if isinstance(error, FAILURES):
                self.outage.noticed = True
                self.outage.next_try = time.monotonic() + self.pause
            self._log(error)
            return otherwise

    def _log(self, error):
        now = time.monotonic()
        if now - self.outage.last_logged >= LOGGED_EVERY:
            self.outage.last_logged = now
            # Neither address nor key is logged: the address may contain a password, the key what somebody searched for.
            logger.warning(
                "The cache fails (%s). Pages are made without it, more slowly.", type(error).__name__
            )

    def _returned(self):
        """Called when the cache is tried again after a failure. Raises if it still fails."""

    def get(self, key, default=None, version=None):
        missing = object()
        found = self._call(super().get, missing, key, missing, version)
        if found is missing and key.startswith(COUNTERS):
            return self._counters.get(key, default, version)
        return default if found is missing else found

    def set(self, key, value, *args, **kwargs):
        if not self._call(self._keep, False, key, value, *args, **kwargs) and key.startswith(COUNTERS):
            self._counters.set(key, value, *args, **kwargs)

    def _keep(self, *args, **kwargs):
        super().set(*args, **kwargs)
        return True

    def add(self, key, *args, **kwargs):
        added = self._call(super().add, None, key, *args, **kwargs)
        if added is None:
            # Locks taken this way hold only within this process.
            return self._counters.add(key, *args, **kwargs) if key.startswith(COUNTERS) else True
        return added

    def incr(self, key, delta=1, version=None):
        """As in Django; raises ValueError also if the cache fails, as for a missing key."""
        value = self._call(self._increase, None, key, delta, version)
        if value is None and key.startswith(COUNTERS):
            return self._counters.incr(key, delta, version)
        if value is None:
            raise ValueError(f"Key '{key}' not found")
        return value

    def _increase(self, *args):
        try:
            return super().incr(*args)
        except ValueError:
            return None

    def touch(self, *args, **kwargs):
        return self._call(super().touch, False, *args, **kwargs)

    def delete(self, key, version=None):
        self._counters.delete(key, version)
        return self._call(super().delete, False, key, version)

    def has_key(self, key, version=None):
        return self._call(super().has_key, False, key, version) or self._counters.has_key(key, version)

    def get_many(self, *args, **kwargs):
        return self._call(super().get_many, {}, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        return self._call(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        self._call(super().delete_many, None, *args, **kwargs)

    def clear(self):
        self._counters.clear()
        self._call(super().clear, None)

    def require_writable(self):
        """Raise if the cache would refuse to store a value. Nothing is written."""
        raise NotImplementedError

    def _forget_texts(self):
        raise NotImplementedError

    def forget_texts(self):
        """Delete everything except counters, times and other small values, so that an erased text can no longer be read here."""
        self._call(self._forget_texts, None)


class HubRedisCache(FaultTolerantMixin, RedisCache):
    """A Redis cache that may share its database with another hub: only this hub's keys are ever deleted."""

    pause = 2.0
    outage = _Outage()

    def __init__(self, server, params):
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", 0.5)
        options.setdefault("socket_timeout", 0.5)
        # Retry on a new connection: the old ones are dead after a restart of Redis.
        options.setdefault("retry", Retry(NoBackoff(), 1))
        super().__init__(server, params)

    def require_writable(self):
        """Raise the error of Redis if it refuses writes: it is full, a read-only replica, or cannot save its data.

        A change of a key that does not exist is refused like every write, but writes nothing.
        """
        self._cache.get_client(write=True).set(self.make_key("never-written"), b"", ex=1, xx=True)

    def _returned(self):
        # The worker and the scheduler use the cache often, and notice a failure for all processes.
        self._clear_own()

    def clear(self):
        """Delete all keys of this hub."""
        self._counters.clear()
        self._call(self._clear_own, None)

    def _forget_texts(self):
        self._clear_own(KEPT_KEYS)

    def _clear_own(self, kept=None):
        """Delete this hub's keys, except those whose part after prefix and version matches a pattern."""
        client = self._cache.get_client(write=True)
        pattern = re.sub(r"([\\*?\[\]^-])", r"\\\1", key_prefix(self.key_prefix)) + ":*"
        batch = []
        for key in client.scan_iter(pattern, count=1000):
            if kept and kept.match(key.decode().split(":", 2)[-1]):
                continue
            batch.append(key)
            if len(batch) == 1000:
                client.unlink(*batch)
                batch.clear()
        if batch:
            client.unlink(*batch)


class HubFileCache(FaultTolerantMixin, FileBasedCache):
    """A cache of files, for one machine. If the disk is full, the old value is deleted, so that it is not read as current."""

    outage = _Outage()
    _writes = itertools.count(1)

    def _cull(self):
        """Django looks through the whole folder at each write, which takes 20 ms when it is full; here one write in a hundred does."""
        if next(self._writes) % LOOKED_THROUGH_EVERY == 0:
            super()._cull()  # type: ignore[misc]  # django-stubs leave out what begins with an underscore.

    def _keep(self, key, value, *args, **kwargs):
        try:
            return super()._keep(key, value, *args, **kwargs)
        except OSError:
            version = kwargs.get("version") or (args[1] if len(args) > 1 else None)
            FileBasedCache.delete(self, key, version)
            raise

    def require_writable(self):
        """Raise OSError if no file can be written to the cache folder."""
        # django-stubs do not include names that begin with an underscore.
        require_writable(self._dir)  # type: ignore[attr-defined]

    def _forget_texts(self):
        for path in map(Path, self._list_cache_files()):  # type: ignore[attr-defined]  # django-stubs leave out what begins with an underscore.
            try:
                if path.stat().st_size > SMALL or not self._is_no_text(path):
                    path.unlink(missing_ok=True)
            except FileNotFoundError:
                continue

    def _is_no_text(self, path):
        """Whether a cache file contains a number or a time."""
        with path.open("rb") as file:
            try:
                pickle.load(file)  # noqa: S301 - written by this hub alone
                return isinstance(pickle.loads(zlib.decompress(file.read())), NO_TEXTS)  # noqa: S301
            except (EOFError, *UNREADABLE):
                return False
