"""Django app for the public pages: home, definitions, initiatives, campaigns, help, resources, forms, search."""

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The public pages."""

    name = "home"
    verbose_name = _("Public pages")
    health_checks = "home.operations.health_checks"
    # What no public page shows (portal/page_cache/changes.py).
    never_public = ["home.emptysearch", "home.formatrequest", "home.indexedpage", "home.indexedword"]
    # What public pages read from the address, and what its values look like (portal/page_cache/addresses.py).
    page_cache_parameters = {
        "page": r"[1-9]\d{0,2}",
        "status": r"[\w-]{1,60}",
        "type": r"[\w-]{1,60}",
    }
    scheduled_commands = [
        ("delete_answered_requests", datetime.timedelta(days=1)),
        ("delete_search_counts", datetime.timedelta(days=1)),
        ("refresh_search", datetime.timedelta(days=1)),
    ]

    def ready(self):
        """Connect the signal handlers and register what other packages look up."""
        # Imported here because it imports models, which Django loads before it calls ready().
        from home import startup

        startup.connect()
