"""Edit conflicts: whoever would overwrite another person's newer version is warned once, and may save again.

A person's own newer versions are no conflict: autosave writes them while the person types, in this window or
in another one.
"""

from django.db.models import Q


def newer_version_by_others(record, user, loaded_id, loaded_at=None):
    """The newest version of a page or record that another person saved after this person opened it.

    Args:
        record: the page or record.
        user: who saves it.
        loaded_id: the number of the revision with which the form began, as an int or as a form sends it.
        loaded_at: when that revision was saved, if known: autosave writes a person's versions over each other in place.

    Returns:
        A Revision, or None. None, too, when the form does not say with which version it began.
    """
    if not str(loaded_id or "").isdecimal():
        return None
    newer = Q(pk__gt=int(loaded_id))
    if loaded_at:
        newer |= Q(created_at__gt=loaded_at)
    return record.revisions.filter(newer).exclude(user=user).order_by("-created_at", "-pk").first()
