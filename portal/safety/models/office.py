"""Who runs this hub: city, office, address, hours, phones. Another city changes these, not code."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from portal.checks.publishing import WARNING, CheckResult
from portal.core import phone_numbers
from portal.signoff.models import SignedTranslation, TranslationPanel
from portal.workflow.models.snippets import ReviewedSnippet

from .help_line import NUMBER


class OfficeIdentity(SignedTranslation, TranslatableMixin, ReviewedSnippet, ClusterableModel):
    """The office's name and where to find it, once in each language."""

    site_name = models.CharField(
        _("name of the hub"), max_length=80, help_text=_("Shown at the top of every page.")
    )
    discreet_name = models.CharField(
        _("discreet name of the hub"),
        max_length=80,
        blank=True,
        help_text=_(
            "Shown in browser tabs, in histories and with shared links instead of the name of the hub, such as “City information”. "
            "If it is empty, the name of the hub is shown there, and anyone who looks at the device can see what was read."
        ),
    )
    city_name = models.CharField(_("city"), max_length=80, help_text=_("Such as “City of Example”."))
    office_name = models.CharField(
        _("office"), max_length=80, help_text=_("The office that runs this hub and is responsible for it.")
    )
    state_name = models.CharField(
        _("state"), max_length=80, blank=True, help_text=_("Named next to the law.")
    )
    address = models.TextField(
        _("address"), blank=True, help_text=_("As on an envelope, one line for each part.")
    )
    hours = models.TextField(
        _("office hours"), blank=True, help_text=_("Days and times when someone answers.")
    )
    email = models.EmailField(
        _("email address"), blank=True, help_text=_("An address that the office reads every working day.")
    )
    website = models.URLField(
        _("the city's own page"), blank=True, help_text=_("Where the city itself writes about this work.")
    )
    ada_coordinator = models.CharField(
        _("ADA coordinator"),
        max_length=200,
        blank=True,
        help_text=_("Name the post and how to reach it (28 CFR 35.107), not the person's home contact."),
    )
    demonstration_text = models.CharField(
        _("demonstration notice"),
        max_length=200,
        blank=True,
        help_text=_("Shown at the top of every page while the hub is a demonstration."),
    )

    panels = [
        TranslationPanel(heading=_("Translation")),
        MultiFieldPanel(
            [
                FieldPanel("site_name"),
                FieldPanel("discreet_name"),
                FieldPanel("city_name"),
                FieldPanel("office_name"),
                FieldPanel("state_name"),
            ],
            _("Names"),
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldPanel("hours"), FieldPanel("email"), FieldPanel("website")],
            _("Where to find it"),
        ),
        InlinePanel("phones", heading=_("Phones"), label=_("Phone")),
        FieldPanel("ada_coordinator"),
        FieldPanel("demonstration_text"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("office identity")
        verbose_name_plural = _("office identity")

    def __str__(self) -> str:
        return f"{self.office_name}, {self.city_name}"

    @property
    def title_name(self) -> str:
        """The name of the hub in browser titles: the discreet one if there is one."""
        return self.discreet_name or self.site_name

    def publishing_warnings(self) -> list[CheckResult]:
        """Without a discreet name, browser titles have the name of the hub, which readers who are watched cannot hide."""
        if self.discreet_name.strip() not in ("", self.site_name.strip()):
            return []
        return [
            CheckResult(
                "discreet_name",
                gettext(
                    "The hub has no discreet name. Browser tabs and histories show “%(name)s”, so anyone who looks at the device can see what was read. Write a discreet name, such as “City information”."
                )
                % {"name": self.site_name},
                WARNING,
            )
        ]

    def clean(self) -> None:
        """Refuse a phone that shows another number than it dials, by whatever path the version is saved."""
        super().clean()
        for phone in self.phones.all():
            if sentence := phone_numbers.disagreement(phone.number, phone.display):
                raise ValidationError(f"{phone.label}: {sentence}")


class OfficePhone(TranslatableMixin, Orderable):
    """A phone of the office: city information, never a help line."""

    class Kind(models.TextChoices):
        VOICE = "voice", _("Voice")
        TTY = "tty", _("TTY")

    office = ParentalKey(OfficeIdentity, on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(_("label"), max_length=80, help_text=_("Such as “City information”."))
    number = models.CharField(
        _("number"),
        max_length=16,
        validators=[NUMBER],
        help_text=_("With country code and without spaces, or a short number such as 311."),
    )
    display = models.CharField(
        _("number as people read it"), max_length=40, help_text=_("Such as 202-555-0123.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=5,
        choices=Kind.choices,
        default=Kind.VOICE,
        help_text=_("TTY is a text telephone."),
    )
    language = models.CharField(
        _("language"), max_length=40, blank=True, help_text=_("If the line is for one language only.")
    )

    override_translatable_fields = [
        SynchronizedField("number", overridable=False),
        SynchronizedField("display", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("phone")
        verbose_name_plural = _("phones")

    def __str__(self) -> str:
        return f"{self.label}: {self.display}"

    def clean(self) -> None:
        """Refuse a number that is shown in another way than it is dialed."""
        super().clean()
        phone_numbers.refuse_pairs(self, [("number", "display")])

    def is_of_language(self, code: str) -> bool:
        """Whether this line is for the speakers of a language, as far as the words of its field tell."""
        info = get_language_info(code)
        names = {info["name"].casefold(), info["name_local"].casefold()}
        words = self.language.casefold()
        # Hmong has a word for "language" before the name: "lus Hmoob".
        return words in names or not names.isdisjoint(words.split())
