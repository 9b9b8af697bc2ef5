"""Reading an address that a member gives us, without becoming a way into the network in which the hub stands.

The name is resolved once, every address that it has is checked, and the connection goes to the address that was checked:
a name that answers differently a moment later (DNS rebinding) gains nothing. Redirects are followed by the same rules.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

SECONDS = 10
MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 3
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
PORTS = {"http": 80, "https": 443}
# Address ranges in which others are wrapped (RFC 6052, RFC 3056, RFC 4380).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotFetched(Exception):
    """An address that was not read; the message says why, in the active language."""


def fetch(address):
    """What stands at a public address.

    Args:
        address: http, https or webcal; whatever somebody typed.

    Returns:
        Bytes, MAX_BYTES at most.

    Raises:
        NotFetched: it is no such address, leads to a private network, or did not answer well in time.
    """
    deadline = time.monotonic() + SECONDS
    for _number in range(MAX_REDIRECTS + 1):
        target = _checked(address)
        answer = _request(target, deadline)
        if isinstance(answer, bytes):
            return answer
        following = urljoin(target.geturl(), answer)
        if target.scheme == "https" and urlsplit(following).scheme == "http":
            raise NotFetched(
                _("This address leads on to one without encryption. Use that one's https address.")
            )
        address = following
    raise NotFetched(_("This address leads on to others too many times. Use the last one."))


# --- The address ------------------------------------------------------------------------------------------
def _checked(address):
    """The parts of an address that may be asked.

    Raises:
        NotFetched: it is none.
    """
    invalid = NotFetched(_("Write the whole address of the calendar. It begins with https:// or webcal://."))
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
                "This address holds a user name or a password. Ask for one without, or upload the calendar as a file."
            )
        )
    try:
        host.encode("idna")
    except UnicodeError:
        raise invalid from None
    if port == 0:
        raise invalid
    return parts._replace(scheme=SCHEMES[parts.scheme], fragment="")


def _resolved(host, port, deadline):
    """The addresses of a host, all of them public.

    Raises:
        NotFetched: it has none, or one of them is not public.
    """
    executor = ThreadPoolExecutor(1)
    try:
        name = host if ":" in host else host.encode("idna").decode()
        asked = executor.submit(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM)
        found = asked.result(timeout=max(0.1, deadline - time.monotonic()))
    except TooLong:
        raise _too_slow() from None
    except (OSError, UnicodeError):
        raise NotFetched(_("There is no such address. Check how it is written.")) from None
    finally:
        executor.shutdown(wait=False)
    addresses = list(dict.fromkeys(entry[4][0] for entry in found))
    if not addresses or not all(is_public(text) for text in addresses):
        raise NotFetched(
            _(
                "This address leads into a private network, where the hub reads nothing. Upload the calendar as a file."
            )
        )
    return addresses


def is_public(text):
    """Whether an IP address is one of the public internet, or of a network that the operator has named.

    Args:
        text: an IPv4 or IPv6 address, with or without a zone.

    Returns:
        True or False; False for whatever wraps an address that is not public.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(
        address in network
        for network in map(ipaddress.ip_network, settings.IMPORT_NETWORKS)
        if network.version == address.version
    ):
        return True
    if address.version == 6:
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped:
            return is_public(str(wrapped))
        if address.is_site_local or int(address) >> 32 == 0:  # ::a.b.c.d, of old.
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


# --- The request ------------------------------------------------------------------------------------------
class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were checked, whatever the name means by now."""

    def __init__(self, host, port, addresses, context, deadline):
        super().__init__(host, port)
        self.addresses, self.context, self.deadline = addresses, context, deadline
        self.open = None  # `sock` is forgotten as soon as the answer begins.

    def connect(self):
        """Connect to the first address that answers; TLS is verified against the name."""
        error = OSError("no address")
        for address in self.addresses:
            try:
                left = max(0.1, self.deadline - time.monotonic())
                self.sock = socket.create_connection((address, self.port), timeout=left)
                break
            except OSError as failure:
                error = failure
        else:
            raise error
        self.open = self.sock
        if self.context:
            self.sock = self.open = self.context.wrap_socket(self.sock, server_hostname=self.host)


def _request(parts, deadline):
    """Ask one address.

    Returns:
        The body as bytes, or the address to which it leads as text.
    """
    port = parts.port or PORTS[parts.scheme]
    addresses = _resolved(parts.hostname, port, deadline)
    context = ssl.create_default_context() if parts.scheme == "https" else None
    connection = _Pinned(parts.hostname, port, addresses, context, deadline)
    # Limits of single reads add up; whoever drips bytes is cut off all the same.
    watch = threading.Timer(max(0.1, deadline - time.monotonic()), _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        return _exchange(connection, parts)
    except ssl.SSLCertVerificationError:
        raise NotFetched(
            _("The certificate of this address is not valid, so nobody can say whose calendar it is.")
        ) from None
    except (OSError, http.client.HTTPException, ValueError):
        if time.monotonic() >= deadline - 0.05:
            raise _too_slow() from None
        raise NotFetched(
            _("This address did not answer. Try again later, or upload the calendar as a file.")
        ) from None
    finally:
        watch.cancel()
        connection.close()


def _exchange(connection, parts):
    target = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    target = iri_to_uri(f"{target}?{parts.query}" if parts.query else target)
    connection.request(
        "GET",
        target,
        headers={
            "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
            "Accept-Encoding": "identity",
            "User-Agent": "Hub calendar import",
            "Connection": "close",
        },
    )
    answer = connection.getresponse()
    if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
        return answer.headers["Location"]
    if answer.status != http.client.OK:
        raise NotFetched(_("This address answered with error %(status)s.") % {"status": answer.status})
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(
            _("This address sends compressed data for which we did not ask. Upload the file instead.")
        )
    too_large = NotFetched(too_large_words())
    if (answer.length or 0) > MAX_BYTES:
        raise too_large
    body = bytearray()
    while part := answer.read1(65536):
        body += part
        if len(body) > MAX_BYTES:
            raise too_large
    if time.monotonic() >= connection.deadline:
        raise _too_slow()
    return bytes(body)


def too_large_words():
    """Why a calendar of more than MAX_BYTES is not read."""
    return _(
        "The calendar is larger than %(size)d MB. Export a shorter period, or only one of your calendars."
    ) % {"size": MAX_BYTES // (1024 * 1024)}


def _too_slow():
    return NotFetched(
        _("This address took longer than %(seconds)d seconds. Upload the calendar as a file.")
        % {"seconds": SECONDS}
    )


def _cut(connection):
    """End a connection in the middle of whatever it does."""
    if connection.open:
        with contextlib.suppress(OSError):  # It has ended by itself.
            connection.open.shutdown(socket.SHUT_RDWR)
