"""Who collaborates: organisations, their members and workspace, events, calendars, the directory for machines."""

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
    ]

    def ready(self):
        """Keep places secret that must not be known, the dates of events current when one is published or gone, and
        people informed of what is sent and decided.
        """
        from . import approved_changes, confidential, notifications, occurrences

        confidential.connect()
        approved_changes.connect()  # Before the dates, which follow from it.
        occurrences.connect()
        notifications.connect()
