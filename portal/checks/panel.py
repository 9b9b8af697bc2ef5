"""The editor of a page: Wagtail's tabs, with what keeps the page from the public above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from wagtail.admin.panels import ObjectList, TabbedInterface

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.pages.models import HubPage


class HubTabs(TabbedInterface):
    """Tabs under a summary of failures (the admin's error summary, WCAG 3.3.1 and 3.3.3; ATAG B.2.2 and B.3.1)."""

    class BoundPanel(TabbedInterface.BoundPanel):
        """The tabs of one page."""

        template_name = "portal/admin/hub_tabs.html"

        @property
        def media(self) -> forms.Media:
            """The tabs' own media, and the summary's."""
            return super().media + forms.Media(
                css={"all": ["portal/admin/publish_checks.css"]}, js=["portal/admin/publish_checks.js"]
            )


def hub_tabs(
    page_class: type[HubPage], headings: tuple[str | StrPromise, str | StrPromise, str | StrPromise]
) -> HubTabs:
    """The editor of a page type.

    Args:
        page_class: a HubPage type.
        headings: the names of the three tabs: content, promotion, settings.

    Returns:
        A HubTabs of the panels that the type names.
    """
    panels = (page_class.content_panels, page_class.promote_panels, page_class.settings_panels)
    tabs = [
        ObjectList(children, heading=heading)
        for children, heading in zip(panels, headings, strict=True)
        if children
    ]
    return HubTabs(tabs, base_form_class=page_class.base_form_class)
