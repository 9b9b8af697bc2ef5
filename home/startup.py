"""Called by HomeConfig.ready(): registers kinds of mail, connects signal handlers."""

from home.format_requests import reminders
from home.search import zero_result_searches
from partners.confidentiality import erasure
from portal.site.error_views import acknowledges


def connect():
    """Register this app's notifications, and forget what the search was asked when it reveals a confidential place."""
    reminders.connect()
    erasure.EXTRA_ERASERS.append(zero_result_searches.forget)
    acknowledges(r".*/request-accessible-format/done/(?P<reference>[2-9A-Z]{4}-[2-9A-Z]{4})/")
