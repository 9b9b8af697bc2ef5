"""Django app for partner organizations: their members and workspace, events, calendars, and the HSDS directory."""

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Partner organisations."""

    name = "partners"
    verbose_name = _("Partners")
    # What no public page shows (portal/page_cache/changes.py).
    never_public = [
        "partners.apitoken",
        "partners.assignment",
        "partners.calendarsubscription",
        "partners.createdevent",
        "partners.digestkey",
        "partners.forbiddenwords",
        "partners.importedevent",
        "partners.invitation",
        "partners.joinrequest",
        "partners.membership",
        "partners.reviewnotice",
        "partners.trustedupdates",
    ]
    # What public pages read from the address, and what its values look like (portal/page_cache/addresses.py).
    page_cache_parameters = {
        "page": r"[1-9]\d{0,2}",
        "from": r"\d{4}-\d\d-\d\d",
        "to": r"\d{4}-\d\d-\d\d",
        **dict.fromkeys(
            ("organisation", "topic", "language", "attendance", "accessibility", "service", "area"),
            r"[\w-]{1,60}",
        ),
        "title": r"discreet",
        # HSDS
        "per_page": r"\d{1,4}",
        "minimal": r"true|false",
        "full": r"true|false",
        "full_service": r"true|false",
    }
    scheduled_commands = [
        ("extend_occurrences", datetime.timedelta(days=1)),
        ("send_submission_mails", datetime.timedelta(minutes=5)),
        ("read_calendars", datetime.timedelta(minutes=10)),
        ("watch_submissions", datetime.timedelta(days=1)),
        ("delete_old_requests", datetime.timedelta(days=1)),
        ("empty_database_log", datetime.timedelta(hours=1)),
    ]

    def ready(self):
        """Connect the signal handlers and register what other packages look up."""
        # Imported here because they import models, which Django loads before it calls ready().
        from partners import startup

        startup.connect()
