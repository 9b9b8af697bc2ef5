"""What every other app builds on: the base page, approval, checks, translation, accounts, audit, mail."""

import datetime
import gc

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.core import django_patches, unused_libraries


class PortalConfig(AppConfig):
    """The app below all others."""

    name = "portal"
    verbose_name = _("Portal")
    health_checks = "portal.operations.health_checks"
    # What no public page shows (portal/page_cache/changes.py).
    never_public = [
        "portal.approval",
        "portal.approvaltask",
        "portal.auditentry",
        "portal.auditseal",
        "portal.contribution",
        "portal.deputy",
        "portal.externallink",
        "portal.glossaryterm",
        "portal.immediateaction",
        "portal.mailpreference",
        "portal.morningrun",
        "portal.notice",
        "portal.outboxmessage",
        "portal.previewcomment",
        "portal.previewlink",
        "portal.qualityfinding",
        "portal.reviewsteps",
        "portal.rightschange",
        "portal.sentform",
        "portal.staffinvitation",
        "portal.user",
    ]
    scheduled_commands = [
        ("publish_scheduled", datetime.timedelta(minutes=1)),
        ("clearsessions", datetime.timedelta(days=1)),
        ("delete_sent_mail", datetime.timedelta(days=1)),
        ("delete_sent_forms", datetime.timedelta(days=1)),
        ("check_quality", datetime.timedelta(days=1)),
        ("check_links", datetime.timedelta(minutes=10)),
        ("seal_audit", datetime.timedelta(minutes=1)),
        ("send_notices", datetime.timedelta(minutes=5)),
        ("remind_of_emergencies", datetime.timedelta(hours=1)),
        ("run_backups", datetime.timedelta(hours=1)),
    ]

    def __init__(self, *args):
        # Before the models of any app are read, with the fields of their blocks.
        django_patches.DJANGO.apply()
        unused_libraries.leave_out_api(settings.INSTALLED_APPS)
        unused_libraries.leave_out_decoder()
        super().__init__(*args)

    def ready(self):
        """Connect what reacts to changes."""
        from portal import startup  # It imports models, which Django loads before ready().

        startup.connect(self)
        # Python's garbage collector looked through all that is loaded every few requests: 7 % of the time of a page, 1 % with this
        # (measured). What stands in memory now stays there.
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
