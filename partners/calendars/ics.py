"""iCalendar files (RFC 5545, RFC 7986): one event, or the next ones that match the filters.

The same events give the same bytes, so that repeated requests can be answered with 304. The UIDs do not contain the host, so that a hub
can move to another host without duplicating events in calendars.
"""

import datetime
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration, vRecur, vUri

from partners.events import date_texts
from partners.events.dates import wall_clock
from partners.events.listing import EventFilters
from partners.events.models import EventDate, EventPage, EventStatus
from partners.events.prefetch import EventSet
from partners.events.timezones import time_zone_component
from portal.checks.faults import without_faults
from portal.core.cache_version import get_cache_version
from portal.core.process_memory import memory_of

from . import texts as calendar_texts

# The maximum number of events in a file, so that the cost does not grow with the number of events.
EVENTS = 100
# How many events a process keeps as they are written, each of about 1 kB.
MOST_KEPT = 1_000
# How often programs should refresh (REFRESH-INTERVAL).
REFRESH = datetime.timedelta(hours=6)
STATUS: dict[str, str] = {EventStatus.State.CANCELLED: "CANCELLED", EventStatus.State.POSTPONED: "TENTATIVE"}


def calendar_answer(request, index):
    """The next EVENTS events that match the filters, each with all its dates.

    Args:
        request: the HTTP request; its filters are those of the list; `?title=discreet` leaves out descriptions.
        index: the EventIndexPage.

    Returns:
        An HttpResponse of text/calendar.
    """
    discreet, kept = _is_discreet(request), _kept()
    filters = EventFilters(request.GET, get_language())
    events = EventSet.upcoming(filters.occurrences(), EVENTS)
    calendar = _calendar(_("Calendar") if discreet else calendar_texts.list_name(index, filters))
    if not discreet:
        query = f"?{filters.query}" if filters.query else ""
        _add_uri(
            calendar, "SOURCE", request.build_absolute_uri(f"{index.get_url(request)}calendar.ics{query}")
        )
    return _answer(
        _with_events(calendar, events, request, discreet, kept), "calendar" if discreet else "events"
    )


def event_answer(request, event):
    """One event with all its dates.

    Args:
        request: the HTTP request; `?title=discreet` uses the discreet title and leaves out the description.
        event: a live EventPage.

    Returns:
        An HttpResponse of text/calendar.
    """
    discreet = _is_discreet(request)
    events = EventSet([event])
    # The programs show it in the list of calendars, whichever titles the reader chose for the events.
    name = calendar_texts.title(event, discreet=discreet, name=calendar_texts.page_name(event))
    written = _with_events(_calendar(name), events, request, discreet, {})
    answer = _answer(written, "calendar" if discreet else event.slug)
    answer["Last-Modified"] = http_date(events.modified(event).timestamp())
    return answer


def _is_discreet(request):
    return request.GET.get("title") == "discreet"


def _answer(calendar, name):
    # Sorted properties and no time stamps of their own: the same bytes each time (the middleware adds an ETag).
    answer = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _calendar(name):
    """The VCALENDAR with its name."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    # Names no organization: it is also in the discreet file.
    calendar.add("PRODID", f"-//Hub//Calendar 1.0//{get_language().upper()}")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    duration = vDuration(REFRESH)
    duration.params["VALUE"] = "DURATION"
    calendar.add("REFRESH-INTERVAL", duration)
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    return calendar


def _kept():
    """What this process has written of events for the present cache version, by what the text depends on.

    To write an event takes longer than to read it from the database, and the same events are in the files of many filters. The caller
    asks for this before it reads the events: else older ones could be kept for a newer version.
    """
    return memory_of(get_cache_version()).setdefault("vevents", {})


def _with_events(calendar, events, request, discreet, kept):
    """The file: the calendar, the time zones that its events use, the events; see _kept()."""
    about = get_language(), discreet, request.build_absolute_uri("/")

    def write(event):
        year = event.start_date.year
        named = not event.all_day and event.time_zone != "UTC"
        if named:
            time_zone_component(event.time_zone, year)
        if (text := kept.get((*about, event.pk))) is None:
            components = _Written(event, events, request, discreet).components()
            text = b"".join(component.to_ical() for component in components)
            if len(kept) < MOST_KEPT:
                kept[*about, event.pk] = text
        return (event.time_zone, year) if named else None, text

    written = []
    zones: dict[str, int] = {}
    for zone, text in without_faults(events, write, "calendar"):
        written.append(text)
        if zone:
            name, year = zone
            zones[name] = min(year, zones.get(name, year))
    for zone, year in sorted(zones.items()):
        calendar.add_component(time_zone_component(zone, year))
    # The last one: a name may hold what a reader looked for.
    beginning, end, rest = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return b"".join([beginning, *written, end, rest])


def _add_uri(component, name, address):
    value = vUri(address)
    if name == "SOURCE":
        value.params["VALUE"] = "URI"
    component.add(name, value)


@dataclass
class _Written:
    """One event as VEVENTs: one with the rule, and one for each date that was canceled or moved, or has its own place or note."""

    event: EventPage
    events: EventSet
    request: HttpRequest
    discreet: bool
    changes: dict = field(init=False)
    first: datetime.date = field(init=False)

    def __post_init__(self):
        self.changes = self.event.changed_dates
        self.first = self.event.recurrence.first or cast(datetime.date, self.event.start_date)

    def components(self):
        """The event's VEVENTs, the one with the rule first."""
        event = self.event
        # All dates, also those that are left out.
        rule = replace(event.recurrence, exceptions=frozenset())
        if not event.frequency:
            return [self._component(event.start_date, self.changes.get(event.start_date), is_alone=True)]
        master = self._component(self.first)
        extras = rule.extras - {self.first}
        if rule.has_rule:
            master.add("RRULE", vRecur.from_ical(rule.rrule(until=self._until())))
            # ical.js (Thunderbird) shows a date of the rule twice that stands in RDATE too.
            by_rule = replace(rule, extras=frozenset())
            extras -= set(by_rule.dates(max(extras), limit=20_000)) if extras else set()
        else:
            # Without a rule, ical.js (Thunderbird) does not count DTSTART among the dates.
            extras |= {self.first}
        if extras:
            master.add("RDATE", [self._moment(wall_clock(event, date)[0]) for date in sorted(extras)])
        own = set(self.changes) | self._with_words()
        changed = set(event.recurrence.exceptions) | own
        planned = set(rule.dates(max(changed), limit=20_000)) if changed else set()
        left_out = sorted(event.recurrence.exceptions & planned)
        if left_out:
            master.add("EXDATE", [self._moment(wall_clock(event, date)[0]) for date in left_out])
        overrides = []
        for date in sorted((own & planned) - event.recurrence.exceptions):
            override = self._component(date, self.changes.get(date), is_alone=True)
            override.add("RECURRENCE-ID", self._moment(wall_clock(event, date)[0]))
            overrides.append(override)
        return [master, *overrides]

    def _with_words(self):
        """The dates with a place or a note of their own that the file tells."""
        places, notes = date_texts.read(self.event.date_places), date_texts.read(self.event.date_notes)
        if self.discreet:
            return set()
        return {day for day in places if date_texts.place_on(self.event, day)} | set(notes)

    def _component(self, date, change=None, is_alone=False):
        """The VEVENT of one date, or of the rule, which has the place and the texts of all dates."""
        event, status = self.event, self.event.status
        cancelled = change is not None and change.state == EventDate.State.CANCELLED
        state = EventStatus.State.CANCELLED if cancelled else status.state
        modified = self.events.modified(event)
        component = Event()
        # The UID is the same in all languages: the translation_key is a UUID, as RFC 7986 §5.3 recommends.
        component.add("UID", str(event.translation_key))
        component.add("DTSTAMP", modified)
        component.add("LAST-MODIFIED", modified)
        component.add("SEQUENCE", status.sequence)
        component.add("STATUS", STATUS.get(state, "CONFIRMED"))
        begin, end = wall_clock(event, date, change)
        component.add("DTSTART", self._moment(begin))
        if end:
            component.add("DTEND", self._moment(end))
        parameters = {}
        if event.locale.language_code != get_language() and not self.discreet:
            parameters["LANGUAGE"] = event.locale.language_code
        summary = calendar_texts.title(event, state, self.discreet)
        component.add("SUMMARY", summary, parameters=parameters)
        day = date if is_alone else None
        if place := calendar_texts.place(event, self.discreet, day):
            component.add("LOCATION", place)
        if self.discreet:
            component.add("CLASS", "PRIVATE")
            return component
        terms = self.events.terms(event)
        component.add(
            "DESCRIPTION",
            calendar_texts.description(
                event, self.events.organisations(event), terms["accessibility"], terms["languages"], day
            ),
            parameters=parameters,
        )
        component.add("URL", vUri(self.request.build_absolute_uri(event.get_url(self.request))))
        if terms["topics"]:
            component.add("CATEGORIES", [term.name for term in terms["topics"]])
        return component

    def _moment(self, clock):
        """A local time as a value of DTSTART: with the event's time zone, or only the date for an all-day event."""
        return clock.date() if self.event.all_day else clock.replace(tzinfo=self.event.zone)

    def _until(self):
        """UNTIL of an event with a time: in UTC, the end of the last day (RFC 5545 §3.3.10)."""
        until = self.event.until
        if self.event.all_day or not until:
            return ""
        last = datetime.datetime.combine(until, datetime.time(23, 59, 59), self.event.zone)
        return f"{last.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
