"""Which permission policy Wagtail asks: for records that go public only by approval, and for drafts of pages.

Wagtail makes a policy for a model when it is first asked for one, and then takes no other: register() is called when the apps are ready.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail.models.pages import AbstractPage
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from . import approvals, visibility
from .models.snippets import reviewed_models

if TYPE_CHECKING:
    from portal.accounts.models import User


class ReviewedPolicy(ModelPermissionPolicy):
    """Nobody publishes such a record by hand, operators neither. Taking it away is another permission."""

    def user_has_permission(self, user: User, action: str) -> bool:
        """As Wagtail has it, but for "publish" (never) and "unpublish" (approvers, coordinators, deputies)."""
        if action == "publish":
            return False
        if action == "unpublish":
            return super().user_has_permission(user, "publish") or approvals.is_deputy(user)
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: User, actions: Iterable[str]) -> bool:
        """Whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


def register() -> None:
    """Tell Wagtail the policies."""
    register_permission_policy(AbstractPage, visibility.SightPolicy())
    for model in reviewed_models():
        register_permission_policy(model, ReviewedPolicy(model))
