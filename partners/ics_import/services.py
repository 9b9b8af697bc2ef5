"""Imports a partner's own calendar: each event becomes a draft once, its later changes become changed drafts.

Nothing is submitted to the office automatically. Each event is imported in its own transaction, so that an error affects only that event.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.confidentiality import checks, store
from partners.confidentiality.words import digest_of
from partners.events.models import EventPage
from partners.workspace import submission
from partners.workspace.forms.event import defaults_for
from partners.workspace.submission import State
from portal.exceptions import ActionNotAllowed

from .map import readings
from .models import ImportedEvent
from .parse import read_calendar

if TYPE_CHECKING:
    from partners.organisations.models import OrganisationPage
    from portal.accounts.models import User

    from .map import Reading

# The maximum number of drafts in one import, so that the request ends in time. The next import continues.
MAX_WRITTEN = 60
# They change together with the street.
PARTS_OF_ADDRESS = {"city", "region", "postal_code"}
# Texts that members often rewrite.
WORDS = ("title", "summary", "description")
# Fields that are compared only while they have a value.
ADDED: dict[str, Any] = {
    **{"month_positions": "", "month_days": "", "extra_dates": []},
    **{"date_places": "", "date_notes": ""},
}
PLACE = {"attendance", "venue_name", "street_address", "date_places", "online_url"}
TAKEN, CHANGED, UNCHANGED, LEFT_OUT = "taken", "changed", "unchanged", "left_out"


@dataclass
class Line:
    """The result for one event of the calendar.

    Attributes:
        result: TAKEN, CHANGED, UNCHANGED or LEFT_OUT.
        title: the event's title.
        key: the translation_key of the hub's event as text, "" if there is none.
        sentences: what was left out or assumed, or why it was not imported.
        taken_out: the phrases of a confidential place that were removed, by field; only for the response, never stored.
        is_postponed: whether the next import of the same calendar may take it.
    """

    result: str
    title: str
    key: str = ""
    sentences: list[str] = field(default_factory=list)
    taken_out: list[tuple[str, list[str]]] = field(default_factory=list)
    is_postponed: bool = False

    def kept(self) -> dict[str, Any]:
        """What of it may be stored in the report, as a dict."""
        return {name: value for name, value in asdict(self).items() if name != "taken_out"}


def take_over(data: bytes, organisation: OrganisationPage, user: User, language: str) -> list[Line]:
    """Create drafts from a calendar.

    Args:
        data: the file's bytes.
        organisation: the OrganisationPage whose calendar it is.
        user: the member who imports it.
        language: the language in which its events are written.

    Returns:
        A list of Line in the order of the calendar.

    Raises:
        partners.ics_import.parse.NotACalendar: nothing can be read from it.
    """
    return take_readings(readings(read_calendar(data), timezone.localdate()), organisation, user, language)


def take_readings(
    found: Iterable[Reading], organisation: OrganisationPage, user: User, language: str
) -> list[Line]:
    """Create drafts from the events of a calendar. See take_over()."""
    lines, written = [], 0
    usual = _usual(organisation, user)
    # What is left out belongs to no event whose words could be removed from its title.
    own = EventPage.objects.filter(organisation=organisation).values_list("translation_key", flat=True)
    forbidden, keys = store.words_of(organisation.translation_key, *own.distinct()), store.keys()
    known = set(ImportedEvent.objects.filter(organisation=organisation).values_list("uid", flat=True))
    for reading in found:
        if reading.reason and not known & digests(reading.uid, keys):
            lines.append(Line(LEFT_OUT, forbidden.redact(reading.title), sentences=[reading.reason]))
            continue
        try:
            line = _take_once(reading, organisation, user, language, usual, keys, written >= MAX_WRITTEN)
        except ActionNotAllowed as refused:
            sentences = [sentence for found in refused.field_errors.values() for sentence in found]
            line = Line(LEFT_OUT, forbidden.redact(reading.title), sentences=[refused.text, *sentences])
        written += line.result in (TAKEN, CHANGED)
        lines.append(line)
    return lines


def _take_once(reading: Reading, *details: Any) -> Line:
    """_take() in a transaction of its own; once more if another import has created the same draft at the same moment."""
    try:
        with transaction.atomic():
            return _take(copy(reading), *details)
    except IntegrityError:
        with transaction.atomic():
            return _take(reading, *details)


def _take(
    reading: Reading,
    organisation: OrganisationPage,
    user: User,
    language: str,
    usual: dict[str, str],
    keys: Sequence[bytes],
    is_full: bool,
) -> Line:
    """Create, change or leave the draft of one event."""
    record = (
        ImportedEvent.objects.select_for_update()
        .filter(organisation=organisation, uid__in=digests(reading.uid, keys))
        .first()
    )
    # The report is stored for an hour too.
    words = store.words_of(record and record.event_key, organisation.translation_key)
    event = None
    if record:
        events = EventPage.objects.filter(organisation=organisation, translation_key=record.event_key)
        event = events.order_by("pk").first()
    reading.title = words.redact(reading.title)
    reading.notes = words.redact_json([*reading.notes, *_place_notes(reading, event)])
    key = str(event.translation_key) if event else ""
    if reading.is_cancelled:
        return Line(LEFT_OUT, reading.title, key, [_cancelled_words(event)])
    if reading.reason:
        return Line(LEFT_OUT, reading.title, key, [reading.reason])
    taken = _plain(reading)
    if record and event and taken.keys() == record.taken.keys() and not _changed(taken, record.taken, keys):
        return Line(UNCHANGED, reading.title, key)
    if is_full:
        return Line(
            LEFT_OUT,
            reading.title,
            key,
            [
                _("One import creates %(count)d drafts at most. Import again to get this one too.")
                % {"count": MAX_WRITTEN}
            ],
            is_postponed=True,
        )
    if record and event:
        refusal = _untouchable(event)
        if refusal:
            return Line(LEFT_OUT, reading.title, key, [refusal], is_postponed=True)
        event = _update(event, user, reading, taken, record.taken, keys)
        result = CHANGED
    else:
        event = submission.new_event(organisation, user, language, **usual, **reading.fields)
        record = record or ImportedEvent(organisation=organisation, uid=digest_of(reading.uid))
        result = TAKEN
    record.event_key = event.translation_key
    record.taken = {name: digest_of(text) for name, text in taken.items()}
    record.imported_at = timezone.now()
    record.save()
    store.keep_keys()
    removed = [sentence for sentence in [checks.removed_words(event)] if sentence]
    title = store.words_of(*event.phrase_keys).redact(reading.title)
    sentences = [*removed, *reading.notes]
    return Line(result, title, str(event.translation_key), sentences, checks.removed_phrases(event))


def _update(
    event: EventPage,
    user: User,
    reading: Reading,
    taken: dict[str, str],
    before: dict[str, str],
    keys: Sequence[bytes],
) -> EventPage:
    """Write what changed in the calendar into the draft, but keep a place that members entered; adds to the reading's notes.

    Args:
        taken: the fields as texts (_plain()).
        before: their digests at the last import.
    """
    changed = _changed(taken, before, keys)
    draft = submission.latest(event)
    if changed & PLACE and _place_was_entered(draft, before, keys):
        changed -= PLACE
        reading.notes.append(
            _("Your calendar says something else about the place. What was entered here was kept: check it.")
        )
    reading.notes += _replaced(draft, before, changed, keys)
    return _change(event, user, reading, changed)


def _plain(reading: Reading) -> dict[str, str]:
    """The fields as texts, from which digests are computed.

    The parts of an address have one digest in common: whether it changed in the calendar does not depend on how it was divided.
    """
    compared = {name: value for name, value in reading.fields.items() if name not in PARTS_OF_ADDRESS}
    # An event that was imported before these fields existed has not changed.
    for name, empty in ADDED.items():
        if compared.get(name) == empty:
            del compared[name]
    compared |= reading.compared
    return {
        name: json.dumps(value.isoformat() if isinstance(value, datetime.date | datetime.time) else value)
        for name, value in compared.items()
    }


def digests(text: str, keys: Sequence[bytes]) -> set[str]:
    """The possible digests of a text: with the present key, or a former one."""
    return {digest_of(text, key) for key in keys}


def _changed(taken: dict[str, str], before: dict[str, str], keys: Sequence[bytes]) -> set[str]:
    """The names of the fields that changed in the calendar since the last import."""
    emptied = {name for name in ADDED if name in before and name not in taken}
    return emptied | {name for name, text in taken.items() if before.get(name) not in digests(text, keys)}


def _place_was_entered(draft: EventPage, before: dict[str, str], keys: Sequence[bytes]) -> bool:
    """Whether members have entered a place or link of their own since the last import, which no import may replace."""
    empty = before.get("venue_name") in digests(json.dumps(""), keys)
    return bool(empty and draft.venue_name) or any(
        before.get(name) not in digests(json.dumps(getattr(draft, name)), keys)
        for name in ("attendance", "online_url")
    )


def _replaced(
    draft: EventPage, before: dict[str, str], changed: set[str], keys: Sequence[bytes]
) -> list[str]:
    """Which words that members wrote are replaced because the calendar changed them too; the earlier ones stay in the history."""
    names = [
        str(EventPage._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # Of the event itself.
        for name in WORDS
        if name in changed and before.get(name) not in digests(json.dumps(getattr(draft, name)), keys)
    ]
    sentence = _("Your calendar changed this too, so what was written here was replaced: %(fields)s.")
    return [sentence % {"fields": ", ".join(names)}] if names else []


def _usual(organisation: OrganisationPage, user: User) -> dict[str, str]:
    """Usual values of the organization for what a calendar does not state."""
    usual = defaults_for(organisation, user)
    names = ("accessibility_contact", "contact_email", "contact_phone")
    return {name: usual[name] for name in names if usual.get(name)}


def _untouchable(event: EventPage) -> str:
    """Why an event may not be changed now, or ""."""
    state = submission.state(event)
    if state in (State.IN_REVIEW, State.LIVE_IN_REVIEW):
        return _(
            "It has changed in your calendar, but the office is reviewing it. Withdraw it first, then import "
            "again."
        )
    if state in (State.CANCELLED, State.POSTPONED, State.TAKEN_DOWN):
        return _("It has changed in your calendar, but here it is “%(state)s”. Change it here by hand.") % {
            "state": state.label
        }
    return ""


def _change(event: EventPage, user: User, reading: Reading, changed: set[str]) -> EventPage:
    """Write what changed in the calendar since the last import; other changes by members are kept.

    Returns:
        The draft. A confidential place is emptied when it is saved, and its phrases are removed from the texts.
    """
    draft = submission.latest(event)
    address = {"street_address", *PARTS_OF_ADDRESS}
    if reading.fields["venue_name"] != reading.compared["venue_name"]:
        address.add("venue_name")  # The address begins with the street.
    for name in changed | (address if changed & address else set()):
        setattr(draft, name, reading.fields[name])
    submission.save_draft(draft, user)
    return draft


def _place_notes(reading: Reading, event: EventPage | None) -> list[str]:
    """What to say about dates at another place, without the place if the event's is not public."""
    if not reading.place_notes:
        return []
    is_public = event is None or submission.latest(event).place_shown == EventPage.PlaceShown.PUBLIC
    return [with_place if is_public else without for with_place, without in reading.place_notes]


def _cancelled_words(event: EventPage | None) -> str:
    if event is None:
        return _("Your calendar says that it is canceled.")
    if submission.state(event) in (State.CANCELLED, State.PAST, State.TAKEN_DOWN):
        return _("Your calendar says that it is canceled. Here it is canceled too.")
    if event.live:
        return _("Your calendar says that it is canceled, but here it is public. Cancel it here too.")
    return _("Your calendar says that it is canceled. Delete the draft if you do not need it.")
