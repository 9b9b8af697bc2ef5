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
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection

from tests.tools.old_schemas import COMMITS, FOLDER

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Without looking for garbage among the models that each migration makes: a sixth of the time.
START = """
import gc, json, sys
import django
django.setup()
gc.disable()
"""
UPGRADE = (
    START
    + """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from home.models import FormatRequest
from portal.models import Approval, OutboxMessage, TaxonomyTerm, User
approval = Approval.objects.first()
print(json.dumps({
    "person": User.objects.get(email="keeper@example.org").check_password("river-stone-lantern-42"),
    "request": FormatRequest.objects.get().need,
    "mail": OutboxMessage.objects.get(subject="Waits").recipients,
    "terms": list(TaxonomyTerm.objects.filter(slug="kept").values_list("name", flat=True)),
    "approved by": approval and approval.approver.first_name,
    "confirmed": approval and approval.confirmed_at,
}))
"""
)
# To the migrations that the later dump in sys.argv[1] has applied.
UPGRADE_TO_THE_NEXT = (
    START
    + """
import sqlite3
from django.core.management.sql import emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
emit_pre_migrate_signal(0, False, "default")
later = sqlite3.connect(sys.argv[1])
applied = set(later.execute("SELECT app, name FROM django_migrations"))
executor = MigrationExecutor(connection)
nodes = executor.loader.graph.node_map
# The last ones of each app.
executor.migrate([
    key for key in sorted(applied.intersection(nodes))
    if not any(child.key[0] == key[0] and child.key in applied for child in nodes[key].children)
])
"""
)
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


# Those between are upgraded to the next one, below: from there on it is the same upgrade.
@pytest.mark.parametrize("commit", [COMMITS[0], COMMITS[-1]])
def test_an_earlier_hub_is_upgraded(commit, tmp_path):
    path = restored(commit, tmp_path)
    printed = upgrade(path, UPGRADE)
    with closing(sqlite3.connect(path)) as database:
        upgraded = tables(lambda statement: database.execute(statement).fetchall())
    assert_same_tables(upgraded, fresh())
    kept = json.loads(printed.splitlines()[-1])
    assert kept["person"] and kept["request"] == "Large print, from an earlier version"
    assert kept["mail"] == ["office@example.org"]
    if commit != COMMITS[0]:
        assert kept["terms"] == ["Kept topic"]
        assert (kept["approved by"], kept["confirmed"]) == ("Kim", None)


@pytest.mark.parametrize(("commit", "later"), list(pairwise(COMMITS))[1:])
def test_an_earlier_hub_is_upgraded_to_the_next_one(commit, later, tmp_path):
    path, next_path = restored(commit, tmp_path), restored(later, tmp_path)
    with closing(sqlite3.connect(path)) as database:
        before = rows(database)
    assert all(before.values())
    upgrade(path, UPGRADE_TO_THE_NEXT, next_path)
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(next_path)) as expected:
        assert_same_tables(
            *(
                tables(lambda statement, file=file: file.execute(statement).fetchall())
                for file in (database, expected)
            )
        )
        assert rows(database) == before


def test_the_dumps_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 400_000
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir()} == set(COMMITS)
