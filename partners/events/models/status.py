"""The state of events outside their text: canceled, postponed, hidden. Stored outside revisions, so that approving an older draft does not
undo a cancellation."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.accounts.models import User


class Reason(models.TextChoices):
    """Why an event does not take place as announced: a fixed list, because it is published without review."""

    ILLNESS = "illness", _("Someone is ill")
    WEATHER = "weather", _("The weather")
    VENUE = "venue", _("The place cannot be used")
    SPEAKER = "speaker", _("A speaker cannot come")
    FEW = "few", _("Too few people have registered")
    SAFETY = "safety", _("Safety of the people who would come")
    OTHER = "other", _("Another reason")


class EventStatus(models.Model):
    """The state of one event in all its languages. No row means that it takes place as planned."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("As planned")
        CANCELLED = "cancelled", _("Canceled")
        POSTPONED = "postponed", _("Postponed")
        RESCHEDULED = "rescheduled", _("New date")

    event_key = models.UUIDField(_("event"), unique=True)
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.SCHEDULED)
    reason = models.CharField(_("reason"), max_length=7, choices=Reason.choices, blank=True)
    # The start that was announced before the event was postponed (schema.org previousStartDate).
    previous_start = models.DateTimeField(null=True, blank=True)
    replacement_key = models.UUIDField(_("replaced by"), null=True, blank=True)
    place_hidden = models.BooleanField(default=False)
    taken_down = models.BooleanField(default=False)
    # ISO dates, as the rule has them, on which no place is left.
    full_dates = models.JSONField(default=list)
    # Organizations (primary keys) that have agreed to be named as co-hosts: see EventCoHost.
    co_hosts = models.JSONField(default=list)
    removal_requested_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.CharField(max_length=300, blank=True)
    # RFC 5545 §3.8.7.4: incremented whenever the public event changes.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("state of an event")
        verbose_name_plural = _("states of events")

    def __str__(self) -> str:
        return f"{self.event_key}: {self.state}"

    def is_full(self, date: datetime.date) -> bool:
        """Whether no place is left on a date of the event's rule."""
        return date.isoformat() in self.full_dates

    @classmethod
    def count_change(cls, event_key: UUID, user: User | None = None) -> None:
        """Increment the sequence number, so that subscribed calendars update the event.

        Args:
            event_key: the event's translation_key.
            user: the user who caused it, or None.
        """
        cls.objects.get_or_create(event_key=event_key)
        cls.objects.filter(event_key=event_key).update(
            sequence=models.F("sequence") + 1, changed_at=timezone.now(), changed_by=user
        )


class EventDate(models.Model):
    """One date of a recurring event that was canceled or moved."""

    class State(models.TextChoices):
        CANCELLED = "cancelled", _("Canceled")
        MOVED = "moved", _("Moved")

    event_key = models.UUIDField(_("event"), db_index=True)
    date = models.DateField(_("date"), help_text=_("The date according to the rule (RECURRENCE-ID)."))
    state = models.CharField(_("state"), max_length=9, choices=State.choices)
    reason = models.CharField(_("reason"), max_length=7, choices=Reason.choices, blank=True)
    # For a moved date: local time in the event's time zone.
    new_date = models.DateField(_("new date"), null=True, blank=True)
    new_start_time = models.TimeField(_("new start"), null=True, blank=True)
    new_end_time = models.TimeField(_("new end"), null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("changed date of an event")
        verbose_name_plural = _("changed dates of events")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["event_key", "date"], name="unique_event_date")]

    def __str__(self) -> str:
        return f"{self.event_key}: {self.date} {self.state}"
