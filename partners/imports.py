"""Taking over a partner's own calendar: each event becomes a draft once, its changes become changed drafts.

Nothing is sent to the office by itself. Each event is a transaction of its own: one that fails takes nothing with it.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners import submission
from partners.foreign_calendars import read_calendar
from partners.foreign_events import readings
from partners.forms.event import defaults_for
from partners.models import EventPage, ImportedEvent
from partners.models.event import EVENT_PLACE_FIELDS
from partners.submission import Refused, State

# How many drafts one import writes: a request must end in good time. The next import takes the rest.
MAX_WRITTEN = 60
TAKEN, CHANGED, UNCHANGED, LEFT_OUT = "taken", "changed", "unchanged", "left_out"


@dataclass
class Line:
    """What became of one event of the calendar.

    Attributes:
        result: TAKEN, CHANGED, UNCHANGED or LEFT_OUT.
        title: its title.
        key: the translation_key of the hub's event as text, "" where there is none.
        sentences: what was left out or assumed, or why it was not taken.
    """

    result: str
    title: str
    key: str = ""
    sentences: list = field(default_factory=list)


def take_over(data, organisation, user, language):
    """Make drafts of what a calendar holds.

    Args:
        data: the file's bytes.
        organisation: the OrganisationPage whose calendar it is.
        user: the member who imports it.
        language: the language in which its events are written.

    Returns:
        A list of Line in the calendar's order.

    Raises:
        partners.foreign_calendars.NotACalendar: nothing of it can be taken.
    """
    lines, written = [], 0
    usual = _usual(organisation, user)
    known = set(ImportedEvent.objects.filter(organisation=organisation).values_list("uid", flat=True))
    for reading in readings(read_calendar(data), timezone.localdate()):
        if reading.reason and reading.uid not in known:
            lines.append(Line(LEFT_OUT, reading.title, sentences=[reading.reason]))
            continue
        try:
            with transaction.atomic():
                line = _take(reading, organisation, user, language, usual, written >= MAX_WRITTEN)
        except Refused as refused:
            sentences = [sentence for found in refused.errors.values() for sentence in found]
            line = Line(LEFT_OUT, reading.title, sentences=[refused.sentence, *sentences])
        written += line.result in (TAKEN, CHANGED)
        lines.append(line)
    return lines


def _take(reading, organisation, user, language, usual, is_full):
    """Make, change or leave alone the draft of one event."""
    record = (
        ImportedEvent.objects.select_for_update().filter(organisation=organisation, uid=reading.uid).first()
    )
    event = record and (
        EventPage.objects.filter(organisation=organisation, translation_key=record.event_key)
        .order_by("pk")
        .first()
    )
    key = str(record.event_key) if event else ""
    if reading.is_cancelled:
        return Line(LEFT_OUT, reading.title, key, [_cancelled_words(event)])
    if reading.reason:
        return Line(LEFT_OUT, reading.title, key, [reading.reason])
    taken = _plain(reading.fields)
    digest = hashlib.sha256(json.dumps(taken, sort_keys=True).encode()).hexdigest()
    if event and record.digest == digest:
        return Line(UNCHANGED, reading.title, key)
    if is_full:
        return Line(
            LEFT_OUT,
            reading.title,
            key,
            [
                _("One import writes %(count)d drafts at most. Import again to take this one.")
                % {"count": MAX_WRITTEN}
            ],
        )
    if event:
        refusal = _untouchable(event)
        if refusal:
            return Line(LEFT_OUT, reading.title, key, [refusal])
        _change(event, user, reading.fields, taken, record.taken)
        result = CHANGED
    else:
        event = submission.new_event(organisation, user, language, **usual, **reading.fields)
        record = record or ImportedEvent(organisation=organisation, uid=reading.uid)
        result = TAKEN
    record.event_key, record.digest, record.taken = event.translation_key, digest, taken
    record.imported_at = timezone.now()
    record.save()
    return Line(result, reading.title, str(event.translation_key), reading.notes)


def _plain(fields):
    """The fields as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, datetime.date | datetime.time) else value
        for name, value in fields.items()
    }


def _usual(organisation, user):
    """What a calendar does not say and the organisation usually does."""
    usual = defaults_for(organisation, user)
    names = ("accessibility_contact", "contact_email", "contact_phone")
    return {name: usual[name] for name in names if usual.get(name)}


def _untouchable(event):
    """Why an event may not be changed now, or ""."""
    state = submission.state(event)
    if state in (State.IN_REVIEW, State.LIVE_IN_REVIEW):
        return _(
            "It has changed in your calendar, but it lies with the office. Withdraw it first, then import again."
        )
    if state in (State.CANCELLED, State.POSTPONED, State.TAKEN_DOWN):
        return _("It has changed in your calendar, but here it is “%(state)s”. Change it here by hand.") % {
            "state": state.label
        }
    return ""


def _change(event, user, fields, taken, before):
    """Write what the calendar has changed since the last import; what members wrote besides stays."""
    draft = submission.latest(event)
    for name, value in fields.items():
        if name in before and before[name] == taken[name]:
            continue
        if name in EVENT_PLACE_FIELDS and draft.place_shown != EventPage.PlaceShown.PUBLIC:
            continue
        setattr(draft, name, value)
    submission.save_draft(draft, user)


def _cancelled_words(event):
    if event is None:
        return _("Your calendar says that it is cancelled.")
    if submission.state(event) in (State.CANCELLED, State.PAST, State.TAKEN_DOWN):
        return _("Your calendar says that it is cancelled. Here it is, too.")
    if event.live:
        return _("Your calendar says that it is cancelled, but here it is public. Cancel it here, too.")
    return _("Your calendar says that it is cancelled. Delete the draft if you do not need it.")
