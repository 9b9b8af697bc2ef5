"""Puts a backup back."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.progress import Progress
from portal.operations.backup import services
from portal.operations.backup.errors import BackupError

NEXT = """Now run `manage.py setup`, start the hub, and run `manage.py doctor`. What was entered after {made} is not in this backup."""


class Command(BaseCommand):
    """With the web server, the worker and the scheduler stopped."""

    help = "Replaces the database and the uploads by those of a backup. Stop the hub first."

    def add_arguments(self, parser):
        """Which backup, with which key."""
        parser.add_argument(
            "backup", nargs="?", default="latest", help="The name of its folder; by default the newest."
        )
        parser.add_argument(
            "--identity", type=Path, required=True, metavar="FILE", help="The file with the private key."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask before the database is replaced.")

    def handle(self, *args, backup, identity, yes, **options):
        """Restore.

        Raises:
            CommandError: it failed. Nothing was replaced unless the whole backup could be decrypted.
        """
        try:
            found = services.archive().named(backup)
            if not yes:
                self._ask(found)
            manifest = services.restore(found, identity, Progress(self.stdout, options["verbosity"]))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest["rows"].values())
        self.stdout.write(
            f"Restored {found.folder.name}: {rows} rows in {len(manifest['rows'])} tables, {len(manifest['uploads'])} uploads."
        )
        self.stdout.write(NEXT.format(made=manifest["made"]))

    def _ask(self, backup):
        if not sys.stdin.isatty():
            raise CommandError("This replaces the database. Add --yes to do it without a question.")
        self.stdout.write(
            f"This replaces the database and its uploads by {backup.folder.name}. Type yes to go on: ",
            ending="",
        )
        self.stdout.flush()
        if sys.stdin.readline().strip() != "yes":
            raise CommandError("Nothing was changed.")
