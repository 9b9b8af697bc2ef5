"""One sign-in for everybody with an account: where it leads, what it tells, how an account's sessions end."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from portal.core import rate_limits

from . import known_devices, resubmission, sign_in_limits

if TYPE_CHECKING:
    from allauth.usersessions.models import UserSession
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User

# What happened to an account, by the name of allauth's mail about it.
CHANGES = {
    "mfa/email/totp_activated": gettext_lazy("An authenticator app was added."),
    "mfa/email/totp_deactivated": gettext_lazy("The authenticator app was removed."),
    "mfa/email/webauthn_added": gettext_lazy("A passkey or security key was added."),
    "mfa/email/webauthn_removed": gettext_lazy("A passkey or security key was removed."),
    "mfa/email/recovery_codes_generated": gettext_lazy("New recovery codes were created."),
    "account/email/password_changed": gettext_lazy("The password was changed."),
    "account/email/password_reset": gettext_lazy("The password was reset by a link in an email."),
    "account/email/password_set": gettext_lazy("A password was set."),
}


P = ParamSpec("P")
R = TypeVar("R")


def roles(user: User | AnonymousUser) -> set[str]:
    """What a person is to the hub.

    Args:
        user: an account or an anonymous visitor.

    Returns:
        A set of "staff" (opens the admin), "member" and "owner" (of an organisation).
    """
    if not user.is_authenticated or not user.is_active:
        return set()
    staff = {"staff"} if user.has_perm("wagtailadmin.access_admin") else set()
    # The apps above say who is a member; they are named by string only.
    return staff.union(*(import_string(name)(user) for name in settings.ROLES))


def first_page(user: User) -> str:
    """Where a person begins after signing in: staff in the admin, members in the workspace in their language.

    Returns:
        A path.
    """
    found = roles(user)
    if "staff" in found:
        return reverse("wagtailadmin_home")
    with override(language_of(user)):
        return reverse("partners:workspace" if "member" in found else "account_change_password")


def language_of(user: User) -> str:
    """The language of mails to a person and of the first page; the hub's own where the person chose none.

    Returns:
        A language code of settings.LANGUAGES.
    """
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def in_persons_language(function: Callable[Concatenate[User, P], R]) -> Callable[Concatenate[User, P], R]:
    """A decorator: the function, whose first argument is a person, runs in that person's language."""

    @functools.wraps(function)
    def wrapped(user: User, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with override(language_of(user)):
            return function(user, *args, **kwargs)

    return wrapped


def signed_in_just_now(request: HttpRequest) -> bool:
    """Whether the person of a request has proven within the last minutes who he or she is, by signing in."""
    since = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(record["method"] in ("password", "mfa") and record["at"] > since for record in records)


def end_sessions(user: User) -> None:
    """Sign a person out everywhere, at once.

    Args:
        user: whose sessions end; their next request is one of nobody.
    """
    for session in UserSession.objects.filter(user=user):
        session.end()
    # Sessions carry a digest of this number: those that no row names end too.
    type(user).objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])


def forget_internet_address(instance: UserSession, **kwargs: Any) -> None:
    """Write no internet address into the list of a person's sessions: signal before one is saved."""
    instance.ip = "0.0.0.0"  # noqa: S104


@in_persons_language
def tell_of_change(user: User, change: str | StrPromise) -> None:
    """Mail a person that something of the account was changed; allauth's own mail names the internet address.

    Args:
        user: whose account it is.
        change: a sentence.
    """
    send_mail(
        subject=_("Your account was changed"),
        message=_(
            "%(change)s\n\n"
            "If you did this, or asked for it, you do not need to do anything.\n"
            "If not, tell the office at once, and choose a new password here:\n"
            "%(address)s\n"
        )
        % {
            "change": change,
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password"),
        },
        from_email=None,
        recipient_list=[user.email],
    )


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the office and its partners; nobody makes one from outside."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a person goes after signing in without a page in mind."""
        return first_page(cast("User", request.user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where a person goes after choosing a new password."""
        return first_page(cast("User", request.user))

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """The password was right: keep what the page carried while the second factor is asked for."""
        response = super().pre_login(request, user, **kwargs)
        if response is None:
            resubmission.remember(request, user)
        return response

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The sign-in is complete: the device is known from now on."""
        response = super().post_login(request, user, **kwargs)
        known_devices.remember(request, response, user)
        return response

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password.

        Returns:
            The user, or None.

        Raises:
            ValidationError: there were too many wrong ones just now.
        """
        attempt = sign_in_limits.password_attempt(request, credentials.get("email") or "")
        attempt.refuse_too_early()
        user = super().authenticate(request, **credentials)
        if user:
            attempt.succeeded()
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address, as all limits count it."""
        return rate_limits.client_address(request) or "unknown"

    def is_reauthentication_required(self, *, app: Any, **kwargs: Any) -> bool:
        """Whether the password is asked for again: not of who has just signed in with it."""
        return super().is_reauthentication_required(app=app, **kwargs) and not signed_in_just_now(
            context.request
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail a person in the person's own language; an address that nobody has, in that of the page."""
        user = context.get("user")
        with override(language_of(user) if user else get_language()):
            super().send_mail(template_prefix, email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person of a change of the account, in the hub's words."""
        change = CHANGES.get(template_prefix)
        if change:
            tell_of_change(user, change)
