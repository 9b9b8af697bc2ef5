"""Nothing that was typed is lost when a session has ended: the sign-in page carries it.

A form of the workspace names in a hidden field for whom it was shown (`{% form_owner_token %}`). When it arrives after the
session has ended, the sign-in page holds what was typed, encrypted for that person. When the same person has signed in, a
page shows a button that sends the form again; nobody else ever gets it, and nothing is sent without a press.
"""

import base64
import json
import zlib

from allauth.account.forms import LoginForm
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from portal.core.encryption import Unreadable, decrypt, encrypt
from portal.core.language_paths import without_language

FIELD, CARRIED = "form_owner_token", "resubmission"
MAX_AGE = 2 * 60 * 60  # Seconds.
MAX_SIZE = 200 * 1000  # Bytes of names and values.
NEVER_KEPT = {"csrfmiddlewaretoken", FIELD}


def field_value(user):
    """What the hidden field holds: the person's number, encrypted, so that nobody can write another's."""
    return encrypt(str(user.pk), FIELD)


def owner(request):
    """The number of the person for whom the sent form was shown, or None when it does not say so."""
    try:
        return int(decrypt(request.POST.get(FIELD, ""), FIELD))
    except (Unreadable, ValueError):
        return None


def is_workspace(request):
    """Whether the address is one of the workspace, in any language."""
    return without_language(request.path_info).startswith("/workspace/")


class ResubmissionMiddleware:
    """Answers a form of the workspace that arrives after its session has ended with the sign-in page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Stop before the view, which would lead to the sign-in and lose what was typed."""
        if request.method != "POST" or not is_workspace(request):
            return None
        if not request.user.is_authenticated:
            return sign_in_page(request) if owner(request) else None
        request.session.pop(CARRIED, None)  # It has arrived.
        return None


def fields_of(request):
    """What was typed, as a list of (name, value)."""
    return [
        (name, value) for name, values in request.POST.lists() if name not in NEVER_KEPT for value in values
    ]


def sign_in_page(request):
    """The sign-in page with what was typed in it, encrypted for the person whose form it is.

    Args:
        request: a POST of nobody, whose `form_owner_token` names a person.

    Returns:
        An answer with status 403, because nothing was done.
    """
    fields = fields_of(request)
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    carried = ""
    if size <= MAX_SIZE:
        record = {
            "for": owner(request),
            "address": request.get_full_path(),
            "fields": fields,
            "files": sorted(request.FILES),
        }
        packed = base64.b64encode(zlib.compress(json.dumps(record).encode()))
        carried = encrypt(packed.decode(), CARRIED)
    context = {
        "form": LoginForm(request=request),
        "carried": carried,
        "too_much": not carried,
        "next_address": reverse("resubmission") if carried else request.get_full_path(),
        "has_files": bool(request.FILES),
    }
    response = render(request, "account/login.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _opened(token, user):
    """The record that the sign-in page carried, or None when it is not for this person."""
    try:
        record = json.loads(zlib.decompress(base64.b64decode(decrypt(token, CARRIED, MAX_AGE))))
    except (Unreadable, ValueError, zlib.error):
        return None
    return record if record["for"] == user.pk else None


def remember(request, user):
    """Keep what the sign-in page carried until the person has gone through all of the sign-in.

    Args:
        request: the POST of the sign-in page, whose password was right.
        user: who signs in.
    """
    token = request.POST.get(CARRIED, "")
    if token and _opened(token, user):
        request.session[CARRIED] = token


@never_cache
def confirm_resubmission(request):
    """What was typed before the session ended, with a button that sends it."""
    record = request.user.is_authenticated and _opened(request.session.get(CARRIED, ""), request.user)
    if not record or not url_has_allowed_host_and_scheme(record["address"], None):
        return HttpResponseRedirect(reverse("account_login"))
    return _confirmation(request, record["address"], record["fields"], record["files"])


def confirmation(request):
    """What a signed-in person has sent with a form whose protection had run out, with a button that sends it again.

    Args:
        request: a POST of the person for whom the form was shown.

    Returns:
        An answer with status 403, because nothing was done.
    """
    fields = fields_of(request)
    return _confirmation(request, request.get_full_path(), fields, sorted(request.FILES), status=403)


def _confirmation(request, address, fields, files, status=200):
    context = {"address": address, "fields": fields, "files": files, "owner": field_value(request.user)}
    response = render(
        request, "portal/resubmission.html", {**context, "expired": status == 403}, status=status
    )
    response.headers["Cache-Control"] = "no-store"
    return response
