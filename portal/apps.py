"""The building: settings, addresses, the base page, the design system, visitor safety."""

import datetime

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate, pre_save
from django.utils.translation import gettext_lazy as _

from portal.core import django_patches


class PortalConfig(AppConfig):
    """Connects the cached site context to what it shows."""

    name = "portal"
    verbose_name = _("Portal")
    health_checks = "portal.operations.health_checks"
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
    ]

    def __init__(self, *args):
        # Before the models of any app are read, with the fields of their blocks.
        django_patches.DJANGO.apply()
        super().__init__(*args)

    def ready(self):
        """Forget the site context whenever something that it shows changes; end approvals that no longer hold."""
        from portal.accounts import services as accounts
        from portal.audit import signals
        from portal.checks import answers, registry
        from portal.core import migration_history, system_checks, wagtail_patches  # noqa: F401  System checks are registered by importing them.
        from portal.notifications import reminders
        from portal.previews import services as previews
        from portal.quality import headings, help_lines, links, reading, tables
        from portal.quality import services as quality
        from portal.redirects import services as redirects
        from portal.site import site_context
        from portal.translation import checks as glossary_checks
        from portal.translation import glossary, localize_patches
        from portal.translation import sources as translation_sources
        from portal.workflow import approvals, contributions, kept_versions, publication_guard

        for check in (answers, headings, links, tables, help_lines, reading, glossary_checks):
            registry.register(check.check)
        kept_versions.register(previews.is_shown)
        site_context.connect()
        pre_migrate.connect(migration_history.repair, sender=self, dispatch_uid="repair_migration_history")
        pre_save.connect(
            accounts.forget_internet_address,
            sender="usersessions.UserSession",
            dispatch_uid="forget_internet_address",
        )
        approvals.connect()
        contributions.connect()
        redirects.connect()
        wagtail_patches.WAGTAIL.apply()
        publication_guard.connect()
        localize_patches.LOCALIZE.apply()
        translation_sources.connect()
        glossary.connect()
        quality.connect()
        signals.connect()
        reminders.connect()
        # A table that a migration makes anew loses its triggers.
        post_migrate.connect(_protect, sender=self, dispatch_uid="protect_audit")


def _protect(using, **_kwargs):
    from django.db import connections

    from portal.audit.append_only import protect

    protect(connections[using])
