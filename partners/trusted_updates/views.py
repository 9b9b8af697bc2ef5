"""The admin's pages: the setting of an organization, and one change that was public at once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages

from portal.exceptions import ActionNotAllowed
from portal.review import confirmations
from portal.review.comparison import changes
from portal.workflow import approvals, immediate_actions

from . import publishing, services
from .models import TrustedUpdates

# The steps after somebody has asked.
STEPS = {
    "confirm": services.confirm,
    "refuse": services.refuse,
    "off": services.switch_off,
}


@never_cache
def setting(request, pk):
    """Whether an organization may make changes of time and place public at once, and the next step.

    Args:
        request: GET, or POST with the name of a step.
        pk: the primary key of the OrganisationPage in the language in which it was first written.

    Raises:
        PermissionDenied: the user is not a coordinator.
    """
    if not request.user.has_perm("partners.add_membership"):
        raise PermissionDenied
    organisation = get_object_or_404(services.organisations(), pk=pk)
    found, error = services.setting_of(organisation), ""
    if request.method == "POST":
        step = request.POST.get("step", "")
        try:
            if step == "ask":
                services.ask(organisation, request.user)
            elif step in STEPS:
                STEPS[step](found, request.user)
            if step:
                messages.success(request, _said(step, services.setting_of(organisation)))
            return redirect("trusted_updates", pk)
        except ActionNotAllowed as refused:
            error = refused.text
    context = {
        "organisation": organisation,
        "setting": found,
        "error": error,
        "may_ask": services.may_ask(request.user, organisation),
        "may_confirm": services.may_confirm(request.user, found),
        "is_own": found.asked_by_id == request.user.pk,
    }
    return render(request, "partners/admin/trusted_updates.html", context, status=422 if error else 200)


def _said(step, found):
    if found.state == TrustedUpdates.State.WAITING:
        return _("It waits until another coordinator confirms it.")
    if found.state == TrustedUpdates.State.OFF:
        return _("It is off. All changes wait for approval.")
    if step == "ask":
        return _("It is on. Nobody else could confirm it: all approvers and coordinators were told by email.")
    return _("It is on.")


@never_cache
def time_or_place(request, key):
    """What a member has changed at once in the time or the place of an event: confirm it, or make the version before public again.

    Args:
        request: GET, or POST with `reason` and `seen` to undo it.
        key: the event's translation_key.

    Raises:
        PermissionDenied: the user may not approve.
    """
    if not approvals.is_office(request.user):
        raise PermissionDenied
    event = publishing.event_of(key)
    if event is None:
        messages.warning(request, _("Someone has already decided this, or another version is public now."))
        return redirect("emergencies")
    errors = []
    if request.method == "POST":
        try:
            publishing.undo(event, request.user, request.POST.get("reason", ""), request.POST.get("seen", ""))
        except ValidationError as refused:
            errors = refused.messages
        else:
            messages.success(request, _("The version before is public again. The members were told."))
            return redirect("emergencies")
    before, now = publishing.versions(event)
    waiting = immediate_actions.of_key(str(event.translation_key)).filter(action=publishing.CHANGED)
    entries = confirmations.as_entries(list(waiting.select_related("person")), request.user)
    context = {
        "event": event,
        "entry": entries[0] if entries else None,
        "changes": changes(before.as_object() if before else None, now.as_object(), request),
        "blocker": publishing.undo_blocker(event, request.user),
        "seen": approvals.revision_token(now),
        "errors": errors,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "partners/admin/time_or_place.html", context, status=422 if errors else 200)
