"""The tests' database: prepared once for the code and content as they are, copied for each process, put back after a browser test."""

import fcntl
import gc
import hashlib
import os
import re
import shutil
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.transaction import atomic
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from portal.audit import append_only
from portal.management.commands.setup import migrate

# What only answers requests does not shape the database; all other code and content of the apps does.
SHAPES_NOTHING = re.compile(r"(^|_)(views|admin|urls)\.py$|^wagtail_hooks\.py$|^(reports|templatetags)$")
FOLDER = settings.BASE_DIR / "var" / "tests"
# Where the rows as they were prepared are found beside those of the tests, and those that the migrations alone make.
KEPT, MIGRATED = "kept", "migrated"
WRITES = re.compile(r'\b(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)


def _make_tables():
    """Migrate, without looking for garbage among the models that each migration makes: a third of the time."""
    gc.disable()
    try:
        migrate()
    finally:
        gc.enable()


def _fill():
    """Load the demonstration, and show each of its pages once.

    The first reader of a page with pictures waits until they are there in each size and format, which takes twenty times as long
    as the page; else each test that shows one would, since what it makes is undone.
    """
    call_command("load_demo", verbosity=0)
    reader = Client(raise_request_exception=False)
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code=settings.LANGUAGE_CODE):
        reader.get(page.url)


def _digest(folder="**"):
    """A digest of the code and content of the apps that shapes the database, in every folder or in those of one name."""
    digest = hashlib.sha256()
    for app in ("portal", "media", "partners", "home"):
        for path in sorted((settings.BASE_DIR / app).glob(f"{folder}/*")):
            parts = path.relative_to(settings.BASE_DIR).parts
            if path.suffix in {".py", ".yaml", ".jpg", ".png", ".webm"} and not any(
                map(SHAPES_NOTHING.search, parts)
            ):
                digest.update("/".join(parts).encode() + path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    return digest


class Sqlite:
    """Files: one with the demonstration, of which each process has a copy, and one with empty tables, from which it is made."""

    def __init__(self, connection, name):
        self.connection = connection
        self.prepared = FOLDER / name / "hub.sqlite3"
        # Making the tables takes longest and changes least.
        self.migrated = FOLDER / f"{_digest('migrations').hexdigest()[:16]}.sqlite3"
        self.own = settings.VAR_DIR / "test.sqlite3"
        # Another session may make the prepared one anew.
        self.rows = {kept: settings.VAR_DIR / f"as_{kept}.sqlite3" for kept in (KEPT, MIGRATED)}

    def is_there(self):
        """Whether the prepared database is there beside its uploads."""
        return self.prepared.exists() and self.migrated.exists()

    def make(self, unfinished):
        """Fill the prepared database, in a folder that gets its name when all is done."""
        for older in FOLDER.glob("*.sqlite3*"):
            if older != self.migrated:
                older.unlink()
        place = unfinished / self.prepared.name
        if self.migrated.exists():
            shutil.copyfile(self.migrated, place)
        self._use(place)
        _make_tables()
        if not self.migrated.exists():
            self._close()
            shutil.copyfile(place, self.migrated)
        _fill()
        self._close()

    def copy(self):
        """Use a copy of the prepared database."""
        shutil.copyfile(self.prepared, self.own)
        shutil.copyfile(self.prepared, self.rows[KEPT])
        shutil.copyfile(self.migrated, self.rows[MIGRATED])
        self._use(self.own)

    def restore(self, _written, kept=KEPT):
        """Write the whole file anew, beneath the open connections: the index of words has no rows that could be compared."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(self.rows[kept])) as rows:
            rows.backup(self.connection.connection)

    def remove(self):
        """Nothing to do: the copy lies in the process's own temporary folder."""

    def _use(self, place):
        self.connection.close()
        self.connection.settings_dict["NAME"] = str(place)

    def _close(self):
        self.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


class Postgresql:
    """Databases of one server: a template with the demonstration, and a copy of it for each process."""

    def __init__(self, connection, name):
        self.connection = connection
        base = f"test_{connection.settings_dict['NAME']}"
        self.templates = f"{base}_prepared_"
        self.prepared = self.templates + name[:16]
        self.own = f"{base}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"

    def is_there(self):
        """Whether the template is there."""
        return self.prepared in self._templates()

    def make(self, _unfinished):
        """Fill the template, under a name that it keeps only when all is done."""
        for older in self._templates():
            self._drop(older)
        unfinished = f"{self.prepared}_"
        self._server(f'CREATE DATABASE "{unfinished}"')
        self._use(unfinished)
        _make_tables()
        self._keep(MIGRATED)
        _fill()
        self._keep(KEPT)
        self.connection.close()
        self._server(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.prepared}"')

    def copy(self):
        """Use a copy of the template."""
        self._drop(self.own)
        self._server(f'CREATE DATABASE "{self.own}" TEMPLATE "{self.prepared}"')
        self._use(self.own)

    def _keep(self, kept):
        with self.connection.cursor() as cursor:
            tables = self.connection.introspection.table_names(cursor)
            cursor.execute(f"CREATE SCHEMA {kept}")
            for table in tables:
                cursor.execute(f'CREATE TABLE {kept}."{table}" AS TABLE "{table}"')

    def restore(self, written, kept=KEPT):
        """Make the rows of some tables what they were; those that are kept are in a schema of the copy."""
        with self.connection.cursor() as cursor:
            tables = sorted(written.intersection(self.connection.introspection.table_names(cursor)))
            keys = {
                table: self.connection.introspection.get_primary_key_column(cursor, table) for table in tables
            }
            # The database itself refuses to change the audit trail.
            protected = not written.isdisjoint(append_only.TABLES)
            with atomic(), append_only.lifted(self.connection.alias) if protected else nullcontext():
                # All rows that are too much go first: what comes back may be under the same address.
                for table, key in keys.items():
                    if key is None:
                        cursor.execute(f'DELETE FROM "{table}"')
                        continue
                    cursor.execute(
                        f'DELETE FROM "{table}" WHERE "{key}" IN (SELECT "{key}" FROM'
                        f' (SELECT * FROM "{table}" EXCEPT SELECT * FROM {kept}."{table}") AS changed)'
                    )
                for table in tables:
                    cursor.execute(
                        f'INSERT INTO "{table}" SELECT * FROM {kept}."{table}" EXCEPT SELECT * FROM "{table}"'
                    )

    def remove(self):
        """Drop the copy, even if a reader who went away has left a connection open."""
        self.connection.close()
        self._drop(self.own)

    def _templates(self):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            return [name for (name,) in cursor.fetchall() if name.startswith(self.templates)]

    def _drop(self, name):
        self._server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _server(self, statement):
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    def _use(self, name):
        self.connection.close()
        self.connection.settings_dict["NAME"] = name


class TestDatabase:
    """The database of this process. It knows into which tables something was written since it was put back.

    Attributes:
        written: their names; also of tables whose change was rolled back.
    """

    __test__ = False

    def __init__(self, connection):
        """Copy what was prepared; the first of the parallel processes prepares it, the others wait."""
        # The demonstration's events are counted from the day of loading.
        content = _digest()
        content.update(timezone.localdate().isoformat().encode())
        content.update(Path(__file__).read_bytes())
        name = f"{content.hexdigest()[:16]}-{connection.vendor}"
        self.connection = connection
        self.written = set()
        self.store = {"sqlite": Sqlite, "postgresql": Postgresql}[connection.vendor](connection, name)
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            prepared = FOLDER / name
            if not (prepared.exists() and self.store.is_there()):
                for older in FOLDER.iterdir():
                    # Those for another database of the same content stay.
                    same = older.name.startswith(name[:16]) and older.suffix != ".unfinished"
                    if older.is_dir() and (older == prepared or not same):
                        shutil.rmtree(older)
                unfinished = prepared.with_suffix(".unfinished")
                unfinished.mkdir()
                self.store.make(unfinished)
                shutil.copytree(settings.MEDIA_ROOT, unfinished / "uploads")
                unfinished.rename(prepared)
            self.store.copy()
            shutil.copytree(prepared / "uploads", settings.MEDIA_ROOT, dirs_exist_ok=True)
        # Every thread of the served site has a connection of its own.
        connection_created.connect(self._watch)
        self._watch(connection)

    def _watch(self, connection, **_kwargs):
        if self._note not in connection.execute_wrappers:
            connection.execute_wrappers.append(self._note)

    def _note(self, execute, sql, params, many, context):
        statement = str(sql)
        if not statement.startswith("SELECT"):
            self.written.update(WRITES.findall(statement))
        return execute(sql, params, many, context)

    def restore(self):
        """Make every row that was written what it was when the database was prepared."""
        if self.written:
            self.store.restore(self.written)
        self.written.clear()

    def empty(self):
        """Make every row what the migrations made it, as in a hub that nobody has used, until restore() is called."""
        with self.connection.cursor() as cursor:
            self.written.update(self.connection.introspection.table_names(cursor))
        self.store.restore(self.written, MIGRATED)

    def remove(self):
        """The end of the session."""
        connection_created.disconnect(self._watch)
        self.store.remove()
