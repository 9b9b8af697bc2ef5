"""Copies the database as it is at one moment, while others write, and puts a copy back."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.db import Error, connection, connections, transaction

from .errors import BackupError

# What the name of the scratch database of a rehearsal begins with, on PostgreSQL.
SCRATCH = "hub_rehearsal"


def tables() -> list[str]:
    """The tables of the database, by name."""
    return sorted(connection.introspection.table_names())


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """What the database refuses becomes a BackupError: the operator reads a sentence."""
    try:
        yield
    except (Error, sqlite3.Error) as error:
        raise BackupError(f"The database refuses: {str(error).strip()}") from error


@contextlib.contextmanager
def dumped(folder: Path) -> Iterator[tuple[Any, dict[str, int]]]:
    """A copy of the database.

    Args:
        folder: where a temporary file may be.

    Yields:
        A reader of the copy, and the number of rows in each table.

    Raises:
        BackupError: the program that makes it is missing or fails.
    """
    if connection.vendor == "sqlite":
        path = folder / "copy.sqlite3"
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(path)])
            path.chmod(0o600)
            with contextlib.closing(sqlite3.connect(path)) as copy:
                counts = {name: _count(copy, name) for name in tables()}
            with path.open("rb") as file:
                yield file, counts
        finally:
            path.unlink(missing_ok=True)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # Both see the database as it is now.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        counts = {}
        for name in tables():
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  Names of tables.
            (counts[name],) = cursor.fetchone()
        command = ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}"]
        with _program(command, stdout=subprocess.PIPE) as program:
            yield program.stdout, counts
            _finish(program, "pg_dump")


def load(file: Path) -> None:
    """Replace the database by a copy.

    Raises:
        BackupError: the copy is damaged, or the program that puts it back is missing or fails.
    """
    connections.close_all()
    if connection.vendor == "sqlite":
        _refuse_damaged(file)
        target = Path(connection.settings_dict["NAME"])
        # Page by page, so that the file that others have open changes with it.
        with (
            contextlib.closing(sqlite3.connect(file)) as copy,
            contextlib.closing(sqlite3.connect(target)) as old,
        ):
            copy.backup(old)
        target.chmod(0o600)
        return
    # Also tables that a newer release has added. One transaction: a restore that is interrupted changes nothing.
    emptied = file.with_name("emptied.sql")
    emptied.write_text(
        "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    )
    statements = file.with_name("statements.sql")
    _run(["pg_restore", "--no-owner", f"--file={statements}", str(file)])
    _run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        + [f"--dbname={connection.settings_dict['NAME']}", f"--file={emptied}", f"--file={statements}"]
    )


@contextlib.contextmanager
def scratch(file: Path) -> Iterator[dict[str, int]]:
    """Put a copy into a database of its own, which is deleted afterwards.

    Yields:
        The number of rows in each table.

    Raises:
        BackupError: see load().
    """
    if connection.vendor == "sqlite":
        _refuse_damaged(file)
        with contextlib.closing(sqlite3.connect(file)) as copy:
            rows = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            yield {name: _count(copy, name) for (name,) in rows}
        return
    name = f"{SCRATCH}_{connection.settings_dict['NAME']}"[:63]
    quoted = connection.ops.quote_name(name)
    with _connected("postgres") as server:
        server.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {quoted}")
        try:
            options = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={name}"]
            _run(["pg_restore", *options, str(file)])
            with _connected(name) as copy:
                copy.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                counts = {}
                for (table,) in copy.fetchall():
                    copy.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  Names of tables.
                    (counts[table],) = copy.fetchone()
            yield counts
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


@contextlib.contextmanager
def _connected(name: str) -> Iterator[Any]:
    """A cursor of another database of the same server; each statement is a transaction of its own."""
    other = connection.copy()
    other.settings_dict["NAME"] = name
    try:
        with other.cursor() as cursor:
            yield cursor
    finally:
        other.close()


def _count(copy: sqlite3.Connection, table: str) -> int:
    return copy.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]  # noqa: S608  Names of tables.


def _refuse_damaged(file: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(file)) as copy:
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise BackupError(f"The copy of the database is damaged: {found}")


# --- Programs of PostgreSQL ---------------------------------------------------------------------------------------
def _run(command: list[str]) -> None:
    with _program(command, stdout=subprocess.DEVNULL) as program:
        _finish(program, command[0])


@contextlib.contextmanager
def _program(command: list[str], stdout: int) -> Iterator[subprocess.Popen[bytes]]:
    if shutil.which(command[0]) is None:
        raise BackupError(
            f"{command[0]} is missing. Install the client programs of PostgreSQL (postgresql-client)."
        )
    program = subprocess.Popen(
        command, env=_environment(), stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE
    )
    try:
        yield program
    finally:
        if program.poll() is None:
            program.kill()
        program.wait()
        for stream in (program.stdout, program.stderr):
            if stream:
                stream.close()


def _finish(program: subprocess.Popen[bytes], name: str) -> None:
    said: IO[bytes] | None = program.stderr
    words = said.read().decode(errors="replace").strip() if said else ""
    if program.wait():
        raise BackupError(f"{name} failed: {words.splitlines()[-1] if words else program.returncode}")


def _environment() -> dict[str, str]:
    """How the programs reach the database: by variables, because others can read a command's arguments."""
    parameters = connection.get_connection_params()
    named = {
        "PGHOST": parameters.get("host"),
        "PGPORT": parameters.get("port"),
        "PGUSER": parameters.get("user"),
        "PGPASSWORD": parameters.get("password"),
        "PGDATABASE": parameters.get("dbname"),
        "PGSSLMODE": parameters.get("sslmode"),
        "PGSSLROOTCERT": parameters.get("sslrootcert"),
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}
