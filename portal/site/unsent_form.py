"""What was typed in a form that could not be processed: an error page holds it, with a button that sends it again."""

from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware

from portal.core.language_paths import without_language

MAX_SIZE = 400 * 1000  # Bytes of names and values: more than the longest page in the admin has.
# Passwords and codes are typed there, and little else.
UNREADABLE = (OSError, MultiPartParserError, RequestDataTooBig, TooManyFilesSent, SuspiciousOperation)
NEVER_KEPT = ("/accounts/", "/admin/login/", "/admin/password_reset/", "/django-admin/")


class UnsentForm(NamedTuple):
    """What a form held: its fields as (name, value), and whether there were files, which no page can hold."""

    fields: list[tuple[str, str]]
    has_files: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "UnsentForm | None":
        """What a POST holds; None if that is nothing, too much, or unreadable."""
        try:
            fields = [
                (name, value)
                for name, values in request.POST.lists()
                if name != "csrfmiddlewaretoken"
                for value in values
            ]
            has_files = bool(request.FILES)
        except UNREADABLE:
            return None
        size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
        return cls(fields, has_files) if fields and size <= MAX_SIZE else None


def _no_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class _Check(CsrfViewMiddleware):
    """Says whether a form is protected, without answering it."""

    def _reject(self, request, reason):
        return reason


def unsent_form(request: HttpRequest) -> UnsentForm | None:
    """What was typed, or None when nothing was or when it must not be kept.

    A form without the hub's own CSRF token is not kept: another site may have filled it, and the button would send it.
    """
    if request.method != "POST" or without_language(request.path_info).startswith(NEVER_KEPT):
        return None
    try:
        refused = _Check(_no_view).process_view(request, _no_view, (), {})
    except UNREADABLE:
        return None
    return None if refused else UnsentForm.of(request)
