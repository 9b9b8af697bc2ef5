"""Views for canceling, postponing, hiding the place, taking down, and single dates. Each asks for confirmation. The rules are in
status_changes.py."""

import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.events import wording
from partners.events.models import EventDate, EventPage, EventStatus, Occurrence
from partners.events.models.event_times import zone_or_default
from partners.moderation import services as moderation
from partners.trusted_updates import rules as trusted_updates
from portal.exceptions import ActionNotAllowed

from . import full_dates, sending, status_changes, submission
from .forms.status import CallOffForm, ConfirmationForm, MoveForm, PostponeForm, ReasonForm
from .replacements import later_events
from .status_changes import NoteKept
from .views import event_view

READ_AND_WRITE = ["GET", "HEAD", "POST"]
# The form offers at most this many dates, which is more than a year of weekly ones.
MOST_DATES = 60


@event_view
@require_http_methods(READ_AND_WRITE)
def cancel(request, slug):
    """Cancel the event."""
    form = CallOffForm(_data(request), event=request.event)
    return _page(
        request,
        form,
        lambda: status_changes.cancel(
            request.event, request.user, form.cleaned_data["reason"], form.cleaned_data["note"]
        ),
        done=_("The event is canceled. Readers see it now."),
        title=_("Cancel this event?"),
        at_once=[
            _("Its page, lists and calendars say “Canceled”, with the reason."),
            _("The page stays, with its address, so that nobody comes for nothing."),
        ],
        waits=[
            _("What you add below in your own words."),
            _("If it should take place after all, the office decides."),
        ],
        button=_("Cancel the event"),
    )


@event_view
@require_http_methods(READ_AND_WRITE)
def postpone(request, slug):
    """Postpone the event."""
    choices = _replacements(request.event)
    replacements = [(key, words) for key, words, _event in choices]
    form = PostponeForm(_data(request), event=request.event, replacements=replacements)

    def act():
        chosen = form.cleaned_data.get("replacement")
        return status_changes.postpone(
            request.event,
            request.user,
            form.cleaned_data["reason"],
            next((event for key, _words, event in choices if key == chosen), None),
            form.cleaned_data["note"],
        )

    return _page(
        request,
        form,
        act,
        done=_("The event is postponed. Readers see it now."),
        title=_("Postpone this event?"),
        at_once=[
            _("Its page, lists and calendars say “Postponed”, with the reason."),
            _("The new date is “to be announced”, or a link to the event that takes its place."),
        ],
        waits=[
            _("What you add below in your own words."),
            _("A new date: write it into the event and send it. Once approved, readers see old and new."),
        ],
        button=_("Postpone the event"),
    )


@event_view
@require_http_methods(READ_AND_WRITE)
def hide_place(request, slug):
    """Hide the place of the event now."""
    return _page(
        request,
        ConfirmationForm(_data(request)),
        lambda: status_changes.hide_place(request.event, request.user),
        done=_("The place is hidden. It is deleted from the page, from all versions and from the calendars."),
        title=_("Hide the place now?"),
        at_once=[
            _(
                "The address and the directions are deleted: from the page, every earlier version, the search and the calendars."
            ),
            _(
                "The exact name of the place, the street and the directions are removed from the title and the texts too. Other words for it stay: if a text names the place in other words, take the event down instead."
            ),
            _("The event itself stays public."),
            _("Calendars and emails that someone has already copied cannot be taken back."),
        ],
        waits=[
            _("A place can be written again only when the office allows it, and is approved like any change.")
        ],
        button=_("Hide the place now"),
        danger=True,
        others=_at_the_same_place(request.event),
    )


@event_view
@require_http_methods(READ_AND_WRITE)
def take_down(request, slug):
    """Take the event down now."""
    return _page(
        request,
        ConfirmationForm(_data(request)),
        lambda: status_changes.take_down(request.event, request.user),
        done=_("The event is taken down. Nobody can read it now."),
        title=_("Take this event down now?"),
        at_once=[
            _("Nobody can open the page, in any language. It is removed from lists, search and calendars."),
            _("A change that is waiting for the office is withdrawn; your draft stays."),
        ],
        waits=[_("To bring it back, send it to the office; it is public again once approved.")],
        button=_("Take it down now"),
        danger=True,
    )


@event_view
@require_http_methods(READ_AND_WRITE)
def reinstate(request, slug):
    """Ask the office to reinstate the event."""
    return _page(
        request,
        ConfirmationForm(_data(request)),
        lambda: status_changes.ask_to_reinstate(request.event, request.user),
        done=_("The office has your request and will answer. Until then, the event does not change."),
        title=_("Let it take place after all?"),
        at_once=[_("Nothing yet: readers still see that it will not take place.")],
        waits=[_("The office decides whether it takes place as announced.")],
        button=_("Ask the office"),
    )


# --- Single dates -----------------------------------------------------------------------------------------------
@event_view
@require_http_methods(["GET", "HEAD"])
def dates(request, slug):
    """The upcoming dates of a recurring event, each of which can be canceled or moved."""
    event = request.event
    waiting = {move["date"]: move for move in submission.latest(event).moved_dates}
    rows = []
    for occurrence in _coming(event)[:MOST_DATES]:
        change = event.changed_dates.get(occurrence.date)
        move = waiting.get(occurrence.date.isoformat())
        rows.append(
            {
                "date": occurrence.date.isoformat(),
                "words": _words(event, occurrence),
                "cancelled": occurrence.is_cancelled,
                "reason": change.get_reason_display() if change else "",
                "full": event.status.is_full(occurrence.date),
                "moved": bool(change and change.state == EventDate.State.MOVED),
                "planned": wording.day_words(occurrence.date),
                "proposed": _proposed(move, change),
            }
        )
    context = {
        "event": event,
        "rows": rows,
        "most": MOST_DATES,
        "is_off": event.status.state == EventStatus.State.CANCELLED or not event.live,
        "section": "events",
        "title": _("Upcoming dates"),
    }
    return render(request, "partners/workspace/dates.html", context)


@event_view
@require_http_methods(READ_AND_WRITE)
def cancel_date(request, slug, date):
    """Cancel one date."""
    occurrence = _occurrence(request.event, date)
    form = ReasonForm(_data(request))
    return _page(
        request,
        form,
        lambda: status_changes.cancel_date(
            request.event, occurrence.date, request.user, form.cleaned_data["reason"]
        ),
        done=_("This date is canceled. Readers see it now."),
        title=_("Cancel this date?"),
        about=_words(request.event, occurrence),
        at_once=[_("The page, lists and calendars say that it will not take place, with the reason.")],
        waits=[],
        button=_("Cancel this date"),
        back="partners:event_dates",
    )


@event_view
@require_POST
def full(request, slug, date):
    """Say at once that a date is full, or that there are places again."""
    occurrence = _occurrence(request.event, date, single=True)
    is_full = request.POST.get("full") == "on"
    try:
        full_dates.set_full(request.event, occurrence.date, request.user, is_full)
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    else:
        done = (
            _("Readers now see that it is full.") if is_full else _("Readers now see that there are places.")
        )
        messages.success(request, done)
    back = "partners:event_dates" if request.event.frequency else "partners:event"
    return redirect(back, slug=request.organisation.slug, key=request.event.translation_key)


@event_view
@require_http_methods(READ_AND_WRITE)
def move_date(request, slug, date):
    """Propose another time for one date."""
    occurrence = _occurrence(request.event, date)
    form = MoveForm(_data(request))
    is_trusted = trusted_updates.is_possible(request.event) and not request.event.has_unpublished_changes
    return _page(
        request,
        form,
        lambda: status_changes.propose_move(
            request.event,
            occurrence.date,
            request.user,
            **form.cleaned_data,
            at_once=sending.AT_ONCE in request.POST,
        ),
        done=_("The new time is kept."),
        title=_("Move this date"),
        about=_words(request.event, occurrence),
        at_once=[
            _("Readers see the new time. The office looks at it afterwards.")
            if is_trusted
            else _("Nothing yet: readers see the old time. If nobody should come then, cancel the date.")
        ],
        waits=[] if is_trusted else [_("The new time: readers see it once the office has approved it.")],
        tells_at_once=is_trusted,
        button=_("Send the new time"),
        back="partners:event_dates",
        what=_("the new time"),
    )


# --- Helpers ----------------------------------------------------------------------------------------------------
def _data(request):
    return request.POST if request.method == "POST" else None


def _page(request, form, act, done, *, back="partners:event", what="", **context):
    """Show the form, perform the action, redirect with a message.

    Args:
        request: GET to show the form, POST to perform the action.
        form: the bound or empty form.
        act: performs the action; returns a value of NoteKept or None.
        done: the message afterwards.
        back: the name of the URL to redirect to.
        what: the name in the message for what waits; by default the note.
        **context: for the template.
    """
    event = request.event
    if request.method == "POST" and form.is_valid():
        try:
            kept = act()
        except ActionNotAllowed as refused:
            form.add_error(None, refused.text)
        else:
            messages.success(request, " ".join([done, *_about_note(kept, what or _("your words"))]))
            return redirect(back, slug=request.organisation.slug, key=event.translation_key)
    page = {
        "form": form,
        "event": event,
        "back": back,
        "section": "events",
        "about": "",
        **context,
    }
    return render(request, "partners/workspace/status.html", page, status=422 if form.errors else 200)


def _about_note(kept, what):
    sentences = {
        NoteKept.PUBLIC: _("Readers see it now. The office looks at it afterwards."),
        NoteKept.SENT: _("Sent to the office: %(what)s. Readers see it once approved."),
        NoteKept.DRAFT: _("In your draft, not sent yet: %(what)s. Check the draft and send it."),
        NoteKept.IN_REVIEW: _(
            "Not saved: %(what)s, because a change to this event is in review. Withdraw that change, add this to it, and send it again."
        ),
    }
    return [sentences[kept] % {"what": what}] if kept in sentences else []


def _replacements(event):
    """Events that can take the place of this one: key, label, page."""
    return [
        (
            str(other.translation_key),
            f"{other.title}, {wording.day_words(start.astimezone(zone_or_default(other.time_zone)).date())}",
            other,
        )
        for other, start in later_events(event)
    ]


def _at_the_same_place(event):
    """Other events of the organization at the same place, whose place is not hidden, each with its next date."""
    if not (event.venue_name or event.street_address):
        return []
    found = EventPage.objects.filter(organisation=event.organisation).exclude(
        translation_key=event.translation_key
    )
    if event.street_address:
        found = found.filter(street_address__iexact=event.street_address)
    else:
        found = found.filter(venue_name__iexact=event.venue_name)
    return [(other, moderation.next_date(other)) for other in found.order_by("-start_date")[:25]]


def _coming(event):
    found = Occurrence.objects.filter(event_key=event.translation_key, end__gte=timezone.now())
    return found.order_by("start")


def _occurrence(event, date, single=False):
    """The upcoming occurrence named in the address; of an event that takes place once only if `single`."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404("No date.") from error
    found = _coming(event).filter(date=day).first()
    if found is None or not (event.frequency or single):
        raise Http404("No coming date of this event.")
    return found


def _words(event, occurrence):
    if event.all_day:
        return wording.day_words(occurrence.local_date)
    begins = occurrence.start.astimezone(zone_or_default(event.time_zone))
    return f"{wording.day_words(occurrence.local_date)}, {wording.time_words(begins)}"


def _proposed(move, change):
    """The day that a draft proposes and that is not public yet, in words."""
    if not move:
        return ""
    day = datetime.date.fromisoformat(move["new_date"])
    if change and change.new_date == day and change.changed_at.isoformat() == move.get("proposed"):
        return ""
    if change and change.state == EventDate.State.CANCELLED:
        return ""
    return wording.day_words(day)
