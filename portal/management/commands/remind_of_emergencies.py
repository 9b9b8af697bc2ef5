"""Recalls what was made public as an emergency and nobody has confirmed."""

from django.core.management.base import BaseCommand

from portal.review import emergencies


class Command(BaseCommand):
    """Run every hour; each emergency is recalled once a day."""

    help = (
        "Mails approvers and coordinators about emergencies that nobody has confirmed within a working day."
    )

    def handle(self, *args, **options):
        """Send what is due and say how many were recalled."""
        count = emergencies.remind()
        if count:
            self.stdout.write(f"Emergencies recalled: {count}.")
