"""Signing a translation: a person who reads the language says that it says the same as the original.

A signature is a draft like any other change and goes through the same review; it is part of what is approved. Nothing else
sets it: forms do not have its fields, and a save keeps what the newest version has, or withdraws it.
The models import this module, so it names them by string.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from portal.checks.publishing import refuse_unready
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.workflow import approvals
from portal.workflow.content import BOOKKEEPING, plain

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.workflow.models.snippets import ReviewedSnippet

TRANSLATORS = "Translators"
SIGNED = "hub.sign"
MARKS = ("translation_draft", "translation_signed_by", "translation_signed_on")
# The languages whose unsigned drafts are shown whole. In others, what a frightened person relies on stays in English.
SHOWN_UNSIGNED = frozenset({"es"})
_signing = ContextVar("signing", default=False)


@contextmanager
def _act() -> Iterator[None]:
    token = _signing.set(True)
    try:
        yield
    finally:
        _signing.reset(token)


def may_sign(user: User | None, record: HubPage | ReviewedSnippet) -> bool:
    """Whether a person may sign for a record's language: of the translators or the office, and reading that language.

    Args:
        user: the person, or None.
        record: a page or reviewed snippet in another language than the hub's first.
    """
    language = record.locale.language_code
    if user is None or not user.is_active or language == settings.LANGUAGE_CODE:
        return False
    if language not in user.approves_in:
        return False
    return approvals.is_office(user) or user.groups.filter(name=TRANSLATORS).exists()


@transaction.atomic
def sign(record: HubPage | ReviewedSnippet, user: User, seen: str) -> None:
    """Sign the newest version of a translation, and send that for review.

    Args:
        record: the page or snippet.
        user: who has read all of it against the original.
        seen: approvals.revision_token() of the version that was read.

    Raises:
        PermissionDenied: the person may not sign for this language.
        ActionNotAllowed: somebody else works on it.
        EditConflict: there is a newer version than the one that was read.
        ValidationError: the version lacks what the public needs.
    """
    if not may_sign(user, record):
        raise PermissionDenied
    lock = record.get_lock()
    if lock and lock.for_user(user):
        raise ActionNotAllowed(
            _("It is locked, or waits for somebody's decision. Sign it when that is done.")
        )
    newest = approvals.newest(record)
    if newest is None or seen != approvals.revision_token(newest):
        raise EditConflict(approvals.NEWER_VERSION)
    version = newest.as_object()
    if hasattr(version, "publishing_errors"):
        refuse_unready(version)
    version.translation_draft = False
    version.translation_signed_by, version.translation_signed_on = user, timezone.localdate()
    with _act():
        version.save_revision(user=user, log_action=SIGNED)
    send(record, user)


def send(record: HubPage | ReviewedSnippet, user: User) -> None:
    """Send the newest version for review; what waits already goes on waiting, with the newest version.

    Args:
        record: the page or snippet.
        user: who sends it.

    Raises:
        ActionNotAllowed: the review is switched off, or is not there yet.
    """
    if record.workflow_in_progress:
        return
    state = record.current_workflow_state
    if state:  # Changes were requested.
        state.resume(user)
    elif workflow := record.get_workflow():
        workflow.start(record, user)
    else:
        raise ActionNotAllowed(_("The hub has no review yet. Please tell the office."))


def keep_or_withdraw(record: HubPage | ReviewedSnippet, user: User | None) -> None:
    """What a version that is about to be saved may say of its signature: what the one before says, or less.

    Other words than those that were signed keep the signature only when the saver could have signed them.

    Args:
        record: the page or snippet with its new words.
        user: who saves it; None for the hub itself.
    """
    if _signing.get():
        return
    revision = record.read_from or (approvals.newest(record) if record.pk else None)
    before = revision.content if revision else {}
    signed = before.get("translation_signed_on")
    if signed and _words(record, before) != _words(record, record.serializable_data()):
        signed = signed if may_sign(user, record) else None
    was_draft = bool(before.get("translation_draft"))
    record.translation_draft = not signed and (record.translation_draft or was_draft)
    record.translation_signed_by_id = before.get("translation_signed_by") if signed else None
    record.translation_signed_on = datetime.date.fromisoformat(signed) if signed else None


def _words(record: HubPage | ReviewedSnippet, data: dict[str, Any]) -> dict[str, Any]:
    """What a reader reads of a record's data; numbers that are the same in every language are nobody's translation."""
    texts = (models.CharField, models.TextField, StreamField)
    names = {
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, texts) and not getattr(field, "choices", None)
    }
    names |= {relation.get_accessor_name() for relation in get_all_child_relations(record)}
    names -= {*MARKS, *BOOKKEEPING, *record.shared_fields}
    return {name: value for name, value in plain(data).items() if name in names}
