"""Deletes answered requests after the retention period of the office's records schedule."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.format_requests.models import FormatRequest, FormatRequestSettings


class Command(BaseCommand):
    """Run daily by the scheduler. Deletes nothing until the office has set the period."""

    help = "Deletes accessible-format requests that were answered longer ago than the office keeps them."

    def handle(self, *args, **options):
        """Delete what is due and print how many."""
        days = FormatRequestSettings.load().keep_answered_days
        if not days:
            self.stdout.write(
                "Nothing is deleted: the office has not set how long it keeps answered requests."
            )
            return
        limit = timezone.now() - datetime.timedelta(days=days)
        count, _by_model = FormatRequest.objects.filter(
            status=FormatRequest.Status.ANSWERED, answered_at__lt=limit
        ).delete()
        self.stdout.write(f"{count} answered requests deleted.")
