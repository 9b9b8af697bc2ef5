"""What the page of one event shows besides its own fields: when, where, for whom, and its state."""

import re
from dataclasses import replace

from django.db.models import Exists
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.checks.faults import without_faults
from portal.core import phone_numbers
from portal.core.page_links import links_by_id
from portal.taxonomy.selectors import chosen_terms, terms_by_pk

from . import co_hosts, date_texts, recurrence_words, together
from .dates import HORIZON, instant, planned_rows, wall_clock
from .listing import Item
from .models import EventDate, EventPage, EventStatus, Occurrence
from .models.status import Reason
from .moments import now_among_events
from .moves import draft_changes
from .recurrence import MOST_DATES
from .wording import date_words, hours_words, zone_words

# How many of the next dates of a recurring event are listed at once, and how many with those that the reader unfolds.
NEXT_DATES, ALL_DATES = 5, 60
_MANY = ("languages", "topics", "audience", "accessibility")


class EventView:
    """One event as shown on its page and in its structured data.

    Args:
        event: an EventPage; a draft is presented as if it were public.
        is_draft: whether the dates are computed from the fields, because there are no rows yet.
    """

    def __init__(self, event, is_draft=False):
        self.event = event
        self.is_draft = is_draft

    # --- When ---------------------------------------------------------------------------------------------
    @cached_property
    def _rows(self):
        """The next dates, at most ALL_DATES + 1; for a past event the last one. At most two queries."""
        now = now_among_events()
        if self.is_draft and not self.event.start_date:
            return []
        if self.is_draft:
            planned: list[Occurrence] = next(without_faults([self.event], self._planned, "preview"), [])
            coming = [row for row in planned if row.end >= now]
            return coming[: ALL_DATES + 1] or planned[-1:]
        rows = Occurrence.objects.filter(event_key=self.event.translation_key).order_by("start")
        return list(rows.filter(end__gte=now)[: ALL_DATES + 1]) or list(rows.order_by("-start")[:1])

    @staticmethod
    def _planned(event):
        return list(planned_rows(event, draft_changes(event), timezone.localdate()))

    @cached_property
    def dates(self):
        """The next dates as Items; for a past event the last one."""
        return list(without_faults(self._rows, self._item, "page", lambda row: self.event))

    def _item(self, row):
        item = Item(row, self.event, self.event.status, url="")
        item.work_out()
        return item

    @property
    def next(self):
        """The date that the page is about: the next one that takes place, else the first in the list; None without a date."""
        return next((date for date in self.dates if date.state != "cancelled"), None) or next(
            iter(self.dates), None
        )

    @cached_property
    def is_past(self):
        """Whether no date is left."""
        return bool(self._rows) and self._rows[-1].end < now_among_events()

    @property
    def is_recurring(self):
        """Whether it comes again."""
        return bool(self.event.frequency)

    @cached_property
    def when(self):
        """When it takes place: "Every Tuesday until March 3, 2027, 9 a.m. to noon"."""
        if not self.is_recurring:
            return self.next.span if self.next else ""
        event = self.event
        hours = hours_words(event.start_time, event.end_time, event.all_day or not event.start_time)
        words = _("%(rule)s, %(hours)s") % {"rule": event.recurrence.words(), "hours": hours}
        return ", ".join(part for part in (words, recurrence_words.exceptions(self.exceptions)) if part)

    @property
    def exceptions(self):
        """The coming dates of the rule on which it does not take place."""
        rule, today = self.event.recurrence, timezone.localdate()
        coming = {day for day in rule.exceptions if today <= day <= today + HORIZON}
        if not coming:
            return []
        planned = set(replace(rule, exceptions=frozenset()).dates(max(coming), MOST_DATES))
        return sorted(coming & planned)

    @property
    def zone(self):
        """The name of the time zone, if it must be shown; else ""."""
        return zone_words(self.event.time_zone) if self.event.names_zone else ""

    @cached_property
    def next_dates(self):
        """The next dates of a recurring event and all later changed ones that are listed; none if it is over or canceled."""
        if not self.is_recurring or self.is_past or self.is_off:
            return []
        return self.dates[:NEXT_DATES] + [date for date in self._later if self._is_changed(date)]

    @property
    def _later(self):
        return self.dates[NEXT_DATES:ALL_DATES]

    @cached_property
    def more_dates(self):
        """The other dates that are listed, which take place as planned."""
        return [date for date in self._later if not self._is_changed(date)] if self.next_dates else []

    @property
    def more_dates_html(self):
        """The items of the list of more_dates. Made here, because a template takes twice as long for so many."""
        lines = ((date.datetime, date.span) for date in self.more_dates)
        return format_html_join("", '<li><time datetime="{}">{}</time></li>', lines)

    def later(self, listed=ALL_DATES):
        """Which dates follow the first ones, in words; "" for none.

        Args:
            listed: how many dates are listed.
        """
        if not self.next_dates:
            return ""
        last = self.dates[:listed][-1].occurrence.date
        return recurrence_words.later(self.event.recurrence, last)

    def _is_changed(self, date):
        """Whether a date is canceled or full, has a place or a note of its own, or another time than the event's fields say."""
        row, event = date.occurrence, self.event
        if row.is_cancelled or date.is_moved or date.is_full or self._has_words(date):
            return True
        begin, end = wall_clock(event, row.date)
        return row.start != instant(begin, event.zone) or (bool(end) and row.end != instant(end, event.zone))

    def _has_words(self, date):
        day = date.occurrence.date
        return bool(date_texts.place_on(self.event, day) or date_texts.note_on(self.event, day))

    @cached_property
    def _changes(self):
        """Changes of single dates, by date; read only if one of the listed dates is changed."""
        if not any(map(self._is_changed, self.next_dates)):
            return {}
        return draft_changes(self.event) if self.is_draft else self.event.changed_dates

    @cached_property
    def date_notes(self):
        """The next dates with the reason for a cancellation, the day or time that was planned, and what is different on this date.

        Returns:
            A list of (Item, reason, planned day or time, place, note).
        """
        notes = []
        for date in self.next_dates:
            change = self._changes.get(date.occurrence.date)
            planned = self._planned_words(date) if change and change.state == EventDate.State.MOVED else ""
            reason = reason_words(change) if change else ""
            day = date.occurrence.date
            words = date_texts.place_on(self.event, day), date_texts.note_on(self.event, day)
            notes.append((date, reason, planned, *words))
        return notes

    @property
    def other_places(self):
        """The coming dates that take place elsewhere: a list of (the day in words, the place)."""
        found = [
            (date, date_texts.place_on(self.event, date.occurrence.date)) for date in self.dates[:ALL_DATES]
        ]
        return [(date.day, place) for date, place in found if place and date.state != "cancelled"]

    @property
    def note(self):
        """The note about the date of an event that takes place once."""
        return (
            date_texts.note_on(self.event, self.next.occurrence.date)
            if self.next and not self.is_recurring
            else ""
        )

    def _planned_words(self, date):
        """The day according to the rule, or for a change on the same day the planned hours."""
        if date.is_moved:
            return date_words(date.occurrence.date)
        event = self.event
        return hours_words(event.start_time, event.end_time, event.all_day or not event.start_time)

    # --- State --------------------------------------------------------------------------------------------
    @property
    def state(self):
        """A value of EventStatus.State, "" if as planned."""
        return "" if self.event.status.state == EventStatus.State.SCHEDULED else self.event.status.state

    @property
    def is_off(self):
        """Whether it does not take place at the stated time."""
        return self.state in (EventStatus.State.CANCELLED, EventStatus.State.POSTPONED)

    @property
    def is_full(self):
        """Whether no place is left on any listed date that takes place."""
        coming = [date for date in self.dates if date.state != "cancelled"]
        return not self.is_past and bool(coming) and all(date.is_full for date in coming)

    @property
    def state_label(self):
        """The state in words."""
        return self.event.status.get_state_display() if self.state else ""

    @property
    def reason(self):
        """The reason from the fixed list; "" if there is none."""
        return reason_words(self.event.status)

    @cached_property
    def replacement(self):
        """The event that replaces it (portal.core.page_links.PageLink), or None; none that is canceled. At most one query."""
        key = self.event.status.replacement_key if self.state else None
        if not key:
            return None
        canceled = EventStatus.objects.filter(event_key=key, state=EventStatus.State.CANCELLED)
        pages = EventPage.objects.live().filter(~Exists(canceled), translation_key=key)
        found = pages.values_list("pk", flat=True).first()
        return links_by_id([found]).get(found) if found else None

    # --- Place, audience, organization --------------------------------------------------------------------
    @property
    def address_lines(self):
        """The lines of the postal address, if it may be shown."""
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
        """Whether people can come in person."""
        return self.event.attendance != EventPage.Attendance.ONLINE

    @property
    def is_online(self):
        """Whether people can join online."""
        return self.event.attendance != EventPage.Attendance.PLACE

    @property
    def takes_requests(self):
        """Whether people can still request accommodations."""
        return bool(
            self.event.accessibility_contact
            and not self.is_past
            and self.state != EventStatus.State.CANCELLED
        )

    @property
    def request_by(self):
        """The day by which to request them, in words."""
        day = self.event.accessibility_request_by
        return date_words(day) if day else ""

    @property
    def contact_number(self):
        """The contact's phone number for tel: (RFC 3966); "" if it is not a number."""
        text = self.event.contact_phone
        if re.search(r"[^\W\d_]", text):
            return ""  # With an extension or a word in it, people must dial it themselves.
        return phone_numbers.dialed(text)

    @cached_property
    def organisations(self):
        """The public organizations that hold it (portal.core.page_links.PageLink); of co-hosts, those that have agreed."""
        links = links_by_id(co_hosts.organisation_ids(self.event))
        if self.is_draft:
            # The draft may no longer name one that has agreed.
            named = {self.event.organisation_id, *(page.pk for page in self.event.co_hosts.all())}
            links = {pk: link for pk, link in links.items() if pk in named}
        return co_hosts.public_links(self.event, links)

    @cached_property
    def series(self):
        """The other coming events of its series (partners.events.together.More), or None. No query if it was read before."""
        return together.more_of(self.event)

    @cached_property
    def terms(self):
        """The event's terms by field, in the reader's language. One query."""
        event = self.event
        if self.is_draft:
            chosen = {name: {term.pk for term in getattr(event, name).all()} for name in _MANY}
        else:
            chosen = chosen_terms(EventPage, [event.pk], _MANY)[event.pk]
        return {name: terms_by_pk(chosen[name], get_language()) for name in _MANY}


def reason_words(record):
    """The reason of an EventStatus or EventDate as the beginning of a sentence; "" if there is none or it is "other"."""
    return record.get_reason_display() if record.reason and record.reason != Reason.OTHER else ""
