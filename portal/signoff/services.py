"""Signing a translation: a person who reads the language confirms that it has the same meaning as the original.

A signature is part of a draft and is reviewed and approved with it. Only sign() sets it: forms do not have its fields, and saving keeps
the signature of the latest revision or withdraws it.
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
SIGNOFF_FIELDS = ("translation_draft", "translation_signed_by", "translation_signed_on")
# The languages whose unsigned drafts are shown completely. In others, what a frightened person relies on stays in English.
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
    """Whether a user may sign translations into a record's language: a translator or a member of the office who reads it.

    Args:
        user: the user, or None.
        record: a page or reviewed snippet in another language than the default one.
    """
    language = record.locale.language_code
    if user is None or not user.is_active or language == settings.LANGUAGE_CODE:
        return False
    if language not in user.approves_in:
        return False
    return approvals.is_office(user) or user.groups.filter(name=TRANSLATORS).exists()


@transaction.atomic
def sign(record: HubPage | ReviewedSnippet, user: User, seen: str) -> None:
    """Sign the latest revision of a translation, and submit it for review.

    Args:
        record: the page or snippet.
        user: the user who has compared all of it with the original.
        seen: approvals.revision_token() of the revision that was read.

    Raises:
        PermissionDenied: the user may not sign for this language.
        ActionNotAllowed: somebody else is editing it.
        EditConflict: there is a newer revision than the one that was read.
        ValidationError: the revision fails a publishing check.
    """
    if not may_sign(user, record):
        raise PermissionDenied
    lock = record.get_lock()
    if lock and lock.for_user(user):
        raise ActionNotAllowed(
            _("It is locked, or is waiting for someone's decision. Sign it when that is done.")
        )
    newest = approvals.newest(record)
    if newest is None or seen != approvals.revision_token(newest):
        raise EditConflict(approvals.NEWER_VERSION)
    version = newest.as_object()
    refuse_unready(version)
    version.translation_draft = False
    version.translation_signed_by, version.translation_signed_on = user, timezone.localdate()
    with _act():
        version.save_revision(user=user, log_action=SIGNED)
    send(record, user)


def send(record: HubPage | ReviewedSnippet, user: User) -> None:
    """Submit the latest revision for review. If a review is under way, it continues with the latest revision.

    Args:
        record: the page or snippet.
        user: the user who submits it.

    Raises:
        ActionNotAllowed: the workflow is switched off, or does not exist yet.
    """
    if record.workflow_in_progress:
        return
    state = record.current_workflow_state
    if state:  # Changes were requested.
        state.resume(user)
    elif workflow := record.get_workflow():
        workflow.start(record, user)
    else:
        raise ActionNotAllowed(_("This site has no review process yet. Please tell the office."))


def keep_or_withdraw(record: HubPage | ReviewedSnippet, user: User | None) -> None:
    """Keep or withdraw the signature when a revision is saved.

    If the texts changed since they were signed, the signature is kept only if the person who saves may sign.

    Args:
        record: the page or snippet with its new texts.
        user: the user who saves it; None for the hub itself.
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
    """The texts in a record's data, without values that are the same in every language."""
    texts = (models.CharField, models.TextField, StreamField)
    names = {
        field.name
        for field in record._meta.concrete_fields
        if isinstance(field, texts) and not getattr(field, "choices", None)
    }
    names |= {relation.get_accessor_name() for relation in get_all_child_relations(record)}
    names -= {*SIGNOFF_FIELDS, *BOOKKEEPING, *record.shared_fields}
    return {name: value for name, value in plain(data).items() if name in names}
