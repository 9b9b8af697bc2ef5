"""Services of organizations, each with a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from partners.confidentiality import checks
from partners.confidentiality.pages import ConfidentialPlaceMixin
from partners.organisations import presenter as organisation_entry
from portal.checks.publishing import CheckResult
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.taxonomy.models import terms_field
from portal.workflow.approvals import PARTNER_SUBMISSIONS

from .organisation import OrganisationPage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from partners.organisations.models import OrganisationLocation
    from partners.organisations.presenter import ServiceItem


class ServicePage(ConfidentialPlaceMixin, HubPage):
    """A service of an organization: for whom, at what cost, in which languages."""

    search_kind = "partner"
    social_scene = "bridge"

    class Status(models.TextChoices):
        ACTIVE = "active", _("Offered now")
        INACTIVE = "inactive", _("Not offered right now")
        TEMPORARILY_CLOSED = "temporarily closed", _("Closed for now")
        DEFUNCT = "defunct", _("No longer offered")

    class Interpreters(models.TextChoices):
        UNKNOWN = "", _("Not known")
        YES = "yes", _("Yes")
        REQUEST = "request", _("If you ask in advance")
        NO = "no", _("No")

    # The organization in the same language. Set in save(), so that lists can join it.
    organisation = models.ForeignKey(
        OrganisationPage, null=True, editable=False, on_delete=models.SET_NULL, related_name="service_pages"
    )
    description = RichTextField(
        _("description"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What happens, step by step, in plain words."),
    )
    status = models.CharField(
        _("state"),
        max_length=20,
        choices=Status.choices,
        default=Status.ACTIVE,
        help_text=_("Whether people can use it now."),
    )
    categories = terms_field("service", _("kinds of service"), _("Readers find the service by these."))
    populations = terms_field("population", _("people served"), _("Leave it empty if it is for everyone."))
    languages = terms_field(
        "language", _("languages"), _("Only what the organization itself says. Otherwise leave it empty.")
    )
    interpreters = models.CharField(
        _("interpreters"),
        max_length=8,
        choices=Interpreters.choices,
        blank=True,
        default=Interpreters.UNKNOWN,
        help_text=_("Whether there are interpreters for other languages."),
    )
    eligibility = models.CharField(
        _("who can use it"),
        max_length=300,
        blank=True,
        help_text=_("Age, area, whether papers are needed."),
    )
    cost = models.CharField(
        _("cost"),
        max_length=160,
        blank=True,
        help_text=_("Such as “Free”. Leave it empty if you do not know."),
    )
    how_to_begin = models.CharField(
        _("how to start"), max_length=300, blank=True, help_text=_("Who to call, or where to go first.")
    )
    places = ParentalManyToManyField(
        "partners.OrganisationLocation",
        verbose_name=_("places"),
        blank=True,
        related_name="services",
        help_text=_("The organization's places, saved on its page, where the service is offered."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("description"),
        FieldPanel("status"),
        MultiFieldPanel(
            [
                FieldPanel("categories"),
                FieldPanel("populations"),
                FieldPanel("eligibility"),
                FieldRowPanel([FieldPanel("cost"), FieldPanel("interpreters")]),
                FieldPanel("languages"),
                FieldPanel("how_to_begin"),
                FieldPanel("places"),
            ],
            _("Who it is for, and how to start"),
        ),
        *HubPage.closing_panels,
    ]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("description"),
        index.SearchField("eligibility"),
    ]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        SynchronizedField("categories"),
        SynchronizedField("populations"),
        SynchronizedField("languages"),
        SynchronizedField("places"),
    ]
    parent_page_types = ["partners.OrganisationPage"]
    subpage_types = []
    tree_derived_fields = ("organisation",)
    workflow_name = PARTNER_SUBMISSIONS

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page and set the foreign key to the organization above it."""
        parent = self.get_parent() if self.path and self.depth > 1 else None
        if parent and isinstance(parent.specific, OrganisationPage):
            self.organisation = parent.specific
        super().save(clean=clean, **kwargs)

    def preview_refusal(self) -> str | StrPromise:
        """Never share a preview, as for the organization's page."""
        return self.get_parent().specific.preview_refusal()

    def publishing_errors(self) -> list[CheckResult]:
        """A service must have a kind, by which readers find it."""
        failures = super().publishing_errors()
        if not self.categories.exists():
            failures.append(CheckResult("categories", _("Choose at least one kind of service.")))
        return failures + checks.failures(self) + checks.gaps(self)

    @property
    def phrase_key(self) -> UUID | None:
        """The phrases of its places are stored under the key of the organization."""
        return self.organisation.translation_key if self.organisation else None

    # --- What the page shows (partners/organisations/presenter.py) ---------------------------------------------------
    @cached_property
    def item(self) -> ServiceItem:
        """The service in words, as the organization's page shows it too."""
        words = organisation_entry.words_of(self, organisation_entry.SERVICE_WORDS)
        return organisation_entry.service_item(self, words, get_language())

    @cached_property
    def shown_places(self) -> list[OrganisationLocation]:
        """The places where the service is given, as the public may see them."""
        if self.organisation is None:
            return []
        if organisation_entry.previewed(self):
            wanted = [place.translation_key for place in self.places.all()]
        else:
            wanted = self.places.values("translation_key")
        return organisation_entry.places_of(self.organisation, only=wanted)

    def json_ld(self, request: HttpRequest) -> dict[str, Any]:
        """The service as structured data for search engines."""
        return organisation_entry.service_json_ld(self, request)
