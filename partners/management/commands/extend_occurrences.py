"""Writes the dates of events ahead: a list of events reads rows, never rules."""

from django.core.management.base import BaseCommand

from partners.events import occurrences


class Command(BaseCommand):
    """Run daily by the scheduler; running it again changes nothing."""

    help = "Writes the dates of repeated events up to 18 months ahead, and mends those that are not as they should be."

    def handle(self, *args, **options):
        """Write what is missing and say how much."""
        changes = occurrences.extend_all()
        self.stdout.write(f"{changes.written} dates written, {changes.deleted} deleted.")
