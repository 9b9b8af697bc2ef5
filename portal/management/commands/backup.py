"""Makes a backup."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.core.progress import Progress
from portal.operations.backup import encryption, services
from portal.operations.backup.errors import BackupError


class Command(BaseCommand):
    """While the hub runs; also for timers: exit status 1 and a sentence when it fails."""

    help = "Copies the database and the uploads into BACKUP_DIR, encrypted to BACKUP_RECIPIENTS, and deletes backups that BACKUP_KEEP no longer names."

    def add_arguments(self, parser):
        """--new-key for the first time, --list and --check to see what there is."""
        parser.add_argument(
            "--new-key",
            metavar="FILE",
            type=Path,
            help="Write a new private key into a file and print its public key.",
        )
        parser.add_argument("--list", action="store_true", help="List the backups.")
        parser.add_argument(
            "--check",
            action="store_true",
            help="Compare the files of all backups with their digests; needs no key.",
        )

    def handle(self, *args, new_key, check, **options):
        """Make a backup.

        Raises:
            CommandError: it failed; nothing of it stays.
        """
        try:
            if new_key:
                self._new_key(new_key)
            elif options["list"]:
                self._list()
            elif check:
                # None is an error: the folder may be another one than was meant.
                services.archive().named("latest")
                for backup in services.archive().backups():
                    backup.check()
                    self.stdout.write(f"{backup.folder.name}: all files are as they were written.")
            else:
                self._make(Progress(self.stdout, options["verbosity"]))
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error

    def _new_key(self, path):
        public = encryption.new_key(path)
        self.stdout.write(
            f"BACKUP_RECIPIENTS={public}\n\nThe private key is in {path}. Move it to where the backups are not, and print it: without it no backup "
            "can be read, and with it all can."
        )

    def _list(self):
        for backup in services.archive().backups():
            size = sum((backup.folder / name).stat().st_size for name in backup.sums() if "/" not in name)
            files = sum("/" in name for name in backup.sums())
            self.stdout.write(f"{backup.folder.name}  database {size / 1e6:.1f} MB, {files} uploads")

    def _make(self, progress):
        made = services.make(progress)
        missing = f", {made.missing} deleted meanwhile" if made.missing else ""
        self.stdout.write(
            f"{made.backup.folder.name}: database, {made.files} uploads ({made.new} new{missing}); {made.deleted} older backups deleted."
        )
