"""What a person may do with records that go public only by approval: help lines, alerts, the office, the exit."""

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import (
    RevisionsUnscheduleView,
    SnippetViewSet,
    UnpublishView,
)

from portal import approvals
from portal.models import Alert, HelpLine, OfficeIdentity, SafetySettings

REVIEWED = (HelpLine, Alert, OfficeIdentity, SafetySettings)


class ReviewedPolicy(ModelPermissionPolicy):
    """Nobody publishes such a record by hand, operators neither. Taking it away is another permission (users.md 13)."""

    def user_has_permission(self, user, action):
        """As Wagtail has it, but for "publish" (never) and "unpublish" (approvers, coordinators, deputies)."""
        if action == "publish":
            return False
        if action == "unpublish":
            return super().user_has_permission(user, "publish") or approvals.is_deputy(user)
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        """Whether one of the actions is allowed."""
        return any(self.user_has_permission(user, action) for action in actions)


class _Unpublish(UnpublishView):
    permission_required = "unpublish"


class _Unschedule(RevisionsUnscheduleView):
    permission_required = "unpublish"


class ReviewedViewSet(SnippetViewSet):
    """Wagtail's pages for such a record."""

    unpublish_view_class = _Unpublish
    revisions_unschedule_view_class = _Unschedule


for model in REVIEWED:
    register_permission_policy(model, ReviewedPolicy(model))
