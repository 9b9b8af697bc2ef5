"""Time zones for calendar files: VTIMEZONE (RFC 5545 §3.6.5), made from the time zone database that Python uses.

icalendar can make one too, but it lists single years up to 2038 and begins daylight saving an hour late. Here a change that recurs
every year on the same weekday becomes a rule without end.
"""

import calendar
import datetime
from collections import defaultdict
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from .recurrence import WEEKDAY_CODES

# How far ahead changes are looked up; a zone without a yearly rule is correct until then.
YEARS = 30
STEP = datetime.timedelta(days=7)


@lru_cache(maxsize=200)
def time_zone_component(name, first_year):
    """The VTIMEZONE of a time zone for all events from a year on.

    Args:
        name: an IANA name.
        first_year: the year of the first event.

    Returns:
        An icalendar.Timezone.
    """
    zone = ZoneInfo(name)
    # The previous year too, because its last change is in force when the first event begins.
    begin = datetime.datetime(first_year - 1, 1, 1, tzinfo=datetime.UTC)
    changes = _changes(zone, begin, begin.replace(year=begin.year + YEARS))
    component = Timezone()
    component.add("TZID", name)
    if not changes or changes[0] >= begin.replace(year=first_year):
        component.add_component(_observance(zone, begin, [begin]))
    groups = defaultdict(list)
    for change in changes:
        before, after = _before(zone, change), change.astimezone(zone)
        groups[before.utcoffset(), after.utcoffset(), after.tzname()].append(change)
    for moments in groups.values():
        component.add_component(_observance(zone, begin, moments))
    return component


def _changes(zone, begin, end):
    """The moments (UTC) at which the zone's UTC offset changes."""
    found = []
    while begin < end:
        after = begin + STEP
        if begin.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = 0, int(STEP.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                moment = begin + datetime.timedelta(seconds=middle)
                if moment.astimezone(zone).utcoffset() == begin.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            found.append(begin + datetime.timedelta(seconds=high))
        begin = after
    return found


def _before(zone, moment):
    """The local time just before a change."""
    return (moment - datetime.timedelta(seconds=1)).astimezone(zone)


def _observance(zone, begin, moments):
    """STANDARD or DAYLIGHT with its beginnings: a yearly rule if there is one, else each of them."""
    after = moments[0].astimezone(zone)
    from_offset = after.utcoffset() if moments == [begin] else _before(zone, moments[0]).utcoffset()
    component = TimezoneDaylight() if after.dst() else TimezoneStandard()
    # RFC 5545 §3.6.5: a beginning is stated in the offset that was in force before it.
    clocks = [(moment + from_offset).replace(tzinfo=None) for moment in moments]
    component.add("TZNAME", after.tzname())
    component.add("TZOFFSETFROM", from_offset)
    component.add("TZOFFSETTO", after.utcoffset())
    component.add("DTSTART", clocks[0])
    if rule := _yearly_rule(clocks):
        component.add("RRULE", vRecur.from_ical(rule))
    else:
        # One component for each beginning: some programs read only DTSTART and ignore RDATE.
        for clock in clocks if len(clocks) > 1 else ():
            component.add("RDATE", clock)
    return component


def _yearly_rule(clocks):
    """The rule by which a change recurs every year, or "" if there is none for all of the years."""
    if len(clocks) < YEARS or len({(clock.month, clock.weekday(), clock.time()) for clock in clocks}) > 1:
        return ""
    if [clock.year for clock in clocks] != list(range(clocks[0].year, clocks[0].year + len(clocks))):
        return ""
    nths = {(clock.day - 1) // 7 + 1 for clock in clocks}
    if len(nths) == 1:
        nth = nths.pop()
    elif all(clock.day + 7 > calendar.monthrange(clock.year, clock.month)[1] for clock in clocks):
        nth = -1
    else:
        return ""
    return f"FREQ=YEARLY;BYMONTH={clocks[0].month};BYDAY={nth}{WEEKDAY_CODES[clocks[0].weekday()]}"
