"""Fetches a calendar from an address that a member entered, with the rules of portal/core/safe_http.py, also for redirects."""

import http.client
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from portal.core.safe_http import (
    NoSuchHost,
    PrivateNetwork,
    TooManyRedirects,
    TooSlow,
    connection,
    follow_redirects,
    location,
    request,
)

SECONDS = 10
MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 3
MAX_VALIDATOR = 300
ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class NotFetched(Exception):
    """The address could not be fetched. The message says why, in the active language."""


@dataclass(frozen=True)
class Fetched:
    """The answer of an address.

    Attributes:
        body: at most MAX_BYTES bytes; None if it has not changed since the validators were sent (RFC 9110 §15.4.5).
        etag, last_modified: the answer's validators, to be sent the next time (RFC 9110 §8.8), or "".
    """

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch(address):
    """Fetch a public address.

    Args:
        address: http, https or webcal, as typed.

    Returns:
        At most MAX_BYTES bytes.

    Raises:
        NotFetched: the address is invalid or in a private network, or did not answer successfully in time.
    """
    return fetch_if_changed(address).body


def fetch_if_changed(address, etag="", last_modified=""):
    """Fetch a public address, unless it is the same as before.

    Args:
        address: http, https or webcal, as typed.
        etag, last_modified: the validators of the last answer, or "".

    Returns:
        Fetched.

    Raises:
        NotFetched: see fetch().
    """
    deadline = time.monotonic() + SECONDS
    validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in validators.items() if value}

    def ask(one):
        return _request(_checked(one), deadline, headers)

    try:
        return follow_redirects(_checked(address).geturl(), ask, MAX_REDIRECTS)
    except TooManyRedirects:
        raise NotFetched(_("This address redirects too many times. Use the final address.")) from None


# --- The address ------------------------------------------------------------------------------------------
def _checked(address):
    """Parse and validate an address.

    Raises:
        NotFetched: it is not valid.
    """
    invalid = NotFetched(
        _("Enter the full web address of the calendar. It begins with https:// or webcal://.")
    )
    address = address.strip()
    if not address.isprintable() or " " in address or len(address) > 2000:
        raise invalid
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise invalid from None
    if parts.scheme not in SCHEMES or not host:
        raise invalid
    if parts.username is not None or parts.password is not None:
        raise NotFetched(
            _(
                "This address contains a user name or a password. Ask for an address without them, or upload the calendar as a file."
            )
        )
    try:
        host.encode("idna")
    except UnicodeError:
        raise invalid from None
    if port == 0:
        raise invalid
    return parts._replace(scheme=SCHEMES[parts.scheme], fragment="")


# --- The request ------------------------------------------------------------------------------------------
def _request(parts, deadline, headers):
    """Send one request.

    Returns:
        (Fetched, ""), or (Fetched without a body, the address to which it redirects).
    """
    try:
        with connection(parts, deadline) as opened:
            return _exchange(opened, parts, headers)
    except NoSuchHost:
        raise NotFetched(_("This address does not exist. Check the spelling.")) from None
    except PrivateNetwork:
        raise NotFetched(
            _(
                "This address is in a private network, which this site cannot read. Upload the calendar as a file."
            )
        ) from None
    except TooSlow:
        raise _too_slow() from None
    except ssl.SSLCertVerificationError:
        raise NotFetched(
            _("The certificate of this address is not valid, so we cannot tell whose calendar it is.")
        ) from None
    except (OSError, http.client.HTTPException, ValueError):
        if time.monotonic() >= deadline - 0.05:
            raise _too_slow() from None
        raise NotFetched(
            _("This address did not answer. Try again later, or upload the calendar as a file.")
        ) from None


def _exchange(opened, parts, headers):
    answer = request(opened, "GET", parts, ACCEPT, "Hub calendar import", headers)
    if following := location(answer):
        following = urljoin(parts.geturl(), following)
        if parts.scheme == "https" and urlsplit(following).scheme == "http":
            raise NotFetched(
                _(
                    "This address redirects to an address that is not encrypted. Use the https address instead."
                )
            )
        return Fetched(None), following
    if headers and answer.status == http.client.NOT_MODIFIED:
        return Fetched(None, headers.get("If-None-Match", ""), headers.get("If-Modified-Since", "")), ""
    if answer.status != http.client.OK:
        raise NotFetched(_("This address answered with error %(status)s.") % {"status": answer.status})
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(
            _("This address sends compressed data that we did not ask for. Upload the file instead.")
        )
    too_large = NotFetched(too_large_words())
    if (answer.length or 0) > MAX_BYTES:
        raise too_large
    body = bytearray()
    while part := answer.read1(65536):
        body += part
        if len(body) > MAX_BYTES:
            raise too_large
    if time.monotonic() >= opened.deadline:
        raise _too_slow()
    return Fetched(bytes(body), _validator(answer, "ETag"), _validator(answer, "Last-Modified")), ""


def _validator(answer, name):
    """A header that can be stored and sent back as it is, or ""."""
    value = answer.headers.get(name, "")
    return value if len(value) <= MAX_VALIDATOR and value.isprintable() and value.isascii() else ""


def too_large_words():
    """The message for a calendar of more than MAX_BYTES."""
    return _(
        "The calendar is larger than %(size)d MB. Export a shorter period, or only one of your calendars."
    ) % {"size": MAX_BYTES // (1024 * 1024)}


def _too_slow():
    return NotFetched(
        _("This address took longer than %(seconds)d seconds. Upload the calendar as a file.")
        % {"seconds": SECONDS}
    )
