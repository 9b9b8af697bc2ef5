"""Whether the proxies that may keep pages accept purges. Otherwise readers may see pages that were changed or withdrawn."""

from django.conf import settings
from django.utils import timezone

from portal.page_cache.proxies import LONGEST, UNUSED_KEY, NotPurged, proxies

from .findings import OK, WRONG, Finding


def check() -> Finding:
    """Send each proxy a purge of a key that no page has."""
    if not settings.CACHE_PROXIES:
        return Finding(OK, "None may keep pages.")
    for proxy in proxies():
        try:
            proxy.purge(UNUSED_KEY, soft=True)
        except NotPurged as error:
            since = proxy.failing_since()
            started = f" since {timezone.localtime(since):%Y-%m-%d %H:%M}" if since else ""
            return Finding(
                WRONG,
                f"{proxy.name} accepts no purge{started} ({error}). It may show pages up to {LONGEST // 60} minutes after they were changed or withdrawn. See CACHE_PROXIES in docs/operators.md.",
            )
    return Finding(OK, f"{len(settings.CACHE_PROXIES)} may keep pages, and accept purges.")
