"""Mail on its way out, kept until a mail server has taken it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """One mail to one or more people. Written with what caused it, sent by the worker (portal/notifications/outbox.py)."""

    recipients = models.JSONField(_("recipients"))
    sender = models.CharField(_("sender"), max_length=254)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    html = models.TextField(_("HTML text"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now, null=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    # A mail to a reader: her address is not kept beyond the delivery.
    delete_when_sent = models.BooleanField(default=False, editable=False)
    last_error = models.CharField(_("last error"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("outgoing email")
        verbose_name_plural = _("outgoing emails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="outbox_due", condition=models.Q(sent_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_dead(self) -> bool:
        """Whether the worker has given up: nobody tries again until an operator does."""
        return self.sent_at is None and self.next_attempt_at is None
