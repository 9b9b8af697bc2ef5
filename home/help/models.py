"""The page "Get help": help lines, what happens when you call, and a pocket card."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from media.core.blocks import FullBodyBlock
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES


class GetHelpPage(RoutablePageMixin, HubPage):
    """The help lines, in the office's order, with answers to a caller's first questions."""

    search_kind = "help"
    CARDS_ON_A_SHEET = 8

    safety_notice = RichTextField(
        _("safety notice"),
        features=["h2", *LIMITED_FEATURES],
        blank=True,
        help_text=_("Shown before the help lines."),
    )
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("below the help lines"),
        blank=True,
        help_text=_("Answers to what people ask before they call."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("safety_notice"),
        FieldPanel("body"),
        *HubPage.closing_panels,
    ]
    search_fields = [*HubPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.InformationPage"]
    max_count_per_parent = 1
    fixed_slug = "get-help"
    translated_first = True
    own_anchors = frozenset({"lines", "city"})
    shows_help_lines = ("emergency", "confidential", "city")

    class Meta:
        verbose_name = _("get help")

    @path("card/", name="card")
    def card(self, request: HttpRequest) -> HttpResponse:
        """A sheet of eight discreet cards, to print and cut."""
        return self.render(
            request, template="home/help_card.html", context_overrides={"cards": range(self.CARDS_ON_A_SHEET)}
        )
