"""The directory of partner organizations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from partners.organisations.directory import DirectoryFilters
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES


class OrganisationIndexPage(HubPage):
    """All partner organizations, with filters by service, area, language and words."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("Who the partners are and what an entry in the list means. Optional."),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.OrganisationPage"]
    max_count_per_parent = 1
    fixed_slug = "partners"
    social_scene = "bridge"

    class Meta:
        verbose_name = _("partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the chosen filters and their result (partners/organisations/directory.py)."""
        context = super().get_context(request, *args, **kwargs)
        context["filters"] = DirectoryFilters(request.GET, get_language())
        return context
