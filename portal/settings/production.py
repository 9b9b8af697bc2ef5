"""For the real hub. Refuses to start when something that keeps people safe is missing, and says what."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, SECRET_KEY, WAGTAILADMIN_BASE_URL, env

_missing = []
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith(("django-insecure", "only-for-")):
    _missing.append("SECRET_KEY: set it to 50 or more random characters, and keep it secret.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _missing.append("ALLOWED_HOSTS: name the hub's own host names, separated by commas (not *).")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    _missing.append("BASE_URL: set it to the hub's public address, which must begin with https://.")
if _missing:
    raise ImproperlyConfigured(
        "The hub does not start, because settings are missing:\n  " + "\n  ".join(_missing)
    )

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # The load balancer asks over HTTP.
# Trusted only where the proxy always overwrites the header (docs/operators.md).
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else all sign-ins would seem to come from the proxy, and one stranger could lock everybody out.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
DEMO_ALLOWED = False
