"""What the hub adds to Wagtail's admin, and what other packages register there."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal import reports
from portal.accounts.models import User
from portal.core.rich_text import CachedPageLinkHandler
from portal.dashboard import home, menus, own_drafts
from portal.notifications import preferences_admin
from portal.previews import admin as previews_admin
from portal.quality import content_checker
from portal.redirects import removal_admin
from portal.redirects.models import OfficeRedirect
from portal.reports import audit as audit_report
from portal.reports import waiting
from portal.review import admin as review_admin
from portal.review import decision_page, emergency_admin, removal_notices, sent_warnings, signoff_admin
from portal.safety.models import Alert, HelpLine, OfficeIdentity, SafetySettings
from portal.staff import rights_admin
from portal.staff.admin import refuse_operator_changes
from portal.taxonomy.models import TaxonomyTerm
from portal.translation import editor as translation_editor
from portal.translation import po_files_admin
from portal.translation import views as translation_views
from portal.translation.models import GlossaryTerm
from portal.workflow import editing, scheduling, visibility_admin
from portal.workflow.admin_lists import DateColumn, LanguagesColumn, OneRowIndex, YesNoColumn
from portal.workflow.snippet_admin import ReviewedViewSet

# How many pages a refusal names.
NAMED = 5
LIVE = YesNoColumn("live", label=_("Live"), sort_key="live")


class HelpLineViewSet(ReviewedViewSet):
    """Help lines: languages, number, kind, where they are shown and when they were checked."""

    model = HelpLine
    icon = "mobile-alt"
    index_view_class = OneRowIndex
    list_display = [
        "name",
        LanguagesColumn(),
        "kind",
        Column("phone_display", label=_("Phone number"), sort_key="phone_display"),
        YesNoColumn("enabled", label=_("Shown to visitors"), sort_key="enabled"),
        YesNoColumn("in_strip", label=_("On every page"), sort_key="in_strip"),
        DateColumn("verified_on", _("Never"), label=_("Last checked")),
    ]
    list_filter = ["kind", "enabled"]
    ordering = ["order"]


class AlertViewSet(ReviewedViewSet):
    """Alerts, latest first, each with how it stands now."""

    model = Alert
    icon = "warning"
    index_view_class = OneRowIndex
    list_display = [
        "title",
        LanguagesColumn(),
        Column("state", label=_("State")),
        "level",
        "place",
        "starts_at",
        DateColumn("ends_at", _("No end"), label=_("Shown until")),
    ]
    list_filter = ["level", "place"]


class OfficeViewSet(ReviewedViewSet):
    """The office's identity, once in each language."""

    model = OfficeIdentity
    icon = "home"
    index_view_class = OneRowIndex
    list_display = ["office_name", LanguagesColumn(), "city_name", LIVE]


class SafetyViewSet(ReviewedViewSet):
    """Where the exit leads."""

    model = SafetySettings
    icon = "lock"
    list_display = ["exit_url", LIVE]


class RedirectViewSet(ReviewedViewSet):
    """Redirects that the office writes, in the place of Wagtail's own pages for them."""

    model = OfficeRedirect
    icon = "redirect"
    menu_label = _("Redirects")
    list_display = ["old_path", Column("leads_to", label=_("Leads to")), LIVE]
    copy_view_enabled = False


class TaxonomyTermViewSet(ReviewedViewSet):
    """The words of the lists by which readers find organisations, services and events."""

    model = TaxonomyTerm
    icon = "tag"
    menu_label = _("Topics and categories")
    index_view_class = OneRowIndex
    list_display = ["name", LanguagesColumn(), "kind", "slug", "order", LIVE]
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
        RedirectViewSet,
    )
    menu_label = _("Help and office")
    menu_icon = "help"
    menu_order = 150


@hooks.register("construct_settings_menu")
def one_list_of_redirects(request, menu_items):
    """Wagtail's own list of redirects is closed (portal/urls.py)."""
    menu_items[:] = [item for item in menu_items if item.name != "redirects"]


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
                _("“%(word)s” was not deleted, because these use it: %(pages)s. Remove it there first.")
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
    refuse_operator_changes(request, account)


@hooks.register("before_bulk_action")
def before_accounts_change(request, action_type, objects, action):
    """The same for several accounts at once."""
    refuse_operator_changes(request, *(account for account in objects if isinstance(account, User)))


@hooks.register("insert_global_admin_css")
def admin_styles():
    """The style sheet of all pages of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin/admin.css"))


# After Wagtail's own entries, one of which is replaced.
@hooks.register("register_log_actions", order=10)
def register_decisions(actions):
    """What the history says when a version is approved, and when a page is rejected for good: with the reason."""

    class _Approved(LogFormatter):
        label = _("Approve")

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
        ("hub.decline", _("Reject permanently"), _("Permanently rejected")),
        (
            scheduling.FAILED,
            _("Remove from the schedule"),
            _("It could not be published at its planned time"),
        ),
    ):
        formatter = type("Step", (_WithComment,), {"label": label, "message": message})
        actions.register_action(action)(formatter)


class _WithComment(LogFormatter):
    def format_comment(self, log_entry):
        return log_entry.data.get("comment", "")


@hooks.register("register_icons")
def register_icons(icons):
    """Wagtail's messages name their icon by their level, and it has none called "info"."""
    return [*icons, "portal/icons/info.svg"]
