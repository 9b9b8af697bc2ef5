"""Tells approvers, in one mail each, what partners have sent since the last time."""

from django.core.management.base import BaseCommand

from partners.moderation import notifications


class Command(BaseCommand):
    """Run every few minutes by the scheduler, so that many submissions make one mail. Urgent ones were told at once."""

    help = "Sends each approver one mail about what has come since the last time."

    def handle(self, *args, **options):
        """Send the mails and say how much they were about."""
        told = notifications.send_gathered()
        if told:
            self.stdout.write(f"{told} submissions told.")
