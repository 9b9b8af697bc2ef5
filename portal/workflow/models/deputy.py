"""Who stands in for an approver, from one day to another."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Deputy(models.Model):
    """One person who decides like an approver between two days, both included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("deputy"),
        on_delete=models.CASCADE,
        related_name="deputies",
        # Only people with access to the admin.
        limit_choices_to={"is_active": True, "groups__permissions__codename": "access_admin"},
        help_text=_(
            "Someone who works at the office. Nobody can approve what they wrote themselves, and neither can a deputy."
        ),
    )
    starts_on = models.DateField(_("from"), default=timezone.localdate, help_text=_("The first day."))
    ends_on = models.DateField(_("until"), help_text=_("The last day."))
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("Who they stand in for, or why. Only coordinators read it."),
    )

    # Until another coordinator has confirmed it (portal/staff/rights.py) the deputy decides nothing.
    waits = models.BooleanField(_("waits for a second coordinator"), default=False, editable=False)

    panels = [
        FieldPanel("user"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["-ends_on", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="deputy_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)

    def clean(self) -> None:
        """Refuse a time that ends before it begins.

        Raises:
            ValidationError: it does.
        """
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day must be after the first.")})
