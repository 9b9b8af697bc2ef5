"""A refused change of what the public sees is a sentence, on whatever page of the admin it was tried."""

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.deprecation import MiddlewareMixin

from media.core.in_use import InUse

from .new_item import edit_url


class InUseMiddleware(MiddlewareMixin):
    """Leads back to the item, with the sentence."""

    def process_exception(self, request, exception):
        """A redirect to the item's form, or JSON for a script; None for other errors."""
        if not isinstance(exception, InUse):
            return None
        sentence = " ".join(exception.messages)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": sentence}, status=400)
        messages.error(request, sentence)
        return HttpResponseRedirect(edit_url(exception.item))
