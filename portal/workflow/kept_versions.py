"""Revisions that autosave must not overwrite, because somebody outside the review reads them.

Other packages say which: portal/previews keeps what an open preview link shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Revision

_keepers: list[Callable[[Revision], bool]] = []


def register(keeper: Callable[[Revision], bool]) -> None:
    """Add a function of a Revision that says whether it must stay as it is."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept(revision: Revision) -> bool:
    """Whether a version must stay as it is."""
    return any(keeper(revision) for keeper in _keepers)
