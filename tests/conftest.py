"""What all tests share: the demonstration in a real database, accounts, a served site, a real browser."""

import datetime
import gc
import os
import threading
import zoneinfo

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.utils import translation

from portal.core.cache_version import bump_cache_version, withdraw_cached_pages
from tests.elsewhere import Elsewhere

# Playwright's event loop runs in the thread of the tests, which also use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DEMO_PASSWORD = "river-stone-lantern-42"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _travel():
    """Let the tests run as of another time of the hub's zone (`make test-dates`): TEST_DATE=2027-02-01T12:00.

    Before the conftest.py of a folder that was named on the command line is read: it may reckon with today.
    """
    if date := os.environ.get("TEST_DATE"):
        start = datetime.datetime.fromisoformat(date).replace(tzinfo=zoneinfo.ZoneInfo(settings.TIME_ZONE))
        time_machine.travel(start, tick=True).start()


_travel()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Each parallel process begins with its share of the slow tests, so that none is left with one at the end.

    `--dist worksteal` gives each process a part of the list, and whoever has finished takes from the end of another's part.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes == 1:
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    others = [item for item in items if not item.get_closest_marker("slow")]
    ordered = []
    for process in range(processes):
        share = slow[process::processes]
        length = (len(items) - len(ordered)) // (processes - process)
        others_too = max(0, length - len(share))
        ordered += share + others[:others_too]
        del others[:others_too]
    items[:] = ordered


def pytest_collection_finish():
    """What was imported stays: looking through it for garbage again and again costs much and finds nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def test_database(django_test_environment, django_db_blocker):
    """The demonstration, in a database of this process."""
    from django.db import connection

    from portal.management.commands.setup import compile_catalogues
    from tests.database import TestDatabase

    compile_catalogues()
    os.environ["DEMO_PASSWORD"] = DEMO_PASSWORD
    with django_db_blocker.unblock():
        database = TestDatabase(connection)
    yield database
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(scope="session")
def django_db_setup(test_database):
    """Each test works in a transaction that is rolled back."""


@pytest.fixture
def real_commits(test_database, django_db_blocker):
    """No transaction is open around the test. Every row it writes is put back; Django's own way would empty the database."""
    with django_db_blocker.unblock():
        test_database.restore()
        yield
        test_database.restore()


@pytest.fixture(scope="module")
def unused_database(test_database, django_db_blocker):
    """Until the file ends, the database holds what the migrations make, as in a hub that nobody has used."""
    with django_db_blocker.unblock():
        test_database.empty()
    cache.clear()
    yield
    with django_db_blocker.unblock():
        test_database.restore()
    cache.clear()


@pytest.fixture(scope="module")
def file_transaction(django_db_setup, django_db_blocker):
    """A transaction around all tests of a file: rows that its fixtures of scope "module" write are there for each of them.

    Each test has a transaction within this one. Objects from such a fixture must be read again by each test, which may change
    them. Not for files that use `real_commits` or a browser.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def empty_cache(request):
    """What one test wrote into the cache (rate limits, the site context) is unknown to the next."""
    cache.clear()
    withdraw_cached_pages()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_outbox(settings):
    """Django's test runner puts its own mail backend in place; ours is what is tested."""
    settings.EMAIL_BACKEND = "portal.notifications.outbox.OutboxBackend"


@pytest.fixture(autouse=True)
def first_language():
    """A request leaves its language behind in its thread; the next test begins in the first one."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def account(db):
    """Finds a demo account by the first part of its address: account("editor")."""
    return lambda name: get_user_model().objects.get(email=f"{name}@example.org")


@pytest.fixture
def signed_in(client, account):
    """A client in which an account is signed in: signed_in("editor")."""

    def sign_in(name):
        client.force_login(account(name))
        return client

    return sign_in


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens within is committed, for all that waits for it: `with committed(): page.unpublish()`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format, *args):
        """Say nothing: the tests' own messages are what matters."""


class _Hub:
    """The hub's WSGI application, which knows how many requests it is answering."""

    def __init__(self, application):
        self.application = application
        self.change = threading.Condition()
        self.running = 0

    def __call__(self, environ, start_response):
        self._count(1)
        answer = None
        try:
            answer = self.application(environ, start_response)
            yield from answer
        finally:
            if answer is not None:
                answer.close()
            self._count(-1)

    def _count(self, more):
        with self.change:
            self.running += more
            self.change.notify_all()

    def wait(self):
        """Wait for the answers to readers who may have gone already: they may still write."""
        with self.change:
            assert self.change.wait_for(lambda: not self.running, timeout=30), "A request is not answered."


@pytest.fixture(scope="session")
def served_hub(django_db_setup, django_db_blocker):
    """The hub, served by threads of this process from the tests' database: its `address`, and `wait()`."""
    hub = _Hub(get_wsgi_application())
    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.set_app(hub)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with django_db_blocker.unblock():
        thread.start()
        yield hub
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def site_url(served_hub):
    """The address of the hub that is served."""
    return served_hub.address


@pytest.fixture(scope="session")
def _elsewhere_site():
    with Elsewhere() as server:
        yield server


@pytest.fixture
def elsewhere(_elsewhere_site, site_url):
    """The neutral site to which the exit leads in this test."""
    from portal.models import SafetySettings

    # Past the editor's checks: the tests' neutral site has neither a name nor HTTPS.
    SafetySettings.objects.update(exit_url=_elsewhere_site.url)
    bump_cache_version()
    _elsewhere_site.requests.clear()
    return _elsewhere_site


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium; nothing is downloaded."""
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": CHROMIUM_ARGUMENTS,
    }
