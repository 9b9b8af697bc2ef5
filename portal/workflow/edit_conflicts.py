"""Edit conflicts: whoever would overwrite another person's newer version is warned once, and may save again.

A person's own newer versions are no conflict: autosave writes them while the person types, in this window or
in another one.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import Revision

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.workflow.models.snippets import ReviewedSnippet


def newer_version_by_others(
    record: HubPage | ReviewedSnippet,
    user: User,
    loaded_id: int | str | None,
    loaded_at: datetime.datetime | None = None,
) -> Revision | None:
    """The newest version of a page or record that another person saved after this person opened it.

    Args:
        record: the page or record.
        user: who saves it.
        loaded_id: the number of the revision with which the form began, as an int or as a form sends it.
        loaded_at: when that revision was saved, if known: autosave writes a person's versions over each other in place.

    Returns:
        A Revision, or None. None, too, when the form does not say with which version it began.
    """
    number = str(loaded_id or "")
    if not number.isdecimal():
        return None
    newer = Q(pk__gt=int(number))
    if loaded_at:
        newer |= Q(created_at__gt=loaded_at)
    return record.revisions.filter(newer).exclude(user=user).order_by("-created_at", "-pk").first()
