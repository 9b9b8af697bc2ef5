"""Removes deleted texts from the disk too: SQLite keeps old pages in its write-ahead log, the cache keeps whole responses."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.db import OperationalError, connection, transaction

logger = logging.getLogger(__name__)
# Functions without arguments that delete texts which others keep outside of the cache and the database.
ALSO: list[Callable[[], None]] = []
# In milliseconds: how long a request waits for readers of old pages. The scheduler tries again.
PATIENCE = 1500


def forget_after_commit():
    """Called in the transaction that erases a text: after it is committed, cached texts and old database pages are deleted."""
    transaction.on_commit(forget_texts, robust=True)
    transaction.on_commit(empty_log, robust=True)


def forget_texts():
    """Delete all responses and texts from the shared cache, except counters and heartbeats, and all cached pages."""
    getattr(cache, "forget_texts", cache.clear)()
    for forget in ALSO:
        forget()


def empty_log():
    """Write SQLite's write-ahead log into the database and truncate it. Deleted content in the database itself is overwritten with zeros
    (PRAGMA secure_delete in the settings).

    Returns:
        Whether it is empty; False while somebody still reads an older state, or writes.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = cursor.fetchone()[0]
        except OperationalError:
            # A table is locked, for example by a transaction of this connection.
            is_busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")
    if is_busy:
        logger.info("The log of the database could not be emptied yet. The scheduler tries again.")
    return not is_busy
