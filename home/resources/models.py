"""Resources: reports, laws, guides, forms and websites."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from media.core.blocks import FullBodyBlock
from media.documents.models import Accessible
from portal.checks.publishing import CheckResult
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.pages.models import LISTED
from portal.pages.selectors import listed_below

ON_A_PAGE = 50
# What lists show of a resource beside title and summary (home/parts/resource_facts.html).
RESOURCE_FACTS = (
    "resource_type",
    "publisher",
    "published_on",
    "language",
    "link_format",
    "accessible",
    "document",
)


class ResourceIndexPage(HubPage):
    """All resources, with a filter by type."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What readers find here. Optional."),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ResourcePage"]
    max_count_per_parent = 1
    fixed_slug = "resources"
    social_scene = "book"

    class Meta:
        verbose_name = _("resources")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live resources of the type in the address, fifty on a page, and the number of each type."""
        context = super().get_context(request, *args, **kwargs)
        everything = listed_below(ResourcePage, self)
        types = ResourcePage.Type
        chosen = request.GET.get("type", "")
        chosen = chosen if chosen in types.values else ""
        context["type"] = chosen
        context["type_label"] = types(chosen).label if chosen else ""
        number_of = dict(everything.order_by().values_list("resource_type").annotate(Count("pk")))
        context["types"] = [
            (value, label, number_of.get(value, 0))
            for value, label in types.choices
            if value in number_of or value == chosen
        ]
        context["total"] = sum(number_of.values())
        shown = everything.filter(resource_type=chosen) if chosen else everything
        # The titles of the documents come with the pages.
        listed = (
            shown.select_related("document", "locale")
            .only(*LISTED, *RESOURCE_FACTS, "locale")
            .order_by("path")
        )
        paginator = Paginator(listed, ON_A_PAGE)
        # How many there are is known already.
        paginator.count = number_of.get(chosen, 0) if chosen else context["total"]
        context["resources"] = context["pages"] = paginator.get_page(request.GET.get("page"))
        return context


class ResourcePage(HubPage):
    """One resource: a document of the hub, or a link to another site."""

    search_kind = "resource"
    social_scene = "book"

    class Type(models.TextChoices):
        REPORT = "report", _("Report")
        LAW = "law", _("Law")
        GUIDE = "guide", _("Guide")
        FORM = "form", _("Form")
        WEBSITE = "website", _("Website")
        DATA = "data", _("Data")

    resource_type = models.CharField(
        _("type"), max_length=10, choices=Type.choices, help_text=_("Readers can filter by it.")
    )
    publisher = models.CharField(_("publisher"), max_length=160, help_text=_("Who is responsible for it."))
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("Leave it empty if it has no date.")
    )
    # Any language: a resource may be in one that the hub does not have.
    language = models.CharField(
        _("language"),
        max_length=10,
        default=settings.LANGUAGE_CODE,
        help_text=_("Language code, such as en."),
    )
    link_url = models.URLField(
        _("address"), blank=True, help_text=_("The page or file itself. Or choose a document below.")
    )
    document = models.ForeignKey(
        "media.HubDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A file of this hub."),
    )
    link_format = models.CharField(
        _("format of the linked page or file"),
        max_length=40,
        blank=True,
        help_text=_("Such as “Web page” or “PDF, 2 MB”."),
    )
    accessible = models.CharField(
        _("accessible"),
        max_length=8,
        choices=Accessible.choices,
        default=Accessible.UNKNOWN,
        help_text=_(
            "Choose a value only if someone has checked. For a document, what its own entry says is shown."
        ),
    )
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("about it"),
        blank=True,
        help_text=_("What is in it, and who it is for. Optional."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldRowPanel([FieldPanel("resource_type"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("publisher"), FieldPanel("published_on")]),
        MultiFieldPanel(
            [
                FieldPanel("link_url"),
                FieldPanel("link_format"),
                FieldPanel("document"),
                FieldPanel("accessible"),
            ],
            _("Where it is"),
        ),
        FieldPanel("body"),
        *HubPage.closing_panels,
    ]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("publisher"),
        index.SearchField("body"),
        index.FilterField("resource_type"),
    ]
    # The language of the resource, which can differ from that of the page.
    override_translatable_fields = [*HubPage.override_translatable_fields, SynchronizedField("language")]
    parent_page_types = ["home.ResourceIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def publishing_errors(self) -> list[CheckResult]:
        """There must be something to open: an address or a document."""
        failures = super().publishing_errors()
        if not self.link_url and not self.document_id:
            failures.append(CheckResult("link_url", _("Give an address or choose a document.")))
        return failures

    @property
    def file_format(self) -> str:
        """The file format: that of the document, or the one that the editor stated for the address."""
        return self.document.file_extension.upper() if self.document else self.link_format

    @property
    def accessibility(self) -> Accessible:
        """Whether the document or linked site is accessible, as far as known."""
        return Accessible(self.document.accessible if self.document else self.accessible)
