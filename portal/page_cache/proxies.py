"""Proxies and CDNs in front of the hub: what they may keep, and how they are told that they must not show it any more.

They keep pages only if they are named in `CACHE_PROXIES`, because a proxy that is not told of a change shows old pages. All pages have one
surrogate key: any change makes all stored pages outdated (portal/core/cache_version.py), so a key for each page would purge no less.

- After a *change* a proxy is sent a soft purge: it asks the hub before it shows a page again, and may show what it has if the hub is down.
- After a *withdrawal* it is sent a hard purge, which deletes all pages.

Each purge is sent twice. The process that made the change sends it at once, in another thread. The worker compares the present version
with the last one for which the proxy has accepted a purge, and tries again until it accepts. This also removes an answer that was on
its way from the hub to the proxy while the first purge arrived.
"""

import datetime
import functools
import hashlib
import http.client
import logging
import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from portal.core.cache_version import known_cache_version, version_changed

from .entries import Entry
from .release import release_id

logger = logging.getLogger(__name__)
# The surrogate key of every page, and one that no page has.
KEY, UNUSED_KEY = "hub", "none"
# All times are in seconds.
# Pages are kept for so long at most. If no purge reaches a proxy, its pages are no older than this.
LONGEST = 10 * 60
# While the hub is down, a proxy may show what it has up to this age.
IF_ERROR = 3 * 24 * 60 * 60
# A proxy must answer a purge within this time. Whoever made a change waits for it no longer than WAIT.
TIMEOUT, WAIT = 2.0, 0.2
# After a purge has failed, processes other than the worker send none for so long.
PAUSE = 10.0

Headers = list[tuple[str, str]]


class NotPurged(OSError):
    """A proxy did not accept a purge."""


def is_for_proxies(entry: Entry, state: str) -> bool:
    """Whether proxies may keep this answer.

    Only pages: there may be any number of addresses that lead nowhere or elsewhere.

    Args:
        entry: the answer. state: the value of X-Cache.
    """
    return state != "stale" and entry.version is not None and entry.status.startswith("200")


def with_permission(headers: Headers, entry: Entry) -> Headers:
    """The headers of an answer that proxies may keep until it expires, LONGEST at most.

    Browsers still get `Cache-Control: no-cache`. `Vary` names the cookie, because people with a session get another answer.
    """
    seconds = min(LONGEST, int(entry.expires - time.time()))
    if seconds < 1:
        return headers
    return [
        *(header for header in headers if header[0] != "Vary"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Surrogate-Control", f"max-age={seconds}, stale-if-error={IF_ERROR}"),
        ("Surrogate-Key", KEY),
    ]


class Proxy:
    """One proxy.

    Args:
        address: where it accepts purges, such as "http://10.0.0.5:6082".
    """

    def __init__(self, address: str):
        self.address = address
        self.name = urlsplit(address).netloc.rpartition("@")[2]
        # Until when purge_soon() sends nothing, because the last purge failed.
        self._pause_until = 0.0
        # The state of the hub for which this process has last purged the proxy.
        self._purged: tuple[str, ...] = ()
        self._key = f"proxy:{hashlib.sha256(address.encode()).hexdigest()[:16]}"

    # --- Sending ------------------------------------------------------------------------------------------
    def purge(self, key: str = KEY, soft: bool = False) -> None:
        """Send one purge.

        Args:
            key: the surrogate key. soft: whether the proxy may still show what it has while the hub is down.

        Raises:
            NotPurged: with the reason.
        """
        parts = urlsplit(self.address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        headers = {"Surrogate-Key": key, **({"Fastly-Soft-Purge": "1"} if soft else {})}
        try:
            connection.request("PURGE", parts.path or "/", headers=headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise NotPurged(type(error).__name__) from error
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise NotPurged(f"it answered {status}")

    @property
    def is_paused(self) -> bool:
        """Whether the last purge failed a moment ago, so that nobody should wait for the next one."""
        return time.monotonic() < self._pause_until

    def purge_now(self, soft: bool) -> None:
        """Send a purge after a change. If it fails, the worker sends it again."""
        if self.is_paused:
            return
        try:
            self.purge(soft=soft)
        except NotPurged as error:
            self._pause_until = time.monotonic() + PAUSE
            logger.warning("The proxy %s was not purged (%s). The worker tries again.", self.name, error)

    # --- The worker ---------------------------------------------------------------------------------------
    def update(self) -> bool:
        """Purge the proxy if something has changed since it last accepted a purge of the worker.

        Returns:
            Whether it is up to date now.
        """
        version = known_cache_version()
        if version is None:
            # There is a new one when it can be read again.
            return True
        state = (release_id(), *version)
        if self._purged == state:
            return True
        known = self._record()
        if known.get("state") != state:
            _release, withdrawal, _change = known.get("state") or ("", "", "")
            try:
                self.purge(soft=withdrawal == version.withdrawal)
            except NotPurged as error:
                if "failing_since" not in known:
                    logger.warning("The proxy %s was not purged (%s). It is tried again.", self.name, error)
                    cache.set(self._key, {**known, "failing_since": timezone.now()}, None)
                return False
            cache.set(self._key, {"state": state}, None)
        self._purged = state
        return True

    def failing_since(self) -> datetime.datetime | None:
        """Since when the worker's purges fail, or None."""
        return self._record().get("failing_since")

    def _record(self) -> dict[str, Any]:
        return cache.get(self._key) or {}


@functools.cache
def _proxy(address):
    return Proxy(address)


def proxies() -> list[Proxy]:
    """The proxies that the operator has named."""
    return [_proxy(address) for address in settings.CACHE_PROXIES]


def update_all() -> bool:
    """Purge every proxy that has not accepted a purge since the last change. Called by the worker again and again.

    Returns:
        Whether all are up to date.
    """
    return all([proxy.update() for proxy in proxies()])


@functools.cache
def _threads():
    return ThreadPoolExecutor(4, thread_name_prefix="purge")


def purge_soon(is_withdrawal: bool, **_kwargs: Any) -> None:
    """Receiver of version_changed: send a purge to every proxy, in other threads.

    An answering proxy has taken it when this returns, so that the next reader sees the change. Nobody waits for one that does not answer
    longer than WAIT, and not at all if its last purge failed.
    """
    waiting = [
        _threads().submit(proxy.purge_now, soft=not is_withdrawal)
        for proxy in proxies()
        if not proxy.is_paused
    ]
    if waiting:
        wait(waiting, timeout=WAIT)


def connect() -> None:
    """Tell proxies of each change from now on."""
    version_changed.connect(purge_soon, dispatch_uid="page_cache:proxies")
