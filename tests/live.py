"""Pages and records of tests: made public as the office would have done it, and read again."""

from django.db.models import Model
from wagtail.models import Revision

from portal.models import Approval
from portal.workflow import approvals
from portal.workflow.choices import Rewrite


def approved(revision: Revision, approver=None, ground=Approval.Ground.REVIEW):
    """A revision that a second person has approved, without going through a review.

    Args:
        revision: as save_revision() gives it.
        approver: who approved it.
        ground: a value of Approval.Ground.

    Returns:
        The revision.
    """
    approvals.approve_revision(revision, approver, ground)
    return revision


def fresh(record: Model):
    """A page or a record as it is stored now."""
    return type(record).objects.get(pk=record.pk)


def rewritten(revision: Revision, **content):
    """A stored version in which the hub itself has changed something; an approval of it stays in force.

    Args:
        revision: as save_revision() gives it; it is read anew.
        **content: what the version says now.

    Returns:
        The revision.
    """
    approvals.rewrite_content(revision, {**revision.content, **content}, Rewrite.REDACTION)
    revision.refresh_from_db()
    return revision


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
    approvals.approve_and_publish(
        record.save_revision(clean=clean, **revision), None, Approval.Ground.DEMONSTRATION
    )
    record.refresh_from_db()
    return record
