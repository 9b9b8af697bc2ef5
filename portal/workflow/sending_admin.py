"""Messages of Wagtail's editors after something was sent for review or withdrawn: who decides, what comes next.

Wagtail's own messages name its workflow, and neither who decides nor what becomes of the public version.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages

from . import approvals

SENT = ("submit", "restart-workflow")
WITHDRAWN = "cancel-workflow"


def sent_message(record, user):
    """What to tell who has just sent a page or record for review.

    Args:
        record: the page or record, in whatever state it was read.
        user: who sent it.
    """
    record = type(record).objects.get(pk=record.pk)
    newest = approvals.newest_version(record)
    words = {"title": title_of(newest, record)}
    sentences = [_("“%(title)s” was sent for review.") % words, approvals.who_else(record)]
    planned = getattr(newest, "go_live_at", None)
    if planned and planned > timezone.now():
        words["moment"] = date_format(timezone.localtime(planned), "DATETIME_FORMAT")
        sentences.append(_("Once approved, it becomes public at the planned time: %(moment)s.") % words)
    if not user.is_superuser:
        sentences.append(_("You will get an email about the decision."))
    return " ".join(str(sentence) for sentence in sentences)


def withdrawn_message(record):
    """What to tell who has just taken a page or record back from review."""
    words = {"title": title_of(approvals.newest_version(record), record)}
    said = _(
        "“%(title)s” was withdrawn; it is a draft again. Nobody will decide on it until you send it again."
    )
    if not record.live:
        return said % words
    return f"{said % words} {_('The public version stays as it is.')}"


def title_of(version, record):
    """How a version is called; as its row is while the version has no title."""
    return str(version) or str(record)


if TYPE_CHECKING:
    # A mixin of Wagtail's views, which come after it among the bases.
    from wagtail.admin.views.generic import EditView as ViewBase
else:
    ViewBase = object


class SendingPageMixin(ViewBase):
    """A view of Wagtail that edits or creates a page: its messages about a review are ours."""

    def submit_action(self):
        """Send it, and say so."""
        return self._say_instead(super().submit_action)

    def restart_workflow_action(self):
        """Send it anew, and say so."""
        return self._say_instead(super().restart_workflow_action)

    def _say_instead(self, act):
        # Wagtail has no method of its own for this message; the hooks that follow may add others.
        queue: Any = get_messages(self.request)._queued_messages  # type: ignore[union-attr]  # Not public; django-stubs leave it out.
        before = len(queue)
        response = act()
        if len(queue) > before:
            del queue[before]
            messages.success(
                self.request, sent_message(self.page, self.request.user), buttons=self._buttons()
            )
            queue.insert(before, queue.pop())
        return response

    def add_cancel_workflow_confirmation_message(self):
        """Say that it was taken back."""
        messages.success(self.request, withdrawn_message(self.page), buttons=self._buttons())

    def _buttons(self):
        return [self.get_view_draft_message_button(), self.get_edit_message_button()]


class SendingSnippetMixin(ViewBase):
    """A view of Wagtail that edits or creates a record: its messages about a review are ours."""

    def get_success_message(self, instance=None):
        """As Wagtail says it; in our words what was sent or taken back."""
        record = instance or self.object
        if self.action in SENT:
            return sent_message(record, self.request.user)
        if self.action == WITHDRAWN:
            return withdrawn_message(record)
        return super().get_success_message(instance)
