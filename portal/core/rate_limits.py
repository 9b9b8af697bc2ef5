"""Rate limits by IP address. The address itself is never stored."""

import ipaddress
import math
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .cache_backends import key_prefix

# A provider assigns a customer an IPv6 /64 at least, and often a /48, within which one person has unlimited addresses.
# A /48 can also belong to a whole company, so its limit is higher.
IPV6_NETWORKS = ((64, 1), (48, 8))


def is_over(request: HttpRequest, name: str, limit: int, seconds: int) -> bool:
    """Count one use of a form by the visitor's IP address; return whether the limit is exceeded.

    Args:
        request: the visitor's request.
        name, limit, seconds: as in counts_over().

    Returns:
        True if the limit is exceeded.
    """
    # A list, so that every network is counted, even if the first one is over its limit.
    found = [
        counts_over(network, name, limit * factor, seconds)
        for network, factor in networks(client_address(request))
    ]
    return any(found)


def networks(address: str) -> list[tuple[str, int]]:
    """The networks that are counted for an IP address.

    Args:
        address: the result of client_address().

    Returns:
        A list of (text, factor of its limit): the address itself, or the IPv6 networks to which it belongs.
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
    """Count one use by a subject; return whether the limit is exceeded.

    The counters are in the shared cache. A window of time begins with a subject's first use, so that nobody can use a form twice as
    often around the full hour. The subject is stored as a keyed hash that changes with every window, so that the cache does not reveal
    who used a form.

    Args:
        subject: who uses it, as text: an IP address, the key of an organization.
        name: what is used.
        limit: how many uses are allowed in a window.
        seconds: length of the window in seconds.

    Returns:
        True if the limit is exceeded.
    """
    return count(subject, name, seconds) > limit


def count(subject: str, name: str, seconds: int) -> int:
    """Count one use by a subject.

    Args:
        subject, name, seconds: as in counts_over().

    Returns:
        The number of uses in this window, including this one.
    """
    begun, _is_new = _window(subject, name, seconds)
    key = _key(subject, name, begun)
    cache.add(key, 0, timeout=seconds)
    return _add(key, 1, seconds, 1)


def give_back(subject: str, name: str, seconds: int) -> None:
    """Undo one count()."""
    if begun := _running_since(subject, name, seconds):
        _add(_key(subject, name, begun), -1, seconds, 0)


def _add(key: str, number: int, seconds: int, otherwise: int) -> int:
    try:
        counted = cache.incr(key, number)
    except ValueError:  # The window has ended.
        return otherwise
    # Django's file cache would otherwise delete the number after its default of five minutes.
    cache.touch(key, seconds)
    return counted


def clear(subject: str, name: str, seconds: int) -> None:
    """Delete the counter of this window."""
    if begun := _running_since(subject, name, seconds):
        cache.delete(_key(subject, name, begun))


def used(subject: str, name: str, seconds: int) -> int:
    """The number of uses in this window."""
    begun = _running_since(subject, name, seconds)
    return cache.get(_key(subject, name, begun), 0) if begun else 0


def seconds_left(subject: str, name: str, seconds: int) -> int:
    """After how many seconds the subject's window ends, for the header Retry-After; at least 1."""
    begun = _running_since(subject, name, seconds)
    return max(1, math.ceil(begun + seconds - time.time())) if begun else 1


def seconds_to_wait(subject: str, name: str, interval: int) -> int:
    """Allow something once in an interval.

    Args:
        subject, name: as in counts_over().
        interval: in seconds.

    Returns:
        0 if it is allowed now, and not again in this interval; else the number of seconds to wait.
    """
    begun, is_new = _window(subject, f"{name}:turn", interval)
    return 0 if is_new else max(1, math.ceil(begun + interval - time.time()))


def _window(subject: str, name: str, seconds: int) -> tuple[float, bool]:
    """When the subject's window began, and whether it begins now."""
    if begun := _running_since(subject, name, seconds):
        return begun, False
    now = time.time()
    key = _start_key(subject, name, int(now // seconds))
    if cache.add(key, now, timeout=seconds):
        return now, True
    # Another process has begun it in the meantime.
    return cache.get(key, now), False


def _running_since(subject: str, name: str, seconds: int) -> float | None:
    """When the subject's window began; None if none is running."""
    now = time.time()
    period = int(now // seconds)
    # It began in this period or in the one before, so that the key need not stay the same for ever.
    for number in (period, period - 1):
        begun = cache.get(_start_key(subject, name, number))
        if begun and now - begun < seconds:
            return begun
    return None


def _start_key(subject: str, name: str, period: int) -> str:
    return f"rate:{salted_hmac(f'{name}:start:{period}', subject).hexdigest()}"


def _key(subject: str, name: str, begun: float) -> str:
    return f"rate:{salted_hmac(f'{name}:{begun}', subject).hexdigest()}"


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address as the first trusted proxy saw it.

    Args:
        request: the visitor's request.

    Returns:
        The last entry of X-Forwarded-For behind a proxy (written by that proxy), else the peer's address. An IPv4-mapped IPv6 address
        (::ffff:192.0.2.1) is returned as IPv4, and a port is removed.
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
    """The cache key with its prefix (Django's KEY_FUNCTION).

    The prefix distinguishes this hub from another one on the same Redis. allauth's keys contain the visitor's IP address, which is
    replaced by a keyed hash.

    Returns:
        A string.
    """
    if key.startswith("allauth:rl:"):
        key = salted_hmac("allauth", key).hexdigest()
    return f"{key_prefix(configured_prefix)}:{version}:{key}"
