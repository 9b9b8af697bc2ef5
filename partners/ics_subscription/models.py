"""The calendar that an organization has subscribed to."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.organisations.models.organisation import OrganisationPage
from portal.core.encrypted_fields import EncryptedCharField, EncryptedTextField


class CalendarSubscription(models.Model):
    """The address of an organization's own calendar, and how its last readings went."""

    organisation = models.OneToOneField(
        OrganisationPage, on_delete=models.CASCADE, related_name="calendar_subscription"
    )
    # Encrypted, because the addresses of private calendars work like passwords.
    address = EncryptedTextField(max_length=2000)
    language = models.CharField(max_length=20)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # The validators of the last answer (RFC 9110 §8.8). Empty when the same calendar is to be read again.
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    # When it was last read as a whole, not only found unchanged: what is too far ahead today may be taken tomorrow.
    read_in_full_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    # A sentence for the members. Encrypted like the address, of which it may speak.
    failure = EncryptedCharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("calendar subscription")
        verbose_name_plural = _("calendar subscriptions")

    def __str__(self) -> str:
        return str(self.organisation_id)
