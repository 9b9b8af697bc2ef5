"""Coordinators take away the second factor that a colleague has lost, two of them; an operator's is reset on the server only."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from wagtail import hooks

from .models import RightsChange
from .rights_admin import ask_for


def may_reset(user, account):
    """Whether a person may take away the second factor of an account: never one's own, nor an operator's."""
    return (
        user.has_perm("portal.change_user")
        and user != account
        and not account.is_superuser
        and Authenticator.objects.filter(user=account).exists()
    )


@hooks.register("register_admin_urls")
def register_reset():
    """The page on which it is confirmed."""
    return [path("accounts/<int:user_id>/second-factor/", reset, name="reset_second_factor")]


def reset(request, user_id):
    """Explain, then ask another coordinator to confirm it (portal/staff/rights.py). It stands in the log with who did it.

    Args:
        request: GET for the question, POST for the answer.
        user_id: the number of the account.

    Raises:
        PermissionDenied: the person may not, or the account has none.
    """
    account = get_object_or_404(get_user_model(), pk=user_id)
    if not may_reset(request.user, account):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "portal/admin/reset_second_factor.html", {"account": account})
    ask_for(request, account, RightsChange.Kind.SECOND_FACTOR)
    return redirect("wagtailusers_users:edit", account.pk)
