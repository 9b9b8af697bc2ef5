"""Gives the groups of the office, and the reviews, exactly what they need."""

from django.core.management.base import BaseCommand

from portal.workflow import groups


class Command(BaseCommand):
    """Safe to repeat; who belongs to a group is left as it is."""

    help = "Restores the permissions of the office's groups and the reviews, whatever was changed by hand."

    def handle(self, *args, **options):
        """Restore them and name them."""
        restored = groups.restore()
        self.stdout.write(f"Restored: {', '.join(restored)}.")
