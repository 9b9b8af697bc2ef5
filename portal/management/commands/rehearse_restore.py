"""Tries whether a backup can be restored."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.core.progress import Progress
from portal.operations.backup import services
from portal.operations.backup.errors import BackupError


class Command(BaseCommand):
    """Changes nothing of the hub. The scheduler runs it if it may read the private key."""

    help = "Restores a backup into a scratch database, compares it, and reads every upload; `doctor` tells the result."

    def add_arguments(self, parser):
        """Which backup, with which key."""
        parser.add_argument(
            "backup", nargs="?", default="latest", help="The name of its folder; by default the newest."
        )
        parser.add_argument(
            "--identity",
            type=Path,
            metavar="FILE",
            help="The file with the private key; by default BACKUP_IDENTITY_FILE.",
        )

    def handle(self, *args, backup, identity, **options):
        """Rehearse.

        Raises:
            CommandError: the backup cannot be restored, and why.
        """
        identity = identity or (
            Path(settings.BACKUP_IDENTITY_FILE) if settings.BACKUP_IDENTITY_FILE else None
        )
        if identity is None:
            raise CommandError("Give the file with the private key: --identity FILE.")
        try:
            found = services.archive().named(backup)
            manifest = services.rehearse(found, identity, Progress(self.stdout, options["verbosity"]))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{found.folder.name} can be restored: {len(manifest['rows'])} tables and {len(manifest['uploads'])} uploads are as they were."
        )
