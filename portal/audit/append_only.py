"""Tables to which rows are added and nothing else: the database itself refuses to change or delete one.

The refusal is a trigger, made by the migration and again after each `migrate` (a table that a migration makes anew loses its
triggers). `manage.py flush`, which empties the whole database, lifts it (portal/management/commands/flush.py); nothing else does.
"""

from contextlib import contextmanager

from django.db import connections

TABLES = ("portal_auditentry", "portal_auditseal")
REFUSAL = "The audit trail is only added to."


def protect(connection):
    """Let the database refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE of these tables. Doing it again changes nothing.

    Args:
        connection: to SQLite or PostgreSQL; others have no trigger, and only the models refuse.
    """
    lift(connection)
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION portal_append_only() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
            )
        for table in there.intersection(TABLES):
            for statement in _statements(connection.vendor, table):
                cursor.execute(statement)


def lift(connection):
    """Take the triggers away."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in there.intersection(TABLES):
            for name in _names(connection.vendor, table):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


@contextmanager
def lifted(alias):
    """What happens within may empty the tables: `with lifted("default"): …`."""
    lift(connections[alias])
    try:
        yield
    finally:
        protect(connections[alias])


def missing(connection):
    """The triggers that are not there.

    Returns:
        A sorted list of their names.
    """
    wanted = {name for table in TABLES for name in _names(connection.vendor, table)}
    source = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {source}")  # noqa: S608
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def _names(vendor, table):
    events = {"postgresql": ("row", "truncate"), "sqlite": ("update", "delete")}.get(vendor, ())
    return [f"{table}_no_{event}" for event in events]


def _statements(vendor, table):
    if vendor == "postgresql":
        run = f"ON {table} FOR EACH {{}} EXECUTE FUNCTION portal_append_only()"
        return [
            f"CREATE TRIGGER {table}_no_row BEFORE UPDATE OR DELETE {run.format('ROW')}",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE {run.format('STATEMENT')}",
        ]
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for event in ("update", "delete")
        ]
    return []
