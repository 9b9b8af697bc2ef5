"""The dates of events as rows: lists and feeds read only their page of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occurrence(models.Model):
    """One date of a live event. Written when a revision becomes public, deleted when the event is no longer.

    `date` is the date that the rule names (RECURRENCE-ID); for a moved one, `local_date` is where it takes place.
    """

    event = models.ForeignKey("partners.EventPage", on_delete=models.CASCADE, related_name="occurrences")
    event_key = models.UUIDField()
    date = models.DateField()
    start = models.DateTimeField()
    end = models.DateTimeField()
    local_date = models.DateField()
    local_end_date = models.DateField()
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        ordering = ["start", "id"]
        constraints = [models.UniqueConstraint(fields=["event_key", "date"], name="unique_occurrence")]
        indexes = [
            # A list reads only its page of rows, in order, and asks of each whether it is over and which event it is.
            models.Index(
                fields=["local_date", "start", "end", "local_end_date", "event_key"], name="occurrence_list"
            ),
            # Whether a date of an event is still to come is asked of each hit of a search.
            models.Index(fields=["event_key", "end"], name="occurrence_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.date}"
