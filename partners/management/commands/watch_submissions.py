"""Looks after what waits for the office: closes what is too late, recalls what waits for long."""

from django.core.management.base import BaseCommand

from partners.moderation import notifications


class Command(BaseCommand):
    """Run daily by the scheduler; running it again tells nobody twice."""

    help = "Closes submissions of events whose date has passed, and reminds approvers of those that wait for long."

    def handle(self, *args, **options):
        """Close, remind and say how many."""
        closed = notifications.close_passed()
        recalled = notifications.remind()
        self.stdout.write(f"{closed} submissions closed, {recalled} recalled.")
