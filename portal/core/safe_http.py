"""HTTP requests to addresses that others have typed, without access to the hub's own network (SSRF).

A name is resolved once, all its addresses are checked, and the connection uses a checked address, so that DNS rebinding has no effect.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from typing import TypeVar
from urllib.parse import SplitResult, urljoin

from django.conf import settings
from django.utils.encoding import iri_to_uri

Answer = TypeVar("Answer")
PORTS = {"http": 80, "https": 443}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# IPv6 ranges that embed IPv4 addresses (RFC 6052, RFC 3056, RFC 4380).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NoSuchHost(OSError):
    """The name has no address."""


class PrivateNetwork(OSError):
    """The name has an address that is not on the public internet."""


class TooSlow(OSError):
    """No response in time."""


class TooManyRedirects(OSError):
    """Too many redirects, or a redirect loop."""


def resolved(host, port, deadline):
    """Resolve a host, and check that all its addresses are public.

    Args:
        host: a name or an IP address.
        port: the port number.
        deadline: when to give up, as time.monotonic().

    Returns:
        A list of IP addresses as text.

    Raises:
        NoSuchHost: it has no address.
        PrivateNetwork: one of them is not public.
        TooSlow: the name was not resolved in time.
    """
    executor = ThreadPoolExecutor(1)
    try:
        name = host if ":" in host else host.encode("idna").decode()
        asked = executor.submit(socket.getaddrinfo, name, port, type=socket.SOCK_STREAM)
        found = asked.result(timeout=max(0.1, deadline - time.monotonic()))
    except TooLong:
        raise TooSlow from None
    except (OSError, UnicodeError):
        raise NoSuchHost from None
    finally:
        executor.shutdown(wait=False)
    addresses = list(dict.fromkeys(entry[4][0] for entry in found))
    if not addresses or not all(is_public(text) for text in addresses):
        raise PrivateNetwork
    return addresses


def is_public(text):
    """Whether an IP address is on the public internet, or in a network that the operator has allowed.

    Args:
        text: an IPv4 or IPv6 address, with or without a zone.

    Returns:
        True or False; False also for addresses that embed an address that is not public.
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
        if address.is_site_local or int(address) >> 32 == 0:  # The deprecated form ::a.b.c.d.
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    )


class PinnedConnection(http.client.HTTPConnection):
    """A connection to addresses that were checked, whatever the name resolves to now."""

    def __init__(self, host, port, addresses, context, deadline):
        super().__init__(host, port)
        self.addresses, self.context, self.deadline = addresses, context, deadline
        self.open = None  # http.client sets `sock` to None when the response begins.

    def connect(self):
        """Connect to the first address that accepts; TLS is verified against the name."""
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


@contextlib.contextmanager
def connection(parts, deadline):
    """A connection for one request, closed at its deadline. Timeouts of single reads would add up if a server sends byte by byte.

    Args:
        parts: the result of urlsplit() for an http or https address.
        deadline: when it is closed, as time.monotonic().

    Yields:
        A PinnedConnection.

    Raises:
        NoSuchHost, PrivateNetwork, TooSlow: see resolved().
    """
    port = parts.port or PORTS[parts.scheme]
    addresses = resolved(parts.hostname, port, deadline)
    context = ssl.create_default_context() if parts.scheme == "https" else None
    opened = PinnedConnection(parts.hostname, port, addresses, context, deadline)
    watch = threading.Timer(max(0.1, deadline - time.monotonic()), _cut, [opened])
    watch.daemon = True
    watch.start()
    try:
        yield opened
    finally:
        watch.cancel()
        opened.close()


def request(
    opened: PinnedConnection,
    method: str,
    parts: SplitResult,
    accept: str,
    user_agent: str,
    headers: Mapping[str, str] | None = None,
) -> http.client.HTTPResponse:
    """Send one request, and read the status and headers of the response.

    Args:
        opened: the connection, from connection().
        method: such as "GET".
        parts: the result of urlsplit() for an http or https address.
        accept: the Accept header. user_agent: the User-Agent header.
        headers: further headers.
    """
    path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
    sent = {
        **(headers or {}),
        "Accept": accept,
        "Accept-Encoding": "identity",
        "User-Agent": user_agent,
        "Connection": "close",
    }
    opened.request(method, iri_to_uri(f"{path}?{parts.query}" if parts.query else path), headers=sent)
    return opened.getresponse()


def location(answer: http.client.HTTPResponse) -> str:
    """The Location header of a redirect; "" for other responses."""
    return answer.headers.get("Location", "") if answer.status in REDIRECTS else ""


def follow_redirects(address: str, ask: Callable[[str], tuple[Answer, str]], limit: int) -> Answer:
    """The response after all redirects.

    Args:
        address: the first http or https address.
        ask: a function that requests one address with connection(), and returns a response and location().
        limit: the maximum number of redirects.

    Raises:
        TooManyRedirects: there are more.
    """
    for _number in range(limit + 1):
        answer, following = ask(address)
        if not following:
            return answer
        address = urljoin(address, following)
    raise TooManyRedirects


def _cut(opened):
    """Close a connection from another thread."""
    if opened.open:
        with contextlib.suppress(OSError):  # It is already closed.
            opened.open.shutdown(socket.SHUT_RDWR)
