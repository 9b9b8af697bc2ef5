"""The home page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.campaigns.models import CampaignPage
from home.campaigns.upcoming import next_events
from home.initiatives.models import InitiativePage
from media.models import VideoPage
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.pages.models import LISTED, chosen_links


class HomePage(HubPage):
    """The home page: where to get help, what trafficking is, what the city does about it."""

    hero_heading = models.CharField(
        _("first heading"),
        max_length=90,
        help_text=_("A question or sentence in which people recognize themselves."),
    )
    hero_text = models.TextField(
        _("first text"),
        max_length=400,
        help_text=_("Who answers, and what they do and do not do. Nothing that the source does not say."),
    )
    statement = models.CharField(
        _("statement"), max_length=200, help_text=_("What the city commits itself to, in one sentence.")
    )
    what_heading = models.CharField(
        _("heading of “what it is”"), max_length=90, help_text=_("Such as “What human trafficking is”.")
    )
    what_text = RichTextField(
        _("what it is"), features=LIMITED_FEATURES, help_text=_("Two short paragraphs in plain words.")
    )
    quotation = models.TextField(
        _("quotation"), blank=True, help_text=_("Letter for letter, without quotation marks. Optional.")
    )
    quotation_source = models.CharField(
        _("source of the quotation"),
        max_length=160,
        blank=True,
        help_text=_("Who said it, and who quotes it."),
    )
    quotation_url = models.URLField(
        _("address of the quotation"), blank=True, help_text=_("Where the words can be read.")
    )
    featured_definitions = StreamField(
        [("page", blocks.PageChooserBlock(label=_("Definition"), page_type="home.DefinitionPage"))],
        verbose_name=_("definitions to show"),
        blank=True,
        max_num=4,
        help_text=_("Up to four terms, shown as cards."),
    )
    initiatives_heading = models.CharField(
        _("heading of the initiatives"), max_length=90, help_text=_("Such as “What the City is doing”.")
    )

    content_panels = [
        *HubPage.opening_panels,
        MultiFieldPanel(
            [FieldPanel("hero_heading"), FieldPanel("hero_text"), FieldPanel("statement")],
            _("Top of the page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("what_heading"),
                FieldPanel("what_text"),
                FieldPanel("quotation"),
                FieldPanel("quotation_source"),
                FieldPanel("quotation_url"),
                FieldPanel("featured_definitions"),
            ],
            _("What it is"),
        ),
        FieldPanel("initiatives_heading"),
        *HubPage.closing_panels,
    ]
    search_fields = [*HubPage.search_fields, index.SearchField("what_text")]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        SynchronizedField("featured_definitions"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    translated_first = True
    subpage_types = [
        "home.ArchivePage",
        "home.CampaignIndexPage",
        "home.ContactPage",
        "home.DefinitionIndexPage",
        "home.FormatRequestPage",
        "home.GetHelpPage",
        "home.InformationPage",
        "home.InitiativeIndexPage",
        "home.ResourceIndexPage",
        "media.VideoIndexPage",
        "partners.EventIndexPage",
        "partners.OrganisationIndexPage",
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add content of other pages: definitions, initiatives, the current or next campaign, events, videos."""
        context = super().get_context(request, *args, **kwargs)
        context["definitions"] = chosen_links(self.featured_definitions)
        context["initiatives"] = list(
            InitiativePage.current_below(self).only(*LISTED, "status").order_by("path")
        )
        context["campaign"] = CampaignPage.current_or_next(self, timezone.localdate())
        context["events"] = next_events(3)
        context["videos"] = VideoPage.listed(VideoPage.current_below(self), limit=3)
        return context
