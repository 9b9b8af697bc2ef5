"""Pages and records that are public in tests, as the office would have made them so."""

from django.db.models import Model

from portal.models import Approval
from portal.workflow import approvals


def published(record: Model, clean=True, **revision):
    """Make public what a page or a reviewed snippet says now: a version is saved, approved, and published.

    Args:
        record: a page that stands in the tree, or a snippet, which may be new.
        clean: whether the version must be valid.
        **revision: more for save_revision(), such as `user`.

    Returns:
        The record as it is stored then.
    """
    if record.pk is None:
        record.live = False
        record.save()
    approvals.publish(record.save_revision(clean=clean, **revision), ground=Approval.Ground.DEMONSTRATION)
    record.refresh_from_db()
    return record
