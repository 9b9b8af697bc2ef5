"""The members' side of the conversation with the office about an event."""

from django.contrib import messages as user_messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.moderation import conversation
from partners.moderation import services as moderation
from portal.exceptions import ActionNotAllowed

from . import submission
from .forms.message import MessageForm
from .views import event_view


@event_view
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request, slug):
    """Show the conversation about the event, and write to the office."""
    event = request.event
    form = MessageForm(request.POST if request.method == "POST" else None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            conversation.write(event, request.user, form.cleaned_data["text"], as_office=False)
        except ActionNotAllowed as refused:
            form.add_error("text", refused.text)
        else:
            user_messages.success(request, _("Sent. The office will answer; you get an email then."))
            return redirect("partners:event_messages", slug=slug, key=event.translation_key)
    context = {
        "event": event,
        "draft": submission.latest(event),
        "form": form,
        "conversation": [
            (message, submission.name_of(message.user, event.organisation))
            for message in conversation.messages(event)
        ],
        "usual_answer": moderation.usual_answer(),
        "section": "events",
        "title": _("Messages"),
    }
    status = 422 if form.errors else 200
    return render(request, "partners/workspace/messages.html", context, status=status)
