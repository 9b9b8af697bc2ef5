"""When alerts begin and end. Alerts are on every page, so every answer expires at the next of these moments."""

import datetime
from functools import lru_cache

from django.utils import timezone

from portal.core.cache_version import get_cache_version
from portal.safety.models import Alert


def coming_moments() -> list[datetime.datetime]:
    """The moments from now on at which a public alert begins or ends. One query for each cache version."""
    now = timezone.now()
    return [moment for moment in _moments(get_cache_version()) if moment > now]


@lru_cache(maxsize=1)
def _moments(_version):
    times = Alert.objects.filter(live=True).values_list("starts_at", "ends_at")
    return tuple(moment for pair in times for moment in pair if moment)
