"""How often one address may use a form. The address itself is never kept."""

import time

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac


def is_over(request, name, limit, seconds):
    """Count one use of a form by the visitor's address and say whether it is one too many.

    Args:
        request: the visitor's request.
        name, limit, seconds: as in counts_over().

    Returns:
        True when the limit is passed.
    """
    return counts_over(client_address(request), name, limit, seconds)


def counts_over(subject, name, limit, seconds):
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
    window = int(time.time() // seconds)
    digest = salted_hmac(f"{name}:{window}", subject).hexdigest()
    key = f"rate:{digest}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > limit
    except ValueError:  # The window ended between the two calls.
        return False


def client_address(request):
    """The visitor's address as the first trusted proxy saw it.

    Args:
        request: the visitor's request.

    Returns:
        The last entry of X-Forwarded-For behind a proxy (which the proxy itself wrote), else the peer's address.
    """
    forwarded = request.headers.get("X-Forwarded-For", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None) and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def cache_key(key, key_prefix, version):
    """The name under which the shared cache keeps something (Django's KEY_FUNCTION).

    allauth names its counters by the visitor's address; a keyed hash stands in its place.

    Returns:
        A string.
    """
    if key.startswith("allauth:rl:"):
        key = salted_hmac("allauth", key).hexdigest()
    return f"{key_prefix}:{version}:{key}"
