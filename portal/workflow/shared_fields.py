"""What is the same in every language of a record: numbers, times, switches (`shared_fields` of a reviewed snippet).

A right number beside a wrong one in another language would send somebody nowhere. So what becomes public in one language
changes in all that are public, in the same transaction. Whoever approves it need not read the other languages: of a translation only
these fields change. Its words and its signature stay those of its approved version, and its draft stays a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from portal.core import language_names

from . import approvals, contributions
from .content import BOOKKEEPING, plain

if TYPE_CHECKING:
    from wagtail.models import Revision

    from .models.snippets import ReviewedSnippet


def changed(record: ReviewedSnippet, version: ReviewedSnippet) -> list[str]:
    """What a version changes for the public that is the same in every language.

    Args:
        record: a page or a reviewed snippet, before the version becomes public.
        version: the record as the revision says.

    Returns:
        The names of fields; empty while the record is not public.
    """
    before = type(record).objects.filter(pk=record.pk, live=True).first() if record.shared_fields else None
    if before is None:
        return []
    return [name for name in record.shared_fields if getattr(version, name) != getattr(before, name)]


def sync_shared_fields(
    record: ReviewedSnippet,
    version: ReviewedSnippet,
    names: Collection[str],
    publish: Callable[[ReviewedSnippet, Revision], object],
) -> None:
    """Give every public translation these values, without what is only a draft of it.

    Args:
        record: the record that became public.
        version: the record as it is public now.
        names: of changed().
        publish: a function of a translation and its new revision that makes it public.

    Raises:
        NotApproved: what a translation says now is not what was approved of it, so it cannot be published with the new values.
        ValidationError: a translation is not valid with the new values.
    """
    for translation in record.get_translations().filter(live=True) if names else ():
        draft = translation.latest_revision if translation.has_unpublished_changes else None
        writers = list(contributions.contributors(translation)) if draft else []
        publish(translation, _carried(translation, version, names))
        if draft:
            _with(draft.as_object(), version, names, draft).save_revision(user=draft.user)
            # The version that was just approved does not hold what they wrote.
            contributions.note(translation, writers)


def _carried(translation, version, names):
    """A new revision of a translation: what was approved of it, with these values."""
    public = translation.live_revision
    if public is not None:
        try:
            approvals.refuse_unapproved(public)
        except approvals.NotApproved:
            raise _other_words(translation) from None
        translation = public.as_object()
    before = plain(translation.serializable_data())
    revision = _with(translation, version, names, public).save_revision()
    after = plain(revision.content)
    if any(before[name] != after.get(name) for name in before.keys() - {*names, *BOOKKEEPING}):
        raise _other_words(translation)
    return revision


def _other_words(translation):
    return approvals.NotApproved(
        _(
            "Nothing was published. The version in %(language)s contains something that nobody has approved, and it would change together with this one. Unpublish it, or save it again and have it approved; then publish this one."
        )
        % {"language": language_names.name_of(translation.locale.language_code)}
    )


def _with(record, version, names, read_from):
    record.read_from = read_from
    for name in names:
        setattr(record, name, getattr(version, name))
    return record
