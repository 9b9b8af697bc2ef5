"""Which organizations may make changes of time and place public before the office has seen them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage


class TrustedUpdates(models.Model):
    """The setting of one organization. No row means that it is off; each step is in the log."""

    class State(models.TextChoices):
        OFF = "off", _("Off")
        WAITING = "waiting", _("Waits for a second coordinator")
        ON = "on", _("On")

    organisation = models.OneToOneField(
        OrganisationPage, on_delete=models.CASCADE, related_name="trusted_updates"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.OFF)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    # Who confirmed, refused or switched it off.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("trusted updates of an organization")
        verbose_name_plural = _("trusted updates of organizations")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.state}"
