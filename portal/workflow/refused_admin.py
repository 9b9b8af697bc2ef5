"""What cannot be sent for review yet is kept as a draft, and the editor lists the errors.

It is saved as autosave would save it, by Wagtail's own view, so that nothing depends on a script.
"""

import copy
import json
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.admin import messages

# What a request has read of its headers before, and would go on to believe.
_OF_HEADERS = ("headers", "accepted_types", "accepted_types_by_precedence")


def keep_as_draft(request):
    """Keep what a form holds, as autosave does; new comments are left to the next save, which then makes them once.

    Args:
        request: a POST to an editor, or to the form of something new.

    Returns:
        A dict with what Wagtail answers to autosave; None when not even a draft can be made of it.
    """
    inner = copy.copy(request)
    for name in _OF_HEADERS:
        inner.__dict__.pop(name, None)
    inner.META = {**request.META, "HTTP_ACCEPT": "application/json"}
    data = request.POST.copy()
    for name in [name for name in data if name.startswith("action-") or name == "comments-TOTAL_FORMS"]:
        del data[name]
    inner.POST = data
    match = request.resolver_match
    response = match.func(inner, *match.args, **match.kwargs)
    answer = json.loads(response.content) if response.status_code == 200 else {}
    return answer if answer.get("success") else None


if TYPE_CHECKING:
    # A mixin of Wagtail's views, which come after it among the bases.
    from wagtail.admin.views.generic import EditView as ViewBase
else:
    ViewBase = object


class KeepsDraftMixin(ViewBase):
    """An editor, or a form of something new: whoever sends what is not ready reads that the draft is kept."""

    @property
    def sends(self):
        """Whether it was to be sent for review. Each view says how it knows."""
        raise NotImplementedError

    def form_invalid(self, form):
        """Keep it as a draft, if it can be one, and show what is to be mended."""
        kept = getattr(self.request, "kept_as_draft", False)
        if (
            self.sends
            and not kept
            and not self.expects_json_response
            and not getattr(self, "locked_for_user", None)
        ):
            answer = keep_as_draft(self.request)
            if answer:
                return self._in_the_editor(answer)
        form.was_sent, form.kept_as_draft = self.sends, kept
        queue: Any = get_messages(self.request)._queued_messages  # type: ignore[union-attr]  # Not public; django-stubs leave it out.
        before = len(queue)
        response = super().form_invalid(form)
        if kept and len(queue) > before:
            # Wagtail says that it could not be saved.
            del queue[before:]
            messages.validation_error(
                self.request, _("Kept as a draft, not sent. Fix the problems below."), form
            )
        return response

    def _in_the_editor(self, answer):
        """Show what was sent in the editor of the draft that was kept, where it is refused again."""
        data = self.request.POST.copy()
        for name, value in answer["field_updates"].items():
            data[name] = value
        self.request.POST = data
        self.request.kept_as_draft = True
        address = answer.get("url") or self.request.path
        match = resolve(address)
        response = match.func(self.request, *match.args, **match.kwargs)
        if answer.get("url"):
            # The same form, sent again, leads to the draft (portal/core/submit_once.py).
            response.made_at = address
        return response
