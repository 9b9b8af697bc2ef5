"""The office's side of the conversation with an organization about an event."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages as admin_messages

from partners.events.models import EventPage
from partners.moderation import conversation
from partners.moderation import services as moderation
from partners.workspace.forms.message import MessageForm
from portal.exceptions import ActionNotAllowed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request, key):
    """Show the conversation about an event, and write to the organization or say that no answer is needed.

    Args:
        request: GET, or POST with a text or `close`.
        key: the event's translation_key.

    Raises:
        PermissionDenied: the user may not decide about submissions.
    """
    if not (request.user.is_superuser or moderation.decides(request.user)):
        raise PermissionDenied
    event = EventPage.objects.filter(translation_key=key).order_by("-live", "pk").first()
    if event is None:
        raise Http404("No such event.")
    closes = "close" in request.POST
    form = MessageForm(request.POST if request.method == "POST" and not closes else None, event=event)
    if request.method == "POST" and (closes or form.is_valid()):
        try:
            if closes:
                conversation.close(event, request.user)
            else:
                conversation.write(event, request.user, form.cleaned_data["text"], as_office=True)
        except ActionNotAllowed as refused:
            admin_messages.error(request, refused.text)
        else:
            done = _("Noted: no answer is needed.") if closes else _("Sent. The members were told.")
            admin_messages.success(request, done)
        return redirect("partner_conversation", key=key)
    context = {
        "event": event,
        "form": form,
        "conversation": conversation.messages(event),
        "is_open": conversation.is_open(event),
    }
    return render(request, "partners/admin/conversation.html", context, status=422 if form.errors else 200)
