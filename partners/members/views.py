"""The members' page of an organization in the workspace: members see it, owners and coordinators manage it."""

import functools

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from portal.exceptions import ActionNotAllowed

from . import invitations
from . import services as members
from .models import Role
from .permissions import Access


class InviteForm(forms.Form):
    """The form for inviting a person with a role."""

    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("One person's address. We send it a link that works once, within seven days."),
        error_messages={
            "required": gettext_lazy("Enter the person's email address."),
            "invalid": gettext_lazy("Enter the full email address, such as name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        initial=Role.MEMBER,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("An owner also invites and removes people."),
    )


def members_page(manage):
    """A decorator for the views of an organization's members. Users without access get 404.

    Args:
        manage: whether only owners and coordinators may use the view.

    Returns:
        A decorator; the view is called with (request, organisation, access, …).
    """

    def decorate(view):
        @functools.wraps(view)
        @login_required
        def wrapped(request, slug, **kwargs):
            access = Access(request.user)
            organisation = access.managed_organisation(slug)
            if organisation is None and not manage:
                organisation = access.organisation(slug)
            if organisation is None:
                raise Http404
            # As in the workspace's own views. A coordinator who is not a member sees no menu of the organization.
            request.access, request.organisation = access, access.organisation(slug)
            response = view(request, organisation, access, **kwargs)
            response.headers["Cache-Control"] = "no-store"
            return response

        return wrapped

    return decorate


def _show(request, organisation, access, form=None, status=200):
    may_manage = access.managed_organisation(organisation.slug) is not None
    own = access.memberships.get(organisation.pk)
    context = {
        "organisation": organisation,
        "members": members.members_of(organisation),
        "own": own,
        "may_manage": may_manage,
        "invitations": invitations.open_invitations(organisation) if may_manage else [],
        "form": form or InviteForm(),
        "roles": Role.choices,
        "section": "members",
        "title": _("Members"),
    }
    return render(request, "partners/members/list.html", context, status=status)


def _back(organisation):
    return redirect("partners:members", slug=organisation.slug)


@members_page(manage=False)
@require_GET
def people(request, organisation, access):
    """The people who work for the organization; owners and coordinators can change memberships."""
    return _show(request, organisation, access)


@members_page(manage=True)
@require_POST
def invite(request, organisation, access):
    """Send an invitation."""
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            invitations.invite(
                organisation, form.cleaned_data["email"], form.cleaned_data["role"], request.user
            )
        except ActionNotAllowed as refused:
            form.add_error("email", refused.text)
    if form.errors:
        return _show(request, organisation, access, form, status=422)
    messages.success(request, _("The invitation was sent."))
    return _back(organisation)


@members_page(manage=True)
@require_POST
def revoke(request, organisation, access, pk):
    """Revoke an invitation."""
    invitation = get_object_or_404(invitations.open_invitations(organisation), pk=pk)
    invitations.revoke(invitation, request.user)
    messages.success(request, _("The invitation was taken back. Its link no longer works."))
    return _back(organisation)


@members_page(manage=True)
@require_POST
def send_again(request, organisation, access, pk):
    """Send an invitation again with a new link, which replaces the old one."""
    invitation = get_object_or_404(invitations.open_invitations(organisation), pk=pk)
    try:
        invitations.invite(organisation, invitation.email, invitation.role, request.user)
        messages.success(request, _("The invitation was sent again. Only the new link works."))
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    return _back(organisation)


@members_page(manage=True)
@require_POST
def change_role(request, organisation, access, pk):
    """Make a member an owner, or an owner a member."""
    membership = get_object_or_404(organisation.memberships.select_related("user"), pk=pk)
    try:
        members.change_role(membership, request.POST.get("role", ""), request.user)
        messages.success(request, _("The role was changed."))
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    # An owner who has become a member now sees the page as a member.
    return _back(organisation)


@members_page(manage=True)
def remove(request, organisation, access, pk):
    """Ask for confirmation, then remove a person from the organization."""
    membership = get_object_or_404(organisation.memberships.select_related("user"), pk=pk)
    if membership.user_id == request.user.pk:
        return redirect("partners:members_leave", slug=organisation.slug)
    return _confirmed(
        request,
        organisation,
        membership,
        template="partners/members/remove.html",
        act=lambda: members.remove(membership, request.user),
        done=_("The person was removed and is signed out everywhere."),
    )


@members_page(manage=True)
def second_factor(request, organisation, access, pk):
    """Ask for confirmation, then reset the second factor of a member who has lost it."""
    membership = get_object_or_404(organisation.memberships.select_related("user"), pk=pk)
    return _confirmed(
        request,
        organisation,
        membership,
        template="partners/members/second_factor.html",
        act=lambda: members.reset_second_factor(membership, request.user),
        done=_(
            "The second factor was reset. The person gets an email about it and sets a new one after signing in."
        ),
    )


def _confirmed(request, organisation, membership, template, act, done):
    error, status = "", 200
    if request.method == "POST":
        try:
            act()
            messages.success(request, done)
            return _back(organisation)
        except ActionNotAllowed as refused:
            error, status = refused.text, 422
    context = {
        "organisation": organisation,
        "membership": membership,
        "name": members.name_of(membership.user),
        "error": error,
    }
    return render(request, template, context, status=status)


@members_page(manage=False)
def leave(request, organisation, access):
    """Ask for confirmation, then end one's own membership and session."""
    membership = access.memberships.get(organisation.pk)
    if membership is None:
        raise Http404
    error, status = "", 200
    if request.method == "POST":
        try:
            members.leave(membership)
            logout(request)
            return redirect("partners:left")
        except ActionNotAllowed as refused:
            error, status = refused.text, 422
    context = {"organisation": organisation, "error": error}
    return render(request, "partners/members/leave.html", context, status=status)


@require_GET
def left(request):
    """The page for somebody who has just left an organization."""
    response = render(request, "partners/members/left.html")
    response.headers["Cache-Control"] = "no-store"
    return response
