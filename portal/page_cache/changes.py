"""What makes cached pages outdated: every write into the database, but for tables and columns that no reader ever sees.

The statements themselves are looked at, because not every write sends a signal: queries that update or delete many rows do not.
An app names models that never show on a public page as `never_public` of its configuration.
"""

import functools
import re

from django.apps import apps
from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import post_delete
from wagtail.models import Page
from wagtail.signals import page_unpublished, unpublished

from portal.core import secure_deletion
from portal.core.cache_version import bump_cache_version, withdraw_after_commit, withdraw_when_changed
from portal.safety.models import Alert, HelpLine, OfficeIdentity, OfficePhone, SafetySettings

from .stores import page_files

WRITES = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?(?: SET (.*?)(?: WHERE |$))?",
    re.IGNORECASE | re.DOTALL,
)
# Written by hand; which tables they write is not looked at.
OTHER_WRITES = re.compile(
    r"\s*(?:(?:TRUNCATE|REPLACE|MERGE|COPY)\b|WITH\b.*\b(?:INSERT INTO|UPDATE|DELETE FROM)\b)",
    re.IGNORECASE | re.DOTALL,
)
COLUMN = re.compile(r'"(\w+)" = ')
# Of the libraries, as "app" or "app.model".
NEVER_PUBLIC = (
    "account",
    "admin",
    "auth",
    "contenttypes",
    "mfa",
    "sessions",
    "usersessions",
    "wagtail_localize",
    "wagtailadmin",
    "wagtailsearch",
    "wagtailusers",
    "wagtailcore.apitoken",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.groupapprovaltask",
    "wagtailcore.groupcollectionpermission",
    "wagtailcore.grouppagepermission",
    "wagtailcore.groupsitepermission",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.task",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflow",
    "wagtailcore.workflowcontenttype",
    "wagtailcore.workflowpage",
    "wagtailcore.workflowstate",
    "wagtailcore.workflowtask",
    # Made when a page is shown for the first time; its address follows from the picture.
    "media.hubrendition",
    "wagtailimages.rendition",
)
# What is written when a draft is saved, and who looks after a page.
NEVER_PUBLIC_COLUMNS = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision_created_at",
    "latest_revision_id",
    "locked",
    "locked_at",
    "locked_by_id",
    "numchild",
    "owner_id",
    "steward_id",
}


def connect() -> None:
    """Watch what is written, from now on."""
    connection_created.connect(_watch, dispatch_uid="page_cache:watch")
    # Of these an earlier state must not be read again, not even while the database fails.
    withdraw_when_changed(Alert, HelpLine, OfficeIdentity, OfficePhone, SafetySettings)
    for signal in (page_unpublished, unpublished):
        signal.connect(withdraw_after_commit, dispatch_uid="page_cache:unpublished")
    secure_deletion.ALSO.append(_delete_files)
    post_delete.connect(withdraw_after_commit, sender=Page, dispatch_uid="page_cache:deleted")


def _delete_files():
    page_files().clear()


def _watch(connection, **_kwargs):
    if _bump_after_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(_bump_after_write)


def _bump_after_write(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if is_public_write(sql):
        connection = context["connection"]
        bump = getattr(connection, "bump_of_page_cache", None)
        if bump is None or bump.is_done:
            bump = connection.bump_of_page_cache = _Bump()
        transaction.on_commit(bump, using=connection.alias, robust=True)
    return result


class _Bump:
    """Sets a new version once, however many rows a transaction has written."""

    is_done = False

    def __call__(self):
        if not self.is_done:
            self.is_done = True
            bump_cache_version()


def is_public_write(sql: object) -> bool:
    """Whether a statement writes what a reader may see."""
    text = str(sql)
    if text.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
        return False
    found = WRITES.match(text)
    if not found:
        return bool(OTHER_WRITES.match(text))
    if found[1] in _never_public_tables():
        return False
    if "(SELECT " in (found[2] or "").upper():
        # The first WHERE is that of the inner query; which columns follow it is not known.
        return True
    columns = COLUMN.findall(found[2] or "")
    return not columns or not NEVER_PUBLIC_COLUMNS.issuperset(columns)


@functools.cache
def _never_public_tables():
    """The tables of models that are never public, and those that Django and the database keep for themselves."""
    named = set(NEVER_PUBLIC)
    for config in apps.get_app_configs():
        named.update(getattr(config, "never_public", ()))
    return {"django_migrations", "sqlite_sequence"} | {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if named & {model._meta.app_label, model._meta.label_lower}
    }
