"""Signs of life of the processes that nobody sees. They stand in the shared cache, so that any host can read them."""

import datetime

from django.core.cache import cache
from django.utils import timezone

# A process that has said nothing for so long has stopped, or hangs.
SILENT_AFTER = datetime.timedelta(minutes=5)


def record_heartbeat(name):
    """Say that a process is at work.

    Args:
        name: "worker" or "scheduler".
    """
    cache.set(f"heartbeat:{name}", timezone.now(), timeout=None)


def last_heartbeat(name):
    """The moment of a process's last sign of life, or None when the cache knows of none."""
    return cache.get(f"heartbeat:{name}")
