"""Refuses a save that would make a public row differ from its approved revision.

Wagtail keeps the public version in the row itself, and code that saves the row changes it without publishing anything
(wagtail-localize did: https://github.com/wagtail/wagtail-localize/issues/655). So every save of a public row is compared
with the approved revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from . import approvals
from .content import BOOKKEEPING, plain

if TYPE_CHECKING:
    from portal.pages.models import HubPage
    from portal.workflow.models.snippets import ReviewedSnippet

_drafts_only = ContextVar("drafts_only", default=False)


class NoAlias(approvals.NotApproved):
    """An alias page: it has no revision of its own that somebody could approve."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "A page that mirrors another page cannot be approved by itself. Copy the page instead, or translate the page above it first."
            )
        )


@contextmanager
def drafts_only() -> Iterator[None]:
    """Context in which saving a public record does not write its row; revisions are saved as always."""
    token = _drafts_only.set(True)
    try:
        yield
    finally:
        _drafts_only.reset(token)


def is_draft_only_save(record: HubPage | ReviewedSnippet, update_fields: Iterable[str] | None = None) -> bool:
    """Whether to skip writing the row: the save happens inside drafts_only() and the record is public."""
    return _drafts_only.get() and update_fields is None and _stored(record, live=True) is not None


def validate_unchanged_since_approval(
    record: Page | ReviewedSnippet, update_fields: Iterable[str] | None = None
) -> None:
    """Refuse a save that would make unapproved content public.

    Args:
        record: a page or a reviewed snippet, about to be saved.
        update_fields: as for Model.save().

    Raises:
        NotApproved: the record would be public without an approval, or would differ from the approved revision.
        ChangedSinceApproval: the approved revision itself was changed after its approval.
        NoAlias: the page is an alias.
    """
    if getattr(record, "alias_of_id", None):
        raise NoAlias
    if not record.live:
        return
    names = None if update_fields is None else set(update_fields)
    if names is not None and not names - BOOKKEEPING and "live" not in names:
        return
    if whole := _whole_that_becomes_public(record, names):
        record, names = whole, None
    revision = _live_revision(record)
    if revision is not None:
        approvals.refuse_unapproved(revision)
        approved = revision.content
    else:
        # Published before approvals existed: only saves that change no content pass.
        stored = None if record._state.adding else _stored(record, live=True)
        if stored is None:
            raise approvals.NotApproved
        approved = stored.serializable_data()
    if _differs(record, approved, names):
        raise approvals.NotApproved


def _stored(record: Page | ReviewedSnippet, **more: Any) -> Page | ReviewedSnippet | None:
    return type(record)._base_manager.filter(pk=record.pk, **more).first() if record.pk else None


def _whole_that_becomes_public(
    record: Page | ReviewedSnippet, names: set[str] | None
) -> Page | ReviewedSnippet | None:
    """What the public will see of a record that a save of only some of its fields makes public.

    Those are `names`, or the fields of Page where a page was read without its type. The others become public as they are stored.

    Returns:
        The record as it will be stored; None where all of its fields are saved, or it is public already.
    """
    model = record.specific_class if isinstance(record, Page) else type(record)
    if model is None or (names is None and type(record) is model) or _stored(record, live=True):
        return None
    whole = model._base_manager.filter(pk=record.pk).first()
    if whole is not None:
        for field in record._meta.concrete_fields:
            if names is None or field.name in names:
                setattr(whole, field.attname, getattr(record, field.attname))
    return whole


def _live_revision(record: Page | ReviewedSnippet) -> Revision | None:
    """The revision that the row names as public, if it is one of this record: a copy names that of the original."""
    try:
        revision = record.live_revision
    except ObjectDoesNotExist:
        return None
    if revision is None:
        return None
    own = str(revision.object_id) == str(record.pk) and (
        revision.base_content_type_id == record.get_base_content_type().pk
    )
    if not own:
        raise approvals.NotApproved
    return revision


def _differs(record: Page | ReviewedSnippet, approved: dict[str, Any], names: set[str] | None) -> bool:
    not_compared = {*BOOKKEEPING, *getattr(record, "tree_derived_fields", ())}
    if not _any_field_differs(
        record, plain(record.serializable_data()), plain(approved), names, not_compared
    ):
        return False
    # The same content may be stored in two forms: a revision of an earlier release lacks blocks' fields that were added later.
    now, read_again = record, type(record).from_serializable_data(approved, check_fks=False)
    for field in record._meta.concrete_fields:
        if isinstance(field, StreamField):
            list(getattr(now, field.attname)), list(getattr(read_again, field.attname))
    return _any_field_differs(
        record, plain(now.serializable_data()), plain(read_again.serializable_data()), names, not_compared
    )


def _any_field_differs(
    record: Page | ReviewedSnippet,
    now: dict[str, Any],
    approved: dict[str, Any],
    names: set[str] | None,
    not_compared: set[str],
) -> bool:
    return any(
        now[name] != approved[name] and not _is_gone(record, name, now[name])
        for name in now.keys() & approved.keys()
        if name not in not_compared and (names is None or name in names)
    )


def _is_gone(record: Page | ReviewedSnippet, name: str, value: Any) -> bool:
    """Whether a foreign key is empty because its target was deleted (SET_NULL). That is no change of content."""
    field = next((field for field in record._meta.get_fields() if field.name == name), None)
    return value is None and field is not None and bool(field.many_to_one)


def watch_plain_page(
    sender: type[Page],
    instance: Page,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **_kwargs: Any,
) -> None:
    """Apply the same rule to a page that was read as a plain Page, because saving it does not call HubPage.save() (pre_save of Page).

    Raises:
        NotApproved: see validate_unchanged_since_approval().
    """
    if raw or _stored(instance) is None:
        return
    if getattr(instance.specific_class, "requires_approval", False):
        validate_unchanged_since_approval(instance, update_fields)


def connect() -> None:
    """Watch pages that are saved without their type."""
    pre_save.connect(watch_plain_page, sender=Page, dispatch_uid="public_words_plain_page")
