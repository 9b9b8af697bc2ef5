"""What the public reads: home, definitions, initiatives, campaigns, help, resources, forms, search."""

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The public pages."""

    name = "home"
    verbose_name = _("Public pages")
    health_checks = "home.operations.health_checks"
    scheduled_commands = [
        ("delete_answered_requests", datetime.timedelta(days=1)),
        ("delete_search_counts", datetime.timedelta(days=1)),
        ("refresh_search", datetime.timedelta(days=1)),
    ]

    def ready(self):
        """Make this app's mails known, and forget cached words of the search when they change, or tell a confidential place."""
        from home.format_requests import reminders
        from home.search import zero_result_searches
        from home.search.models import SearchWords
        from partners.confidentiality import erasing
        from portal.core.cache_version import bump_when_changed
        from portal.site.error_views import acknowledges

        reminders.connect()
        erasing.ALSO.append(zero_result_searches.forget)
        bump_when_changed(SearchWords)
        acknowledges(r".*/request-accessible-format/done/(?P<reference>[2-9A-Z]{4}-[2-9A-Z]{4})/")
