"""Leaving quickly."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.translation import get_language

from portal.frame import frame_for


def leave(request):
    """End the session, if there is one, and go to the neutral site that the office has set.

    A visitor who only read has no session; asking for it would not make one either.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        request.session.flush()
    response = HttpResponseRedirect(frame_for(get_language()).exit_url)
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
    # The neutral site must not learn where the visitor comes from.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
