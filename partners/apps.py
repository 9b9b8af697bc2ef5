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
        ("empty_database_log", datetime.timedelta(hours=1)),
    ]

    def ready(self):
        """Keep places secret that must not be known, the dates of events current when one is published or gone, and
        people informed of what is sent and decided.
        """
        from partners.confidentiality import store
        from partners.events import approved_changes, formats, listing, occurrences
        from partners.moderation import notifications
        from partners.organisations import presenter
        from partners.redaction import receivers
        from portal.accounts import encryption_renewal
        from portal.site.error_views import acknowledges

        formats.register("event.json_ld", "partners.calendars.json_ld.event_data")
        formats.register("event.ics", "partners.calendars.ics.event_answer")
        formats.register("events.ics", "partners.calendars.ics.calendar_answer")
        formats.register("events.atom", "partners.calendars.feed.feed_answer")
        presenter.register_events(listing.upcoming_of)
        receivers.connect()
        encryption_renewal.FIRST.append(store.keep_keys)
        approved_changes.connect()  # Before the dates, which follow from it.
        occurrences.connect()
        notifications.connect()
        acknowledges(r".*/partners/join/done/")
