"""Links to other sites are asked politely, never in a private network, and not when a reader waits. Real servers answer."""

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.models import ExternalLink
from portal.quality import link_check
from portal.quality import services as quality

pytestmark = pytest.mark.one_database

# As in tests/partners/ics_import/test_fetching.py: the operator allows this address; 127.0.0.1 stays private.
ALLOWED = "127.0.0.2"


@contextlib.contextmanager
def site(statuses):
    """A real site: a dict of path to status, or (status, location); yields its address and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            asked.append((self.command, self.path, dict(self.headers), time.monotonic()))
            found = statuses.get((self.command, self.path), statuses.get(self.path, 200))
            status, location = found if isinstance(found, tuple) else (found, "")
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_HEAD = answer

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer((ALLOWED, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{ALLOWED}:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def allowed(settings):
    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]


@pytest.mark.parametrize(
    ("statuses", "works", "status"),
    [
        ({}, True, 200),
        ({"/a": 404}, False, 404),
        ({"/a": 410}, False, 410),
        ({"/a": 500}, False, 500),
        ({"/a": 403}, True, 403),
        ({"/a": 429}, True, 429),
        ({("HEAD", "/a"): 405}, True, 200),
        ({("HEAD", "/a"): 404}, True, 200),
        ({"/a": (301, "/b")}, True, 200),
        ({"/a": (302, "/b"), "/b": 404}, False, 404),
        ({"/a": (301, "/a")}, False, None),
    ],
)
def test_an_address_works_or_not_as_a_reader_would_find(allowed, statuses, works, status):
    with site(statuses) as (root, _asked):
        answer = link_check.ask(f"{root}/a")
    assert (answer.works, answer.status) == (works, status)
    assert works or answer.reason


def test_the_hub_says_who_asks_and_reads_no_body(allowed, settings):
    with site({}) as (root, asked):
        link_check.ask(f"{root}/a?b=ü#part")
    ((method, path, headers, _when),) = asked
    assert (method, path) == ("HEAD", "/a?b=%C3%BC")
    assert settings.WAGTAILADMIN_BASE_URL in headers["User-Agent"]
    assert "Cookie" not in headers and "Referer" not in headers


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://10.0.0.5/", "http://169.254.169.254/latest/"]
)
def test_no_private_network_is_asked(address):
    answer = link_check.ask(address)
    assert not answer.works and answer.reason == "it is in a private network"


def test_a_redirect_into_a_private_network_is_not_followed(allowed):
    with site({"/a": (302, "http://127.0.0.1:9/")}) as (root, _asked):
        assert link_check.ask(f"{root}/a").reason == "it is in a private network"


@pytest.mark.parametrize(
    "address", ["http://[::1", "https://", "ftp://example.org/", "http://example.org:99999/"]
)
def test_what_is_no_address_does_not_work(address):
    assert not link_check.ask(address).works


@pytest.mark.django_db
def test_one_host_is_asked_with_a_pause_and_what_was_asked_is_left_for_a_week(allowed):
    with site({"/dead": 404}) as (root, asked):
        for path in ("alive", "dead"):
            ExternalLink.objects.create(url=f"{root}/{path}")
        ours = quality.due_links().filter(url__startswith=root)
        assert quality.check_links(ours, pause=0.3) == 2
        times = [when for _method, _path, _headers, when in asked]
        assert times[1] - times[0] >= 0.29
        dead = ExternalLink.objects.get(url=f"{root}/dead")
        assert (dead.state, dead.status, dead.reason) == ("broken", 404, "error 404") and dead.broken_since
        assert not quality.due_links().filter(url__startswith=root).exists()
        # One that does not work is asked again after a day, and remembers since when.
        ExternalLink.objects.update(checked_at=timezone.now() - quality.BROKEN_FOR)
        assert list(quality.due_links().filter(url__startswith=root)) == [dead]
        quality.check_links([dead], pause=0)
        since = dead.broken_since
        dead.refresh_from_db()
        assert dead.broken_since == since


@pytest.mark.django_db
def test_a_hub_without_a_way_out_notes_nothing(caplog):
    links = [ExternalLink.objects.create(url=f"http://127.0.0.1:9/{number}") for number in range(5)]
    quality.check_links(links, pause=0)
    assert not ExternalLink.objects.broken().exists()
    assert "no way out" in caplog.text


@pytest.mark.django_db
def test_the_operator_can_switch_it_off(settings, capsys):
    ExternalLink.objects.create(url="http://127.0.0.1:9/")
    settings.CHECK_LINKS = False
    call_command("check_links")
    assert ExternalLink.objects.get(url="http://127.0.0.1:9/").checked_at is None
    settings.CHECK_LINKS = True
    call_command("check_links")
    assert "addresses were asked" in capsys.readouterr().out
