"""What all tests share: the demonstration in a real database, accounts, a served site, a real browser."""

import fcntl
import hashlib
import os
import shutil
import threading

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

# Playwright's event loop runs in the thread of the tests, which also use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DEMO_PASSWORD = "river-stone-lantern-42"
# Folders and files on which the prepared database depends.
MAKES_THE_DATABASE = {
    "approvals.py",
    "blocks",
    "page_files.py",
    "archiving.py",
    "demo",
    "demo_loader.py",
    "demo_partners.py",
    "groups.py",
    "load_demo.py",
    "migrations",
    "models",
    "occurrences.py",
    "recurrence.py",
    "submission.py",
    "dawn.py",
    "sample_video.py",
    "search_word_files.py",
    "search_words.yaml",
}
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
def django_db_setup(request, django_test_environment, django_db_blocker):
    """The demonstration, loaded once; each test works in a transaction that is rolled back."""
    from django.db import connection

    from portal.management.commands.setup import compile_catalogues, migrate

    compile_catalogues()
    os.environ["DEMO_PASSWORD"] = DEMO_PASSWORD
    databases = None
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _copy_prepared(connection, migrate)
        else:
            request.getfixturevalue("django_db_modify_db_settings")
            databases = setup_databases(verbosity=0, interactive=False)
            call_command("load_demo", verbosity=0)
    yield
    if databases:
        with django_db_blocker.unblock():
            # A reader who went away in the middle of an answer may have left a connection of the served site open.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            teardown_databases(databases, verbosity=0)


def _digest(names):
    """A digest of the files of the apps whose name, or that of a folder above them, is among these."""
    digest = hashlib.sha256()
    for folder in ("portal", "media", "partners", "home"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".py", ".yaml"} and (names & {*path.parts, path.name}):
                digest.update(str(path).encode() + path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    return digest


def _copy_prepared(connection, migrate):
    """Use a copy of a database that was prepared once for the code and content as they are (kept under var/)."""
    tables, content = _digest({"migrations"}), _digest(MAKES_THE_DATABASE)
    # The demonstration's events are counted from the day of loading.
    content.update(timezone.localdate().isoformat().encode())
    folder = settings.BASE_DIR / "var" / "tests"
    prepared = folder / content.hexdigest()[:16]
    # Making the tables takes longest and changes least.
    migrated = folder / f"{tables.hexdigest()[:16]}.sqlite3"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        # One of the parallel processes prepares, the others wait for it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            for older in folder.iterdir():
                if older.is_dir():
                    shutil.rmtree(older)
                elif older not in (migrated, folder / "lock"):
                    older.unlink()
            unfinished = prepared.with_suffix(".unfinished")
            unfinished.mkdir()
            if migrated.exists():
                shutil.copyfile(migrated, unfinished / "hub.sqlite3")
            connection.settings_dict["NAME"] = str(unfinished / "hub.sqlite3")
            migrate()
            if not migrated.exists():
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                shutil.copyfile(unfinished / "hub.sqlite3", migrated)
            call_command("load_demo", verbosity=0)
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copytree(settings.MEDIA_ROOT, unfinished / "uploads")
            unfinished.rename(prepared)
        shutil.copyfile(prepared / "hub.sqlite3", settings.VAR_DIR / "test.sqlite3")
        shutil.copytree(prepared / "uploads", settings.MEDIA_ROOT, dirs_exist_ok=True)
    connection.settings_dict["NAME"] = str(settings.VAR_DIR / "test.sqlite3")


@pytest.fixture(autouse=True)
def empty_cache(request):
    """What one test wrote into the cache (rate limits, the frame) is unknown to the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_outbox(settings):
    """Django's test runner puts its own mail backend in place; ours is what is tested."""
    settings.EMAIL_BACKEND = "portal.outbox.OutboxBackend"


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


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens within is committed, for all that waits for it: `with committed(): page.unpublish()`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


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
