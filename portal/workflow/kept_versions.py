"""Revisions that autosave must not overwrite: approved ones, those that were sent for review, and those that somebody outside reads.

Other packages say which the last ones are: portal/previews keeps what an open preview link shows.
"""

from __future__ import annotations

from collections.abc import Callable

from wagtail.models import Revision

from . import approvals, review_requests

_keepers: list[Callable[[Revision], bool]] = []


def register(keeper: Callable[[Revision], bool]) -> None:
    """Add a function of a Revision that says whether it must stay as it is."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept(revision: Revision) -> bool:
    """Whether a version must stay as it is."""
    return (
        approvals.is_approved(revision)
        or review_requests.was_sent(revision)
        or any(keeper(revision) for keeper in _keepers)
    )


def unless_kept(revision: Revision | None) -> Revision | None:
    """The revision that autosave is about to overwrite, or None: then a new one is to be added.

    Call it in the transaction that overwrites the revision; until its end nobody can approve the revision.
    """
    if revision is None:
        return None
    Revision.objects.select_for_update().filter(pk=revision.pk).first()
    return None if is_kept(revision) else revision
