"""Empties SQLite's write-ahead log, which still holds what was deleted since it was last emptied."""

from django.core.management.base import BaseCommand

from portal.core.secure_deletion import empty_log


class Command(BaseCommand):
    """Run hourly by the scheduler: after an erasure somebody may still have read an older state."""

    help = "Empties the write-ahead log of SQLite. On PostgreSQL there is nothing to do."

    def handle(self, *args, **options):
        """Empty it and say so."""
        self.stdout.write("The log is empty." if empty_log() else "Somebody still reads an older state.")
