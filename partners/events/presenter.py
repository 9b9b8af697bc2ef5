"""What the page of one event shows beside its own fields: when, where, for whom, what became of it."""

import re

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.checks.faults import without_faults
from portal.core import phone_numbers
from portal.core.page_links import links_by_id
from portal.taxonomy.selectors import chosen_terms, terms_by_pk

from .dates import planned_rows
from .listing import Item
from .models import EventDate, EventPage, EventStatus, Occurrence
from .models.status import Reason
from .wording import date_words, hours_words, zone_words

# How many of the next dates of an event that comes again are named.
NEXT_DATES = 5
_MANY = ("languages", "topics", "audience", "accessibility")


class EventView:
    """One event as its page and its schema.org data show it.

    Args:
        event: an EventPage; a draft is shown as if it were public.
        is_draft: whether the dates are worked out from the fields, because none are written yet.
    """

    def __init__(self, event, is_draft=False):
        self.event = event
        self.is_draft = is_draft

    # --- When ---------------------------------------------------------------------------------------------
    @cached_property
    def _rows(self):
        """The next dates, NEXT_DATES and one more; of an event that is over the last one. Two queries at most."""
        now = timezone.now()
        if self.is_draft and not self.event.start_date:
            return []
        if self.is_draft:
            planned: list[Occurrence] = next(without_faults([self.event], self._planned, "preview"), [])
            coming = [row for row in planned if row.end >= now]
            return coming[: NEXT_DATES + 1] or planned[-1:]
        rows = Occurrence.objects.filter(event_key=self.event.translation_key).order_by("start")
        return list(rows.filter(end__gte=now)[: NEXT_DATES + 1]) or list(rows.order_by("-start")[:1])

    @staticmethod
    def _planned(event):
        return list(planned_rows(event, event.changed_dates, timezone.localdate()))

    @cached_property
    def dates(self):
        """The next dates as Items; of an event that is over the last one."""
        return list(without_faults(self._rows, self._item, "page", lambda row: self.event))

    def _item(self, row):
        item = Item(row, self.event, self.event.status, url="")
        item.work_out()
        return item

    @property
    def next(self):
        """The date that the page is about: the next one that takes place, else the first named; None without a date."""
        return next((date for date in self.dates if date.state != "cancelled"), None) or next(
            iter(self.dates), None
        )

    @cached_property
    def is_past(self):
        """Whether no date is left."""
        return bool(self._rows) and self._rows[-1].end < timezone.now()

    @property
    def is_recurring(self):
        """Whether it comes again."""
        return bool(self.event.frequency)

    @cached_property
    def when(self):
        """When it is, in the visitor's words: "Every Tuesday until March 3, 2027, 9 a.m. to noon"."""
        if not self.is_recurring:
            return self.next.span if self.next else ""
        event = self.event
        hours = hours_words(event.start_time, event.end_time, event.all_day or not event.start_time)
        return _("%(rule)s, %(hours)s") % {"rule": event.recurrence.words(), "hours": hours}

    @property
    def zone(self):
        """The time zone in words, where it must be said; else ""."""
        return zone_words(self.event.time_zone) if self.event.names_zone else ""

    @cached_property
    def next_dates(self):
        """The next dates of an event that comes again, called off and moved ones too; none where it is over or off."""
        if not self.is_recurring or self.is_past or self.is_off:
            return []
        return self.dates[:NEXT_DATES]

    @property
    def has_more_dates(self):
        """Whether there are more than next_dates."""
        return len(self.dates) > NEXT_DATES

    @cached_property
    def _changes(self):
        """What became of single dates, by date; read only where one of the shown dates is changed."""
        changed = any(date.state for date in self.dates)
        return self.event.changed_dates if changed and self.is_recurring else {}

    def date_notes(self):
        """The next dates, each with what is said of it: the reason it is off, or the day it was planned for.

        Returns:
            A list of (Item, reason, planned day).
        """
        notes = []
        for date in self.next_dates:
            change = self._changes.get(date.occurrence.date)
            moved = change and change.state == EventDate.State.MOVED
            planned = date_words(date.occurrence.date) if moved else ""
            notes.append((date, reason_words(change) if change else "", planned))
        return notes

    # --- What became of it --------------------------------------------------------------------------------
    @property
    def state(self):
        """A value of EventStatus.State, "" as planned."""
        return "" if self.event.status.state == EventStatus.State.SCHEDULED else self.event.status.state

    @property
    def is_off(self):
        """Whether it does not take place at the time that is named."""
        return self.state in (EventStatus.State.CANCELLED, EventStatus.State.POSTPONED)

    @property
    def state_label(self):
        """The state in words."""
        return self.event.status.get_state_display() if self.state else ""

    @property
    def reason(self):
        """Why, from the fixed list; "" where none was given."""
        return reason_words(self.event.status)

    @cached_property
    def replacement(self):
        """The event that replaces it (portal.core.page_links.PageLink), or None. One query, where one is named."""
        key = self.event.status.replacement_key if self.state else None
        if not key:
            return None
        found = EventPage.objects.live().filter(translation_key=key).values_list("pk", flat=True).first()
        return links_by_id([found]).get(found) if found else None

    # --- Where, for whom, by whom -------------------------------------------------------------------------
    @property
    def address_lines(self):
        """The address as on an envelope, where it may be shown."""
        event = self.event
        if not event.shows_place:
            return []
        town = " ".join(part for part in (event.region, event.postal_code) if part)
        lines = [
            event.venue_name,
            event.street_address,
            ", ".join(part for part in (event.city, town) if part),
        ]
        return [line for line in lines if line]

    @property
    def is_at_place(self):
        """Whether people can come."""
        return self.event.attendance != EventPage.Attendance.ONLINE

    @property
    def is_online(self):
        """Whether people can join from where they are."""
        return self.event.attendance != EventPage.Attendance.PLACE

    @property
    def takes_requests(self):
        """Whether people can still ask for what they need."""
        return bool(
            self.event.accessibility_contact
            and not self.is_past
            and self.state != EventStatus.State.CANCELLED
        )

    @property
    def request_by(self):
        """The day by which to ask, in words."""
        day = self.event.accessibility_request_by
        return date_words(day) if day else ""

    @property
    def contact_number(self):
        """The contact's phone number as dialled (RFC 3966); "" where it is no number."""
        text = self.event.contact_phone
        if re.search(r"[^\W\d_]", text):
            return ""  # An extension or a word in it: people dial that themselves.
        return phone_numbers.dialed(text)

    @cached_property
    def organisation(self):
        """Who holds it (portal.core.page_links.PageLink), or None where the organisation is not public."""
        return links_by_id([self.event.organisation_id]).get(self.event.organisation_id)

    @cached_property
    def terms(self):
        """The words of the event's lists by field, in the reader's language. One query."""
        event = self.event
        if self.is_draft:
            chosen = {name: {term.pk for term in getattr(event, name).all()} for name in _MANY}
        else:
            chosen = chosen_terms(EventPage, [event.pk], _MANY)[event.pk]
        return {name: terms_by_pk(chosen[name], get_language()) for name in _MANY}


def reason_words(record):
    """The reason of an EventStatus or EventDate in a sentence's beginning; "" where none was given or it is another one."""
    return record.get_reason_display() if record.reason and record.reason != Reason.OTHER else ""
