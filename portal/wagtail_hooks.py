"""The building's own things in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.models import Alert, HelpLine, OfficeIdentity, SafetySettings, User
from portal.rich_text import CachedPageLinkHandler
from portal.staff import leave_operators_alone


class HelpLineViewSet(SnippetViewSet):
    """Help lines: number, kind, whether they are shown and when they were verified."""

    model = HelpLine
    icon = "mobile-alt"
    list_display = ["name", "kind", "phone_display", "in_strip", "verified_on"]
    list_filter = ["kind", "enabled"]
    ordering = ["order"]


class AlertViewSet(SnippetViewSet):
    """Alerts, latest first."""

    model = Alert
    icon = "warning"
    list_display = ["title", "level", "place", "starts_at", "ends_at", "live"]
    list_filter = ["level", "place"]


class OfficeViewSet(SnippetViewSet):
    """The office's identity, once in each language."""

    model = OfficeIdentity
    icon = "home"
    list_display = ["office_name", "city_name", "live"]


class SafetyViewSet(SnippetViewSet):
    """Where the exit leads."""

    model = SafetySettings
    icon = "lock"
    list_display = ["exit_url", "live"]


@register_snippet
class HubSnippets(SnippetViewSetGroup):
    """One entry of the menu for all four."""

    items = (HelpLineViewSet, AlertViewSet, OfficeViewSet, SafetyViewSet)
    menu_label = _("Help and office")
    menu_icon = "help"
    menu_order = 150


@hooks.register("register_rich_text_features", order=10)
def register_cached_links(features):
    """Links to pages in texts cost no SQL once they are known."""
    features.register_link_type(CachedPageLinkHandler)


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def before_an_account_changes(request, account):
    """Only an operator changes an operator's account."""
    leave_operators_alone(request, account)


@hooks.register("before_bulk_action")
def before_accounts_change(request, action_type, objects, action):
    """The same for several accounts at once."""
    leave_operators_alone(request, *(account for account in objects if isinstance(account, User)))


@hooks.register("register_log_actions")
def register_decisions(actions):
    """What the history says when a page is rejected for good, with the reason."""

    @actions.register_action("hub.decline")
    class _Declined(LogFormatter):
        label = _("Reject for good")
        message = _("Rejected for good")

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")
