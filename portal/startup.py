"""What PortalConfig.ready() connects: checks, patches, and what reacts to signals."""

from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate, pre_save

# System checks are registered by importing them.
from portal.accounts import services as accounts
from portal.audit import signals
from portal.audit.append_only import protect
from portal.checks import answers, registry
from portal.checks.publishing import ERROR, WARNING
from portal.core import migration_history, system_checks, wagtail_patches  # noqa: F401
from portal.notifications import reminders
from portal.page_cache import changes, proxies
from portal.previews import services as previews
from portal.quality import headings, help_lines, links, reading, tables, titles
from portal.quality import services as quality
from portal.redirects import services as redirects
from portal.review import confirmations
from portal.translation import checks as glossary_checks
from portal.translation import glossary, localize_patches
from portal.translation import sources as translation_sources
from portal.workflow import (
    approvals,
    contributions,
    immediate_actions,
    kept_versions,
    permission_policies,
    publication_guard,
)


def connect(config):
    """Register checks and connect signals; renew cached pages when what they show changes.

    Args:
        config: the PortalConfig.
    """
    for check in (answers, links):
        registry.register(check.check)
    for check in (headings, tables):
        registry.register(check.check, ERROR)
    for check in (help_lines, reading, titles, glossary_checks):
        registry.register(check.check, WARNING)
    kept_versions.register(previews.is_shown)
    permission_policies.register()
    changes.connect()
    proxies.connect()
    pre_migrate.connect(migration_history.repair, sender=config, dispatch_uid="repair_migration_history")
    pre_save.connect(
        accounts.forget_internet_address,
        sender="usersessions.UserSession",
        dispatch_uid="forget_internet_address",
    )
    approvals.connect()
    contributions.connect()
    immediate_actions.connect()
    redirects.connect()
    wagtail_patches.WAGTAIL.apply()
    publication_guard.connect()
    localize_patches.LOCALIZE.apply()
    translation_sources.connect()
    glossary.connect()
    quality.connect()
    signals.connect()
    reminders.connect()
    confirmations.connect()
    # A table that a migration makes anew loses its triggers.
    post_migrate.connect(_protect, sender=config, dispatch_uid="protect_audit")


def _protect(using, **_kwargs):
    protect(connections[using])
