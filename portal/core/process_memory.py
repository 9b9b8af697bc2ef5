"""A copy of cached values in the memory of this process, for one cache version.

One read of the shared cache takes a fraction of a millisecond, but a list of events needs thirty. A new version invalidates the copy, as
it invalidates the shared cache, so no process shows what another process has changed.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone

from .cache_version import get_cache_version

# Limits the memory. Values beyond this number are read from the shared cache each time.
MOST_VALUES = 5_000
T = TypeVar("T")
# Replaced, never cleared: another thread may be reading it.
_memory: tuple[str, dict[str, Any]] = ("", {})


def memory_of(version: str) -> dict[str, Any]:
    """The values that this process keeps for a cache version, by name. Callers must not change the values."""
    global _memory
    if _memory[0] != version:
        _memory = version, {}
    kept = _memory
    return kept[1] if kept[0] == version else {}


def remember(kept: dict[str, Any], name: str, value: Any) -> None:
    """Keep a value under a name while there is room."""
    if len(kept) < MOST_VALUES:
        kept[name] = value


def kept_or_made(name: str, make: Callable[[], T], timeout: float) -> T:
    """A value for the present cache version: from this process, else from the shared cache, else made.

    Args:
        name: the key, without the version. It contains everything else that the value depends on.
        make: computes the value. The value must not depend on the time, because this process keeps it until the version changes.
        timeout: how long the shared cache keeps the value, in seconds.

    Returns:
        The value.
    """
    version = get_cache_version()
    kept = memory_of(version)
    found = kept.get(name)
    if found is None:
        key = f"{name}:{version}"
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, timeout=timeout)
        remember(kept, name, found)
    return found


def kept_for_a_while(name: str, make: Callable[[], T], seconds: int) -> T:
    """A value that depends on the time, too: as kept_or_made(), but made anew in the next period of so many seconds, or the next day.

    Args:
        name: see kept_or_made().
        make: computes the value.
        seconds: the length of a period.
    """
    version = get_cache_version()
    kept = memory_of(version)
    period = f"{timezone.localdate()}:{int(time.time() // seconds)}"
    read = kept.get(name)
    if read is None or read[0] != period:
        key = f"{name}:{version}:{period}"
        found = cache.get(key)
        if found is None:
            found = make()
            cache.set(key, found, timeout=seconds)
        read = period, found
        if name in kept or len(kept) < MOST_VALUES:
            kept[name] = read
    return read[1]
