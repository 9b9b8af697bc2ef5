"""The contact page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from media.core.blocks import FullBodyBlock
from portal.models import HubPage
from portal.site.site_context import get_site_context


class ContactPage(HubPage):
    """The office's address, hours and phones (from OfficeIdentity), and for what to contact it."""

    search_kind = "help"
    shows_office = True
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("body"),
        blank=True,
        help_text=_(
            "What people may write or call about. Address, hours and phones come from the office identity."
        ),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("body"), *HubPage.closing_panels]
    search_fields = [*HubPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    fixed_slug = "contact"

    class Meta:
        verbose_name = _("contact")

    def json_ld(self, request: HttpRequest) -> dict[str, Any] | None:
        """The office as a GovernmentOffice of schema.org."""
        context = get_site_context(self.locale.language_code)
        if not context.office:
            return None
        office = context.office
        return {
            "@type": "GovernmentOffice",
            "name": office.office_name,
            "parentOrganization": {"@type": "GovernmentOrganization", "name": office.city_name},
            "address": office.address.replace("\r", "").replace("\n", ", "),
            "telephone": [phone.display for phone in context.phones],
            "url": request.build_absolute_uri(self.get_url(request)),
        }
