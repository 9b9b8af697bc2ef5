"""Creates the rows of future event dates: lists of events read these rows, never recurrence rules."""

from django.core.management.base import BaseCommand

from partners.events import occurrences


class Command(BaseCommand):
    """Run daily by the scheduler. Idempotent."""

    help = "Writes the dates of repeated events up to 18 months ahead, and mends those that are not as they should be."

    def handle(self, *args, **options):
        """Create missing rows and print how many."""
        changes = occurrences.extend_all()
        self.stdout.write(f"{changes.written} dates written, {changes.deleted} deleted.")
