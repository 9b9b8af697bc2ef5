"""Django app for the public pages: home, definitions, initiatives, campaigns, help, resources, forms, search."""

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
        """Connect the signal handlers and register what other packages look up."""
        # Imported here because it imports models, which Django loads before it calls ready().
        from home import startup

        startup.connect()
