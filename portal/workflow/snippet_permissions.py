"""What a person may do with records that go public only by approval: help lines, alerts, the office, words of the search …"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.views import View
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import (
    RevisionsUnscheduleView,
    SnippetViewSet,
    UnpublishView,
)

from . import approvals
from .editing import SnippetCreate, SnippetEdit
from .models.snippets import reviewed_models
from .sending_admin import SENT, WITHDRAWN

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


class _Unpublish(UnpublishView):
    permission_required = "unpublish"


class _Unschedule(RevisionsUnscheduleView):
    permission_required = "unpublish"


class ReviewedViewSet(SnippetViewSet):
    """Wagtail's pages for such a record."""

    add_view_class = SnippetCreate
    edit_view_class = SnippetEdit
    unpublish_view_class = _Unpublish
    revisions_unschedule_view_class = _Unschedule

    @property
    def revisions_revert_view_class(self) -> type[View]:
        """Wagtail's, which says the same as the editor when the older version is sent or taken back at once."""

        class Revert(super().revisions_revert_view_class):  # type: ignore[misc]  # Wagtail makes it for the model.
            def get_success_message(self) -> str | None:
                told = self.action in (*SENT, WITHDRAWN)
                return SnippetEdit.get_success_message(self) if told else super().get_success_message()

        return Revert


for model in reviewed_models():
    register_permission_policy(model, ReviewedPolicy(model))
