"""After something is sent for review, its author sees the warnings of the version that was sent: she may have left its editor."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from portal.workflow import approvals
from portal.workflow.sending_admin import SENT


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def after_editor(request, record):
    """Show them after the editor's button “Send for review”."""
    if any(f"action-{name}" in request.POST for name in SENT):
        show_warnings(request, record)


def show_warnings(request, record):
    """Show the warnings of the version that was sent, if there are any.

    Args:
        request: the request that sent it.
        record: a page or snippet.
    """
    if not getattr(record, "requires_approval", False):
        return
    if warnings := approvals.newest_version(record).publishing_warnings():
        items = format_html_join("", "<li>{}</li>", ((warning.message,) for warning in warnings))
        heading = _("Worth checking; these do not stop the review:")
        messages.warning(request, format_html("{}<ul>{}</ul>", heading, items))
