"""Records which events were imported, so that the next import updates them instead of creating them again."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage


class ImportedEvent(models.Model):
    """One UID (RFC 5545 §3.8.4.7) of an organization's calendar, and the event created from it."""

    organisation = models.ForeignKey(
        OrganisationPage, on_delete=models.CASCADE, related_name="imported_events"
    )
    # A keyed digest of the UID (partners.confidentiality.words.digest_of), because some programs put the place into it.
    uid = models.CharField(max_length=255)
    event_key = models.UUIDField(default=uuid.uuid4)
    # For each field a keyed digest of the imported value: only fields that changed in the calendar overwrite what members wrote.
    # Not the text, because a place may become confidential later.
    taken = models.JSONField(default=dict)
    imported_at = models.DateTimeField(default=timezone.now)
    # Of a calendar that is read regularly (partners/ics_subscription).
    is_subscribed = models.BooleanField(default=False)
    # When its draft last came from there, or was changed from there.
    arrived_at = models.DateTimeField(null=True, blank=True)
    # Since when it is missing there, or canceled there, and may have to be canceled here.
    cancellation_proposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("imported event")
        verbose_name_plural = _("imported events")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "uid"], name="unique_imported_uid"),
        ]

    def __str__(self) -> str:
        return self.uid
