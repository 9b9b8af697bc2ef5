"""Deletes what the hub remembers of sent forms: nobody sends them again after a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.core.models import SentForm
from portal.core.submit_once import KEPT


class Command(BaseCommand):
    """Run daily by the scheduler."""

    help = "Deletes what is remembered of forms that were sent more than a day ago."

    def handle(self, *args, **options):
        """Delete what is due and say how many."""
        count, _by_model = SentForm.objects.filter(started_at__lt=timezone.now() - KEPT).delete()
        self.stdout.write(f"{count} sent forms forgotten.")
