"""Devices on which a person has signed in before: attempts from elsewhere never slow such a device down.

A cookie, set when a sign-in has succeeded and sent to the addresses of accounts only. Readers never get it.
"""

import json
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.core.encryption import Unreadable, decrypt, encrypt

PURPOSE = "known device"
COOKIE = "device"
MAX_AGE = 365 * 24 * 60 * 60
# People who share a device; the one who signed in longest ago is forgotten.
PEOPLE = 8


def forget(response):
    """Let a device be unknown again: whoever leaves in a hurry leaves no trace of an account on it."""
    for name, path in _places():
        response.delete_cookie(name, path=path, samesite="Lax")


def remember(request, response, user):
    """Let the device of a request be known as one of a person.

    Args:
        request: the one with which the sign-in was completed.
        response: its answer, which sets the cookie.
        user: who signed in.
    """
    known = _read(request) or {"id": secrets.token_urlsafe(12), "people": []}
    people = [*(pk for pk in known["people"] if pk != user.pk), user.pk][-PEOPLE:]
    value = encrypt(json.dumps({"id": known["id"], "people": people}), PURPOSE)
    # One for each language, because a cookie's path is the beginning of an address.
    for name, path in _places():
        response.set_cookie(
            name,
            value,
            max_age=MAX_AGE,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def device_of(request, user):
    """The device's own random name, when this person has signed in on it before; else "".

    Args:
        request: a request to an address of accounts.
        user: the person, or None.
    """
    known = _read(request) if user is not None else None
    return known["id"] if known and user.pk in known["people"] else ""


def _places():
    for code, _name in settings.LANGUAGES:
        with override(code):
            yield f"{COOKIE}-{code}", reverse("account_login").removesuffix("login/")


def _read(request):
    for name, _path in _places():
        try:
            return json.loads(decrypt(request.COOKIES.get(name, ""), PURPOSE, MAX_AGE))
        except (Unreadable, ValueError):
            continue
    return None
