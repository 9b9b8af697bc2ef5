"""Preview links in Wagtail's admin: their page, the way to it, what the editor and the history say of them."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter

from portal.pages.models import HubPage
from portal.translation.sources import translation_of

from . import services as previews
from . import views


@hooks.register("register_admin_urls")
def register_previews():
    """A page's links and comments."""
    return [
        path("page-previews/<int:page_id>/", views.page_previews, name="page_previews"),
        path("page-previews/<int:page_id>/end/<int:link_id>/", views.revoke, name="page_preview_revoke"),
        path("page-previews/<int:page_id>/done/<int:comment_id>/", views.done, name="page_preview_done"),
    ]


@hooks.register("register_page_header_buttons")
def offer_previews(page, user, view_name, next_url=None):
    """An entry of the menu above a page."""
    page = page.specific
    if isinstance(page, HubPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Preview links"), reverse("page_previews", args=[page.pk]), icon_name="view", priority=66
        )


@hooks.register("before_edit_page")
def show_comments(request, page):
    """Say above the editor of translations that reviewers have written; Wagtail's editor shows what (review_notes.html)."""
    reads = request.method == "GET" and "_w_hydrate_create_view" not in request.GET
    count = previews.open_comments(page).count() if reads and translation_of(page) else 0
    if count:
        words = ngettext(
            "A reviewer has commented on a draft of this page.",
            "Reviewers have written %(count)s comments on drafts of this page.",
            count,
        )
        read = messages.button(reverse("page_previews", args=[page.pk]), _("Read what they wrote"))
        messages.info(request, words % {"count": count}, buttons=[read])


@hooks.register("register_log_actions")
def register_preview_actions(actions):
    """What the history says of links."""
    for action, words in (
        (previews.MADE, _("A preview link was made")),
        (previews.OPENED, _("A preview link was opened")),
        (previews.COMMENTED, _("A reviewer wrote a comment")),
        (previews.REVOKED, _("A preview link was ended")),
    ):
        formatter = type("PreviewFormatter", (_ForWhom,), {"label": words, "message": words})
        actions.register_action(action)(formatter)


class _ForWhom(LogFormatter):
    """The entry names for whom the link was made."""

    def format_message(self, log_entry):
        return _("%(what)s (for: %(note)s)") % {"what": self.message, "note": log_entry.data.get("note", "")}
