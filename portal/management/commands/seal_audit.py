"""Chains what was added to the audit trail."""

from django.core.management.base import BaseCommand

from portal.audit import trail as audit


class Command(BaseCommand):
    """Run each minute by the scheduler; running it twice at once chains nothing twice."""

    help = "Chains the new entries of the audit trail, each to the one before it."

    def handle(self, *args, **options):
        """Chain, and say how many there were."""
        self.stdout.write(f"{audit.chain_entries()} entries chained.")
