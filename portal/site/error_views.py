"""Error pages. Each shows the help lines."""

import errno
import logging
import re
import sys

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.csrf import requires_csrf_token

from portal.accounts import resubmission
from portal.core import submit_once

from .language_urls import available_translations
from .opening import is_open, not_open
from .site_context import get_stored_site_context
from .unsent_form import UnsentForm, unsent_form

logger = logging.getLogger(__name__)

DISK_FAILURES = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_ACKNOWLEDGING: list[re.Pattern[str]] = []


def page_not_found(request, exception=None):
    """404: says what to do next, and offers the page in other languages if it exists only there. Before anything is public: 503."""
    if not is_open():
        return not_open(request)
    versions, nearest = available_translations(request)
    return render(request, "portal/404.html", {"versions": versions, "nearest": nearest}, status=404)


def acknowledges(pattern):
    """Register addresses that people reach only after a form was saved.

    An error page there says that the form was saved, so that nobody sends it again because the page that confirms it failed.

    Args:
        pattern: a regular expression for the whole path; its group `reference`, if it has one, is the reference number to show.
    """
    _ACKNOWLEDGING.append(re.compile(pattern))


def server_error(request):
    """500, or 503 if the database or disk fails. Help lines and exit need neither."""
    error = sys.exc_info()[1]
    status = 503 if is_outage(error) else 500
    found = filter(None, (pattern.fullmatch(request.path_info) for pattern in _ACKNOWLEDGING))
    match = next(found, None)
    context = {
        "received": match is not None,
        "reference": match.groupdict().get("reference", "") if match else "",
        # From the cookie: messages of the last form, such as that it was sent.
        "said": _messages_of(request),
        "unsent": None if match else unsent_form(request),
        "csrf_token": get_token(request),
    }
    response = HttpResponse(_failure_page(request, context, status), status=status)
    if status == 503:
        response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def is_outage(error):
    """Whether an exception, or one of its causes, says that the database or disk is not available."""
    while error is not None:
        if isinstance(error, (OperationalError, InterfaceError)):
            return True
        # A file of SQLite that is damaged or is something else: the driver raises the base class.
        if type(error) is DatabaseError and error.__cause__ is not None:
            return True
        if isinstance(error, OSError) and error.errno in DISK_FAILURES:
            return True
        error = error.__cause__ or error.__context__
    return False


def _failure_page(request, context, status):
    """The page with the current help lines; else with the last known ones; else with those in the code."""
    language = get_language() or settings.LANGUAGE_CODE
    if status == 500:
        try:
            return render_to_string("portal/500.html", context, request=request)
        except Exception:  # noqa: S110 - what broke the page may break what surrounds it too: see below.
            pass
    try:
        if known := get_stored_site_context(language):
            return render_to_string("portal/500.html", {**context, "site_context": known}, request=request)
    except Exception as error:  # The next template needs no context.
        logger.warning("The failure page cannot be made with the last known help lines: %r", error)
    more = {"language": language, "languages": settings.LANGUAGES, "first": settings.LANGUAGE_CODE}
    return render_to_string("portal/500_plain.html", {**context, **more})


def _messages_of(request):
    try:
        return list(CookieStorage(request))
    except Exception:  # The cookie was truncated.
        return []


def bad_request(request, exception=None):
    """400: the browser sent something that the hub cannot read."""
    return render(request, "portal/400.html", status=400)


def forbidden(request, exception=None):
    """403: signed in, but without permission."""
    return render(request, "portal/403.html", status=403)


def too_many_requests(request, exception=None):
    """429: too many attempts with passwords or codes."""
    return render(request, "portal/429.html", status=429)


@requires_csrf_token
def csrf_failure(request, reason=""):
    """403 for a form that was open too long or whose CSRF cookie is missing. What was typed is kept.

    Only forms that need no account may be sent again from here, and forms of the workspace that contain the encrypted primary key of
    their user. For other forms that would bypass the CSRF protection.
    """
    # A second click on a form that changed the cookies, such as the one for signing in: the first click was processed.
    if (answered := submit_once.answer_again(request)) is not None:
        return answered
    unsent, owner = None, resubmission.is_workspace(request) and resubmission.owner(request)
    if owner and not request.user.is_authenticated:
        return resubmission.sign_in_page(request)
    if owner and owner == request.user.pk:
        return resubmission.confirmation(request)
    if request.path_info.endswith(("/request-accessible-format/", "/partners/join/")):
        unsent = UnsentForm.of(request)
    response = render(request, "portal/403_csrf.html", {"unsent": unsent}, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
