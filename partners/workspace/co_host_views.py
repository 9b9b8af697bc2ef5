"""The answer of an organization that an event of another one names as co-host."""

from django.contrib import messages
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.exceptions import ActionNotAllowed

from . import co_hosts
from .views import member_view


@member_view
def answer(request, slug, key):
    """Agree to be named as co-host of an event of another organization, decline, or withdraw: public at once.

    Raises:
        Http404: no public event with this key names the organization; drafts and events of others are not there.
    """
    event = co_hosts.event_naming(request.organisation, key)
    if event is None:
        raise Http404("No public event with this key names the organization.")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    agrees = request.POST.get("answer") == co_hosts.AGREE
    if not agrees and request.POST.get("answer") != co_hosts.DECLINE:
        return redirect("partners:dashboard", slug=slug)
    try:
        co_hosts.answer(event, request.organisation, request.user, agrees)
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    else:
        done = _("Readers now see your organization with this event.")
        messages.success(
            request, done if agrees else _("Readers do not see your organization with this event.")
        )
    return redirect("partners:dashboard", slug=slug)
