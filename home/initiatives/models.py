"""The city's initiatives: goal, lead, partners, how to take part; milestones and figures where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import StructValue
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from media.core.blocks import FullBodyBlock
from portal.checks.publishing import CheckResult
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES, RelatedPagesBlock
from portal.pages.models import LISTED, chosen_links
from portal.pages.selectors import listed_below

if TYPE_CHECKING:
    from portal.core.page_links import PageLink


class MilestoneBlock(blocks.StructBlock):
    """A milestone of an initiative, with its state."""

    STATES = [
        ("not_begun", _("Not started")),
        ("in_progress", _("In progress")),
        ("completed", _("Completed")),
        ("not_necessary", _("No longer needed")),
    ]

    title = blocks.CharBlock(label=_("Milestone"), max_length=160, help_text=_("What it achieves."))
    status = blocks.ChoiceBlock(
        label=_("State"), choices=STATES, default="not_begun", help_text=_("Shown in words.")
    )
    date = blocks.DateBlock(
        label=_("Date"), required=False, help_text=_("When it was reached, or should be.")
    )
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("Why it is late or not needed, for example."),
    )


class UpdateBlock(blocks.StructBlock):
    """News of an initiative."""

    date = blocks.DateBlock(label=_("Date"), help_text=_("The day of the news."))
    title = blocks.CharBlock(label=_("Title"), max_length=160, help_text=_("What is new."))
    text = blocks.RichTextBlock(
        label=_("Text"), features=LIMITED_FEATURES, help_text=_("Two or three sentences.")
    )


class FigureBlock(blocks.StructBlock):
    """A figure with its source and year, which are required."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("Such as “1 in 4”."))
    label = blocks.CharBlock(
        label=_("What it counts"), max_length=200, help_text=_("Who or what is counted, and where.")
    )
    source_title = blocks.CharBlock(label=_("Source"), max_length=200, help_text=_("Report or data set."))
    source_url = blocks.URLBlock(
        label=_("Address of the source"), required=False, help_text=_("Where it can be read.")
    )
    year = blocks.CharBlock(label=_("Year"), max_length=20, help_text=_("The year that the figure is about."))


class PartnersBlock(blocks.StreamBlock):
    """Organizations that take part."""

    page = blocks.PageChooserBlock(
        label=_("Organization"),
        page_type="partners.OrganisationPage",
        help_text=_("A page of the directory."),
    )


class Status(models.TextChoices):
    """The status of an initiative."""

    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")


class InitiativeIndexPage(HubPage):
    """All initiatives, with a filter by status."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What the city does, in two sentences. Optional."),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.InitiativePage"]
    max_count_per_parent = 1
    fixed_slug = "initiatives"
    social_scene = "bridge"

    class Meta:
        verbose_name = _("initiatives")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live initiatives with the status in the address, and the number of each status."""
        context = super().get_context(request, *args, **kwargs)
        everything = list(
            listed_below(InitiativePage, self)
            .select_related("locale")
            .only(*LISTED, "status", "lead_office", "locale")
            .order_by("path")
        )
        chosen = request.GET.get("status", "")
        chosen = chosen if chosen in Status.values else ""
        context["status"] = chosen
        context["status_label"] = Status(chosen).label if chosen else ""
        context["statuses"] = [
            (value, label, sum(page.status == value for page in everything))
            for value, label in Status.choices
        ]
        context["total"] = len(everything)
        context["initiatives"] = [page for page in everything if not chosen or page.status == chosen]
        return context


class InitiativePage(HubPage):
    """One initiative."""

    search_kind = "initiative"
    social_scene = "bridge"
    goal = models.TextField(
        _("goal"), max_length=500, help_text=_("What will be different when it succeeds.")
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.ACTIVE,
        help_text=_("Shown in words, in lists too."),
    )
    lead_office = models.CharField(
        _("lead office"), max_length=120, help_text=_("The office that is responsible for it.")
    )
    body = StreamField(
        FullBodyBlock(), verbose_name=_("body"), blank=True, help_text=_("What is being done. Optional.")
    )
    partners = StreamField(
        PartnersBlock(),
        verbose_name=_("partners"),
        blank=True,
        help_text=_("Organizations of the directory that take part. Optional."),
    )
    take_part = RichTextField(
        _("how to take part"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What readers can do, and who they can ask. Optional."),
    )
    milestones = StreamField(
        [("milestone", MilestoneBlock())],
        verbose_name=_("milestones"),
        blank=True,
        help_text=_("In the order in which they should be reached."),
    )
    updates = StreamField(
        [("update", UpdateBlock())],
        verbose_name=_("updates"),
        blank=True,
        help_text=_("Newest first on the page, whatever their order here."),
    )
    figures = StreamField(
        [("figure", FigureBlock())],
        verbose_name=_("figures"),
        blank=True,
        help_text=_("Each one needs a source and a year."),
    )
    documents = StreamField(
        RelatedPagesBlock(),
        verbose_name=_("documents (resource pages)"),
        blank=True,
        help_text=_("Reports and plans that are listed under “Resources”."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("goal"),
        FieldRowPanel([FieldPanel("status"), FieldPanel("lead_office")]),
        FieldPanel("body"),
        FieldPanel("partners"),
        FieldPanel("take_part"),
        FieldPanel("milestones"),
        FieldPanel("updates"),
        FieldPanel("figures"),
        FieldPanel("documents"),
        *HubPage.closing_panels,
    ]
    override_translatable_fields = [*HubPage.override_translatable_fields, SynchronizedField("partners")]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("goal"),
        index.SearchField("body"),
        index.SearchField("take_part"),
        index.SearchField("updates"),
        index.FilterField("status"),
    ]
    parent_page_types = ["home.InitiativeIndexPage"]
    subpage_types = []
    own_anchors = frozenset({"partners", "take-part", "figures", "milestones", "updates", "documents"})

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def publishing_errors(self) -> list[CheckResult]:
        """An initiative needs a goal and a responsible office."""
        failures = super().publishing_errors()
        if not self.goal.strip():
            failures.append(CheckResult("goal", _("Say what the initiative should achieve.")))
        if not self.lead_office.strip():
            failures.append(CheckResult("lead_office", _("Name the office that leads the initiative.")))
        return failures

    @cached_property
    def live_documents(self) -> list[PageLink]:
        """The linked pages that are public, in the editor's order (portal.core.page_links.PageLink)."""
        return chosen_links(self.documents)

    @cached_property
    def live_partners(self) -> list[PageLink]:
        """The organizations that are public, in the editor's order (portal.core.page_links.PageLink)."""
        return chosen_links(self.partners)

    @property
    def updates_newest_first(self) -> list[StructValue]:
        return sorted(
            (block.value for block in self.updates), key=lambda update: update["date"], reverse=True
        )
