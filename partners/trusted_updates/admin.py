"""Hooks into Wagtail's admin: addresses, dashboard item, log messages of trusted updates."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from portal.dashboard import items as dashboard
from portal.dashboard.home import day
from portal.staff.rights import name_of

from . import services, views

ACTIONS = {
    services.ASKED: (
        _("Ask for trusted updates"),
        _("A coordinator asked that changes of time and place be public at once"),
    ),
    services.CONFIRMED: (
        _("Confirm trusted updates"),
        _("A second coordinator confirmed: changes of time and place are public at once"),
    ),
    services.ALONE: (
        _("Turn on trusted updates without a second person"),
        _("Changes of time and place are public at once; there was no second coordinator to confirm it"),
    ),
    services.REFUSED: (
        _("Refuse trusted updates"),
        _("Refused: changes of time and place wait for approval"),
    ),
    services.OFF: (
        _("Turn off trusted updates"),
        _("Turned off: changes of time and place wait for approval"),
    ),
}


@hooks.register("register_admin_urls")
def register_addresses():
    """Add the setting of an organization, and the page of one change."""
    return [
        path("organisation-members/<int:pk>/time-and-place/", views.setting, name="trusted_updates"),
        path("partner-events/<uuid:key>/time-or-place/", views.time_or_place, name="time_or_place"),
    ]


@dashboard.register_dashboard_item(order=9)
def to_confirm(request):
    """The dashboard item: organizations for which a colleague has asked. For coordinators."""
    if not request.user.has_perm("partners.add_membership"):
        return None
    waiting = services.waiting_for(request.user)
    rows = tuple(
        dashboard.Row(
            setting.organisation.title,
            reverse("trusted_updates", args=[setting.organisation_id]),
            f"{day(setting.asked_at)}, {name_of(setting.asked_by) if setting.asked_by else ''}",
        )
        for setting in waiting[: dashboard.NAMED]
    )
    label = ngettext(
        "organization whose changes of time and place should be public at once: to confirm",
        "organizations whose changes of time and place should be public at once: to confirm",
        len(waiting),
    )
    return dashboard.DashboardItem(label, len(waiting), reverse("organisation_members"), rows=rows)


@hooks.register("register_log_actions")
def register_actions(actions):
    """The messages of the history about the setting."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
