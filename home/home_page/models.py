"""The home page."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StructValue
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.campaigns.models import CampaignPage
from home.campaigns.upcoming import next_events
from home.initiatives.models import InitiativePage
from portal.core.page_links import page_links
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES, LinkValue
from portal.pages.models import LISTED, chosen_links


class StartingPointValue(LinkValue):
    """A sentence with the page that answers it, and its symbol."""

    @property
    def symbol_template(self) -> str:
        """The template of the symbol."""
        return f"portal/icons/{self['symbol']}.svg"


class StartingPointBlock(blocks.StructBlock):
    """A sentence in which people recognize why they came, with the page that answers it."""

    title = blocks.CharBlock(
        label=_("Sentence"), max_length=60, help_text=_("As people say it, such as “I need help now”.")
    )
    text = blocks.CharBlock(label=_("What they find there"), max_length=90, help_text=_("A few words."))
    page = blocks.PageChooserBlock(label=_("Page of the hub"), help_text=_("The page that answers it."))
    symbol = blocks.ChoiceBlock(
        label=_("Symbol"),
        choices=[("help", _("A hand")), ("pay", _("Money")), ("people", _("People"))],
        help_text=_("It is shown next to the sentence."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = StartingPointValue

    def link_text(self, value: StructValue) -> str:
        """The words of the link, for the publishing checks."""
        return value["title"] or ""


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
    starting_points = StreamField(
        [("link", StartingPointBlock())],
        verbose_name=_("where to start"),
        blank=True,
        max_num=3,
        help_text=_(
            "Up to three sentences that people who come here might say. Each leads to the page that answers it."
        ),
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
            [FieldPanel("hero_heading"), FieldPanel("hero_text"), FieldPanel("starting_points")],
            _("Top of the page"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("what_heading"),
                FieldPanel("what_text"),
                FieldPanel("featured_definitions"),
            ],
            _("What it is"),
        ),
        MultiFieldPanel(
            [FieldPanel("initiatives_heading"), FieldPanel("statement")], _("What the city does")
        ),
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
        """Add content of other pages: definitions, initiatives, the current or next campaign, events."""
        context = super().get_context(request, *args, **kwargs)
        chosen = [block["value"]["page"] for block in self.starting_points.raw_data]
        page_links(
            [*chosen, *(block["value"] for block in self.featured_definitions.raw_data)]
        )  # In one query.
        context["starting_points"] = [block.value for block in self.starting_points if block.value.href]
        context["further_pages"] = [link for link in self.live_related_pages if link.pk not in chosen]
        context["definitions"] = chosen_links(self.featured_definitions)
        context["initiatives"] = list(
            InitiativePage.current_below(self).only(*LISTED, "status").order_by("path")
        )
        context["campaign"] = CampaignPage.current_or_next(self, timezone.localdate())
        context["events"] = next_events(3)
        return context
