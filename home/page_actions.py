"""What the menu of a page in Wagtail's admin offers beside Wagtail's own: a campaign's next edition, the archive."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem

from home import editions
from home.models import CampaignPage


@hooks.register("register_admin_urls")
def register_page_actions():
    """The pages on which the actions are confirmed."""
    return [path("campaigns/<int:page_id>/new-edition/", editions.new_edition, name="new_edition")]


class _NewEdition(PageMenuItem):
    label = _("Start next year's edition")
    icon_name = "copy"
    url_name = "new_edition"

    def is_shown(self, user):
        campaign = self.page.specific_class is CampaignPage
        return campaign and editions.may_start(user, self.page)


@hooks.register("register_page_header_buttons")
def in_the_header(page, user, view_name, next_url=None):
    """In the menu of the page that is open."""
    yield _NewEdition(page=page, priority=35)


@hooks.register("register_page_listing_more_buttons")
def in_lists(page, user, next_url=None):
    """In the menu of each page of a list."""
    yield _NewEdition(page=page, priority=25)
