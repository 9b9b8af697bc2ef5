"""Forms that were sent, so that one that is sent twice is processed once."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One form that was sent (portal/core/submit_once.py). Says neither who sent it nor what; kept for a day."""

    key = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Empty while it is worked on.
    answer = models.TextField(blank=True)
    answered_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key
