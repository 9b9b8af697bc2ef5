"""Changes of permissions in the admin: the list, the page of one change, invitations, bulk actions."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, SetActiveStateBulkAction

from portal.dashboard import items as dashboard
from portal.dashboard.home import day
from portal.exceptions import ActionNotAllowed

from . import invitations as staff_invitations
from . import rights
from .models import RightsChange

ACTIONS = {
    "portal.rights.asked": (gettext_lazy("Ask for rights"), gettext_lazy("A change of rights was asked for")),
    "portal.rights.confirmed": (
        gettext_lazy("Confirm rights"),
        gettext_lazy("A second person confirmed a change of rights"),
    ),
    "portal.rights.refused": (gettext_lazy("Refuse rights"), gettext_lazy("A change of rights was refused")),
    "portal.rights.alone": (
        gettext_lazy("Change rights without a second person"),
        gettext_lazy("Rights were changed by one person, because there was no second one"),
    ),
    "portal.invitation.sent": (gettext_lazy("Invite"), gettext_lazy("An invitation was sent")),
    "portal.invitation.accepted": (
        gettext_lazy("Accept an invitation"),
        gettext_lazy("An invitation was accepted"),
    ),
}


def ask_for(request, account, kind, group=None, deputy=None):
    """Request a change of an account, and say whether it waits for confirmation.

    Returns:
        The RightsChange.
    """
    change = rights.ask(account, kind, request.user, group, deputy)
    if change.state == RightsChange.State.OPEN:
        words = _("%(change)s It waits until another coordinator confirms it.")
    else:
        words = _(
            "%(change)s Nobody else could confirm it: all approvers and coordinators were told by email."
        )
    messages.warning(request, words % {"change": rights.sentence(change)})
    return change


def _changes_accounts(request):
    if not request.user.has_perm("portal.change_user"):
        raise PermissionDenied


def waiting(request):
    """All changes that wait for confirmation.

    Raises:
        PermissionDenied: the user may not change accounts.
    """
    _changes_accounts(request)
    changes = [_shown(change, request.user) for change in rights.waiting()]
    return render(request, "portal/admin/rights_changes.html", {"changes": changes})


def change(request, pk):
    """Show a requested change, and confirm or refuse it.

    Raises:
        PermissionDenied: the user may not change accounts.
    """
    _changes_accounts(request)
    found = get_object_or_404(
        RightsChange.objects.select_related("account", "group", "deputy", "asked_by"), pk=pk
    )
    error = ""
    if request.method == "POST":
        try:
            if "confirm" in request.POST:
                rights.confirm(found, request.user)
                messages.success(request, _("Done. The person concerned was told by email."))
            else:
                rights.refuse(found, request.user)
                messages.success(request, _("Nothing was changed."))
            return redirect("rights_changes")
        except ActionNotAllowed as refused:
            error = refused.text
    context = {"change": _shown(found, request.user), "error": error}
    return render(request, "portal/admin/rights_change.html", context, status=422 if error else 200)


def _shown(change, user):
    change.sentence = rights.sentence(change)
    change.asker = rights.name_of(change.asked_by) if change.asked_by else ""
    change.may_confirm = rights.may_confirm(user, change)
    change.is_own = user.pk == change.asked_by_id and change.state == RightsChange.State.OPEN
    return change


@require_POST
@transaction.atomic
def send_invitation(request, user_id):
    """Send a colleague who has not set a password a new link.

    Raises:
        PermissionDenied: the user may not change accounts.
    """
    _changes_accounts(request)
    account = get_object_or_404(get_user_model(), pk=user_id)
    if staff_invitations.may_invite(account):
        staff_invitations.send(account, request.user)
        messages.success(request, _("The invitation was sent. Only the newest link works."))
    else:
        messages.error(request, _("This person already has a password, or the account is deactivated."))
    return redirect("wagtailusers_users:edit", account.pk)


@hooks.register("register_admin_urls")
def register_rights():
    """Add the addresses of these views."""
    return [
        path("rights/", waiting, name="rights_changes"),
        path("rights/<int:pk>/", change, name="rights_change"),
        path("accounts/<int:user_id>/invitation/", send_invitation, name="send_staff_invitation"),
    ]


@dashboard.register_dashboard_item(order=8)
def rights_to_confirm(request):
    """The dashboard item: changes that this user may confirm. One query, and one for each change."""
    if not request.user.has_perm("portal.change_user"):
        return None
    mine = [change for change in rights.waiting() if rights.may_confirm(request.user, change)]
    rows = tuple(
        dashboard.Row(
            rights.sentence(change),
            reverse("rights_change", args=[change.pk]),
            f"{day(change.asked_at)}, {rights.name_of(change.asked_by) if change.asked_by else ''}",
        )
        for change in mine[: dashboard.NAMED]
    )
    label = ngettext("change of rights to confirm", "changes of rights to confirm", len(mine))
    return dashboard.DashboardItem(label, len(mine), reverse("rights_changes"), rows=rows)


class _AssignRole(AssignRoleBulkAction):
    """A bulk action that does not add accounts to groups that need a second coordinator."""

    def form_valid(self, form):
        self.guarded = rights.guarded_groups().filter(pk=form.cleaned_data["role"].pk).exists()
        return super().form_valid(form)

    def get_execution_context(self):
        return {**super().get_execution_context(), "request": self.request if self.guarded else None}

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects, role=None, request=None, **kwargs):
        if request is None:
            return super().execute_action(objects, role=role, **kwargs)
        missing = [account for account in objects if not account.groups.filter(pk=role.pk).exists()]
        for account in missing:
            ask_for(request, account, RightsChange.Kind.GROUP, role)
        return 0, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return None if self.guarded else super().get_success_message(num_parent_objects, num_child_objects)


class _SetActiveState(SetActiveStateBulkAction):
    """Activating an account with such permissions needs two people; deactivating needs one."""

    def get_execution_context(self):
        return {**super().get_execution_context(), "request": self.request}

    @classmethod
    @transaction.atomic
    def execute_action(cls, objects, mark_as_active=False, request=None, **kwargs):
        waiting = []
        if mark_as_active:
            guarded = rights.guarded_groups()
            waiting = [
                one for one in objects if not one.is_active and one.groups.filter(pk__in=guarded).exists()
            ]
        for account in waiting:
            ask_for(request, account, RightsChange.Kind.ACTIVATE)
        others = [account for account in objects if account not in waiting]
        return super().execute_action(others, mark_as_active=mark_as_active, **kwargs)

    def get_success_message(self, num_parent_objects, num_child_objects):
        return super().get_success_message(num_parent_objects, 0) if num_parent_objects else None


# Registered after Wagtail's own actions of the same names, which they replace.
hooks.register("register_bulk_action", _AssignRole, order=10)
hooks.register("register_bulk_action", _SetActiveState, order=10)


@hooks.register("register_log_actions")
def register_actions(actions):
    """The messages of the history about permissions and invitations."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
