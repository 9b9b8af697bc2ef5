"""Resetting a colleague's lost second factor, which needs two coordinators. An operator's is reset on the server only."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from wagtail import hooks

from .models import RightsChange
from .rights_admin import ask_for


def may_reset(user, account):
    """Whether a user may reset the second factor of an account: never one's own, nor an operator's."""
    return (
        user.has_perm("portal.change_user")
        and user != account
        and not account.is_superuser
        and Authenticator.objects.filter(user=account).exists()
    )


@hooks.register("register_admin_urls")
def register_reset():
    """Add the address of the view."""
    return [path("accounts/<int:user_id>/second-factor/", reset, name="reset_second_factor")]


def reset(request, user_id):
    """Explain, then ask another coordinator to confirm (portal/staff/rights.py). The reset is logged.

    Args:
        request: GET to ask for confirmation, POST to confirm.
        user_id: the primary key of the account.

    Raises:
        PermissionDenied: the user may not, or the account has no second factor.
    """
    account = get_object_or_404(get_user_model(), pk=user_id)
    if not may_reset(request.user, account):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "portal/admin/reset_second_factor.html", {"account": account})
    ask_for(request, account, RightsChange.Kind.SECOND_FACTOR)
    return redirect("wagtailusers_users:edit", account.pk)
