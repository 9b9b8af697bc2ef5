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

UPGRADE = """
import django
django.setup()
import json
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


@pytest.mark.parametrize("commit", COMMITS)
def test_an_earlier_hub_is_upgraded(commit, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("The earlier databases are SQLite's.")
    path = tmp_path / "hub.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(gzip.decompress((FOLDER / f"{commit}.sql.gz").read_bytes()).decode())
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "DATABASE_URL": f"sqlite:///{path}",
        "VAR_DIR": str(tmp_path / "var"),
    }
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    with closing(sqlite3.connect(path)) as database:
        upgraded = tables(lambda statement: database.execute(statement).fetchall())
    new = fresh()
    assert sorted(map(str, new - upgraded)) == []
    assert sorted(map(str, upgraded - new)) == []
    kept = json.loads(done.stdout.splitlines()[-1])
    assert kept["person"] and kept["request"] == "Large print, from an earlier version"
    assert kept["mail"] == ["office@example.org"]
    if commit != COMMITS[0]:
        assert kept["terms"] == ["Kept topic"]
        assert (kept["approved by"], kept["confirmed"]) == ("Kim", None)


def test_the_dumps_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 400_000
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir()} == set(COMMITS)
