"""The building: settings, addresses, the base page, the design system, visitor safety."""

import datetime

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Connects the cached frame to what it shows."""

    name = "portal"
    verbose_name = _("Portal")
    scheduled_commands = [
        ("publish_scheduled", datetime.timedelta(minutes=1)),
        ("clearsessions", datetime.timedelta(days=1)),
        ("delete_sent_mail", datetime.timedelta(days=1)),
        ("check_quality", datetime.timedelta(days=1)),
        ("check_links", datetime.timedelta(minutes=10)),
        ("seal_audit", datetime.timedelta(minutes=1)),
        ("send_notices", datetime.timedelta(minutes=5)),
        ("remind_of_emergencies", datetime.timedelta(hours=1)),
    ]

    def ready(self):
        """Forget the frame whenever something that it shows changes; end approvals that no longer hold."""
        from . import (
            accounts,
            approvals,
            audit_signals,
            checks,  # noqa: F401
            exports,
            frame,
            glossary,
            public_words,
            quality,
            redirects,
            reminders,
            translating,
            translation_records,
        )

        frame.connect()
        pre_save.connect(
            accounts.forget_internet_address,
            sender="usersessions.UserSession",
            dispatch_uid="forget_internet_address",
        )
        approvals.connect()
        redirects.connect()
        exports.connect()
        public_words.connect()
        translating.connect()
        translation_records.connect()
        glossary.connect()
        quality.connect()
        audit_signals.connect()
        reminders.connect()
        # A table that a migration makes anew loses its triggers.
        post_migrate.connect(_protect, sender=self, dispatch_uid="protect_audit")


def _protect(using, **_kwargs):
    from django.db import connections

    from .append_only import protect

    protect(connections[using])
