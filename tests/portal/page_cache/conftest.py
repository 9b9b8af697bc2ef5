"""Readers of a hub whose page cache stands in front of it: the real one, asked as an application server asks it."""

import gzip
import io
from dataclasses import dataclass

import brotli
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from portal.page_cache.application import PageCache


@dataclass
class Answer:
    """What came back: the status as a number, headers by their names in small letters, and the body as it is read."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def state(self):
        """Where it comes from: "hit", "miss" or "stale", or "" when the cache had nothing to do with it."""
        return self.headers.get("x-cache", "")

    @property
    def body(self):
        match self.headers.get("content-encoding"):
            case "br":
                return brotli.decompress(self.sent)
            case "gzip":
                return gzip.decompress(self.sent)
        return self.sent


class Reader:
    """Asks an application for addresses: `reader.get("/events/?page=2", accept_encoding="br")`."""

    def __init__(self, application):
        self.application = application

    def get(self, address, method="GET", scheme="http", **headers):
        path, _mark, query = address.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        taken = []

        def start_response(status, headers, exc_info=None):
            taken[:] = [int(status.split()[0]), {name.lower(): value for name, value in headers}]

        answer = self.application(environ, start_response)
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return Answer(*taken, body)


@pytest.fixture(autouse=True)
def one_transaction():
    """A request ends no transaction of the test: as Django's own test client does it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def page_cache(db):
    """The page cache of one process, with nothing in it."""
    cache = PageCache(get_wsgi_application())
    cache.files.clear()
    return cache


@pytest.fixture
def reader(page_cache):
    """A reader whom this process answers."""
    return Reader(page_cache)


@pytest.fixture
def other_reader(page_cache):
    """A reader whom another process of the same host answers."""
    return Reader(PageCache(get_wsgi_application()))


@pytest.fixture
def uncached(db):
    """A reader without any page cache."""
    return Reader(get_wsgi_application())
