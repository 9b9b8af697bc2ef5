"""Which websites may show an organization's events in a frame."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage


class EmbedSettings(models.Model):
    """The websites of an organization that may show its events in a frame."""

    organisation = models.OneToOneField(
        OrganisationPage, on_delete=models.CASCADE, related_name="embed_settings"
    )
    # Origins (RFC 6454), such as "https://www.example.org".
    origins = models.JSONField(default=list)

    class Meta:
        verbose_name = _("websites that show the events")
        verbose_name_plural = _("websites that show the events")

    def __str__(self) -> str:
        return str(self.organisation_id)
