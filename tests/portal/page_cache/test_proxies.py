"""What proxies and CDNs may keep, and how they are told of changes."""

import datetime
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from wagtail.models import Locale

from media.models import HubDocument, HubImage, HubMedia
from partners.models import EventPage
from partners.workspace import status_changes
from portal.core.cache_version import bump_cache_version, known_cache_version, withdraw_cached_pages
from portal.models import Alert
from portal.operations import health_checks
from portal.page_cache import proxies
from tests.live import published
from tests.portal.page_cache.conftest import Reader

KEPT = [
    "/",
    "/es/definitions/labor-trafficking/",
    "/so/get-help/",
    "/events/",
    "/events/?page=2",
    "/events/calendar.ics",
    "/events/feed.atom",
    "/partners/",
    "/initiatives/?status=active",
    "/api/hsds/organizations?per_page=1",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/robots.txt",
    "/contact/",
    "/{event}",
    "/{event}event.ics",
]
# What browsers must ask for again, and no proxy keeps: addresses of which there may be any number, and what people type.
ASKED_AGAIN = [
    "/definitions",  # 301
    "/no-such-page/",
    "/events/?q=somebody",
    "/events/?from=whenever",
    "/?unknown=1",
]
NOT_STORED = [
    "/request-accessible-format/",
    "/partners/join/",
    "/search/?q=wage",
    "/es/search/",
    "/exit/",
    "/healthz",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/workspace/",
    "/es/workspace/",
    "/admin/",
    "/admin/pages/",
    "/preview/no-such-secret/",
]


@pytest.fixture
def named(settings):
    """The operator has named a proxy, which is not there."""
    settings.CACHE_PROXIES = ["http://127.0.0.1:1"]


@pytest.fixture
def event_path():
    event = EventPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    return event.get_url_parts()[2].lstrip("/")


def _vary(answer):
    return {name.strip().lower() for name in answer.headers.get("vary", "").split(",")}


# --- What they may keep -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", KEPT)
def test_a_public_page_may_be_kept_by_a_proxy_and_not_by_a_browser(reader, named, address, event_path):
    address = address.replace("{event}", event_path)
    first = reader.get(address)
    tag = first.headers["etag"]
    for answer in (first, reader.get(address), reader.get(address, if_none_match=tag)):
        assert answer.status in (200, 304) and answer.headers["cache-control"] == "no-cache"
        assert re.fullmatch(r"max-age=\d+, stale-if-error=259200", answer.headers["surrogate-control"])
        assert 0 < int(re.search(r"\d+", answer.headers["surrogate-control"])[0]) <= 600
        assert answer.headers["surrogate-key"] == "hub"
        assert _vary(answer) == {"accept-encoding", "cookie"}
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("address", KEPT + ASKED_AGAIN + NOT_STORED)
def test_what_a_session_gets_is_private(reader, named, settings, address, event_path):
    address = address.replace("{event}", event_path)
    answer = reader.get(address, cookie=f"{settings.SESSION_COOKIE_NAME}=abc")
    assert "surrogate-control" not in answer.headers
    found = answer.headers["cache-control"]
    assert "private" in found or "no-store" in found


@pytest.mark.parametrize("address", KEPT + ASKED_AGAIN + NOT_STORED)
def test_without_a_named_proxy_nothing_may_be_kept(reader, address, event_path):
    answer = reader.get(address.replace("{event}", event_path))
    assert not {"surrogate-control", "surrogate-key"} & set(answer.headers)
    assert "cookie" not in _vary(answer) or address not in KEPT


@pytest.mark.parametrize("address", ASKED_AGAIN)
def test_other_answers_are_not_for_proxies(reader, named, address):
    for _time in range(2):
        answer = reader.get(address)
        assert answer.headers["cache-control"] == "no-cache" and "surrogate-control" not in answer.headers


@pytest.mark.parametrize("address", NOT_STORED)
def test_forms_searches_accounts_and_the_exit_are_stored_nowhere(reader, named, address):
    for _time in range(2):
        answer = reader.get(address)
        assert "no-store" in answer.headers["cache-control"] and "surrogate-control" not in answer.headers


def test_files_say_for_themselves_how_long_they_may_be_kept(reader, named, db):
    rendition = HubImage.objects.order_by("pk").first().get_rendition("width-200")
    answer = reader.get(rendition.url)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    # Not used by any page: not there for readers.
    unused = HubDocument.objects.create(title="Unused", file=ContentFile(b"Text", "unused.txt"))
    video = HubMedia.objects.order_by("pk").first()
    for address in (unused.url, video.url, "/uploads/original_images/x.png"):
        assert reader.get(address).headers["cache-control"] in ("no-cache", "private, no-store", "no-store")
    for address in (rendition.url, unused.url, video.url, "/static/portal/admin/admin.css"):
        assert "surrogate-control" not in reader.get(address).headers


def test_a_proxy_keeps_a_page_no_longer_than_it_is_right(reader, named, committed):
    now = timezone.now().replace(microsecond=0)
    with committed():
        published(
            Alert(
                title="An alert of this test",
                text="<p>Text.</p>",
                level="information",
                starts_at=now + datetime.timedelta(minutes=2),
                locale=Locale.get_default(),
            )
        )
    with time_machine.travel(now, tick=False):
        assert reader.get("/contact/").headers["surrogate-control"].startswith("max-age=120,")
    with time_machine.travel(now + datetime.timedelta(seconds=100), tick=False):
        assert reader.get("/contact/").headers["surrogate-control"].startswith("max-age=20,")


def test_a_page_that_was_made_while_something_changed_is_not_for_proxies(page_cache, named):
    inner = page_cache.application

    def changes_meanwhile(environ, start_response):
        answer = inner(environ, start_response)
        bump_cache_version()
        return answer

    page_cache.application = changes_meanwhile
    assert "surrogate-control" not in Reader(page_cache).get("/contact/").headers
    page_cache.application = inner
    assert "surrogate-control" in Reader(page_cache).get("/contact/").headers


def test_what_the_hub_shows_while_the_database_fails_is_not_for_proxies(reader, named):
    def refuse(*_args):
        raise OperationalError("The database is gone.")

    reader.get("/contact/")
    bump_cache_version()
    with connection.execute_wrapper(refuse):
        answer = reader.get("/contact/")
    assert answer.state == "stale" and "surrogate-control" not in answer.headers


# --- How they are told ------------------------------------------------------------------------------------------
class FakeProxy:
    """A program that takes purges as Varnish does: `purges` has (method, key, whether it is soft). It can fail, or not answer."""

    def __init__(self):
        self.purges, self.status, self.hold = [], 200, threading.Event()
        self.hold.set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_PURGE(self):
                outer.hold.wait(10)
                outer.purges.append(
                    (self.headers["Surrogate-Key"], self.headers.get("Fastly-Soft-Purge") == "1")
                )
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self.hold.set()
        self.server.shutdown()
        self.server.server_close()


SOFT, HARD = ("hub", True), ("hub", False)


@pytest.fixture
def taking(settings, db):
    """A proxy that takes purges, and is named."""
    found = FakeProxy()
    settings.CACHE_PROXIES = [found.address]
    yield found
    found.stop()


def test_a_change_is_told_at_once_softly_and_a_withdrawal_hard(taking):
    bump_cache_version()
    assert taking.purges == [SOFT]
    withdraw_cached_pages()
    assert taking.purges == [SOFT, HARD]


def test_what_the_office_takes_down_is_purged_hard_after_the_transaction(taking, account, committed):
    event = EventPage.objects.live().filter(locale__language_code="en").order_by("pk").first()
    with committed():
        status_changes.take_down(event, account("coordinator"))
        assert not taking.purges
    assert HARD in taking.purges


def test_the_worker_purges_once_more_for_each_change_and_then_rests(taking):
    call_command("run_worker", "--once")
    taking.purges.clear()
    bump_cache_version()
    bump_cache_version()
    assert taking.purges == [SOFT, SOFT]
    for _time in range(2):
        call_command("run_worker", "--once")
        assert taking.purges == [SOFT, SOFT, SOFT]
    # Another worker knows it, too.
    proxies._proxy.cache_clear()
    call_command("run_worker", "--once")
    assert taking.purges == [SOFT, SOFT, SOFT]
    # What the cache has forgotten is purged for certain.
    cache.clear()
    proxies._proxy.cache_clear()
    call_command("run_worker", "--once")
    assert taking.purges == [SOFT, SOFT, SOFT, HARD]


def test_a_proxy_that_does_not_answer_delays_nobody_and_is_purged_when_it_does(taking, caplog):
    call_command("run_worker", "--once")
    taking.purges.clear()
    taking.hold.clear()
    began = time.monotonic()
    withdraw_cached_pages()
    assert time.monotonic() - began < 0.4
    # The purge fails after two seconds; from then on nobody waits at all.
    proxy = proxies.proxies()[0]
    while not proxy.is_paused and time.monotonic() - began < 10:
        time.sleep(0.05)
    began = time.monotonic()
    for _time in range(20):
        bump_cache_version()
    assert time.monotonic() - began < 0.2
    assert not proxies.update_all() and proxy.failing_since()
    state, message = _doctor()
    assert state == "wrong" and "accepts no purge since" in message and proxy.name in message
    assert f"The proxy {proxy.name} was not purged" in caplog.text
    taking.hold.set()
    time.sleep(0.1)
    taking.purges.clear()
    assert proxies.update_all() and taking.purges == [HARD]
    assert not proxy.failing_since() and _doctor()[0] == "ok"


def test_a_proxy_that_refuses_or_is_not_there_is_named_by_doctor(taking, settings):
    assert _doctor() == ("ok", "1 may keep pages, and accept purges.")
    assert set(taking.purges) == {("none", True)}
    taking.status = 405
    state, message = _doctor()
    assert state == "wrong" and "(it answered 405)" in message
    settings.CACHE_PROXIES = ["http://127.0.0.1:1"]
    began = time.monotonic()
    withdraw_cached_pages()
    assert time.monotonic() - began < 0.4 and known_cache_version()
    assert _doctor()[0] == "wrong" and "ConnectionRefusedError" in _doctor()[1]
    settings.CACHE_PROXIES = []
    assert _doctor() == ("ok", "None may keep pages.")


def _doctor():
    (found,) = [check for check in health_checks.CHECKS if check.part == "proxies"]
    return found.run().state, found.run().message
