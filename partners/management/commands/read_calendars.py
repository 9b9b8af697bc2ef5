"""Reads the calendars that organizations have subscribed to."""

from django.core.management.base import BaseCommand

from partners.ics_subscription import services


class Command(BaseCommand):
    """Run every ten minutes by the scheduler. Each calendar is read every three hours."""

    help = "Reads the subscribed calendars whose turn it is: new and changed events become drafts."

    def handle(self, *args, **options):
        """Read, and print how many were tried."""
        self.stdout.write(f"{services.read_due()} calendars read.")
