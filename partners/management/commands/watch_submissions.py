"""Closes submissions whose event has passed, and reminds approvers of submissions that have waited long."""

from django.core.management.base import BaseCommand

from partners.moderation import notifications


class Command(BaseCommand):
    """Run daily by the scheduler. Running it twice sends nothing twice."""

    help = "Closes submissions of events whose date has passed, and reminds approvers of those that wait for long."

    def handle(self, *args, **options):
        """Close, remind, and print how many."""
        closed = notifications.close_passed()
        recalled = notifications.remind()
        self.stdout.write(f"{closed} submissions closed, {recalled} recalled.")
