"""Errors as problem details (RFC 9457)."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from portal.exceptions import ActionNotAllowed

CONTENT_TYPE = "application/problem+json"
WHOLE = "event"  # In place of a field, for what concerns all of the event.


class ChangedMeanwhile(exceptions.APIException):
    """The event is not as the client has read it (If-Match)."""

    status_code = 412


class NoPrecondition(exceptions.APIException):
    """The client does not say which version it has read."""

    status_code = 428


class KeyUsed(exceptions.APIException):
    """The Idempotency-Key belongs to another request (draft-ietf-httpapi-idempotency-key-header §2.7)."""

    status_code = 422


class TooLarge(exceptions.APIException):
    """The request has too many bytes."""

    status_code = 413


def problem(status, detail, errors=None):
    """The body of a problem.

    Args:
        status: the HTTP status.
        detail: a sentence that says what happened and what to do.
        errors: a dict of field name to a list of messages.
    """
    found = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return found | ({"errors": errors} if errors else {})


def handle(error, context):
    """The response to an error (EXCEPTION_HANDLER of Django REST framework); None for errors of the hub itself."""
    errors, headers = None, {}
    if isinstance(error, Http404):
        status, detail = 404, _("There is nothing at this address for this token.")
    elif isinstance(error, PermissionDenied):
        status, detail = 403, _("This token may not do this.")
    elif isinstance(error, ActionNotAllowed):
        status, errors = 409, named(error.field_errors)
        # The workspace's sentence speaks of the page on which it stands.
        detail = (
            _("This is not possible yet. “errors” says for each field what to do.") if errors else error.text
        )
    elif isinstance(error, exceptions.ValidationError):
        status, detail = 400, _("Some fields cannot be accepted. Nothing was saved.")
        errors = named(_flat(error.detail))
    elif isinstance(error, exceptions.NotAuthenticated):
        status, detail = 401, _("Send a token as `Authorization: Bearer …`.")
    elif isinstance(error, exceptions.ParseError):
        status, detail = 400, _("This is not JSON (RFC 8259). Nothing was saved.")
    elif isinstance(error, exceptions.Throttled):
        status, detail = 429, _("Too many requests. Wait as many seconds as Retry-After says.")
        headers["Retry-After"] = str(max(1, int(error.wait or 0)))
    elif isinstance(error, exceptions.APIException):
        status, detail = error.status_code, str(error.detail)
    else:
        return None
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    return Response(
        problem(status, detail, errors), status=status, headers=headers, content_type=CONTENT_TYPE
    )


def named(errors):
    """Errors by the names that the API has for fields."""
    found: dict[str, list[str]] = {}
    for name, sentences in errors.items():
        name = WHOLE if name in ("", "__all__", "non_field_errors") else name
        found.setdefault(name, []).extend(str(sentence) for sentence in sentences)
    return found


def _flat(detail):
    """The errors of a serializer with a list of messages for each field, also for fields that are lists."""
    if not isinstance(detail, dict):
        return {"": _sentences(detail)}
    return {name: _sentences(found) for name, found in detail.items()}


def _sentences(found):
    if isinstance(found, dict):
        return [sentence for part in found.values() for sentence in _sentences(part)]
    if isinstance(found, list):
        return [sentence for part in found for sentence in _sentences(part)]
    return list(dict.fromkeys([str(found)]))
