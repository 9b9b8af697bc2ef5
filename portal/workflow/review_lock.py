"""What keeps a page or record from being changed while it is in review, in our words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from . import approvals


class ReviewLock(WorkflowLock):
    """What is in review is changed by those who decide only; the others are told who they are, and what they can do."""

    def get_message(self, user):
        """Who decides, and how the person can change it before."""
        if not self.for_user(user):
            return None
        state = self.object.current_workflow_state
        then = (
            _("To change it before it is decided, withdraw it from review first.")
            if state and state.user_can_cancel(user)
            else _("Until it is decided, only they can change it.")
        )
        return format_html("{} {} {}", _("This is in review."), approvals.who_else(self.object), then)
