"""Called by HomeConfig.ready(): registers kinds of mail, connects signal handlers."""

from home.format_requests import reminders
from home.search import zero_result_searches
from home.search.models import SearchWords
from partners.confidentiality import erasure
from portal.core.cache_version import bump_when_changed
from portal.site.error_views import acknowledges


def connect():
    """Register this app's notifications, and update or delete cached search words when they change or reveal a confidential place."""
    reminders.connect()
    erasure.EXTRA_ERASERS.append(zero_result_searches.forget)
    bump_when_changed(SearchWords)
    acknowledges(r".*/request-accessible-format/done/(?P<reference>[2-9A-Z]{4}-[2-9A-Z]{4})/")
