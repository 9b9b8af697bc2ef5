"""Tokens of the API for partners, and which requests have already created an event."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage


class ApiToken(models.Model):
    """A token with which a program works for one organization, in the name of the owner who made it."""

    organisation = models.ForeignKey(OrganisationPage, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    # SHA-256 of the token, so that nobody who reads the database can use it.
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # Only the day: when exactly a program works concerns nobody.
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("token of the API for partners")
        verbose_name_plural = _("tokens of the API for partners")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether it was neither revoked nor has expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class CreatedEvent(models.Model):
    """The event that a request with an Idempotency-Key has created, so that its repetition creates no second one."""

    organisation = models.ForeignKey(OrganisationPage, on_delete=models.CASCADE, related_name="+")
    # Keyed digests (partners.confidentiality.words.digest_of) of the key and of the request: either may name a place.
    key = models.CharField(max_length=64)
    content = models.CharField(max_length=64)
    event_key = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event created through the API")
        verbose_name_plural = _("events created through the API")
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="unique_idempotency_key")]

    def __str__(self) -> str:
        return str(self.event_key)
