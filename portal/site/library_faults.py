"""Bad requests that Wagtail, wagtail-localize and allauth do not validate: answers 400 or 404 with a message instead of 500.

Only for errors without the hub's own code in the traceback. Errors in its own code stay a 500, so that they are noticed.
"""

import logging
import re

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist, ValidationError
from django.db import DataError
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.template.base import Node
from django.urls import NoReverseMatch
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from portal.checks.faults import trace_of

from .error_views import page_not_found

logger = logging.getLogger(__name__)

OWN_PACKAGES = ("home", "media", "partners", "portal")
# It stands between every query and the database, and changes nothing.
PASSES_ON = {"portal.page_cache.changes"}
# What a library raises if it does not validate a value. Failing databases, missing modules and templates are not among them.
OF_BAD_INPUT = (
    AttributeError,
    DataError,
    LookupError,
    MultipleObjectsReturned,
    NoReverseMatch,
    ObjectDoesNotExist,
    OverflowError,
    TypeError,
    ValidationError,
    ValueError,
)
# The largest primary key that a database can look up.
LARGEST = 2**63 - 1


class LibraryFaultMiddleware(MiddlewareMixin):
    """Turns errors of libraries about bad requests into 400 or 404."""

    def process_view(self, request, view, args, kwargs):
        """Refuse a primary key that no record can have; SQLite raises an error for it.

        Raises:
            Http404: the address contains such a number.
        """
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404("No record has such a number.")

    def process_exception(self, request, exception):
        """400 or 404 for an error of a library, logged without the contents of the request; None for other errors."""
        if not isinstance(exception, OF_BAD_INPUT) or is_of_own_code(exception):
            return None
        match = request.resolver_match
        logger.error(
            "A library failed on %s %s: %s", request.method, match.route if match else "", trace_of(exception)
        )
        # A GET gets "not found", a POST "cannot be read".
        missing = request.method in ("GET", "HEAD") and not request.GET
        if _wants_data(request):
            return JsonResponse({"error": _sentence()}, status=404 if missing else 400)
        if missing:
            return page_not_found(request)
        return render(request, "portal/400_library.html", {"sentence": _sentence()}, status=400)


def is_of_own_code(error):
    """Whether the traceback of an error contains the hub's own code or templates.

    A method that only calls the library's method of the same name, such as a view's post(), does not count.
    """
    trace = error.__traceback__
    while trace is not None:
        if _is_own(trace.tb_frame, trace.tb_next):
            return True
        trace = trace.tb_next
    return False


def _is_own(frame, inner):
    if _is_of_own_template(frame.f_locals.get("self")):
        return True
    module = frame.f_globals.get("__name__", "")
    if module.partition(".")[0] not in OWN_PACKAGES or module in PASSES_ON:
        return False
    this = frame.f_locals.get("self")
    return (
        this is None
        or inner is None
        or inner.tb_frame.f_locals.get("self") is not this
        or inner.tb_frame.f_code.co_name != frame.f_code.co_name
    )


def _is_of_own_template(node):
    name = str(node.origin.name) if isinstance(node, Node) and getattr(node, "origin", None) else ""
    own = any(re.search(rf"/{package}/\w+/templates/", name) for package in OWN_PACKAGES)
    return own and "/site-packages/" not in name


def _wants_data(request):
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.accepted_types == [
        "application/json"
    ]


def _sentence():
    return _(
        "This address or form does not work this way. Go back, reload the page, and try again. If it happens again, tell whoever runs the hub: the log says where it went wrong."
    )
