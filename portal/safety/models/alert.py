"""Short messages above the pages: a closed office, a changed number, a danger."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PreviewableMixin, Site, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from portal.signoff.models import SignedTranslation, TranslationPanel
from portal.workflow.models.snippets import ReviewedSnippet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Alert(SignedTranslation, TranslatableMixin, PreviewableMixin, ReviewedSnippet):
    """An alert in one language, shown between two moments. Its translations share level, place and times."""

    class Level(models.TextChoices):
        INFORMATION = "information", _("Information")
        WARNING = "warning", _("Warning")
        EMERGENCY = "emergency", _("Emergency")

    class Place(models.TextChoices):
        EVERYWHERE = "everywhere", _("On every page")
        HOME = "home", _("On the home page")
        SECTION = "section", _("On the pages of one section")

    # What is the same in every language (portal/workflow/shared_fields.py).
    shared_fields = ("level", "place", "section", "starts_at", "ends_at", "show_untranslated")

    level = models.CharField(
        _("level"),
        max_length=12,
        choices=Level.choices,
        default=Level.INFORMATION,
        help_text=_(
            "Emergency is for danger now, warning for a change that people must know about, information for everything else."
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
        help_text=_("Show an alert about help lines on every page."),
    )
    section = models.ForeignKey(
        Page,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Only for an alert of one section: it is shown on this page and on all pages below it."),
    )
    show_untranslated = models.BooleanField(
        _("shown in English where it is not translated"),
        default=False,
        help_text=_(
            "Readers of other languages see the English alert until its translation is public. This is always the case for an emergency."
        ),
    )
    starts_at = models.DateTimeField(
        _("shown from"), default=timezone.now, help_text=_("Nobody sees it before this time.")
    )
    ends_at = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("If empty, it is shown until someone unpublishes it."),
    )

    panels = [
        TranslationPanel(heading=_("Translation")),
        FieldPanel("level"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("place"),
        PageChooserPanel("section"),
        FieldPanel("show_untranslated"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    override_translatable_fields = [SynchronizedField(name) for name in shared_fields]

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

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an alert that would never be shown.

        Raises:
            ValidationError: it ends before it starts, or is of a section without naming one.
        """
        super().clean()
        if self.place == self.Place.SECTION and not self.section:
            raise ValidationError({"section": _("Choose the section on whose pages the alert is shown.")})
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The alert must end after it starts.")})

    def is_shown(self, now: datetime.datetime, place: str, path: str = "") -> bool:
        """Whether the alert stands on a page at a moment.

        Args:
            now: an aware datetime.
            place: "home" on the home page, anything else elsewhere.
            path: the path of the page that is read.
        """
        return self.stands_at(place, path) and self.is_in_force(now)

    def stands_at(self, place: str, path: str) -> bool:
        """Whether the alert belongs to a place; one whose section is gone belongs everywhere (see is_shown)."""
        if self.place == self.Place.SECTION and self.section_path:
            return path.startswith(self.section_path)
        return self.place != self.Place.HOME or place == self.Place.HOME

    # Filled in by portal/site/site_context.py for the language of the reader; "" shows the alert on every page.
    section_path = ""

    def is_in_force(self, now: datetime.datetime) -> bool:
        """Whether a moment lies between beginning and end."""
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    @property
    def falls_back(self) -> bool:
        """Whether readers of other languages see it until it is translated."""
        return self.show_untranslated or self.level == self.Level.EMERGENCY

    @property
    def state(self) -> StrPromise:
        """How it stands with the alert, in a word or two, for the office's list."""
        if not self.live:
            return _("Draft")
        now = timezone.now()
        if self.is_in_force(now):
            return _("In force")
        return _("Planned") if now < self.starts_at else _("Ended")

    # --- Preview: on a page of the hub, whatever the alert's times are ----------------------------------------------
    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page that a reader would see: the section's, else the home page, in the alert's language."""
        request.previewed_alert = self  # type: ignore[attr-defined]  # The template tag of alerts looks for it.
        home = Site.find_for_request(request).root_page
        wanted = self.section if self.place == self.Place.SECTION and self.section else home
        page = wanted.get_translation_or_none(self.locale) or wanted
        with override(self.locale.language_code):
            return page.specific.serve(request).render()
