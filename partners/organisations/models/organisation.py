"""Partner organizations: what they offer, their contact details and their places, unless confidential."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from partners.confidentiality import checks, store
from partners.confidentiality.pages import ConfidentialPlacesMixin
from partners.confidentiality.words import phrases_of
from partners.organisations import presenter as organisation_entry
from partners.organisations.examples import has_example_address
from portal.checks.publishing import CheckResult, has_words
from portal.core import phone_numbers
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.safety.models.help_line import NUMBER
from portal.taxonomy.models import terms_field
from portal.taxonomy.selectors import terms_by_pk
from portal.workflow.approvals import PARTNER_SUBMISSIONS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.taxonomy.selectors import Term

# The fields that are empty for a confidential place.
PLACE_FIELDS = (
    "street_address",
    "address_2",
    "city",
    "region",
    "postal_code",
    "latitude",
    "longitude",
    "directions",
)


class OrganisationPage(ConfidentialPlacesMixin, HubPage):
    """One partner organization. Its stable identifier outside the hub is `translation_key`."""

    search_kind = "partner"
    social_scene = "bridge"
    offers = RichTextField(
        _("what it offers"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("In plain words: what it offers, who it is for, and how to start."),
    )
    areas = terms_field("area", _("areas"), _("Where it helps people."))
    languages = terms_field(
        "language", _("languages"), _("Only what the organization itself says. Otherwise leave it empty.")
    )
    website = models.URLField(_("website"), blank=True, help_text=_("The whole address, with https://."))
    email = models.EmailField(
        _("email address"), blank=True, help_text=_("The organization's own address, never a person's.")
    )
    safe_contact = models.TextField(
        _("safe ways to make contact"),
        blank=True,
        max_length=600,
        help_text=_("What someone who is being watched should know: who picks up, what a letter looks like."),
    )
    place_accessibility = models.TextField(
        _("accessibility of the place"),
        blank=True,
        max_length=600,
        help_text=_("Step-free entrance, elevator, restroom, parking, what to ask for in advance."),
    )
    year_founded = models.PositiveSmallIntegerField(
        _("year founded"), null=True, blank=True, help_text=_("Optional.")
    )
    verified_on = models.DateField(
        _("last verified"),
        null=True,
        blank=True,
        help_text=_("The day on which someone checked the whole entry with the organization."),
    )
    verified_by = models.CharField(
        _("verified by"),
        max_length=120,
        blank=True,
        help_text=_("The office or position that checked it, not a person's name. Shown to the public."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("offers"),
        MultiFieldPanel(
            [
                FieldPanel("website"),
                FieldPanel("email"),
                InlinePanel("phones", heading=_("Phones"), label=_("Phone")),
                FieldPanel("safe_contact"),
            ],
            _("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("areas"),
                FieldPanel("languages"),
                FieldPanel("place_accessibility"),
                InlinePanel("locations", heading=_("Places"), label=_("Place")),
            ],
            _("Where, and who it is for"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by")]),
                FieldPanel("year_founded"),
            ],
            _("Checked"),
        ),
        *HubPage.closing_panels,
    ]
    search_fields = [*HubPage.search_fields, index.SearchField("offers")]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        SynchronizedField("areas"),
        SynchronizedField("languages"),
        SynchronizedField("website"),
        SynchronizedField("email"),
    ]
    parent_page_types = ["partners.OrganisationIndexPage"]
    subpage_types = ["partners.ServicePage"]
    workflow_name = PARTNER_SUBMISSIONS
    place_fields = PLACE_FIELDS

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def address_failure(self, slug: str, parent: Page | None) -> str | StrPromise:
        """Reserve `/partners/join/` for the form with which organizations ask to join."""
        if slug == "join":
            return _("This site uses that address itself. Choose another one.")
        return super().address_failure(slug, parent)

    def publishing_errors(self) -> list[CheckResult]:
        """An organization must say what it offers and how it can be reached."""
        failures = super().publishing_errors()
        if not has_words(self.offers):
            failures.append(CheckResult("offers", _("Say in plain words what the organization offers.")))
        failures += [
            CheckResult("phones", sentence)
            for phone in self.phones.all()
            if (sentence := phone_numbers.disagreement(phone.number, phone.display))
        ]
        if not (self.website or self.email or self.phones.exists()):
            failures.append(
                CheckResult("website", _("Give a website, an email address or a phone of the organization."))
            )
        return failures + checks.failures(self) + checks.gaps(self)

    @property
    def is_verified(self) -> bool:
        """Whether somebody has verified the entry with the organization. Nobody can do so with an invented one."""
        return self.verified_on is not None and not self.is_example

    @property
    def is_example(self) -> bool:
        """Whether the organization is invented, to show what an entry looks like (partners/organisations/examples.py)."""
        return has_example_address(self.website, self.email)

    # --- What the page shows (partners/organisations/presenter.py) ---------------------------------------------------
    @cached_property
    def _words(self) -> dict[str, set[int]]:
        return organisation_entry.words_of(self, ["areas", "languages"])

    @cached_property
    def area_terms(self) -> list[Term]:
        """The areas in the reader's language (portal.taxonomy.selectors.Term)."""
        return terms_by_pk(self._words["areas"])

    @cached_property
    def language_terms(self) -> list[Term]:
        """The languages, named in the reader's language (portal.taxonomy.selectors.Term)."""
        return terms_by_pk(self._words["languages"])

    @cached_property
    def shown_phones(self) -> list[OrganisationPhone]:
        """The phones, in order."""
        return organisation_entry.phones_of(self)

    @cached_property
    def shown_places(self) -> list[OrganisationLocation]:
        """The places as the public may see them: of a confidential place, only that there is one."""
        return organisation_entry.places_of(self)

    def preview_refusal(self) -> str | StrPromise:
        """Never share a preview: the organization may have a confidential place, and drafts belong to the organization."""
        return _(
            "Drafts of partner organizations cannot be shown by a preview link: only the organization sees "
            "them."
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the services and the next events."""
        context = super().get_context(request, *args, **kwargs)
        language = get_language()
        context["services"] = organisation_entry.services_of(self, language)
        context["events"], context["has_more_events"] = organisation_entry.upcoming_events(self, language)
        return context

    def json_ld(self, request: HttpRequest) -> dict[str, Any]:
        """The organization as structured data for search engines."""
        return organisation_entry.organisation_json_ld(self, request)


class OrganisationPhone(TranslatableMixin, Orderable):
    """A phone number of an organization."""

    class Kind(models.TextChoices):
        VOICE = "voice", _("Voice")
        TEXT = "text", _("Text messages")
        TTY = "tty", _("TTY")

    organisation = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="phones")
    kind = models.CharField(
        _("kind"),
        max_length=5,
        choices=Kind.choices,
        default=Kind.VOICE,
        help_text=_("TTY is a text telephone."),
    )
    number = models.CharField(
        _("number"),
        max_length=16,
        validators=[NUMBER],
        help_text=_("With country code and without spaces, such as +12025550123."),
    )
    display = models.CharField(
        _("number as people read it"), max_length=40, help_text=_("Such as 202-555-0123.")
    )
    label = models.CharField(
        _("label"), max_length=80, blank=True, help_text=_("Such as “Crisis line”. Optional.")
    )
    hours = models.CharField(
        _("hours"), max_length=120, blank=True, help_text=_("When someone answers, if you know.")
    )
    languages = models.CharField(
        _("languages"),
        max_length=160,
        blank=True,
        help_text=_("The languages in which the line is answered, if you know."),
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("label")]),
        FieldRowPanel([FieldPanel("number"), FieldPanel("display")]),
        FieldRowPanel([FieldPanel("hours"), FieldPanel("languages")]),
    ]
    # A number is the same in every language.
    override_translatable_fields = [SynchronizedField("number"), SynchronizedField("display")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("phone")
        verbose_name_plural = _("phones")

    def __str__(self) -> str:
        return f"{self.label or self.get_kind_display()}: {self.display}"

    def clean(self) -> None:
        """Refuse a displayed number with other digits than the dialed one."""
        super().clean()
        phone_numbers.refuse_pairs(self, [("number", "display")])


class OrganisationLocation(TranslatableMixin, Orderable):
    """A place of an organization. A confidential one has no address, so none can leak."""

    organisation = ParentalKey(OrganisationPage, on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(_("name"), max_length=120, help_text=_("Such as “Main office”."))
    is_confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_(
            "The place must stay secret. Checking this deletes its address here and in every earlier version."
        ),
    )
    street_address = models.CharField(
        _("street and number"), max_length=160, blank=True, help_text=_("As on an envelope.")
    )
    address_2 = models.CharField(
        _("second line"), max_length=160, blank=True, help_text=_("Floor, room or building.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True, help_text=_("Where it is."))
    region = models.CharField(_("state"), max_length=40, blank=True, help_text=_("Such as MN."))
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True, help_text=_("ZIP code."))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("In degrees. Optional."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("In degrees. Optional."),
    )
    directions = models.TextField(
        _("how to get there"), blank=True, max_length=600, help_text=_("Bus, entrance, bell.")
    )
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        max_length=400,
        help_text=_("Of this place: steps, elevator, restroom, parking."),
    )
    hours = models.CharField(_("hours"), max_length=160, blank=True, help_text=_("When the place is open."))

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("is_confidential")]),
        FieldRowPanel([FieldPanel("street_address"), FieldPanel("address_2")]),
        FieldRowPanel([FieldPanel("city"), FieldPanel("region"), FieldPanel("postal_code")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldPanel("directions"),
        FieldPanel("accessibility"),
        FieldPanel("hours"),
    ]
    # An address is the same in every language.
    override_translatable_fields = [
        SynchronizedField(name) for name in ("street_address", "address_2", "city", "region", "postal_code")
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Empty the address of a confidential place.

        Raises:
            ValidationError: only one of the two coordinates is given.
        """
        super().clean()
        self.scrub()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both coordinates, or none.")})

    @cached_property
    def noted_values(self) -> list[dict[str, Any]]:
        """The values of its fields before they were emptied, until the page or the place is saved."""
        return []

    def scrub(self) -> None:
        """Empty the address, coordinates and directions of a confidential place."""
        if not self.is_confidential:
            return
        values = {name: getattr(self, name) for name in PLACE_FIELDS}
        if any(value not in (None, "") for value in values.values()):
            self.noted_values.append(values)
        for name in PLACE_FIELDS:
            setattr(self, name, None if name in ("latitude", "longitude") else "")

    @property
    def has_address(self) -> bool:
        """Whether readers can be told where it is."""
        return bool(self.street_address or self.city or self.directions)

    def conceal(self) -> None:
        """Remove everything except that there is a confidential place. Its name and hours could also reveal where it is."""
        self.is_confidential = True
        self.scrub()
        self.name = self.accessibility = self.hours = ""

    def save(self, **kwargs: Any) -> None:
        """Save the place; a confidential one never with an address."""
        self.scrub()
        for values in self.noted_values:
            kept = store.public_names(self.organisation, values)
            store.add_phrases(self.organisation.translation_key, phrases_of(values, kept))
        self.noted_values = []
        super().save(**kwargs)
