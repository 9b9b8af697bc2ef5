"""The page cache as a WSGI application in front of Django's.

A request of a reader is answered in this order:
1. from the memory of this process, when the entry there is of the present version and has not expired;
2. from the store that all processes share: files on one machine, Redis where there are several;
3. by Django. One process makes the answer. The others wait for it for at most a second, then show the previous answer.

When Django fails, the reader gets the last known answer, unless something was withdrawn after it was made
(portal/core/cache_version.py). The headers of such an answer say that it is old. While the version cannot be read, an answer is kept
for one second.
"""

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error as DatabaseFailure
from django.utils import timezone

from portal.core.cache_backends import key_prefix
from portal.core.cache_version import CacheVersion, version_source
from portal.core.expiry import noted_moments

from . import alerts, proxies
from .addresses import Address, address_of, is_cacheable, neutral_environ
from .entries import LARGEST, accepted_coding, forbids_storing, is_storable, make_entry, matches
from .release import release_id
from .renewal import Renewal
from .stores import FileStore, MemoryStore, RedisStore, page_files

logger = logging.getLogger(__name__)
MEMORY = 8 * 1024 * 1024
# All times are in seconds.
# A reader waits so long for another process that makes the answer, and looks for it so often.
WAIT, POLL = 1.0, 0.02
# An answer whose version is not known is kept so long.
KEPT_UNKNOWN = 1.0
# After Django has failed, last known answers are shown for so long without asking it.
PAUSE = 2.0
# A last known answer is shown up to this age.
LAST_KNOWN = 3 * 24 * 60 * 60
# When an answer may not be stored, requests for its address go straight to Django for so long; so many addresses are remembered.
PERSONAL = 60.0
MOST_PERSONAL = 1000

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]


class PageCache:
    """Answers readers from what Django has answered before.

    Args:
        application: Django's WSGI application.
    """

    def __init__(self, application: Callable[[dict[str, Any], StartResponse], Iterable[bytes]]):
        self.application = application
        self.memory = MemoryStore(MEMORY)
        self.files = page_files()
        self.shared: FileStore | RedisStore = self.files
        configured = settings.CACHES["default"]
        if configured["BACKEND"].endswith("RedisCache"):
            self.shared = RedisStore(configured["LOCATION"], key_prefix(configured.get("KEY_PREFIX", "")))
        self.version = version_source()
        self.release = release_id()
        self._makers = _Makers()
        self._failing_until = 0.0
        # The last version that this process could read.
        self.last_version: CacheVersion | None = None
        # Addresses whose answers may not be stored, each with the time until which that is remembered.
        self._personal: dict[Address, float] = {}
        # Called when this process has no stored response for a reader; cached() lets it start the renewal.
        self.on_miss: Callable[[], None] = _nothing

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        address = address_of(environ)
        if address is None:
            return self.application(environ, start_response)
        version = self.version.current()
        entry = self.memory.get(address)
        if entry is None or not self._is_fresh(entry, version):
            if not is_cacheable(address) or time.monotonic() < self._personal.get(address, 0):
                return self.application(environ, start_response)
            found = self._find_or_make(address, version, entry, environ, start_response)
            if not isinstance(found, tuple):
                return found
            entry, state = found
        else:
            state = "hit"
        return _send(entry, state, environ, start_response, self._is_for_proxies(entry, state))

    def _is_for_proxies(self, entry, state):
        """Whether proxies may keep an answer. Not if something has changed while it was made: they may have been purged before it arrives."""
        return (
            bool(settings.CACHE_PROXIES)
            and proxies.is_for_proxies(entry, state)
            and entry.version == self.version.current()
        )

    # --- Looking ------------------------------------------------------------------------------------------
    def _is_fresh(self, entry, version):
        if entry.release != self.release:
            return False
        now = time.time()
        if version is None:
            # Without the version, changes cannot be noticed.
            return now - entry.made < KEPT_UNKNOWN
        return entry.version == version and now < entry.expires

    def _is_showable(self, entry, version):
        """Whether an entry that is not fresh may be shown when Django fails: nothing was withdrawn since it was made."""
        if entry is None or time.time() - entry.made > LAST_KNOWN:
            return False
        last = version or self.last_version
        return bool(entry.version) and (last is None or entry.version.withdrawal == last.withdrawal)

    def _find_or_make(self, address, version, known, environ, start_response):
        """(Entry, value of X-Cache) or, if the answer may not be stored, Django's own answer."""
        self.on_miss()
        if version is not None:
            self.last_version = version
            found = self.shared.get(address)
            if found is not None and self._is_fresh(found, version):
                self.memory.set(address, found)
                return found, "hit"
            known = found or known
        if time.monotonic() < self._failing_until and (last := self._last_known(address, known, version)):
            return last, "stale"
        with self._makers.one_for(address) as is_first:
            if not is_first and (found := self._made_meanwhile(address, version)):
                return found, "hit"
            has_claim = self.shared.claim(address)
            try:
                if not has_claim and version is not None:
                    found, has_claim = self._wait_for_other(address, version)
                    if found:
                        return found, "hit"
                if not has_claim and self._is_showable(known, version):
                    return known, "stale"
                return self._make(address, version, known, environ, start_response)
            finally:
                if has_claim:
                    self.shared.release(address)

    def _made_meanwhile(self, address, version):
        found = self.memory.get(address)
        return found if found is not None and self._is_fresh(found, version) else None

    def _wait_for_other(self, address, version):
        """(What another process makes if it comes in time, or None; whether this process has the claim now).

        The other process gives up its claim without a stored answer when the answer may not be stored.
        """
        end, has_claim = time.monotonic() + WAIT, False
        while not has_claim and time.monotonic() < end:
            time.sleep(POLL)
            has_claim = self.shared.claim(address)
            found = self.shared.get(address)
            if found is not None and self._is_fresh(found, version):
                self.memory.set(address, found)
                return found, has_claim
        return None, has_claim

    def _last_known(self, address, known, version):
        """An entry that may be shown while Django fails."""
        if self._is_showable(known, version):
            return known
        # The needed pages (renewal.py) are stored under the hub's main host name.
        main = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        for wanted in (address, address._replace(scheme=main.scheme, host=main.netloc)):
            for store in (self.memory, self.files):
                if self._is_showable(entry := store.get(wanted), version):
                    return entry
        return None

    # --- Making -------------------------------------------------------------------------------------------
    def _make(self, address, version, known, environ, start_response):
        answered: list[Any] = []

        def take(status, headers, exc_info=None):
            answered[:] = [status, headers]

        asked = neutral_environ(environ, address)
        with noted_moments() as moments:
            try:
                answer = self.application(asked, take)
            except Exception as error:
                # Not even Django's own page for errors could be made.
                self._failing_until = time.monotonic() + PAUSE
                if last := self._last_known(address, known, version):
                    logger.error(
                        "A page could not be made (%s). The last known one is shown.", type(error).__name__
                    )
                    return last, "stale"
                raise
            status, headers = answered
            if status >= "500":
                self._failing_until = time.monotonic() + PAUSE
                if last := self._last_known(address, known, version):
                    _close(answer)
                    return last, "stale"
            if getattr(answer, "streaming", True) or not is_storable(status, headers):
                # Where there are cookies, they may be the reason, unless the answer itself forbids to store it.
                if status < "500" and ("HTTP_COOKIE" not in environ or forbids_storing(headers)):
                    self._note_personal(address)
                start_response(status, headers)
                if environ["REQUEST_METHOD"] == "HEAD":
                    _close(answer)
                    return []
                return answer
            body = b"".join(answer)
            try:
                expires = _expiry(moments)
            except DatabaseFailure:
                # This answer needed no database. When the next alert begins is not known.
                expires = time.time() + KEPT_UNKNOWN
            _close(answer)
        entry = make_entry(status, headers, body, version, self.release, expires)
        if len(body) <= LARGEST:
            self._keep(address, entry)
        return entry, "miss"

    def _note_personal(self, address):
        if len(self._personal) >= MOST_PERSONAL:
            self._personal.clear()
        self._personal[address] = time.monotonic() + PERSONAL

    def _keep(self, address, entry):
        self.memory.set(address, entry)
        if entry.version is None or entry.status.startswith("404"):
            # An address that leads nowhere may be anything that somebody typed.
            return
        self.shared.set(address, entry)
        if self.shared is not self.files:
            self.files.set(address, entry)

    def keep_on_disk(self, address: Address) -> None:
        """Write the entry of an address to the disk of this host, unless it is there.

        It is not there when another host made it and this one has it from Redis, or when it was deleted in favor of newer files.
        """
        entry = self.memory.get(address)
        if entry is None or entry.version is None or entry.status.startswith("404"):
            return
        stored = self.files.get(address)
        if stored is None or stored.version != entry.version:
            self.files.set(address, entry)


def _expiry(moments):
    """When an answer changes by itself, in seconds since 1970: at midnight, or at the first moment that was noted."""
    zone = timezone.get_default_timezone()
    tomorrow = timezone.localdate(timezone=zone) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time(), zone)
    return min(moment.timestamp() for moment in (midnight, *moments, *alerts.coming_moments()))


def _nothing():
    pass


def _close(answer):
    if close := getattr(answer, "close", None):
        close()


def _send(entry, state, environ, start_response, is_for_proxies):
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted is not None and entry.status.startswith("200") and matches(wanted, entry.etag):
        status, headers, body = "304 Not Modified", entry.not_modified(), b""
    else:
        status = entry.status
        headers, body = entry.answer(accepted_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
    headers = [*headers, *_state_headers(entry, state)]
    if is_for_proxies:
        headers = proxies.with_permission(headers, entry)
    start_response(status, headers)
    return [body] if body and environ["REQUEST_METHOD"] != "HEAD" else []


_HIT, _MISS = [("X-Cache", "hit")], [("X-Cache", "miss")]


def _state_headers(entry, state):
    if state == "hit":
        return _HIT
    if state == "miss":
        return _MISS
    age = max(0, int(time.time() - entry.made))
    return [("X-Cache", "stale"), ("Age", str(age)), ("Warning", '111 - "Revalidation Failed"')]


class _Makers:
    """Who makes which answer in this process: one thread for an address at a time."""

    def __init__(self):
        self._lock = threading.Lock()
        self._busy: dict[Address, threading.Lock] = {}

    def one_for(self, address):
        """A context manager: entered at once by the first, by others when the first is done or WAIT is over."""
        return _Turn(self, address)


class _Turn:
    def __init__(self, makers, address):
        self._makers, self._address = makers, address

    def __enter__(self):
        with self._makers._lock:
            self._own = threading.Lock()
            self._own.acquire()
            before = self._makers._busy.setdefault(self._address, self._own)
        if before is self._own:
            return True
        if before.acquire(timeout=WAIT):
            before.release()
        return False

    def __exit__(self, *_error):
        with self._makers._lock:
            if self._makers._busy.get(self._address) is self._own:
                del self._makers._busy[self._address]
        self._own.release()


def cached(application):
    """An application with the page cache in front of it, where the settings want one; its needed pages are kept on the disk."""
    if not settings.PAGE_CACHE:
        return application
    page_cache = PageCache(application)
    # Not before its first reader: the process may still be copied, and threads are not.
    page_cache.on_miss = Renewal(page_cache).start
    return page_cache
