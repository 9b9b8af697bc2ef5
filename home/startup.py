"""Called by HomeConfig.ready(): registers kinds of mail, connects signal handlers."""

from home.format_requests import reminders
from home.search import synonyms, zero_result_searches
from partners.confidentiality import erasure
from partners.events import filters
from portal.site.error_views import acknowledges


def connect():
    """Register this app's notifications, and forget what the search was asked when it reveals a confidential place."""
    reminders.connect()
    filters.SAME_MEANING.append(synonyms.same_meaning)
    erasure.EXTRA_ERASERS.append(zero_result_searches.forget)
    acknowledges(r".*/request-accessible-format/done/(?P<reference>[2-9A-Z]{4}-[2-9A-Z]{4})/")
