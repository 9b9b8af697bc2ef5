"""Says in one screen whether the hub is well."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.operations.health_checks import DUE, OK, WRONG, examine


class Command(BaseCommand):
    """For operators and their timers: exit status 1 when something does not work."""

    help = "Looks at database, mail, worker, scheduler, disk, clock, backup and what waits for the office."
    requires_system_checks = ()  # They are one of the things looked at.

    def handle(self, *args, **options):
        """Print a line for each part.

        Raises:
            SystemExit: with status 1, when a line says "wrong". Lines that say "due" are the office's work.
        """
        styles = {OK: self.style.SUCCESS, DUE: self.style.WARNING, WRONG: self.style.ERROR}
        findings = examine()
        now = timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")
        self.stdout.write(f"The hub at {settings.WAGTAILADMIN_BASE_URL}, {now}")
        for part, found in findings:
            self.stdout.write(f"{styles[found.state](f'{found.state:5}')}  {part:11} {found.message}")
        wrong = sum(found.state == WRONG for _part, found in findings)
        if wrong:
            self.stdout.write(f"{wrong} of {len(findings)} parts do not work.")
            raise SystemExit(1)
