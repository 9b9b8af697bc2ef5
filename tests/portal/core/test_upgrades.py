"""A hub of an earlier version is upgraded: its database gets the tables of a new one, and keeps what was in it.

The databases are SQLite's. Of PostgreSQL there are none: the migrations and the repair of their history do the same there through
Django's schema editor, and every run of the tests on PostgreSQL makes its tables with them. Tried by hand on November 29, 2026: all four
commits made their tables on PostgreSQL 15, and had those of a new hub after the upgrade; bce2fa7 with its whole demonstration, too.
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from tests.tools.old_schemas import COMMITS, FOLDER

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Without looking for garbage among the models that each migration makes: a sixth of the time. And without making all models that are
# related to one anew when only its words change, as 400 operations do, which change no table: four fifths of it.
START = """
import gc, json, sqlite3, sys
import django
django.setup()
gc.disable()
from django.core.management import call_command
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AlterField

def columns(field):
    _name, path, args, options = field.deconstruct()
    return path, [] if "block_lookup" in options else args, {
        name: value for name, value in options.items()
        if name not in ("help_text", "verbose_name", "choices", "validators", "block_lookup")
    }

def state_forwards(self, app_label, state):
    fields = state.models[app_label, self.model_name_lower].fields
    if self.preserve_default and columns(fields[self.name]) == columns(self.field):
        fields[self.name] = self.field
    else:
        every_model_anew(self, app_label, state)

every_model_anew, AlterField.state_forwards = AlterField.state_forwards, state_forwards

def upgrade_to(path):
    # To the migrations that a later dump has applied.
    emit_pre_migrate_signal(0, False, "default")
    applied = set(sqlite3.connect(path).execute("SELECT app, name FROM django_migrations"))
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    # The last ones of each app.
    executor.migrate([
        key for key in sorted(applied.intersection(nodes))
        if not any(child.key[0] == key[0] and child.key in applied for child in nodes[key].children)
    ])
"""
UPGRADE_TO_THE_NEXT = START + "upgrade_to(sys.argv[1])"
# To each of the later dumps in sys.argv, of which what the first one could not hold yet is taken, and to a new hub.
UPGRADE_STEP_BY_STEP = (
    START
    + """
for path in sys.argv[1:]:
    upgrade_to(path)
    with sqlite3.connect(path + ".upgraded") as copy:
        connection.connection.backup(copy)
    connection.cursor().execute("ATTACH %s AS later", [path])
    for table in ("portal_taxonomyterm", "wagtailcore_revision", "portal_approval"):
        names = [row[1] for row in connection.cursor().execute(f"PRAGMA later.table_info({table})")]
        names = ", ".join(f'"{name}"' for name in names)
        connection.cursor().execute(f"INSERT OR IGNORE INTO main.{table} ({names}) SELECT {names} FROM later.{table}")
    connection.cursor().execute("DETACH later")
call_command("migrate", verbosity=0)
from home.models import FormatRequest
from portal.models import Approval, OutboxMessage, TaxonomyTerm, User
approval = Approval.objects.order_by("pk").first()
print(json.dumps({
    "person": User.objects.get(email="keeper@example.org").check_password("river-stone-lantern-42"),
    "request": FormatRequest.objects.get().need,
    "mail": OutboxMessage.objects.get(subject="Waits").recipients,
    "terms": list(TaxonomyTerm.objects.filter(slug="kept").values_list("name", flat=True)),
    "approved by": approval.approver.first_name,
    "confirmed": approval.confirmed_at,
}))
"""
)
# Its migrations were rewritten afterwards (portal/core/migration_history.py).
WITH_ANOTHER_HISTORY = "bce2fa7"
# What the dumps hold (tests/tools/old_schemas.py), by the columns that were never renamed.
ROWS = {
    "portal_user": "email, first_name, password",
    "home_formatrequest": "need, answer_by, safe",
    "portal_outboxmessage": "recipients, sender, subject, body",
    "portal_taxonomyterm": "kind, slug, name",
    "portal_approval": "revision_id, approver_id",
}


def tables(run):
    """What is in the tables of a database: columns, keys, indexes."""
    found = set()
    names = [
        row[0] for row in run("SELECT name FROM sqlite_master WHERE type = 'table'") if "_fts" not in row[0]
    ]
    for table in names:
        for _number, name, kind, not_null, _default, key, _hidden in run(f'PRAGMA table_xinfo("{table}")'):
            found.add((table, "column", name, kind, not_null, key))
        for row in run(f'PRAGMA foreign_key_list("{table}")'):
            found.add((table, "refers to", row[2], row[3]))
        for _number, name, is_unique, _origin, partial in run(f'PRAGMA index_list("{table}")'):
            columns = tuple(row[2] for row in run(f'PRAGMA index_info("{name}")'))
            found.add((table, "index", columns, is_unique, partial))
    return found


def fresh():
    def run(statement):
        with connection.cursor() as cursor:
            return cursor.execute(statement).fetchall()

    return tables(run)


def rows(database):
    """The rows of ROWS that a database has, by their tables."""
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {
        table: database.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
        for table, columns in ROWS.items()
        if table in there
    }


def restored(commit, folder):
    """The database of a dump, as a file."""
    if connection.vendor != "sqlite":
        pytest.skip("The earlier databases are SQLite's.")
    path = folder / f"{commit}.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress((FOLDER / f"{commit}.sql.gz").read_bytes()).decode())
    return path


def upgrade(path, script, *arguments):
    """Run a script in a process that uses the database; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": f"sqlite:///{path}",
            "VAR_DIR": str(path.parent / "var"),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def assert_same_tables(upgraded, expected):
    assert sorted(map(str, expected - upgraded)) == []
    assert sorted(map(str, upgraded - expected)) == []


def tables_of(path):
    with closing(sqlite3.connect(path)) as database:
        return tables(lambda statement: database.execute(statement).fetchall())


def own_migrations(path):
    with closing(sqlite3.connect(path)) as database:
        return {
            row
            for row in database.execute("SELECT app, name FROM django_migrations")
            if row[0] in ("home", "media", "partners", "portal")
        }


def test_the_earliest_hub_is_upgraded_and_on_its_way_is_each_later_one(tmp_path):
    """Where it has the tables, migrations and rows of a later dump, it is that hub: the upgrade goes on from there once for both."""
    path, *later = [restored(commit, tmp_path) for commit in COMMITS if commit != WITH_ANOTHER_HISTORY]
    with closing(sqlite3.connect(path)) as database:
        before = rows(database)
    printed = upgrade(path, UPGRADE_STEP_BY_STEP, *later)
    for expected in later:
        upgraded = expected.with_name(f"{expected.name}.upgraded")
        assert_same_tables(tables_of(upgraded), tables_of(expected))
        assert own_migrations(upgraded) == own_migrations(expected)
        with closing(sqlite3.connect(upgraded)) as database:
            assert (
                before.items() <= {table: found for table, found in rows(database).items() if found}.items()
            )
    assert_same_tables(tables_of(path), fresh())
    assert json.loads(printed.splitlines()[-1]) == {
        "person": True,
        "request": "Large print, from an earlier version",
        "mail": ["office@example.org"],
        "terms": ["Kept topic"],
        "approved by": "Kim",
        "confirmed": None,
    }


def test_a_hub_with_another_history_becomes_the_next_one(tmp_path):
    """From there on its upgrade is the one above."""
    later = COMMITS[COMMITS.index(WITH_ANOTHER_HISTORY) + 1]
    path, next_path = restored(WITH_ANOTHER_HISTORY, tmp_path), restored(later, tmp_path)
    with closing(sqlite3.connect(path)) as database:
        before = rows(database)
    assert all(before.values())
    upgrade(path, UPGRADE_TO_THE_NEXT, next_path)
    assert_same_tables(tables_of(path), tables_of(next_path))
    assert own_migrations(path) == own_migrations(next_path)
    with closing(sqlite3.connect(path)) as database:
        assert rows(database) == before


def test_the_dumps_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 400_000
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir()} == set(COMMITS)
