"""Django app for partner organizations: their members and workspace, events, calendars, and the HSDS directory."""

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Partner organisations."""

    name = "partners"
    verbose_name = _("Partners")
    scheduled_commands = [
        ("extend_occurrences", datetime.timedelta(days=1)),
        ("send_submission_mails", datetime.timedelta(minutes=5)),
        ("watch_submissions", datetime.timedelta(days=1)),
        ("delete_old_requests", datetime.timedelta(days=1)),
        ("empty_database_log", datetime.timedelta(hours=1)),
    ]

    def ready(self):
        """Connect the signal handlers and register what other packages look up."""
        # Imported here because they import models, which Django loads before it calls ready().
        from partners import startup

        startup.connect()
