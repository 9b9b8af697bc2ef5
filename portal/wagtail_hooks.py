"""The building's own things in Wagtail's admin."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal import (  # noqa: F401  Their hooks are registered by importing them.
    admin_home,
    audit_admin,
    content_checks,
    decision_page,
    editing,
    emergency_admin,
    preferences_admin,
    previews_admin,
    removal_admin,
    reports,
    review_admin,
    scheduling,
    signing_admin,
    translated_words,
    translation_editor,
    translation_files_admin,
)
from portal.models import Alert, GlossaryTerm, HelpLine, OfficeIdentity, SafetySettings, TaxonomyTerm, User
from portal.rich_text import CachedPageLinkHandler
from portal.snippet_permissions import ReviewedViewSet
from portal.staff import leave_operators_alone

# How many pages a refusal names.
NAMED = 5


class HelpLineViewSet(ReviewedViewSet):
    """Help lines: number, kind, whether they are shown and when they were verified."""

    model = HelpLine
    icon = "mobile-alt"
    list_display = ["name", "kind", "phone_display", "in_strip", "verified_on"]
    list_filter = ["kind", "enabled"]
    ordering = ["order"]


class AlertViewSet(ReviewedViewSet):
    """Alerts, latest first, each with how it stands now."""

    model = Alert
    icon = "warning"
    list_display = [
        "title",
        Column("state", label=_("State")),
        "level",
        "place",
        "starts_at",
        "ends_at",
    ]
    list_filter = ["level", "place"]


class OfficeViewSet(ReviewedViewSet):
    """The office's identity, once in each language."""

    model = OfficeIdentity
    icon = "home"
    list_display = ["office_name", "city_name", "live"]


class SafetyViewSet(ReviewedViewSet):
    """Where the exit leads."""

    model = SafetySettings
    icon = "lock"
    list_display = ["exit_url", "live"]


class TaxonomyTermViewSet(SnippetViewSet):
    """The words of the lists by which readers find organisations, services and events."""

    model = TaxonomyTerm
    icon = "tag"
    menu_label = _("Words of the lists")
    list_display = ["name", "kind", "slug", "order"]
    list_filter = ["kind"]
    list_per_page = 100
    ordering = ["kind", "order", "name"]


class GlossaryViewSet(SnippetViewSet):
    """Fixed terms: how a word is translated, and what is never translated."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = [
        "term",
        Column("language_name", label=_("Language")),
        Column("expected", label=_("Expected")),
    ]
    list_filter = ["language", "never_translate"]
    list_per_page = 100
    copy_view_enabled = False


@register_snippet
class HubSnippets(SnippetViewSetGroup):
    """One entry of the menu for all of them."""

    items = (
        HelpLineViewSet,
        AlertViewSet,
        OfficeViewSet,
        SafetyViewSet,
        TaxonomyTermViewSet,
        GlossaryViewSet,
    )
    menu_label = _("Help and office")
    menu_icon = "help"
    menu_order = 150


@hooks.register("before_delete_snippet")
def before_words_are_deleted(request, records):
    """A word that pages use stays; the message names them."""
    for term in records:
        using = term.used_by() if isinstance(term, TaxonomyTerm) else []
        if using:
            titles = [f"“{record}”" for record in using[:NAMED]]
            if len(using) > NAMED:
                titles.append(_("%(n)s more") % {"n": len(using) - NAMED})
            messages.error(
                request,
                _("“%(word)s” stays, because it is used by: %(pages)s. Take it away there first.")
                % {"word": term, "pages": ", ".join(str(title) for title in titles)},
            )
            return redirect(TaxonomyTerm.snippet_viewset.get_url_name("list"))
    return None


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


# After Wagtail's own entries, one of which is replaced.
@hooks.register("register_log_actions", order=10)
def register_decisions(actions):
    """What the history says when a version is approved, and when a page is rejected for good: with the reason."""

    class _Approved(LogFormatter):
        label = _("Workflow: approve task")

        def format_message(self, log_entry):
            task = ((log_entry.data.get("workflow") or {}).get("task") or {}).get("title", "")
            revision = log_entry.revision
            if not revision:
                return _("Approved (%(task)s)") % {"task": task}
            moment = date_format(timezone.localtime(revision.created_at), "DATETIME_FORMAT")
            return _("Approved (%(task)s): the version of %(moment)s") % {
                "task": task,
                "moment": moment,
            }

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")

    # Not register_action(): the entry would stand twice in the history's filter.
    actions.formatters["wagtail.workflow.approve"] = _Approved()

    for action, label, message in (
        ("hub.decline", _("Reject for good"), _("Rejected for good")),
        (scheduling.FAILED, _("Take from the schedule"), _("Its time came, but it could not go public")),
    ):
        formatter = type("Step", (_WithComment,), {"label": label, "message": message})
        actions.register_action(action)(formatter)


class _WithComment(LogFormatter):
    def format_comment(self, log_entry):
        return log_entry.data.get("comment", "")
