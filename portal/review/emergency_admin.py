"""Hooks for emergencies in Wagtail's admin: the button in the editor of an alert or a help line, the list, the history."""

from typing import Any

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.action_menu import ActionMenuItem

from portal.dashboard import items as dashboard
from portal.dashboard.home import approvers_today, day, name_of
from portal.workflow import approvals, immediate_actions

from . import confirmations, emergencies
from . import emergency_views as views

BUTTON = "action-emergency"


@hooks.register("register_admin_urls")
def register_emergencies():
    """Add the addresses of these views."""
    return [
        path("emergencies/", views.index, name="emergencies"),
        path("emergencies/<slug:model_name>/<int:pk>/", views.publish, name="emergency_publish"),
        path("emergencies/<int:pk>/confirm/", views.confirm, name="emergency_confirm"),
        path("emergencies/actions/<int:pk>/confirm/", views.confirm_action, name="action_confirm"),
    ]


class _EmergencyItem(ActionMenuItem):
    """A button that saves the form as a draft and leads to the page that asks for the reason."""

    name, label, icon_name = BUTTON, _("Publish now as an emergency"), "warning"
    order = 90

    def is_shown(self, context):
        wanted = context["view"] in ("create", "edit") and not context.get("locked_for_user")
        return wanted and emergencies.may_publish(context["request"].user)


@hooks.register("register_snippet_action_menu_item")
def add_emergency_button(model):
    """Only for alerts and help lines."""
    return _EmergencyItem() if model in emergencies.MODELS.values() else None


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def redirect_to_emergency(request, record):
    """After the draft is saved, ask for the reason.

    Returns:
        A redirect, or None if another button was pressed.
    """
    wanted = BUTTON in request.POST and type(record) in emergencies.MODELS.values()
    if wanted and emergencies.may_publish(request.user):
        return redirect("emergency_publish", record._meta.model_name, record.pk)
    return None


class _ListItem(MenuItem):
    """The menu item of the list, shown only while something is not confirmed. It counts what the user may confirm.

    What the user did is listed there, too, with the way to undo it.
    """

    def is_shown(self, request):
        return approvals.is_office(request.user) and confirmations.is_anything_waiting()

    def render_component(self, request):
        component = super().render_component(request)
        if count := confirmations.how_many_for(request.user):
            component.label = f"{self.label} ({count})"
        return component


@hooks.register("register_admin_menu_item")
def register_list_item():
    """Add the list to the menu, which is on every page of the admin."""
    return _ListItem(
        _("To confirm"), reverse("emergencies"), name="emergencies", icon_name="warning", order=154
    )


@dashboard.register_dashboard_item(order=5)
def on_dashboard(request):
    """The dashboard items: emergencies, and what else was public at once and this user may confirm. They come first."""
    if request.user.pk not in approvers_today(request):
        return None
    return [_emergencies_item(request.user), _actions_item(request.user)]


def _emergencies_item(user):
    open_ones = emergencies.waiting_for(user)
    rows = tuple(
        dashboard.Row(
            str(approval.revision.content_object),
            reverse("emergencies"),
            f"{day(approval.approved_at)}, {name_of(approval.approver)}",
            urgent=emergencies.is_overdue(approval),
        )
        for approval in open_ones[: dashboard.NAMED]
    )
    label = ngettext("emergency to be confirmed", "emergencies to be confirmed", len(open_ones))
    return dashboard.DashboardItem(label, len(open_ones), reverse("emergencies"), rows=rows)


def _actions_item(user):
    waiting = confirmations.waiting_for(user)
    named = confirmations.as_entries(waiting[: dashboard.NAMED], user) if waiting else []
    rows = tuple(
        dashboard.Row(
            entry.title,
            reverse("emergencies"),
            ", ".join(filter(None, (entry.what, day(entry.action.at), entry.person))),
        )
        for entry in named
    )
    label = ngettext(
        "change became public at once: confirm it",
        "changes became public at once: confirm them",
        len(waiting),
    )
    return dashboard.DashboardItem(label, len(waiting), reverse("emergencies"), rows=rows)


@hooks.register("register_log_actions")
def register_emergency_actions(actions):
    """The messages of the history about emergencies."""

    @actions.register_action(emergencies.PUBLISHED)
    class _Published(LogFormatter):
        label, message = _("Publish as an emergency"), _("Published as an emergency, without review")

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")

    actions.register_action(
        emergencies.CONFIRMED, _("Confirm an emergency"), _("A second person has checked the emergency")
    )
    for action, label, words in (
        (
            immediate_actions.CONFIRMED,
            _("Confirm a change that became public at once"),
            _("A second person has confirmed: %(what)s"),
        ),
        (
            immediate_actions.ENDED,
            _("Change back a change that became public at once"),
            _("Changed back, so nobody needs to confirm it now: %(what)s"),
        ),
    ):
        formatter = type("Confirmation", (_OfAction,), {"label": label, "words": words})
        actions.register_action(action)(formatter)
    actions.register_action(
        emergencies.REMINDED,
        _("Send a reminder about an emergency"),
        _("Nobody had confirmed the emergency in time"),
    )


class _OfAction(LogFormatter):
    """The entry names the action that was confirmed or changed back."""

    words: Any

    def format_message(self, log_entry):
        kind = immediate_actions.KINDS.get((log_entry.data or {}).get("of", ""))
        return self.words % {"what": kind.label if kind else "–"}
