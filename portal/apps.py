"""The building: settings, addresses, the base page, the design system, visitor safety."""

import datetime

from django.apps import AppConfig
from django.db.models.signals import pre_save
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
    ]

    def ready(self):
        """Forget the frame whenever something that it shows changes; end approvals that no longer hold."""
        from . import accounts, approvals, checks, exports, frame, public_words, quality, translating  # noqa: F401

        frame.connect()
        pre_save.connect(
            accounts.forget_internet_address,
            sender="usersessions.UserSession",
            dispatch_uid="forget_internet_address",
        )
        approvals.connect()
        exports.connect()
        public_words.connect()
        translating.connect()
        quality.connect()
