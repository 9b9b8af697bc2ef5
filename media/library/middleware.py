"""Turns InUse, raised by any view of the admin, into a message."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.deprecation import MiddlewareMixin

from media.core.in_use import InUse

from .new_item import edit_url


class InUseMiddleware(MiddlewareMixin):
    """Redirects back to the item and shows the message."""

    def process_exception(self, request, exception):
        """A redirect to the item's form, or JSON for a script; None for other errors."""
        if not isinstance(exception, InUse):
            return None
        sentence = " ".join(exception.messages)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": sentence}, status=400)
        messages.error(request, sentence)
        return HttpResponseRedirect(edit_url(exception.item))
