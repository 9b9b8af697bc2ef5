"""Words by which organisations, services and events are found: the office edits and translates them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ManyToManyRel, Model, ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.checks.publishing import ReviewedSnippetForm
from portal.core import language_names
from portal.core.draft_references import draft_users
from portal.workflow.models.snippets import ReviewedSnippet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# What stands in addresses and in the directory for machines.
FIXED_FIELDS = ("kind", "slug")


def terms_field(
    kind: str, verbose_name: str | StrPromise, help_text: str | StrPromise
) -> ParentalManyToManyField:
    """A field of a page that names words of one kind.

    Args:
        kind: a value of TaxonomyTerm.Kind.
        verbose_name: of the field.
        help_text: for the editor.

    Returns:
        A ParentalManyToManyField to TaxonomyTerm.
    """
    return ParentalManyToManyField(
        "portal.TaxonomyTerm",
        verbose_name=verbose_name,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": kind},
        help_text=help_text,
    )


class TaxonomyTermForm(ReviewedSnippetForm):
    """The form of a word: its list and its code are chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in FIXED_FIELDS:
                self.fields[name].disabled = True


class TaxonomyTerm(TranslatableMixin, ReviewedSnippet, index.Indexed):
    """One word of a list, in drafts and approved like a help line. Pages point at the term in the default language; readers see it in theirs (portal/taxonomy/selectors.py)."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("Service")
        AREA = "area", _("Area")
        POPULATION = "population", _("People served")
        TOPIC = "topic", _("Topic of events")
        LANGUAGE = "language", _("Language")
        ACCESSIBILITY = "accessibility", _("Accessibility offered")

    kind = models.CharField(
        _("list"), max_length=13, choices=Kind.choices, help_text=_("The list to which the word belongs.")
    )
    slug = models.SlugField(
        _("code"),
        max_length=60,
        help_text=_(
            "Used in addresses and in the directory for other programs; never change it. For a language: its "
            "code, such as “so” (BCP 47)."
        ),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("As readers know it."))
    description = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("What the word means, if the name is not enough."),
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
    base_form_class = TaxonomyTermForm
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("kind"),
        index.FilterField("locale"),
    ]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic or category")
        verbose_name_plural = _("topics and categories")
        ordering = ["kind", "order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "locale"], name="unique_term"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Keep list and code as they are, and words of other languages as translations of one in the first language.

        Raises:
            ValidationError: the list or the code was changed, or there is nothing that this word translates.
        """
        super().clean()
        before = TaxonomyTerm.objects.filter(pk=self.pk).first()
        if before:
            for name in FIXED_FIELDS:
                if getattr(self, name) != getattr(before, name):
                    raise ValidationError(
                        {name: _("It cannot be changed, because addresses and other programs rely on it.")}
                    )
        if self.locale_id and self.locale.language_code != settings.LANGUAGE_CODE:
            original = TaxonomyTerm.objects.filter(
                translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
            )
            if not original.exists():
                raise ValidationError(
                    _(
                        "Write the word in %(language)s first, then translate it: readers see only words that exist in their language."
                    )
                    % {"language": language_names.name_of(settings.LANGUAGE_CODE)}
                )

    def used_by(self) -> list[Model]:
        """What uses the word: pages of any app, live ones and the newest drafts. One query for each field that names words.

        Returns:
            A list of records, each once.
        """
        found = {}
        for relation in self._meta.get_fields(include_hidden=True):
            if isinstance(relation, ManyToManyRel):
                for record in relation.related_model._default_manager.filter(
                    **{relation.field.name: self.pk}
                ):
                    found[record._meta.label, record.pk] = record
        for record in draft_users(self):
            record = getattr(record, "specific", record)
            found.setdefault((record._meta.label, record.pk), record)
        return list(found.values())


@receiver(pre_delete, sender=TaxonomyTerm, dispatch_uid="portal:a word that is used")
def refuse_to_delete_used(sender: type[TaxonomyTerm], instance: TaxonomyTerm, **kwargs: Any) -> None:
    """A word that pages use is not deleted, by whatever path.

    Raises:
        ProtectedError: with the records that use it.
    """
    using = instance.used_by()
    if using:
        raise ProtectedError("Pages use this word.", set(using))
