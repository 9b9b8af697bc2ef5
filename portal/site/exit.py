"""The quick exit, which also works if the cache and the database do not."""

import logging
from importlib import import_module

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from portal.accounts import known_devices

from .site_context import get_site_context, get_stored_site_context

logger = logging.getLogger(__name__)


class ExitMiddleware:
    """Answers the exit before any middleware that needs a session, an account or the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info == reverse("exit"):
            return leave(request)
        return self.get_response(request)


def leave(request):
    """End the session, if there is one, and redirect to the office's neutral site.

    A visitor who only read has no session. The database is read only for the exit address, and only if that is not cached.
    """
    response = HttpResponseRedirect(_neutral_site())
    if key := request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        _end_session(key)
        response.delete_cookie(
            settings.SESSION_COOKIE_NAME,
            path=settings.SESSION_COOKIE_PATH,
            domain=settings.SESSION_COOKIE_DOMAIN,
            samesite=settings.SESSION_COOKIE_SAMESITE,
        )
        known_devices.forget(response)
        # Not without a session: a reader's form in another tab may be protected by it.
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
    # The neutral site must not learn where the visitor comes from.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _neutral_site():
    """The office's exit address; if the database fails, the last known one, else the one in the settings."""
    try:
        return get_site_context(settings.LANGUAGE_CODE).exit_url
    except Exception as error:  # Nothing may prevent the exit, whatever the error.
        logger.warning("The exit is answered without the database (%s).", type(error).__name__)
    known = get_stored_site_context(settings.LANGUAGE_CODE)
    return known.exit_url if known else settings.EXIT_URL


def _end_session(key):
    try:
        import_module(settings.SESSION_ENGINE).SessionStore(key).flush()
    except Exception as error:  # The session could not be deleted, but the browser deletes its cookie.
        logger.warning("A session could not be ended in the database (%s).", type(error).__name__)
