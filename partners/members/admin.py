"""The admin's pages about members of organizations: requests to join, memberships, log messages."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from partners.organisations.models import OrganisationPage
from portal.core import confirmation
from portal.dashboard import items as dashboard
from portal.exceptions import ActionNotAllowed
from portal.workflow.admin_lists import DateColumn

from . import joining
from .models import JoinRequest, Role
from .permissions import Access, first_written

ACTIONS = {
    "partners.member.role": (_("Change a member's role"), _("A member's role was changed")),
    "partners.member.removed": (_("Remove a member"), _("A member was removed")),
    "partners.member.left": (_("Leave"), _("A member left")),
    "partners.member.second_factor": (_("Reset a second factor"), _("A member's second factor was reset")),
    "partners.invitation.sent": (_("Invite"), _("An invitation was sent")),
    "partners.invitation.accepted": (_("Accept an invitation"), _("An invitation was accepted")),
    "partners.invitation.revoked": (_("Take an invitation back"), _("An invitation was taken back")),
    "partners.join_request.approved": (_("Approve a request to join"), _("The request was approved")),
    "partners.join_request.declined": (_("Decline a request to join"), _("The request was declined")),
    "portal.second_factor.reset": (_("Reset a second factor"), _("The second factor was reset")),
}


class JoinRequestViewSet(ModelViewSet):
    """Lists requests to join, newest first. Each is approved or declined on a page of its own."""

    model = JoinRequest
    name = "join_requests"
    url_prefix = "join-requests"
    icon = "group"
    menu_label = _("Requests to join")
    menu_order = 165
    add_to_admin_menu = True
    list_display = [
        TitleColumn(
            "organisation_name",
            label=_("Organization"),
            get_url=lambda record: reverse("join_requests:decide", args=[record.pk]),
        ),
        "state",
        "sent_at",
        DateColumn("decided_at", _("Not yet"), label=_("Decided")),
    ]
    list_filter = ["state"]
    search_fields = ["organisation_name"]
    search_backend_name = None
    copy_view_enabled = False
    exclude_form_fields = ["state", "decided_by", "decided_at", "sent_at", "reason"]

    def get_common_view_kwargs(self, **kwargs):
        """As in the base class, without links to pages that add, edit or delete."""
        kwargs = super().get_common_view_kwargs(**kwargs)
        gone = dict.fromkeys(("add_url_name", "edit_url_name", "delete_url_name"))
        return {**kwargs, **gone}

    def get_urlpatterns(self):
        """Only the list and the page of a decision: nobody edits or creates requests in the admin."""
        kept = [
            pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}
        ]
        return [*kept, path("decide/<int:pk>/", decide, name="decide")]


def decide(request, pk):
    """Show a request to join and approve or decline it.

    Raises:
        PermissionDenied: the user does not manage organizations.
    """
    if not Access(request.user).is_coordinator:
        raise PermissionDenied
    record = get_object_or_404(JoinRequest, pk=pk)
    error, status = "", 200
    if request.method == "POST":
        if "decline" in request.POST and request.POST.get("reason", "").strip():
            asked = confirmation.question(
                request,
                _("Decline the request"),
                _("The reason is sent to the organization at once, and the request is closed."),
                _("Decline the request"),
                request.path,
                record.organisation_name,
            )
            if asked:
                return asked
        try:
            if "approve" in request.POST:
                joining.approve(record, request.user)
                messages.success(request, _("The organization has a draft page, and an invitation was sent."))
            else:
                joining.decline(record, request.user, request.POST.get("reason", ""))
                messages.success(request, _("The request was declined. The reason was sent."))
            return redirect("join_requests:decide", pk=pk)
        except ActionNotAllowed as refused:
            error, status = refused.text, 422
    context = {"record": record, "error": error, "typed_reason": request.POST.get("reason", "")}
    return render(request, "partners/admin/join_request.html", context, status=status)


def organisations(request):
    """All organizations with their number of members, each with a link to the page of its members.

    Raises:
        PermissionDenied: the user does not manage organizations.
    """
    if not Access(request.user).is_coordinator:
        raise PermissionDenied
    active = Q(memberships__user__is_active=True)
    found = (
        OrganisationPage.objects.filter(pk__in=first_written())
        .annotate(
            members=Count("memberships", filter=active),
            owners=Count("memberships", filter=active & Q(memberships__role=Role.OWNER)),
        )
        .select_related("trusted_updates")
        .only("title", "slug", "live", "trusted_updates__state")
        .order_by("title")
    )
    return render(request, "partners/admin/organisations.html", {"organisations": found})


class _CoordinatorsItem(MenuItem):
    def is_shown(self, request):
        """Only for users who manage organizations."""
        return Access(request.user).is_coordinator


@dashboard.register_dashboard_item(order=125)
def requests_to_join(request):
    """Waiting requests to join, for users who manage organizations. One query."""
    if not Access(request.user).is_coordinator:
        return None
    number = JoinRequest.objects.filter(state=JoinRequest.State.OPEN).count()
    return dashboard.DashboardItem(
        ngettext("organization asks to join", "organizations ask to join", number),
        number,
        reverse("join_requests:index") + f"?state={JoinRequest.State.OPEN}",
    )


@hooks.register("register_admin_viewset")
def register_join_requests():
    """Add the requests to the admin's menu."""
    return JoinRequestViewSet()


@hooks.register("register_admin_urls")
def register_organisations():
    """Add the address of the list of organizations."""
    return [path("organisation-members/", organisations, name="organisation_members")]


@hooks.register("register_admin_menu_item")
def register_members_item():
    """Add a menu item that leads to each organization's members."""
    return _CoordinatorsItem(_("Members"), reverse("organisation_members"), icon_name="user", order=166)


@hooks.register("register_log_actions")
def register_actions(actions):
    """The messages of the history about members and invitations."""
    for action, (label, message) in ACTIONS.items():
        actions.register_action(action, label, message)
