"""The dates of events as rows, so that lists and feeds read only one page of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occurrence(models.Model):
    """One date of a live event. Created when a revision is published, deleted when the event is unpublished.

    `date` is the date according to the recurrence rule (RECURRENCE-ID); `local_date` is the actual date, which differs for a moved one.
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
            # For lists, which read one page of rows in order.
            models.Index(
                fields=["local_date", "start", "end", "local_end_date", "event_key"], name="occurrence_list"
            ),
            # For the search, which checks whether an event has upcoming dates.
            models.Index(fields=["event_key", "end"], name="occurrence_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.date}"
