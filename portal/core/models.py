"""Records submitted forms, so that a form that is submitted twice is processed once."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One submitted form (portal/core/submit_once.py). It contains neither the user nor the data, and is deleted after a day."""

    key = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    # Empty while the form is being processed.
    answer = models.TextField(blank=True)
    answered_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key
