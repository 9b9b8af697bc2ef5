"""The page to which the invitation of a colleague leads."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from portal.accounts.forms import NewAccountForm
from portal.accounts.services import first_page
from portal.core.rate_limits import is_over

from . import invitations as staff_invitations

# Tokens cannot be guessed; the limit protects the database from attempts.
LIMIT, WINDOW = 60, 60 * 60


@sensitive_post_parameters("password")
def invitation(request, token):
    """Show who invites, and set a password by POST. An invalid link gets the same page whatever the reason."""
    response = _answer(request, token)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request, token):
    if is_over(request, "invitation", LIMIT, WINDOW):
        return _dead(request, 429, over_limit=True)
    found = staff_invitations.find(token)
    if found is None:
        return _dead(request, 404)
    account, form, status = found.account, None, 200
    if not request.user.is_authenticated:
        names = {"first_name": account.first_name, "last_name": account.last_name}
        form = NewAccountForm(
            request.POST if request.method == "POST" else None, email=account.email, initial=names
        )
        if request.method == "POST" and form.is_valid():
            return _join(request, token, form.cleaned_data)
        status = 422 if form.errors else 200
    context = {
        "invitation": found,
        "office": staff_invitations.office_name(),
        "inviter": (found.sent_by.get_full_name() or found.sent_by.email) if found.sent_by else "",
        "form": form,
        "address": request.path,
    }
    return render(request, "portal/invitation.html", context, status=status)


def _join(request, token, data):
    account = staff_invitations.accept(token, **data)
    if account is None:
        return _dead(request, 404)
    # The password was entered a moment ago: the second factor can be set up without entering it again.
    record_authentication(request, account, method="password", reauthenticated=True)
    return perform_login(request, Login(user=account, redirect_url=first_page(account)))


def _dead(request, status, **context):
    # The same response for used, expired and unknown links, so that 404 reveals nothing.
    return render(request, "portal/invitation_dead.html", context, status=status)
