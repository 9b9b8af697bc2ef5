"""Lines on which people answer: whom to call or text, and what happens then."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField

from portal.core import phone_numbers
from portal.signoff.models import SignedTranslation, TranslationPanel
from portal.workflow import approvals
from portal.workflow.models.snippets import ReviewedSnippet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

VERIFIED_FOR = datetime.timedelta(days=183)
NUMBER = RegexValidator(
    r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8})$",
    _(
        "Write the number with its country code and without spaces, such as +12025550123, or a short number such as 911."
    ),
)


class _LastCheckedPanel(FieldPanel):
    """The day of the last check, which nobody types; "None" would be no answer."""

    def format_value_for_display(self, value: datetime.date | None) -> str | StrPromise:
        """The day, or "Never"."""
        return _("Never") if value is None else super().format_value_for_display(value)


class HelpLine(SignedTranslation, TranslatableMixin, ReviewedSnippet, index.Indexed):
    """One help line. Drafts and switched-off lines are never shown."""

    class Kind(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency")
        CONFIDENTIAL = "confidential", _("Confidential help")
        CITY = "city", _("City information")
        LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")

    workflow_name = approvals.HELP_LINES_REVIEW
    # Only these may stand in the help bar, on cards and beside "If this is you".
    SAFE_KINDS = (Kind.EMERGENCY, Kind.CONFIDENTIAL)
    # What is the same in every language (portal/workflow/shared_fields.py).
    shared_fields = (
        "kind",
        "enabled",
        "in_strip",
        "phone",
        "phone_display",
        "text_number",
        "text_display",
        "tty",
        "tty_display",
        "chat_url",
        "website",
        "verified_on",
    )

    name = models.CharField(
        _("name"), max_length=80, help_text=_("As people know it, such as “National Hotline”.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        help_text=_(
            "Law enforcement lines are never shown in the help bar, on cards or next to “If this is you”."
        ),
    )
    enabled = models.BooleanField(
        _("shown to visitors"), default=True, help_text=_("If this is off, the line is not shown anywhere.")
    )
    in_strip = models.BooleanField(
        _("in the help bar on every page"),
        default=False,
        help_text=_("Only for emergency and confidential lines. Two or three lines fit on a phone."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Lines with lower numbers come first.")
    )
    phone = models.CharField(
        _("phone number"),
        max_length=16,
        blank=True,
        validators=[NUMBER],
        help_text=_(
            "With country code and without spaces, such as +12025550123, or a short number such as 911."
        ),
    )
    phone_display = models.CharField(
        _("phone number as people read it"), max_length=40, blank=True, help_text=_("Such as 1-202-555-0123.")
    )
    text_number = models.CharField(
        _("number for text messages"),
        max_length=16,
        blank=True,
        validators=[NUMBER],
        help_text=_("Write it like the phone number. Leave it empty if nobody answers texts."),
    )
    text_display = models.CharField(
        _("number for text messages as people read it"),
        max_length=40,
        blank=True,
        help_text=_("Such as 202-555-0123."),
    )
    text_languages = models.CharField(
        _("languages in which texts and chat are answered"),
        max_length=120,
        blank=True,
        help_text=_("If you do not know, write English."),
    )
    tty = models.CharField(
        _("TTY number"),
        max_length=16,
        blank=True,
        validators=[NUMBER],
        help_text=_("For people who type on a text telephone; 711 is the relay service."),
    )
    tty_display = models.CharField(
        _("TTY number as people read it"), max_length=40, blank=True, help_text=_("Such as 711.")
    )
    chat_url = models.URLField(
        _("address of the chat"), blank=True, help_text=_("The page on which the chat opens.")
    )
    website = models.URLField(_("website"), blank=True, help_text=_("The line's own site."))
    languages = models.CharField(
        _("languages spoken"),
        max_length=200,
        blank=True,
        help_text=_("Only what the source says. If empty, nothing is shown."),
    )
    words_to_say = models.CharField(
        _("words to say"),
        max_length=120,
        blank=True,
        help_text=_("How to get an interpreter, such as “Say: Somali, please”."),
    )
    hours = models.CharField(
        _("hours"), max_length=120, blank=True, help_text=_("Such as “Day and night, every day”.")
    )
    who_answers = models.TextField(
        _("who answers"),
        blank=True,
        max_length=500,
        help_text=_("One plain sentence: advocates, volunteers or officers, and of which organization."),
    )
    what_happens = RichTextField(
        _("what happens when you call"),
        blank=True,
        features=["bold", "italic", "ul", "ol", "link"],
        help_text=_("Promise nothing that the source does not say."),
    )
    shares_with_police = models.TextField(
        _("will they tell the police"),
        blank=True,
        max_length=500,
        help_text=_("What the source says. If it is empty, the question is left out."),
    )
    shares_with_immigration = models.TextField(
        _("will they tell immigration authorities"),
        blank=True,
        max_length=500,
        help_text=_("What the source says. If it is empty, the question is left out."),
    )
    shares_with_child_protection = models.TextField(
        _("will they tell child protection"),
        blank=True,
        max_length=500,
        help_text=_("What the source says. If it is empty, the question is left out."),
    )
    under_18 = models.TextField(
        _("what if you are under 18"),
        blank=True,
        max_length=500,
        help_text=_("What is different for young callers, according to the source."),
    )
    confirm_note = models.TextField(
        _("still to be confirmed"),
        blank=True,
        max_length=500,
        help_text=_("A note for the office. Readers do not see it."),
    )
    source_title = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where these statements come from.")
    )
    source_url = models.URLField(
        _("address of the source"), blank=True, help_text=_("The page on which they can be read.")
    )
    verified_on = models.DateField(
        _("last verified"),
        null=True,
        blank=True,
        help_text=_("The day on which someone last checked the line. Approving the line sets it."),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who checked the line. Not shown to the public."),
    )
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who is reminded to check the line again after six months. Not shown to the public."),
    )

    panels = [
        TranslationPanel(heading=_("Translation")),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("enabled"), FieldPanel("in_strip"), FieldPanel("order")]),
            ],
            _("Line"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("phone_display")]),
                FieldRowPanel([FieldPanel("text_number"), FieldPanel("text_display")]),
                FieldPanel("text_languages"),
                FieldRowPanel([FieldPanel("tty"), FieldPanel("tty_display")]),
                FieldPanel("chat_url"),
                FieldPanel("website"),
                FieldPanel("languages"),
                FieldPanel("words_to_say"),
                FieldPanel("hours"),
            ],
            _("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("who_answers"),
                FieldPanel("what_happens"),
                *(
                    FieldPanel(name, help_text=_("What the source says. Empty: the question is left out."))
                    for name in (
                        "shares_with_police",
                        "shares_with_immigration",
                        "shares_with_child_protection",
                    )
                ),
                FieldPanel("under_18"),
                FieldPanel("confirm_note"),
            ],
            _("What happens when you call"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_url"),
                _LastCheckedPanel("verified_on", read_only=True),
                FieldPanel("steward"),
            ],
            _("Source and checking"),
        ),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]
    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in shared_fields),
        # The City's line of a language stands elsewhere in that language.
        BaseTranslatableField("order"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what could send a person to the wrong place.

        Raises:
            ValidationError: no way to reach the line, a number without its readable form, or a line of
                another kind than emergency or confidential help in the help bar.
        """
        super().clean()
        errors: dict[str, str | StrPromise] = {}
        if not any([self.phone, self.text_number, self.chat_url]):
            errors["phone"] = _("Give a phone number, a number for text messages or the address of a chat.")
        for number, display in (
            ("phone", "phone_display"),
            ("text_number", "text_display"),
            ("tty", "tty_display"),
        ):
            if getattr(self, number) and not getattr(self, display):
                errors[display] = _("Write the number as people read it.")
            elif sentence := phone_numbers.disagreement(getattr(self, number), getattr(self, display)):
                errors[display] = sentence
        if self.in_strip and self.kind not in self.SAFE_KINDS:
            errors["in_strip"] = _("Only emergency and confidential help lines may be shown in the help bar.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_overdue(self) -> bool:
        """Whether nobody verified the line within six months. It hides nothing."""
        return self.verified_on is None or timezone.localdate() - self.verified_on > VERIFIED_FOR

    @property
    def is_checked_by_calling(self) -> bool:
        """Whether it is called to check it. An emergency number is not: the call would keep others waiting."""
        return self.kind != self.Kind.EMERGENCY

    # The line in English, filled in by portal/site/site_context.py where readers are to see its answers in English.
    in_english = None

    @property
    def answers(self) -> HelpLine:
        """The line whose long answers readers are shown: this one, or the English one until a person has signed.

        Its name, hours, languages and the words to say are shown in the reader's language in any case. Without an English
        line that is public nothing is known of what happens.
        """
        if not self.shows_english:
            return self
        return self.in_english or HelpLine(kind=self.kind, locale=self.locale)

    @property
    def disclosures(self) -> list[tuple[StrPromise, str]]:
        """The questions that a caller asks first, with the sourced answer or "" where none is known."""
        return [
            (_("Will they tell the police?"), self.shares_with_police),
            (_("Will they tell immigration authorities?"), self.shares_with_immigration),
            (_("Will they tell child protection?"), self.shares_with_child_protection),
            (_("What if I am under 18?"), self.under_18),
        ]
