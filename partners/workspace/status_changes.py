"""Changes of the state of a public event, most of them without review.

Without review: cancel, postpone, cancel one date, hide the place, take the event down, with at most a reason from a fixed list. With
review: a note in free text, a new date. Only the office can reinstate an event. The state is stored in EventStatus and EventDate,
outside revisions, so that approving an older draft does not undo a cancellation or show a hidden place.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log

from partners.confidentiality import store
from partners.events import occurrences
from partners.events.models import EventDate, EventPage, EventStatus, Occurrence
from partners.events.models.event_times import zone_or_default
from partners.members.permissions import Access
from partners.moderation import immediate_actions as kinds
from partners.moderation import notifications
from partners.redaction import places
from portal.core import cache_version
from portal.exceptions import ActionNotAllowed
from portal.workflow.immediate_actions import did_last, end_undone, not_recorded, record_action

from . import sending, submission
from .replacements import can_replace

State = EventStatus.State


class NoteKept:
    """What happened to the note that waits for approval."""

    NONE, SENT, DRAFT, IN_REVIEW, PUBLIC = "none", "sent", "draft", "in_review", "public"


# --- Without review -------------------------------------------------------------------------------------------
@transaction.atomic
def cancel(event, user, reason, note=""):
    """Cancel an event.

    Args:
        event: an EventPage.
        user: a member of its organization, an approver or a coordinator.
        reason: a value of partners.events.models.status.Reason.
        note: a note in free text, which waits for approval.

    Returns:
        What happened to the note: a value of NoteKept.

    Raises:
        ActionNotAllowed: the event is not public or already canceled, or the user may not cancel it.
    """
    status = _begin(event, user)
    if status.state == State.CANCELLED:
        raise ActionNotAllowed(_("This event is already canceled."))
    _set(status, user, state=State.CANCELLED, reason=reason)
    kept = _keep_draft(event, user, status_note=note.strip()) if note.strip() else NoteKept.NONE
    _finish(event, user, kinds.CANCELLED, reason=reason)
    return kept


@transaction.atomic
def postpone(event, user, reason, replacement=None, note=""):
    """Postpone an event, to a date that is still to be announced or to another event of the same organization.

    Args:
        event: an EventPage.
        user: see cancel().
        reason: a value of partners.events.models.status.Reason.
        replacement: the live EventPage that replaces it, or None.
        note: a note in free text, which waits for approval.

    Returns:
        What happened to the note: a value of NoteKept.

    Raises:
        ActionNotAllowed: see cancel(); or the replacement is no later public event of the organisation.
    """
    status = _begin(event, user)
    if status.state == State.CANCELLED:
        raise ActionNotAllowed(_("This event is canceled. Ask the office if it should take place after all."))
    if status.state == State.POSTPONED and replacement is None:
        raise ActionNotAllowed(_("This event is already postponed."))
    if replacement is not None and not can_replace(event, replacement):
        raise ActionNotAllowed(_("Choose another public event of your organization that takes place later."))
    announced = status.previous_start if status.state == State.POSTPONED else event.start
    _set(
        status,
        user,
        state=State.POSTPONED,
        reason=reason,
        previous_start=announced,
        replacement_key=replacement.translation_key if replacement else None,
    )
    kept = _keep_draft(event, user, status_note=note.strip()) if note.strip() else NoteKept.NONE
    _finish(event, user, kinds.POSTPONED, reason=reason)
    return kept


@transaction.atomic
def cancel_date(event, date, user, reason):
    """Cancel one date of a recurring event.

    Args:
        event: an EventPage.
        date: the date according to its rule.
        user: see cancel().
        reason: a value of partners.events.models.status.Reason.

    Raises:
        ActionNotAllowed: see cancel(); or it is not an upcoming date of the event, or its only one.
    """
    status = _begin(event, user)
    occurrence = _coming(event, status, date)
    if occurrence.is_cancelled:
        raise ActionNotAllowed(_("This date is already canceled."))
    EventDate.objects.update_or_create(
        event_key=event.translation_key,
        date=date,
        defaults={
            "state": EventDate.State.CANCELLED,
            "reason": reason,
            "changed_at": timezone.now(),
            "changed_by": user,
        },
    )
    _set(status, user)
    _finish(event, user, kinds.DATE_CANCELLED, reason=reason, date=date)


@transaction.atomic
def hide_place(event, user):
    """Hide the place of an event at once: it is deleted everywhere, and none can be saved until the office allows it.

    Args:
        event: an EventPage.
        user: see cancel().

    Raises:
        ActionNotAllowed: the event is not public, its place is already hidden, or the user may not hide it.
    """
    status = _begin(event, user)
    if status.place_hidden:
        raise ActionNotAllowed(_("The place of this event is already hidden."))
    _set(status, user, place_hidden=True)
    places.scrub_event(event, user)
    _finish(event, user, kinds.PLACE_HIDDEN)


@transaction.atomic
def take_down(event, user):
    """Take an event down at once, in all its languages, and end its review.

    Args:
        event: an EventPage.
        user: see cancel().

    Raises:
        ActionNotAllowed: the event is not public, or the user may not take it down.
    """
    status = _begin(event, user)
    _set(status, user, taken_down=True)
    with not_recorded():  # One action in all languages, which _finish() records.
        languages = _unpublish(event, user)
    event.live = False
    occurrences.remove(event)
    _finish(event, user, kinds.TAKEN_DOWN, languages=languages)


def _unpublish(event, user):
    """Take a page down in all languages. Returns the codes of those in which it was public."""
    languages = []
    for page in EventPage.objects.filter(translation_key=event.translation_key).select_related("locale"):
        if review := page.current_workflow_state:
            # Otherwise an approver could publish the event again by approving a change of it.
            review.cancel(user=user)
        if page.live:
            # page.unpublish() would check Wagtail's permission, which members do not have. Their permission was checked above.
            UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
            languages.append(page.locale.language_code)
    return languages


# --- With review ----------------------------------------------------------------------------------------------
@transaction.atomic
def propose_move(event, date, user, new_date, new_start_time=None, new_end_time=None, at_once=False):
    """Propose another time for one date of a recurring event. It waits for approval with the draft.

    Args:
        event: an EventPage.
        date: the date according to its rule.
        user: see cancel().
        new_date: the new day.
        new_start_time: the new start time; None: unchanged.
        new_end_time: the new end time; None: unchanged.
        at_once: see sending.send().

    Returns:
        Whether it was submitted or is in a draft: a value of NoteKept.

    Raises:
        ActionNotAllowed: see cancel_date(); or the new time has passed, or a change of the event is in review.
    """
    status = _begin(event, user)
    if _coming(event, status, date).is_cancelled:
        raise ActionNotAllowed(_("This date is canceled. It cannot be moved."))
    if new_date < timezone.localdate(timezone=zone_or_default(event.time_zone)):
        raise ActionNotAllowed(_("The new day has passed. Give another one."))
    draft = submission.latest(event)
    move = {
        "date": date.isoformat(),
        "new_date": new_date.isoformat(),
        "new_start_time": new_start_time.isoformat() if new_start_time else None,
        "new_end_time": new_end_time.isoformat() if new_end_time else None,
        # A draft that is approved later must not undo a newer move.
        "proposed": timezone.now().isoformat(),
    }
    moves = [known for known in draft.moved_dates if known["date"] != move["date"]] + [move]
    kept = _keep_draft(event, user, at_once, moved_dates=moves)
    if kept == NoteKept.IN_REVIEW:
        raise ActionNotAllowed(
            _("A change to this event is in review. Withdraw it first; then you can move this date too.")
        )
    return kept


@transaction.atomic
def ask_to_reinstate(event, user):
    """Ask the office to reinstate a canceled or postponed event.

    Raises:
        ActionNotAllowed: the event is not canceled or postponed, or the user may not ask.
    """
    if _begin(event, user).state not in (State.CANCELLED, State.POSTPONED):
        raise ActionNotAllowed(_("This event is not canceled or postponed."))
    log(instance=event, action="partners.reinstatement_asked", user=user)
    notifications.reinstatement_asked(event, user)


# --- By the office --------------------------------------------------------------------------------------------
@transaction.atomic
def reinstate(event, user):
    """Reinstate a canceled or postponed event.

    Args:
        event: an EventPage.
        user: an approver or coordinator, but not the one who canceled it.

    Raises:
        ActionNotAllowed: it is not canceled or postponed, or the user may not reinstate it.
    """
    status = _lock(event)
    if status.state not in (State.CANCELLED, State.POSTPONED):
        raise ActionNotAllowed(_("This event is not canceled or postponed."))
    if not Access(user).is_office or did_last(event, user, kinds.CANCELLED, kinds.POSTPONED):
        raise ActionNotAllowed(_("Someone else at the office must decide this."))
    _set(status, user, state=State.SCHEDULED, reason="", previous_start=None, replacement_key=None)
    _finish(event, user, "partners.reinstated", at_once=False)


@transaction.atomic
def reinstate_date(event, user, date):
    """Let one canceled date of a recurring event take place as planned.

    Args:
        event: an EventPage.
        user: an approver or coordinator, but not the one who canceled the date.
        date: the date according to the event's rule.

    Raises:
        ActionNotAllowed: this date is not canceled, or the user may not reinstate it.
    """
    status = _lock(event)
    cancelled = EventDate.objects.filter(
        event_key=event.translation_key, date=date, state=EventDate.State.CANCELLED
    ).first()
    if cancelled is None:
        raise ActionNotAllowed(_("This date is not canceled."))
    if not Access(user).is_office or cancelled.changed_by_id == user.pk:
        raise ActionNotAllowed(_("Someone else at the office must decide this."))
    cancelled.delete()
    _set(status, user)
    _finish(event, user, "partners.date_reinstated", at_once=False, date=date)


@transaction.atomic
def allow_place(event, user):
    """Allow a place again after it was hidden. Nothing is restored; a new place waits for approval.

    Args:
        event: an EventPage.
        user: an approver or coordinator, but not the one who hid it.

    Raises:
        ActionNotAllowed: no place is hidden, or the user may not allow it.
    """
    status = _lock(event)
    if not (status.place_hidden or store.has_forbidden_words(event.translation_key)):
        raise ActionNotAllowed(_("The place of this event is not hidden."))
    if not Access(user).is_office or did_last(event, user, kinds.PLACE_HIDDEN, kinds.PLACE_EMPTIED):
        raise ActionNotAllowed(_("Someone else at the office must decide this."))
    _set(status, user, place_hidden=False)
    # Including the phrases of the hidden place, because it may be public after all.
    store.forget(event.translation_key)
    _finish(event, user, "partners.place_allowed", at_once=False)


# --- Helpers --------------------------------------------------------------------------------------------------
def _lock(event):
    """The event's status row, locked until the transaction ends."""
    EventStatus.objects.get_or_create(event_key=event.translation_key)
    return EventStatus.objects.select_for_update().get(event_key=event.translation_key)


def _begin(event, user):
    """Check that the user may change the state and that the event is public.

    Returns:
        The locked EventStatus.
    """
    if not Access(user).may_call_off(event):
        raise ActionNotAllowed(_("Only members of the organization and the office can do this."))
    status = _lock(event)
    if not EventPage.objects.filter(translation_key=event.translation_key, live=True).exists():
        raise ActionNotAllowed(_("This event is not public. There is nothing to cancel or postpone."))
    return status


def _set(status, user, **fields):
    for name, value in fields.items():
        setattr(status, name, value)
    status.sequence += 1
    status.changed_at, status.changed_by = timezone.now(), user
    status.save()


def _finish(event, user, action, at_once=True, reason="", date=None, languages=()):
    """Update lists, calendars and caches, and log the change.

    Args:
        event: the EventPage.
        user: who changed it.
        action: the code of the change in the log.
        at_once: whether nobody has approved it: then the office is told, and a second person confirms it.
        reason: a value of partners.events.models.status.Reason, or "".
        date: the date of a recurring event, or None.
        languages: the codes of the languages in which it takes effect; none for what the languages have in common.
    """
    for name in ("status", "changed_dates"):
        event.__dict__.pop(name, None)
    occurrences.rewrite(event)
    details = {"reason": reason, "date": date.isoformat() if date else ""}
    log(instance=event, action=action, user=user, data={name: of for name, of in details.items() if of})
    end_undone(event, user)
    if at_once:
        record_action(event, action, user, reason, date, languages)
        notifications.changed_at_once(event, user)
    transaction.on_commit(cache_version.withdraw_cached_pages, robust=True)


def _coming(event, status, date):
    """The upcoming occurrence of a recurring event on a date of its rule."""
    if not event.frequency:
        raise ActionNotAllowed(_("This event has only one date. Cancel or postpone the whole event."))
    if status.state == State.CANCELLED:
        raise ActionNotAllowed(_("The whole event is already canceled."))
    found = Occurrence.objects.filter(
        event_key=event.translation_key, date=date, end__gte=timezone.now()
    ).first()
    if found is None:
        raise ActionNotAllowed(_("This is not an upcoming date of the event."))
    return found


def _keep_draft(event, user, at_once=False, **fields):
    """Write something into the event's draft, and submit it unless the draft has other changes.

    Returns:
        NoteKept.SENT, PUBLIC, DRAFT (together with a change that the members have not submitted yet) or IN_REVIEW (nothing was saved).
    """
    stored = EventPage.objects.get(pk=event.pk)
    if stored.workflow_in_progress or stored.locked:
        return NoteKept.IN_REVIEW
    unfinished = stored.has_unpublished_changes or stored.current_workflow_state is not None
    draft = submission.latest(stored)
    for name, value in fields.items():
        setattr(draft, name, value)
    submission.save_draft(draft, user)
    if unfinished:
        return NoteKept.DRAFT
    try:
        is_public = sending.send(EventPage.objects.get(pk=event.pk), user, at_once)
    except ActionNotAllowed:
        return NoteKept.DRAFT
    return NoteKept.PUBLIC if is_public else NoteKept.SENT
