"""Words that are to be translated in one way only, and names that stay as they are (portal/translation/glossary.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from portal.core import language_names

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class GlossaryForm(WagtailAdminModelForm):
    """The form of an entry: the languages are those of the hub, without the first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            others = language_names.choices(but_first=True)
            self.fields["language"].widget = forms.Select(choices=[("", _("Every language")), *others])


class GlossaryTerm(models.Model):
    """One word of the first language and how it is translated into one language, or that it is not translated."""

    term = models.CharField(
        _("word"),
        max_length=80,
        help_text=_("As it is in the original, in the singular, such as “wage theft”."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("A name that is never translated can be for every language."),
    )
    translations = models.TextField(
        _("translations"),
        blank=True,
        help_text=_(
            "One per line. Each of them is correct. Word endings are recognized, so add other forms only if the beginning changes too."
        ),
    )
    never_translate = models.BooleanField(
        _("never translate"),
        default=False,
        help_text=_(
            "For names, such as those of help lines: a caller must hear the name that the line uses."
        ),
    )
    note = models.CharField(
        _("note"),
        max_length=250,
        blank=True,
        help_text=_("For translators: why, or when another word is better."),
    )

    panels = [
        FieldPanel("term"),
        FieldPanel("language"),
        FieldPanel("translations"),
        FieldPanel("never_translate"),
        FieldPanel("note"),
    ]
    base_form_class = GlossaryForm

    class Meta:
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("glossary")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"],
                name="unique_glossary_term",
                violation_error_message=_("The glossary already has this word in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """Refuse an entry that asks for nothing.

        Raises:
            ValidationError: it has neither a translation nor is it never translated, or both, or no language.
        """
        super().clean()
        if self.never_translate and self.forms:
            raise ValidationError({"translations": _("A term that is never translated has no translation.")})
        if not self.never_translate and not self.forms:
            raise ValidationError({"translations": _("Write how it is translated, or that it never is.")})
        if not self.never_translate and not self.language:
            raise ValidationError({"language": _("Choose the language of the translation.")})

    @property
    def forms(self) -> list[str]:
        """The translations that are right: a list."""
        return [line.strip() for line in self.translations.splitlines() if line.strip()]

    @property
    def expected(self) -> str:
        """What a translation should say, in words."""
        return self.term if self.never_translate else ", ".join(self.forms)

    @property
    def language_name(self) -> str | StrPromise:
        """The language as people read it."""
        return language_names.name_of(self.language) if self.language else _("Every language")
