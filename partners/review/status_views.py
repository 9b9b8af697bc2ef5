"""The page of the admin on which the office cancels, postpones or reinstates a public event without review."""

import datetime
from typing import cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from partners.confidentiality import store
from partners.events.models import EventDate, EventPage, EventStatus
from partners.events.models.status import Reason
from partners.members.permissions import Access
from partners.workspace import status_changes
from portal.exceptions import ActionNotAllowed

CANCEL, POSTPONE, HIDE, TAKE_DOWN = "cancel", "postpone", "hide_place", "take_down"
REINSTATE, REINSTATE_DATE, ALLOW_PLACE = "reinstate", "reinstate_date", "allow_place"
WORDS = {
    CANCEL: gettext_lazy("Cancel it"),
    POSTPONE: gettext_lazy("Postpone it, with the new date to be announced"),
    HIDE: gettext_lazy("Hide the place now: it is deleted everywhere"),
    TAKE_DOWN: gettext_lazy("Take it down now, in all languages"),
    REINSTATE: gettext_lazy("Let it take place as announced"),
    ALLOW_PLACE: gettext_lazy("Let the organization name a place again"),
}


class StateForm(forms.Form):
    """The action, and its reason."""

    action = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", "–"), *Reason.choices],
        help_text=gettext_lazy("Needed to cancel or postpone. Readers see it at once."),
    )

    def __init__(self, *args, actions, **kwargs):
        """Create the form.

        Args:
            *args: as for any form.
            actions: the actions that are possible now.
            **kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["action"]).choices = [
            (action, WORDS[action]) if isinstance(action, str) else _choice_of_date(action)
            for action in actions
        ]

    def clean(self):
        """Require a reason for actions whose reason is shown to readers."""
        super().clean()
        data = self.cleaned_data
        if data.get("action") in (CANCEL, POSTPONE) and not data.get("reason"):
            self.add_error("reason", _("Choose a reason."))
        return data


def _choice_of_date(day):
    words = _("Let the date of %(day)s take place") % {"day": date_format(day, "DATE_FORMAT")}
    return f"{REINSTATE_DATE}:{day.isoformat()}", words


def _cancelled_dates(event):
    """The dates of a recurring event that are canceled and have not passed."""
    found = EventDate.objects.filter(event_key=event.translation_key, state=EventDate.State.CANCELLED)
    return list(found.filter(date__gte=timezone.localdate()).values_list("date", flat=True))


def possible(event):
    """The possible actions on an event: codes, and the canceled dates that can be reinstated."""
    status, found = event.status, []
    if event.live and status.state != EventStatus.State.CANCELLED:
        found.append(CANCEL)
        if status.state != EventStatus.State.POSTPONED:
            found.append(POSTPONE)
    if event.live and not status.place_hidden:
        found.append(HIDE)
    if event.live:
        found.append(TAKE_DOWN)
    if status.state in (EventStatus.State.CANCELLED, EventStatus.State.POSTPONED):
        found.append(REINSTATE)
    elif event.live and event.frequency:
        found += _cancelled_dates(event)
    if status.place_hidden or store.has_forbidden_words(event.translation_key):
        found.append(ALLOW_PLACE)
    return found


@never_cache
def state(request, key):
    """Show the state of an event, and change it.

    Args:
        request: GET, or POST with an action.
        key: the event's translation_key.

    Raises:
        PermissionDenied: the user is not an approver or coordinator.
    """
    if not Access(request.user).is_office:
        raise PermissionDenied
    event = EventPage.objects.filter(translation_key=key).order_by("-live", "pk").first()
    if event is None:
        raise Http404("No such event.")
    form = StateForm(request.POST if request.method == "POST" else None, actions=possible(event))
    if request.method == "POST" and form.is_valid():
        action, _colon, day = form.cleaned_data["action"].partition(":")
        arguments = [form.cleaned_data["reason"]] if action in (CANCEL, POSTPONE) else []
        if day:
            arguments = [datetime.date.fromisoformat(day)]
        try:
            getattr(status_changes, action)(event, request.user, *arguments)
        except ActionNotAllowed as refused:
            form.add_error(None, refused.text)
        else:
            messages.success(request, _("Done. Readers see it now."))
            return redirect("partners_event_state", key=key)
    status = 422 if form.errors else 200
    return render(request, "partners/admin/state.html", {"event": event, "form": form}, status=status)
