"""Words by which organisations, services and events are found: the office edits and translates them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


class TaxonomyTerm(index.Indexed, TranslatableMixin, models.Model):
    """One word of a list. Pages point at the term in the default language; readers see it in theirs (portal/terms.py)."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service")
        AREA = "area", _("Area")
        POPULATION = "population", _("People served")
        TOPIC = "topic", _("Topic of events")
        LANGUAGE = "language", _("Language")
        ACCESSIBILITY = "accessibility", _("Accessibility offered")

    kind = models.CharField(
        _("list"), max_length=13, choices=Kind.choices, help_text=_("The list in which the word stands.")
    )
    slug = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_(
            "Stands in addresses and in the directory for machines; never change it. For a language: its code, such as “so” (BCP 47)."
        ),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("As readers know it."))
    description = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("What is meant, where the name is not enough."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Lower numbers come first; equal ones by name.")
    )

    panels = [
        FieldPanel("kind"),
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("order"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("word of a list")
        verbose_name_plural = _("words of the lists")
        ordering = ["kind", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "locale"], name="unique_term"),
        ]

    def __str__(self):
        return self.name
