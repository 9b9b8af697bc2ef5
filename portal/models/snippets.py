"""What the hub's reviewed snippets have in common."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from portal import approvals, public_words


class ReviewedSnippet(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A snippet with drafts, history, locking and review. Only what was published is shown to visitors."""

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    # As of pages: nothing goes public before a second person has approved it (users.md 5).
    requires_approval = True

    class Meta:
        abstract = True

    def save(self, **kwargs):
        """Save the record.

        Raises:
            NotApproved: it would be public without an approval, or say what nobody approved.
        """
        if public_words.keeps_row(self, kwargs.get("update_fields")):
            return
        public_words.refuse_other_words(self, kwargs.get("update_fields"))
        super().save(**kwargs)

    def publish(self, revision, **kwargs):
        """Publish a revision.

        Raises:
            NotApproved: none stands for it.
        """
        approvals.refuse_unapproved(revision)
        return super().publish(revision, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Keep a version. One that was approved is never written over, as the admin's autosave would."""
        if overwrite_revision and approvals.is_approved(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
