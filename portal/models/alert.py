"""Short messages above the pages: a closed office, a changed number, a danger."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from .snippets import ReviewedSnippet


class Alert(TranslatableMixin, ReviewedSnippet):
    """An alert in one language, shown between two moments."""

    class Level(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        EMERGENCY = "emergency", _("Emergency")

    class Place(models.TextChoices):
        EVERYWHERE = "everywhere", _("On every page")
        HOME = "home", _("On the home page")

    level = models.CharField(
        _("level"),
        max_length=12,
        choices=Level.choices,
        default=Level.INFORMATION,
        help_text=_(
            "Emergency is for a danger now, warning for a change that people must know, information for the rest."
        ),
    )
    title = models.CharField(
        _("title"), max_length=100, help_text=_("What has happened or changed, in a few words.")
    )
    text = RichTextField(
        _("text"), features=["bold", "link"], blank=True, help_text=_("What readers should do. Optional.")
    )
    place = models.CharField(
        _("where it is shown"),
        max_length=12,
        choices=Place.choices,
        default=Place.EVERYWHERE,
        help_text=_("An alert that concerns help lines belongs on every page."),
    )
    starts_at = models.DateTimeField(
        _("shown from"), default=timezone.now, help_text=_("Before this moment nobody sees it.")
    )
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Empty: until somebody unpublishes it.")
    )

    panels = [
        FieldPanel("level"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-starts_at"]
        constraints = [
            *TranslatableMixin.Meta.__dict__.get("constraints", []),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="alert_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Refuse an alert that would never be shown.

        Raises:
            ValidationError: it ends before it starts.
        """
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The alert must end after it starts.")})

    def is_shown(self, now, place):
        """Whether the alert stands on a page at a moment.

        Args:
            now: an aware datetime.
            place: "home" on the home page, anything else elsewhere.
        """
        here = self.place == self.Place.EVERYWHERE or place == self.Place.HOME
        return here and self.starts_at <= now and (self.ends_at is None or now < self.ends_at)
