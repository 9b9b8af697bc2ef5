"""Who asks: a token in the header Authorization (RFC 6750), never in the address. Sessions and cookies count for nothing here."""

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import BasePermission

from portal.accounts import second_factor
from portal.core.rate_limits import client_address, is_over, networks, seconds_left

from . import tokens

# Wrong tokens from one client in a quarter of an hour.
WRONG, WRONG_WINDOW = 20, 15 * 60
WRONG_TOKENS = "partner-api-wrong"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer hub_partner_…`. Sets `request.user` to the token's maker and `request.auth` to the ApiToken."""

    def authenticate(self, request):
        """Find the token.

        Raises:
            AuthenticationFailed: it does not work; why is not said.
            Throttled: too many wrong ones came from this client. A token that works is accepted nevertheless.
        """
        kind, _space, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if not kind:
            return None
        token = tokens.find(text.strip()) if kind.lower() == "bearer" else None
        if token is None:
            if is_over(request, WRONG_TOKENS, WRONG, WRONG_WINDOW):
                counted, _factor = networks(client_address(request))[0]
                raise Throttled(seconds_left(counted, WRONG_TOKENS, WRONG_WINDOW))
            raise AuthenticationFailed(
                _(
                    "This token does not work. It may have expired or been revoked, or the person who made it is no longer an owner of the organization. Send it as `Authorization: Bearer …`."
                )
            )
        tokens.note_use(token)
        return token.made_by, token

    def authenticate_header(self, request):
        """The header WWW-Authenticate of 401 (RFC 6750 §3)."""
        error = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'Bearer realm="partner"{error}'


class MayWork(BasePermission):
    """Whoever made the token could work in the workspace now."""

    def has_permission(self, request, view):
        """Refuse without a token (401), and while the maker needs a second factor and has none (403)."""
        if request.auth is None:
            return False
        if second_factor.is_required(request.user) and not second_factor.has_one(request.user):
            raise PermissionDenied(
                _(
                    "The person who made this token needs a second factor for the workspace. It works again once there is one."
                )
            )
        return True
