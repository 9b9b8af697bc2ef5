"""Text pages, such as accessibility, privacy, how to stay safe online."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from media.core.blocks import FullBodyBlock
from portal.models import HubPage

# Pages whose addresses are part of the contract.
CONTRACT_SLUGS = frozenset({"accessibility", "privacy", "stay-safe-online"})
# Pages whose text is shown in English until a person has signed its translation.
RELIED_ON = frozenset({"stay-safe-online"})


class InformationPage(HubPage):
    """A page of text, with a table of contents if it is long."""

    search_kind = "help"
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_(
            "Begin each section with a heading. With three or more sections, the page shows its contents."
        ),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("body"), *HubPage.closing_panels]
    search_fields = [*HubPage.search_fields, index.SearchField("body")]
    social_scene = "houses"
    parent_page_types = ["home.HomePage", "home.InformationPage", "home.GetHelpPage"]
    subpage_types = ["home.InformationPage"]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    @property
    def body_in_english(self) -> bool:
        """Whether readers are shown the English page's body, because they must be able to rely on it."""
        return self.slug in RELIED_ON and self.shows_english

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `body`, and `body_lang` if that is not in the page's language, which takes one more query."""
        context = super().get_context(request, *args, **kwargs)
        context["body"] = self.body
        if self.body_in_english:
            original = (
                self.get_translations().live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
            )
            context |= {
                "body": original.specific.body if original else None,
                "body_lang": settings.LANGUAGE_CODE,
            }
        return context

    @property
    def fixed_slug(self) -> str:  # type: ignore[override]  # Of other page types it is the same for every page.
        """The slug of a page whose address is part of the contract; "" for others."""
        before = (
            type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else ""
        )
        return before if before in CONTRACT_SLUGS else ""
