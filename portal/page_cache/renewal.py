"""Keeps the most needed pages in every open language on the disk of each host, for times when the database or Redis fails.

One thread in one web process of each host makes them again after a change. It also deletes answers that must not be shown any more.
"""

import fcntl
import io
import logging
import os
import sys
import threading
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections

from portal.site.site_context import get_site_context

from .addresses import address_of

logger = logging.getLogger(__name__)
# Below the prefix of each language: the public addresses that every hub has.
NEEDED = (
    "",
    "get-help/",
    "definitions/",
    "initiatives/",
    "campaigns/",
    "videos/",
    "resources/",
    "partners/",
    "events/",
    "contact/",
    "accessibility/",
    "privacy/",
    "stay-safe-online/",
)
# Seconds between two looks, without a change before pages are made, and between two pages.
LOOK_EVERY, QUIET_FOR, REST = 2.0, 4.0, 0.05


class Renewal:
    """Makes the needed pages whenever they are outdated.

    Args:
        page_cache: a PageCache.
    """

    def __init__(self, page_cache):
        self._page_cache = page_cache
        self._process = 0
        self._lock = None
        self._seen = (None, 0.0)
        self._done = None
        self._withdrawal = None

    def start(self) -> None:
        """Begin, in a thread that ends with the process; once in a process."""
        if self._process == os.getpid():
            return
        self._process = os.getpid()
        threading.Thread(target=self._run, name="renewal of cached pages", daemon=True).start()

    def _run(self):
        while True:
            time.sleep(LOOK_EVERY)
            try:
                if self._is_the_one():
                    self.look()
            except Exception as error:  # The next look may succeed; readers do not depend on this one.
                logger.warning("Cached pages could not be renewed (%s).", type(error).__name__)
            # No request ends here that would close a connection which the database has cut.
            close_old_connections()

    def _is_the_one(self):
        """Whether this process is the one of its host."""
        if self._lock is None:
            file = (settings.VAR_DIR / "renewal.lock").open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._lock = file
        return True

    def look(self) -> int:
        """Renew what is outdated, once nothing has changed for a while.

        Returns:
            How many pages were made.
        """
        version = self._page_cache.version.current()
        if version is None:
            return 0
        if version.withdrawal != self._withdrawal:
            self._page_cache.files.delete_unless(lambda entry: self._is_kept(entry, version))
            self._withdrawal = version.withdrawal
        now = time.monotonic()
        if self._seen[0] != version:
            self._seen = (version, now)
        # At midnight every page expires; other moments concern the pages of events, which readers ask for.
        hour = time.time() // 3600
        if self._done == (version, hour) or now - self._seen[1] < QUIET_FOR:
            return 0
        count = self.renew()
        self._done = (version, hour)
        return count

    @staticmethod
    def _is_kept(entry, version):
        return bool(entry.version) and entry.version.withdrawal == version.withdrawal

    def renew(self) -> int:
        """Ask for every needed page that is not there as it should be.

        Returns:
            How many there are.
        """
        count = 0
        for path in needed_paths():
            self._ask(path)
            count += 1
            time.sleep(REST)
        return count

    def _ask(self, path):
        base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": base.hostname or "localhost",
            "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": base.netloc,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": base.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        answer = self._page_cache(environ, lambda status, headers, exc_info=None: None)
        if close := getattr(answer, "close", None):
            close()
        if address := address_of(environ):
            self._page_cache.keep_on_disk(address)


def needed_paths() -> list[str]:
    """The paths of the needed pages in every language whose home page is public."""
    context = get_site_context(settings.LANGUAGE_CODE)
    return [
        f"/{name}" if code == settings.LANGUAGE_CODE else f"/{code}/{name}"
        for code, _name in settings.LANGUAGES
        if code in context.open_languages
        for name in NEEDED
    ]
