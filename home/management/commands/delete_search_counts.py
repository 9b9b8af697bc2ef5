"""Deletes counts of searches without results when they are no longer needed."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.search.zero_result_searches import delete_old


class Command(BaseCommand):
    """Run daily by the scheduler."""

    help = "Deletes counts of searches without results: those of past months that nobody may read, and all after a year."

    def handle(self, *args, **options):
        """Delete what is due and print how many."""
        self.stdout.write(f"{delete_old(timezone.localdate())} counts deleted.")
