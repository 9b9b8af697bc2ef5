"""Repairs databases whose migration history has names of migrations that were replaced later.

On 2026-11-25 the migrations of each app were merged into one, under a name that older databases had already applied, so that the
additional operations were never applied there. Migrations have not been rewritten since.
"""

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# Only in the history of databases older than that day.
GONE = [
    ("portal", "0004_approvals_end"),
    ("portal", "0005_sessions_ended"),
    ("partners", "0002_review_notices"),
    ("partners", "0003_occurrence_list"),
    ("partners", "0004_imported_taken"),
]


def is_old(connection):
    """Whether a database is older than that day, and not repaired yet.

    Args:
        connection: the connection to the database.
    """
    return bool(_old_rows(connection))


def _old_rows(connection):
    applied = MigrationRecorder(connection).applied_migrations()
    return [migration for migration in GONE if migration in applied]


def repair(using=DEFAULT_DB_ALIAS, **kwargs):
    """Apply the missing operations to such a database, so that later migrations can follow.

    A receiver of Django's pre_migrate signal.

    Args:
        using: the alias of the database.
        **kwargs: other arguments of the signal.
    """
    connection = connections[using]
    rows = _old_rows(connection)
    if not rows:
        return
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(
        [("portal", "0003_taxonomy_and_approvals"), ("partners", "0001_initial")]
    )
    approval = state.apps.get_model("portal", "Approval")
    event = state.apps.get_model("partners", "EventPage")
    occurrence = state.apps.get_model("partners", "Occurrence")
    # All operations or none.
    with connection.schema_editor() as editor:
        columns = _columns(connection, approval)
        for name in ("confirmed_at", "confirmed_by"):
            field = approval._meta.get_field(name)
            if field.column not in columns:
                editor.add_field(approval, field)
        if "event_summary" in _constraints(connection, event):
            editor.remove_index(event, models.Index(fields=["summary"], name="event_summary"))
        if "occurrence_of_event" not in _constraints(connection, occurrence):
            editor.add_index(
                occurrence, models.Index(fields=["event_key", "end"], name="occurrence_of_event")
            )
        for app, name in rows:
            executor.recorder.record_unapplied(app, name)


def _columns(connection, model):
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {column.name for column in found}


def _constraints(connection, model):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, model._meta.db_table))
