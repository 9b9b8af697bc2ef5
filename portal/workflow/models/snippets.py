"""What the hub's reviewed snippets have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from wagtail.models import DraftStateMixin, LockableMixin, Revision, RevisionMixin, WorkflowMixin

from portal.checks.publishing import CheckResult, ReviewedSnippetForm
from portal.core import phone_numbers
from portal.workflow import approvals, contributions, kept_versions, publication_guard


def reviewed_models() -> list[type[ReviewedSnippet]]:
    """The kinds of reviewed snippets, of every app."""
    return [model for model in apps.get_models() if issubclass(model, ReviewedSnippet)]


class ReviewedSnippet(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """A snippet with drafts, history, locking and review. Only what was published is shown to visitors."""

    # Through which review it goes (portal/workflow/groups.py).
    workflow_name = approvals.REVIEW_BY_THE_OFFICE

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

    # As of pages: nothing goes public before a second person has approved it.
    requires_approval = True
    # The steps of a review that come before the last one (values of ReviewStep), each while the office has switched it on.
    review_steps: Collection[str] = frozenset()
    # Names of fields that are the same in every language (portal/workflow/shared_fields.py).
    shared_fields: tuple[str, ...] = ()
    base_form_class = ReviewedSnippetForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a link that shows another phone number than it dials."""
        super().clean()
        phone_numbers.refuse_links(self)

    def publishing_errors(self) -> list[CheckResult]:
        """As of pages. A snippet has no requirements that full_clean() does not check."""
        return []

    def publishing_warnings(self) -> list[CheckResult]:
        """As of pages: what somebody should look at. Shown to editors and approvers; it does not stop publication."""
        return []

    def save(self, **kwargs: Any) -> None:
        """Save the record.

        Raises:
            NotApproved: it would be public without an approval, or say what nobody approved.
        """
        if publication_guard.is_draft_only_save(self, kwargs.get("update_fields")):
            return
        publication_guard.validate_unchanged_since_approval(self, kwargs.get("update_fields"))
        super().save(**kwargs)

    def publish(self, revision: Revision, **kwargs: Any) -> None:
        """Publish a revision, now or at the time that it names.

        Raises:
            NotApproved: no approval of it is in force, or its content was changed after its approval.
        """
        approvals.refuse_unapproved(revision)
        return super().publish(revision, **kwargs)

    @transaction.atomic
    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Store a version: over another one, as the admin's autosave asks for, unless that one is kept (kept_versions.py)."""
        overwrite_revision = kept_versions.unless_kept(overwrite_revision)
        revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        if earlier := kwargs.get("previous_revision"):
            contributions.note_return(self, earlier)
        return revision
