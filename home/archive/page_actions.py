"""Adds to the menus of a page in Wagtail's admin: next edition of a campaign, move to the archive, restore."""

from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogFormatter

from home.campaigns import campaign_editions
from home.campaigns.models import CampaignPage
from portal.site.archive import is_archived

from . import services as archiving
from . import views as archive_views


@hooks.register("register_admin_urls")
def register_page_actions():
    """Add the addresses of these actions."""
    return [
        path("campaigns/<int:page_id>/new-edition/", campaign_editions.new_edition, name="new_edition"),
        path("pages/<int:page_id>/archive/", archive_views.archive, name="archive_page"),
        path("pages/<int:page_id>/take-back/", archive_views.take_back, name="take_back_page"),
    ]


class _NewEdition(PageMenuItem):
    label = _("Start next year's edition")
    icon_name = "copy"
    url_name = "new_edition"

    def is_shown(self, user):
        campaign = self.page.specific_class is CampaignPage
        return campaign and campaign_editions.may_start(user, self.page)


class _Archive(PageMenuItem):
    label = _("Move to the archive")
    icon_name = "folder-open-inverse"
    url_name = "archive_page"

    def is_shown(self, user):
        page = self.page.specific_deferred
        return page.live and archiving.may(user) and archiving.can_be_archived(page)


class _TakeBack(PageMenuItem):
    label = _("Restore from the archive")
    icon_name = "undo"
    url_name = "take_back_page"

    def is_shown(self, user):
        return is_archived(self.page) and archiving.may(user)


@hooks.register("register_page_header_buttons")
def in_the_header(page, user, view_name, next_url=None):
    """The items in the menu of an open page."""
    yield _NewEdition(page=page, priority=35)
    yield _Archive(page=page, priority=61)
    yield _TakeBack(page=page, priority=62)


@hooks.register("register_page_listing_more_buttons")
def in_lists(page, user, next_url=None):
    """The items in the menu of each page in a list."""
    yield _NewEdition(page=page, priority=25)
    yield _Archive(page=page, priority=41)
    yield _TakeBack(page=page, priority=42)


@hooks.register("before_move_page")
def refuse_moves_from_the_archive(request, page, destination):
    """Refuse to move archived pages by hand: they are only restored as drafts, to be approved again."""
    if is_archived(page):
        messages.error(
            request, _("This page is archived. Restore it from the archive; it then becomes a draft.")
        )
        return redirect("take_back_page", page.pk)
    return None


@hooks.register("register_log_actions")
def register_archive_actions(actions):
    """The messages of the history about the archive."""

    @actions.register_action(archiving.ARCHIVED)
    class _Archived(LogFormatter):
        label = _("Move to the archive")
        message = _("Moved to the archive, after all four questions were answered with yes")

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")

    actions.register_action(
        archiving.TAKEN_BACK,
        _("Restore from the archive"),
        _("Restored from the archive as a draft"),
    )
