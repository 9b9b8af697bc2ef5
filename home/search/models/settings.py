"""Synonyms and danger words, and counts of searches without results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.checks.publishing import ReviewedSnippetForm
from portal.core import language_names
from portal.workflow.models.snippets import ReviewedSnippet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_PHRASES = 40  # For synonyms, because each one widens a search.
MOST_DANGER_PHRASES = 300  # Looked up all at once, so their number does not matter.
MOST_WORDS = 10  # In a phrase; Hmong writes each syllable as a word.
MOST_CHARACTERS = 60  # In a phrase, and in a search that is counted.
NEVER_EMPTY = _(
    "Write at least one word. If the group is no longer needed, ask a coordinator to unpublish it."
)


class SearchWordsForm(ReviewedSnippetForm):
    """The form of a group of words, with the languages of the hub."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].error_messages["required"] = NEVER_EMPTY
        field = self.fields["language"]
        choices = [("", _("All languages together")), *language_names.choices()]
        if self.instance.language not in dict(choices):
            choices.append((self.instance.language, self.instance.language))
        self.fields["language"] = forms.ChoiceField(
            choices=choices, label=field.label, help_text=field.help_text, required=False
        )


class SearchWords(ReviewedSnippet):
    """A group of words: synonyms, or words that mean that somebody is in danger (home/search/synonyms.py)."""

    class Kind(models.TextChoices):
        SYNONYMS = "synonyms", _("Mean the same")
        DANGER = "danger", _("Mean danger")

    kind = models.CharField(
        _("kind"),
        max_length=8,
        choices=Kind.choices,
        default=Kind.SYNONYMS,
        help_text=_(
            "Words that mean the same: a reader who searches for one finds the others too. Words that mean danger: a reader who searches for one sees the help lines first."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_(
            "For words that mean danger, choose their language; what to say is then offered in it. For words that mean the same, leave it at all languages, or choose the only language in which they do."
        ),
    )
    words = models.TextField(
        _("words"),
        help_text=_(
            "One word or phrase on each line, such as “unpaid wages”. Capital letters, accents and endings make no difference. The first lines count most."
        ),
    )

    base_form_class = SearchWordsForm
    panels = [FieldPanel("kind"), FieldPanel("language"), FieldPanel("words")]

    class Meta:
        verbose_name = _("group of search synonyms")
        verbose_name_plural = _("search synonyms")
        ordering = ["kind", "language", "words"]

    def __str__(self) -> str:
        phrases = self.phrases
        return ", ".join(phrases[:3]) + (" …" if len(phrases) > 3 else "")

    @property
    def phrases(self) -> list[str]:
        """The words and phrases in order, without empty lines."""
        return [phrase for line in self.words.splitlines() if (phrase := " ".join(line.split()))]

    @property
    def most_phrases(self) -> int:
        """The maximum number of lines in a group of this kind."""
        return MOST_DANGER_PHRASES if self.kind == self.Kind.DANGER else MOST_PHRASES

    @property
    def language_name(self) -> str | StrPromise:
        return language_names.name_of(self.language) if self.language else _("All languages")

    def clean(self) -> None:
        """Normalize the lines, and refuse those that a search could not use.

        Raises:
            ValidationError: too many or too long lines, a line without letters, a single synonym, danger without words or a language.
        """
        super().clean()
        first: dict[str, str] = {}
        for phrase in self.phrases:
            first.setdefault(phrase.casefold(), phrase)
        phrases = list(first.values())
        errors: dict[str, str | StrPromise] = {}
        if len(phrases) > self.most_phrases:
            errors["words"] = _("There are %(n)s lines. Keep the %(most)s that readers use most.") % {
                "n": len(phrases),
                "most": self.most_phrases,
            }
        elif wrong := next((phrase for phrase in phrases if not _can_be_found(phrase)), None):
            errors["words"] = _(
                "“%(phrase)s” cannot be searched for: write at most %(words)s words and %(characters)s "
                "characters, with letters or digits in them."
            ) % {
                "phrase": wrong[:MOST_CHARACTERS],
                "words": MOST_WORDS,
                "characters": MOST_CHARACTERS,
            }
        elif self.kind == self.Kind.SYNONYMS and len(phrases) < 2:
            errors["words"] = _("Write at least two lines: words that mean the same.")
        elif not phrases:
            errors["words"] = NEVER_EMPTY
        if self.kind == self.Kind.DANGER and not self.language:
            errors["language"] = _("Choose the language of these words.")
        if errors:
            raise ValidationError(errors)
        self.words = "\n".join(phrases)


def _can_be_found(phrase: str) -> bool:
    return (
        len(phrase) <= MOST_CHARACTERS
        and len(phrase.split()) <= MOST_WORDS
        and any(character.isalnum() for character in phrase)
        and "\0" not in phrase
    )


class EmptySearch(models.Model):
    """How often a search found nothing in a month. The words are stored only from a minimum count on (privacy).

    It contains no address, session or time: see home/search/zero_result_searches.py.
    """

    month = models.DateField(_("month"))
    language = models.CharField(_("language"), max_length=10)
    # A keyed hash with another key each month: it shows that the same words were searched again, but not which.
    digest = models.CharField(max_length=64)
    words = models.CharField(_("words"), max_length=MOST_CHARACTERS, blank=True)
    count = models.PositiveIntegerField(_("searches"), default=1)

    class Meta:
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        ordering = ["-month", "-count", "words"]
        # No permissions: nobody edits these in the admin, and access to the report depends on a group.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["month", "language", "digest"], name="one_count_of_empty_search")
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def language_name(self) -> str:
        return language_names.name_of(self.language)
