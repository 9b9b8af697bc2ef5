"""What all tests share: the demonstration in a real database, accounts, a served site, a real browser."""

import os
import threading

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The demonstration, loaded once; each test works in a transaction that is rolled back."""
    from portal.management.commands.setup import compile_catalogues

    os.environ["DEMO_PASSWORD"] = DEMO_PASSWORD
    with django_db_blocker.unblock():
        compile_catalogues()
        call_command("load_demo", verbosity=0)


@pytest.fixture(autouse=True)
def empty_cache(request):
    """What one test wrote into the cache (rate limits, the frame) is unknown to the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def account(db):
    """Finds a demo account by the first part of its address: account("editor")."""
    return lambda name: get_user_model().objects.get(email=f"{name}@example.org")


@pytest.fixture
def signed_in(client, account):
    """A client in which an account is signed in: signed_in("editor")."""

    def sign_in(name):
        client.force_login(account(name), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format, *args):
        """Say nothing: the tests' own messages are what matters."""


@pytest.fixture(scope="session")
def site_url(django_db_setup, django_db_blocker):
    """The address of the hub, served by threads of this process from the tests' database.

    What a browser test writes stays until the test removes it.
    """
    server = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler)
    server.set_app(get_wsgi_application())
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with django_db_blocker.unblock():
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium; nothing is downloaded."""
    return {
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": CHROMIUM_ARGUMENTS,
    }
