"""Leaving quickly: with a cache and a database that do not answer, too."""

import logging
from importlib import import_module

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from portal.accounts import known_devices

from .site_context import get_site_context, get_stored_site_context

logger = logging.getLogger(__name__)


class ExitMiddleware:
    """Answers the exit before anything that needs a session, an account or the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info == reverse("exit"):
            return leave(request)
        return self.get_response(request)


def leave(request):
    """End the session, if there is one, and go to the neutral site that the office has set.

    A visitor who only read has no session; nothing is asked of the database for her but where to go, when the cache does not
    know it.
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
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
    # The neutral site must not learn where the visitor comes from.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _neutral_site():
    """The office's exit address; as it was last known, or as the settings have it, when the database does not answer."""
    try:
        return get_site_context(settings.LANGUAGE_CODE).exit_url
    except Exception as error:  # Whatever it is, nobody is held here.
        logger.warning("The exit is answered without the database (%s).", type(error).__name__)
    known = get_stored_site_context(settings.LANGUAGE_CODE)
    return known.exit_url if known else settings.EXIT_URL


def _end_session(key):
    try:
        import_module(settings.SESSION_ENGINE).SessionStore(key).flush()
    except Exception as error:  # The browser forgets its cookie all the same.
        logger.warning("A session could not be ended in the database (%s).", type(error).__name__)
