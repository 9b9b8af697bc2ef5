"""Sends each approver one mail about everything that partners have submitted since the last mail."""

from django.core.management.base import BaseCommand

from partners.moderation import notifications


class Command(BaseCommand):
    """Run every few minutes by the scheduler, so that many submissions make one mail. Urgent ones are mailed at once."""

    help = "Sends each approver one mail about what has come since the last time."

    def handle(self, *args, **options):
        """Send the mails and print how many submissions they are about."""
        told = notifications.send_gathered()
        if told:
            self.stdout.write(f"{told} submissions told.")
