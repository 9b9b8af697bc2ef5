"""An event as structured data for search engines: https://schema.org/Event."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from partners.events import date_texts
from partners.events.models import EventDate, EventPage, EventStatus
from partners.events.recurrence import LAST_DAY
from portal.site.site_context import get_site_context

_STATUS = {
    EventStatus.State.CANCELLED: "EventCancelled",
    EventStatus.State.POSTPONED: "EventPostponed",
    EventStatus.State.RESCHEDULED: "EventRescheduled",
    "": "EventScheduled",
}
_ATTENDANCE = {
    EventPage.Attendance.PLACE: "OfflineEventAttendanceMode",
    EventPage.Attendance.ONLINE: "OnlineEventAttendanceMode",
    EventPage.Attendance.BOTH: "MixedEventAttendanceMode",
}
# How far ahead the dates of a rule are listed that schema.org cannot express.
LISTED, MOST_DATES = datetime.timedelta(days=366), 20_000
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
# Words that mean "free" in the field "cost", in the hub's languages.
_FREE = ("free", "gratis", "gratuito", "sin costo", "bilaash", "dawb")


def event_data(view, request):
    """The event as an Event of schema.org; for a recurring event its next date, and the rule as eventSchedule.

    Args:
        view: a partners.events.presenter.EventView.
        request: the HTTP request, for absolute addresses.

    Returns:
        A dict without "@context"; None for a draft without a date. For a place that is not public the city of the office stands there,
        because search engines refuse an event without a location.
    """
    event, date = view.event, view.next
    if date is None:
        return None
    data = {
        "@type": "Event",
        "name": event.public_title,
        "description": event.summary,
        "url": request.build_absolute_uri(event.get_url(request)),
        "inLanguage": event.locale.language_code,
        "startDate": date.datetime,
        "eventStatus": f"https://schema.org/{_STATUS[view.state or _state_of(date)]}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[event.attendance]}",
        "location": _location(view, date),
    }
    if end := _end(date):
        data["endDate"] = end
    if previous := _previous_start(view, date):
        data["previousStartDate"] = previous
    organizers = [
        {"@type": "Organization", "name": link.title, "url": request.build_absolute_uri(link.url)}
        for link in view.organisations
    ]
    data["organizer"] = _one_or_many(organizers)
    data |= _places(view, date)
    if any(event.cost.casefold().strip(" .!").startswith(word) for word in _FREE):
        data["isAccessibleForFree"] = True
    if view.is_recurring and not view.is_off:
        data["eventSchedule"] = _schedules(event)
    return {name: value for name, value in data.items() if value not in (None, [], "")}


def _places(view, date):
    """How many people can come; and that no place is left, if the organization says so (https://schema.org/SoldOut)."""
    places: dict[str, Any] = {"maximumAttendeeCapacity": view.event.capacity}
    if date.is_full:
        places["remainingAttendeeCapacity"] = 0
        places["offers"] = {"@type": "Offer", "availability": "https://schema.org/SoldOut"}
    return places


def _state_of(date):
    return date.state if date.state in _STATUS else ""


def _end(date):
    """The end, if it is stated."""
    if date.event.all_day:
        return date.occurrence.local_end_date.isoformat()
    return date.end.isoformat() if date.end > date.start else None


def _previous_start(view, date):
    """The start that was announced before (https://schema.org/previousStartDate), or None."""
    if view.event.status.previous_start:
        return view.event.status.previous_start.astimezone(view.event.zone).isoformat()
    if date.state == EventStatus.State.RESCHEDULED and not view.state:
        return date.occurrence.date.isoformat()
    return None


def _location(view, date):
    """The place or online address; for a place that is not public only the part of town or the city of the office."""
    event, places = view.event, []
    if view.is_at_place:
        place: dict[str, Any] = {"@type": "Place"}
        if own := date_texts.place_on(event, date.occurrence.date):
            places.append({**place, "name": own, "address": own})
        elif view.address_lines:
            place["name"] = event.venue_name or event.street_address
            address = {
                "streetAddress": event.street_address,
                "addressLocality": event.city,
                "addressRegion": event.region,
                "postalCode": event.postal_code,
            }
            address = {name: value for name, value in address.items() if value}
            if address:
                place["address"] = {"@type": "PostalAddress", **address}
            places.append(place)
        elif area := event.public_area or _city():
            # Search engines also want an address; this is all that is public.
            places.append({**place, "name": area, "address": area})
    if view.is_online and (event.online_url or event.registration_url):
        places.append({"@type": "VirtualLocation", "url": event.online_url or event.registration_url})
    return places[0] if len(places) == 1 else places


def _city():
    office = get_site_context(get_language()).office
    return office.city_name if office else ""


def _schedules(event):
    """The recurrence rule, and one more Schedule for each date that was moved."""
    moved = [
        {
            "@type": "Schedule",
            "repeatCount": 1,
            "scheduleTimezone": event.time_zone,
            "startDate": change.new_date.isoformat(),
            "endDate": change.new_date.isoformat(),
            **_times(event, change.new_start_time or event.start_time, change.new_end_time),
        }
        for _date, change in sorted(event.changed_dates.items())
        if change.state == EventDate.State.MOVED and change.new_date
    ]
    rule = event.recurrence
    changed = set(event.changed_dates) | rule.exceptions
    single, listed = set(rule.extras), []
    if not rule.has_rule:
        single.add(rule.start)
    elif _is_expressible(rule):
        listed.append(_schedule(event))
    else:
        today = timezone.localdate()
        single |= {day for day in rule.dates(today + LISTED, MOST_DATES) if day >= today}
    listed += [_single_day(event, day) for day in sorted(single - changed)]
    listed += moved
    return listed[0] if len(listed) == 1 else listed


def _is_expressible(rule):
    """Whether schema.org has words for a rule: it has none for the last day and the last workday of a month."""
    if rule.frequency == EventPage.Frequency.MONTHLY_WORKDAY:
        return False
    return rule.frequency != EventPage.Frequency.MONTHLY_DATE or LAST_DAY not in rule.chosen_month_days


def _single_day(event, day):
    """A Schedule of one date that no rule has."""
    return {
        "@type": "Schedule",
        "repeatCount": 1,
        "scheduleTimezone": event.time_zone,
        "startDate": day.isoformat(),
        "endDate": day.isoformat(),
        **_times(event, event.start_time, event.end_time),
    }


def _times(event, start, end):
    """The parts of a Schedule that say when it begins and ends on its day."""
    if event.all_day or not start:
        return {}
    return {"startTime": start.isoformat(), **({"endTime": end.isoformat()} if end else {})}


def _schedule(event):
    """The recurrence rule (https://schema.org/Schedule), without dates that are left out, canceled or moved."""
    rule = event.recurrence
    schedule = {
        "@type": "Schedule",
        "repeatFrequency": f"P{event.interval}{event.frequency[0].upper()}",
        "startDate": rule.first.isoformat() if rule.first else None,
        "endDate": event.until.isoformat() if event.until else None,
        "repeatCount": event.count,
        "scheduleTimezone": event.time_zone,
        "exceptDate": sorted(
            {
                *(day.isoformat() for day in rule.exceptions),
                *(
                    date.isoformat()
                    for date, change in event.changed_dates.items()
                    if change.state in (EventDate.State.CANCELLED, EventDate.State.MOVED)
                ),
            }
        ),
    }
    schedule |= _times(event, event.start_time, event.end_time)
    codes = list(_DAYS)
    if event.frequency == EventPage.Frequency.WEEKLY:
        schedule["byDay"] = [f"https://schema.org/{_DAYS[codes[day]]}" for day in rule.days]
    elif event.frequency == EventPage.Frequency.MONTHLY_DATE:
        schedule["byMonthDay"] = _one_or_many([day for day in rule.chosen_month_days if day > 0])
    elif event.frequency == EventPage.Frequency.MONTHLY_WEEKDAY:
        # In the syntax of RFC 5545, such as "2TU": https://schema.org/byDay.
        schedule["byDay"] = _one_or_many([f"{nth}{codes[day]}" for nth, day in rule.nth_days])
    return {name: value for name, value in schedule.items() if value not in (None, [], "")}


def _one_or_many(values):
    return values[0] if len(values) == 1 else values
