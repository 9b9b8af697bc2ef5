"""The present moment among events: what is made with it is different when the next date is over."""

import datetime
from bisect import bisect_left

from django.utils import timezone

from portal.core.cache_version import get_cache_version
from portal.core.expiry import changes_at

from .models import Occurrence

# So many are read at once; the next ones when these are over.
READ_AT_ONCE = 200
# The ends of the next dates, in order, as this process last read them for a cache version.
_read: tuple[str, list[datetime.datetime]] = ("", [])


def now_among_events() -> datetime.datetime:
    """The present moment, to ask which dates are over. The page cache keeps what is made with it until the next date ends."""
    now = timezone.now()
    if end := _next_end(now):
        # In its last moment a date is not over.
        changes_at(end + datetime.timedelta(milliseconds=1))
    return now


def _next_end(now):
    global _read
    version = get_cache_version()
    place = bisect_left(_read[1], now)
    # Fewer than are read at once were all there are.
    if _read[0] != version or place == len(_read[1]) == READ_AT_ONCE:
        ends = Occurrence.objects.filter(end__gte=now).order_by("end").values_list("end", flat=True)
        _read = (version, list(ends[:READ_AT_ONCE]))
        place = 0
    return _read[1][place] if place < len(_read[1]) else None
