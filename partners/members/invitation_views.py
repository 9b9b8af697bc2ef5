"""The page to which the link of an invitation leads."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.forms import NewAccountForm
from portal.core.rate_limits import is_over
from portal.exceptions import ActionNotAllowed

from . import invitations
from . import services as members

# Tokens cannot be guessed; the limit protects the database from attempts.
LIMIT, WINDOW = 60, 60 * 60


@sensitive_post_parameters("password")
def invitation(request, token):
    """Show who invites to which organization; a press of the button joins. An invalid link gets the same page whatever the reason."""
    response = _answer(request, token)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request, token):
    if is_over(request, "invitation", LIMIT, WINDOW):
        return render(request, "portal/invitation_dead.html", {"over_limit": True}, status=429)
    found = invitations.find(token)
    account = found and invitations.account_of(found)
    if found is None or (account and not account.is_active):
        # The same response for used, expired, revoked and unknown links, so that 404 reveals nothing.
        return render(request, "portal/invitation_dead.html", status=404)
    form, status = None, 200
    if account is None and not request.user.is_authenticated:
        form = NewAccountForm(request.POST if request.method == "POST" else None, email=found.email)
    try:
        if request.method == "POST" and form is not None:
            if form.is_valid():
                return _join_with_new_account(request, token, form.cleaned_data)
            status = 422
        elif request.method == "POST" and account is not None and request.user == account:
            membership = invitations.accept(token, request.user)
            return HttpResponseRedirect(_workspace(membership))
    except ActionNotAllowed:
        return render(request, "portal/invitation_dead.html", status=404)
    context = {
        "invitation": found,
        "inviter": members.name_of(found.invited_by) if found.invited_by else "",
        "account": account,
        "form": form,
        "is_own": account is not None and request.user == account,
        "address": request.path,
    }
    return render(request, "partners/members/invitation.html", context, status=status)


def _join_with_new_account(request, token, data):
    membership = invitations.accept_with_new_account(
        token,
        data["password"],
        data["language"],
        first_name=data["first_name"],
        last_name=data["last_name"],
    )
    # The password was entered a moment ago: the second factor can be set up without entering it again.
    record_authentication(request, membership.user, method="password", reauthenticated=True)
    return perform_login(request, Login(user=membership.user, redirect_url=_workspace(membership)))


def _workspace(membership):
    with override(membership.user.language or get_language()):
        return reverse("partners:dashboard", kwargs={"slug": membership.organisation.slug})
