"""What the public reads: home, definitions, initiatives, campaigns, help, resources, forms, search."""

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The public pages."""

    name = "home"
    verbose_name = _("Public pages")
    scheduled_commands = [
        ("delete_answered_requests", datetime.timedelta(days=1)),
        ("delete_search_counts", datetime.timedelta(days=1)),
        ("refresh_search", datetime.timedelta(days=1)),
    ]

    def ready(self):
        """Make the floor's mails known, and forget cached words of the search when they change."""
        from portal.frame import forget_when_changed

        from . import reminders
        from .models import SearchWords

        reminders.connect()
        forget_when_changed(SearchWords)
