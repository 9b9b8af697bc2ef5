"""Deletes mails that were sent a while ago: they hold addresses and answers."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.notifications.models import OutboxMessage

KEPT = datetime.timedelta(days=30)


class Command(BaseCommand):
    """Run daily by the scheduler."""

    help = "Deletes mails that were sent more than 30 days ago. Those that could not be sent stay."

    def handle(self, *args, **options):
        """Delete what is due and say how many."""
        count, _by_model = OutboxMessage.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()
        self.stdout.write(f"{count} sent mails deleted.")
