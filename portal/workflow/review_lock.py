"""Wagtail's lock for what is in review, with our own messages."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from . import approvals


class ReviewLock(WorkflowLock):
    """Only those who decide may change what is in review; the message names them, and says what others can do."""

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
