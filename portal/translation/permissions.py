"""Who may work on a translation: editors, coordinators and whom a review asks; translators on translations only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.workflow.page_permissions import is_translation

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow.models.snippets import ReviewedSnippet


def may_translate(user: User, record: Page | ReviewedSnippet) -> bool:
    """Whether a person may edit a page or record.

    Args:
        user: the person.
        record: a page, a reviewed snippet or a word of a list.
    """
    if isinstance(record, Page):
        return record.permissions_for_user(user).can_edit()
    policy = policy_registry.get(record)
    task = getattr(record, "current_workflow_task", None)
    if task and task.user_can_access_editor(record, user):
        return True
    if not policy.user_has_permission(user, "change"):
        return False
    # Translators add and decide nothing.
    adds_or_decides = policy.user_has_any_permission(user, ["add", "unpublish"])
    return adds_or_decides or (hasattr(record, "locale") and is_translation(record))
