"""The second factor: who must have one, how its secrets are kept, how a lost one is reset."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.core.encryption import Unreadable, decrypt, encrypt
from portal.core.language_paths import without_language

from .services import end_sessions, in_persons_language, roles, tell_of_change

PURPOSE = "second factor"
# Recovery codes alone are no second factor: they are for the day on which it is lost.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted in the database; a code app and a passkey show the hub's host name, not what it is about."""

    def encrypt(self, text):
        """A secret as it is stored."""
        return encrypt(text, PURPOSE)

    def decrypt(self, encrypted_text):
        """A stored secret; nothing when the SECRET_KEY has changed: no code fits then, and a reset helps."""
        try:
            return decrypt(encrypted_text, PURPOSE)
        except Unreadable:
            return ""

    def build_totp_svg(self, url):
        """The QR code as an element of the page: the content security policy allows no `data:` image."""
        svg = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user, type):
        """The name of a new key until the person gives it one."""
        return _("Key %(number)d") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }

    def can_delete_authenticator(self, authenticator):
        """Whether an app may be removed: not the last factor of somebody who must have one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return not is_required(authenticator.user) or others.exclude(pk=authenticator.pk).exists()


def is_required(user):
    """Whether the person must have a second factor: staff, and owners of organisations, outside the demonstration."""
    return settings.SECOND_FACTOR_REQUIRED and bool(roles(user) & {"staff", "owner"})


def has_one(user):
    """Whether the person has set a second factor."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


class SecondFactorMiddleware:
    """Leads a person who must have a second factor, and has none, to where it is set, before anything else opens."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Stop before the admin and the workspace. What everybody may read stays open."""
        if not settings.SECOND_FACTOR_REQUIRED or not _is_closed(request.path_info):
            return None
        user = request.user
        if not user.is_authenticated or not is_required(user) or has_one(user):
            return None
        messages.info(
            request, _("You need a second factor for your work. Set one up here; then you can continue.")
        )
        return HttpResponseRedirect(reverse("mfa_index"))


def _is_closed(path):
    return without_language(path).startswith(("/admin/", "/workspace/"))


def reset(user, by):
    """Take away a second factor that a person has lost, and sign the person out everywhere.

    Args:
        user: who lost it.
        by: who resets it; stands in the log.
    """
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    log(instance=user, action="portal.second_factor.reset", user=by)
    _tell_of_reset(user)


@in_persons_language
def _tell_of_reset(user):
    tell_of_change(user, _("Your second factor was reset. Set up a new one after you sign in."))
