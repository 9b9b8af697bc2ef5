"""Begins the backups and rehearsals that are due, for the scheduler."""

import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.operations.backup import services


class Command(BaseCommand):
    """Each in a process of its own, because the scheduler publishes each minute. `doctor` tells whether they succeeded."""

    help = "Begins a backup if the last one is a day old, else a rehearsal if the last one is a week old."

    def handle(self, *args, **options):
        """Begin one of them, or nothing."""
        if services.is_due():
            self._begin("backup")
        elif services.rehearsal_is_due():
            self._begin("rehearse_restore")

    @staticmethod
    def _begin(name):
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), name, "--verbosity", "0"]
        subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
