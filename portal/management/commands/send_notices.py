"""Tells people what has come, and writes the gathered mails of the morning."""

from django.core.management.base import BaseCommand

from portal.notifications import reminders
from portal.notifications import services as notifications


class Command(BaseCommand):
    """Run every five minutes by the scheduler; running it again tells nobody twice."""

    help = "Mails what has come in the last minutes, and in the morning of a working day what is due."

    def handle(self, *args, **options):
        """Write the mails and say how many."""
        self.stdout.write(
            f"{reminders.tell_gathered()} mails about what came, {notifications.send_digests() or 0} gathered."
        )
