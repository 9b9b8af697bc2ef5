"""How often one address may use a form. The address itself is never kept."""

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .cache_backends import key_prefix

# A provider gives a customer a /64 of IPv6 at least, and often a /48: within it one person has addresses without end.
# A /48 can also be a whole company's, so it may use a form more often.
IPV6_NETWORKS = ((64, 1), (48, 8))


def is_over(request: HttpRequest, name: str, limit: int, seconds: int) -> bool:
    """Count one use of a form by the visitor's address and say whether it is one too many.

    Args:
        request: the visitor's request.
        name, limit, seconds: as in counts_over().

    Returns:
        True when the limit is passed.
    """
    # A list: every network is counted, also when the first one is over.
    found = [
        counts_over(network, name, limit * factor, seconds)
        for network, factor in networks(client_address(request))
    ]
    return any(found)


def networks(address: str) -> list[tuple[str, int]]:
    """What is counted instead of an address.

    Args:
        address: as client_address() gives it.

    Returns:
        A list of (text, by how much its limit is higher): the address itself, or the IPv6 networks it belongs to.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return [(address, 1)]
    if parsed.version == 4:
        return [(str(parsed), 1)]
    return [
        (str(ipaddress.ip_network((parsed.packed, length), strict=False)), factor)
        for length, factor in IPV6_NETWORKS
    ]


def counts_over(subject: str, name: str, limit: int, seconds: int) -> bool:
    """Count one use of something by somebody and say whether it is one too many.

    A fixed window of the shared cache. Who it was is kept as a keyed hash that changes with every window,
    so nobody can tell from the cache who used a form.

    Args:
        subject: who uses it, as text: an address, the key of an organisation.
        name: what is used.
        limit: how many uses are allowed in a window.
        seconds: length of the window in seconds.

    Returns:
        True when the limit is passed.
    """
    return count(subject, name, seconds) > limit


def count(subject: str, name: str, seconds: int) -> int:
    """Count one use of something by somebody.

    Args:
        subject, name, seconds: as in counts_over().

    Returns:
        How many uses there were in this window, this one included.
    """
    key = _key(subject, name, seconds)
    cache.add(key, 0, timeout=seconds)
    return _add(key, 1, seconds, 1)


def give_back(subject: str, name: str, seconds: int) -> None:
    """Undo one use that count() has counted."""
    _add(_key(subject, name, seconds), -1, seconds, 0)


def _add(key: str, number: int, seconds: int, otherwise: int) -> int:
    try:
        counted = cache.incr(key, number)
    except ValueError:  # The window has ended.
        return otherwise
    # Django's cache of files would forget the number after its own five minutes.
    cache.touch(key, seconds)
    return counted


def clear(subject: str, name: str, seconds: int) -> None:
    """Delete the count of this window."""
    cache.delete(_key(subject, name, seconds))


def used(subject: str, name: str, seconds: int) -> int:
    """How many uses count() has counted in this window."""
    return cache.get(_key(subject, name, seconds), 0)


def seconds_to_wait(subject: str, name: str, interval: int) -> int:
    """Let something happen once in an interval.

    Args:
        subject, name: as in counts_over().
        interval: in seconds.

    Returns:
        0 when it may happen now, and nobody else in this interval; else for how many seconds it may not.
    """
    if cache.add(_key(subject, f"{name}:turn", interval), 1, timeout=interval):
        return 0
    return max(1, round(interval - time.time() % interval))


def _key(subject: str, name: str, seconds: int) -> str:
    window = int(time.time() // seconds)
    return f"rate:{salted_hmac(f'{name}:{window}', subject).hexdigest()}"


def client_address(request: HttpRequest) -> str:
    """The visitor's address as the first trusted proxy saw it.

    Args:
        request: the visitor's request.

    Returns:
        The last entry of X-Forwarded-For behind a proxy (which the proxy itself wrote), else the peer's address. An IPv4
        address that is written as IPv6 (::ffff:192.0.2.1) comes as IPv4; a port behind it is left out.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        written = forwarded.rsplit(",", 1)[-1].strip()
    else:
        written = request.META.get("REMOTE_ADDR", "")
    bare = written
    if written.startswith("["):
        bare = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        bare = written.partition(":")[0]
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return written
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def cache_key(key: str, configured_prefix: str, version: int) -> str:
    """The name under which the shared cache keeps something (Django's KEY_FUNCTION).

    It begins with what tells this hub from another that uses the same Redis. allauth names its counters by the visitor's
    address; a keyed hash stands in its place.

    Returns:
        A string.
    """
    if key.startswith("allauth:rl:"):
        key = salted_hmac("allauth", key).hexdigest()
    return f"{key_prefix(configured_prefix)}:{version}:{key}"
