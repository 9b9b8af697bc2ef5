"""Hubs that the bench loads, serves and throws away: on SQLite, or on the servers that DATABASE_URL and REDIS_URL name.

On PostgreSQL each hub gets a database of its own, whose name begins with hub_bench; no other is ever touched. In Redis its keys
have a prefix of their own, and are deleted at the end.

BENCH_COPY names the VAR_DIR of a hub on SQLite, prepared by `manage.py setup`, that is copied instead of loading the demonstration:
to try a tool without waiting.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.processes import cores, pin
from tests.tools.hub import prepared_hub, server

SETTINGS = "tests.bench.settings"
DATABASE = "hub_bench"


def address_of_server():
    """DATABASE_URL, or "" where that is SQLite."""
    address = os.environ.get("DATABASE_URL", "")
    return "" if address.startswith("sqlite") else address


@contextlib.contextmanager
def database(name, like=""):
    """A database of the server of DATABASE_URL; "" for SQLite where that is not set.

    Args:
        name: what distinguishes it from the other databases of the bench, "" for none.
        like: the address of a database that nobody uses, of which it is a copy; without it, it is empty.

    Yields:
        Its address. It is dropped at the end.

    Raises:
        SystemExit: another run uses it.
    """
    address = address_of_server()
    if not address:
        yield ""
        return
    import psycopg  # Not needed on SQLite.

    own = "_".join(filter(None, [DATABASE, name]))
    with psycopg.connect(address.replace("postgresql://", "postgres://", 1), autocommit=True) as connection:
        try:
            connection.execute(f'DROP DATABASE IF EXISTS "{own}"')  # Not by force: another run may use it.
        except psycopg.errors.ObjectInUse:
            raise SystemExit(
                f"The database {own} is in use: another run of the bench is under way."
            ) from None
        template = urlsplit(like).path.strip("/") or "template1"
        connection.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
        try:
            yield urlsplit(address)._replace(path=f"/{own}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


@contextlib.contextmanager
def cache():
    """A part of the Redis of REDIS_URL, or nothing where that is not set.

    Yields:
        A dict for the environment of a hub. What the hub wrote there is deleted at the end.
    """
    address = os.environ.get("REDIS_URL", "")
    if not address:
        yield {}
        return
    import redis  # Not needed with files.

    prefix = f"bench-{uuid.uuid4().hex[:12]}"
    try:
        yield {"REDIS_URL": address, "CACHE_PREFIX": prefix}
    finally:
        with redis.Redis.from_url(address) as connection:
            for key in connection.scan_iter(f"{prefix}*", count=1000):
                connection.delete(key)


def copy_of(folder):
    """A function that copies what a hub keeps in its folder: SQLite database, uploads, static files, key.

    Args:
        folder: its VAR_DIR. Nobody writes there meanwhile.

    Returns:
        A function of the folder of another hub, for prepared_hub().
    """

    def copy(target):
        for name in ("uploads", "static"):
            if (Path(folder) / name).exists():
                shutil.copytree(Path(folder) / name, target / name, dirs_exist_ok=True)
        for name in ("static.stamp", "secret_key"):
            if (Path(folder) / name).exists():
                shutil.copyfile(Path(folder) / name, target / name)
        if (stored := Path(folder) / "hub.sqlite3").exists():
            with (
                contextlib.closing(sqlite3.connect(stored)) as source,
                contextlib.closing(sqlite3.connect(target / "hub.sqlite3")) as made,
            ):
                source.backup(made)

    return copy


@contextlib.contextmanager
def _ends_in_order():
    """Who ends this process (SIGTERM) lets it end its servers and drop its databases first."""
    former = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


@contextlib.contextmanager
def hub(name="", like=None, **options):
    """A loaded demonstration.

    Args:
        name: of its database on PostgreSQL, see database().
        like: the environment of another hub, which is not served, of which it is a copy.
        **options: see prepared_hub().

    Yields:
        The environment of its processes, for server().
    """
    options.setdefault("settings", SETTINGS)
    copied = os.environ.get("BENCH_COPY")
    if like is None and copied and not address_of_server() and "LANGUAGES" not in options:
        like = {"VAR_DIR": copied}
    if like:
        options["prepare"] = copy_of(like["VAR_DIR"])
    with (
        _ends_in_order(),
        database(name, (like or {}).get("DATABASE_URL", "")) as address,
        cache() as kept,
        prepared_hub(DATABASE_URL=address, **kept, **options) as made,
    ):
        yield made


@contextlib.contextmanager
def pinned(environment, **options):
    """A server that runs on the servers' core only.

    Args:
        environment: of a hub.
        **options: see server().

    Yields:
        A Hub.
    """
    with server(environment, **options) as found:
        pin(found.pid, cores()[0])
        yield found
