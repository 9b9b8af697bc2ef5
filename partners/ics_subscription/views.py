"""The page of the workspace about the calendar that is read regularly."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.ics_import.fetch import NotFetched
from partners.ics_import.parse import NotACalendar
from partners.ics_import.views import LIMIT, WINDOW, grouped, keep_report
from partners.workspace.dashboard import PER_PAGE
from partners.workspace.views import event_view, member_view
from portal.core.rate_limits import counts_over

from . import services
from .forms import SubscriptionForm
from .models import CalendarSubscription


def _current(request):
    return CalendarSubscription.objects.filter(organisation=request.organisation).first()


@member_view
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request, slug):
    """The calendar, how its last reading went, and what is to be decided; POST subscribes to another address."""
    current = _current(request)
    if request.method != "POST":
        initial = {"address": current.address} if current else {}
        return _show(request, SubscriptionForm(initial=initial, organisation=request.organisation), current)
    form = SubscriptionForm(request.POST, organisation=request.organisation)
    if not form.is_valid():
        return _show(request, form, current, status=422)
    if _is_too_often(request):
        form.add_error(None, _too_often())
        return _show(request, form, current, status=429)
    language = getattr(request.user, "language", "") or get_language()
    try:
        services.subscribe(request.organisation, request.user, form.cleaned_data["address"], language)
    except (NotFetched, NotACalendar) as refused:
        form.add_error("address", str(refused))
        return _show(request, form, current, status=422)
    messages.success(request, _("The calendar was read. From now on it is read every few hours."))
    return redirect("partners:subscription", slug)


@member_view
@require_POST
def read_now(request, slug):
    """Read the calendar now."""
    current = _current(request)
    if current is None:
        return redirect("partners:subscription", slug)
    if _is_too_often(request):
        messages.error(request, _too_often())
    elif not services.read(current):
        messages.info(request, _("The calendar was read less than a minute ago."))
    else:
        current = _current(request)
        if current and not current.failing_since:
            messages.success(request, _("The calendar was read."))
    return redirect("partners:subscription", slug)


@member_view
@require_POST
def end(request, slug):
    """End the subscription."""
    if _current(request):
        services.end(request.organisation)
        messages.success(
            request, _("The calendar is no longer read. All drafts and events stay as they are.")
        )
    return redirect("partners:subscription", slug)


@event_view
@require_POST
def keep(request, slug):
    """Keep an event that the calendar no longer has."""
    if services.keep(request.organisation, request.event.translation_key):
        messages.success(request, _("The event is kept. It no longer depends on your calendar."))
    return redirect("partners:subscription", slug)


def _is_too_often(request):
    return counts_over(str(request.organisation.translation_key), "import", LIMIT, WINDOW)


def _too_often():
    return _("Your organization has imported many times within an hour. Please try again later.")


def _show(request, form, current, status=200):
    lines = services.report(current) if current else []
    proposals = services.proposals(request.organisation) if current else []
    token = f"subscription{current.pk}" if current else ""
    if lines:
        keep_report(request, lines, token)
    return render(
        request,
        "partners/workspace/subscription.html",
        {
            "form": form,
            "subscription": current,
            "pages": Paginator(proposals, PER_PAGE).get_page(request.GET.get("page")),
            "report": grouped(request, lines, token, 1) if lines else None,
            "section": "import",
            "title": _("Calendar subscription"),
        },
        status=status,
    )
