"""Converts recurrence rules of other calendars to the hub's, if they can be expressed exactly."""

import calendar
import datetime
import itertools
import re

from django.utils.translation import gettext as _

from partners.events.models.event_series import FARTHEST, FARTHEST_MONTHS
from partners.events.models.event_times import recurrence_of
from partners.events.recurrence import LAST_DAY, POSITIONS, WEEKDAY_CODES

MAX_COUNT = 400
# The hub's rule must give the same dates: this many, within this many years.
COMPARED, YEARS = 120, 6
WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
PLAIN_DAY, NTH_DAY = re.compile("MO|TU|WE|TH|FR|SA|SU"), re.compile("[+-]?[1-5](MO|TU|WE|TH|FR|SA|SU)")
WORKDAY_CODES = set(WEEKDAY_CODES[:5])
KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL", "WKST"}


class NotExpressible(Exception):
    """A rule that the hub cannot express. The message says why, in the active language."""


def rule_fields(rule, begin, all_day, zone):
    """The fields of an event for a rule.

    Args:
        rule: an icalendar.vRecur.
        begin: the beginning of the event (a naive local datetime).
        all_day: whether it is an all-day event.
        zone: the event's time zone (zoneinfo).

    Returns:
        A dict: frequency, interval, weekdays, month_positions, month_days, until, count.

    Raises:
        NotExpressible: the hub cannot express it, or it has too many dates.
    """
    parts = {
        name.upper(): list(value) if isinstance(value, list | tuple) else [value]
        for name, value in rule.items()
    }
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    if frequency in WITHIN_A_DAY:
        raise NotExpressible(
            _("It repeats within the same day. Post it once, from its first start to its last end.")
        )
    if set(parts) - KNOWN or not _is_plain(parts, frequency, begin):
        raise _too_complicated()
    count, until = _end(parts, begin, all_day, zone)
    fields = {
        "interval": int(parts.get("INTERVAL", [1])[0]),
        "weekdays": "",
        "month_positions": "",
        "month_days": "",
        "until": until,
        "count": count,
    }
    days = [str(day).upper() for day in parts.get("BYDAY", [])]
    if frequency == "DAILY":
        fields |= _daily(fields["interval"], days)
    elif frequency == "WEEKLY":
        fields |= {"frequency": "weekly", "weekdays": ",".join(day for day in WEEKDAY_CODES if day in days)}
    elif frequency in ("MONTHLY", "YEARLY"):
        fields |= _monthly(parts, days, begin.date())
        fields["interval"] *= 12 if frequency == "YEARLY" else 1
    else:
        raise _too_complicated()
    if not 1 <= fields["interval"] <= FARTHEST.get(fields["frequency"], FARTHEST_MONTHS):
        raise NotExpressible(_("It repeats too rarely. Post its next date."))
    _compare(rule, fields, begin, zone)
    return fields


def _daily(interval, days):
    """The fields of a daily rule. Every day is stored as every week on all days."""
    if interval == 1:
        return {"frequency": "weekly", "weekdays": ",".join(days or WEEKDAY_CODES)}
    if days:
        raise _too_complicated()
    if interval % 7 == 0 and interval // 7 <= FARTHEST["weekly"]:
        return {"frequency": "weekly", "interval": interval // 7}
    return {"frequency": "daily"}


def _monthly(parts, days, begin):
    """The fields of a monthly rule. What follows from its first date is left empty."""
    month_days = sorted({int(day) for day in parts.get("BYMONTHDAY", [])}, key=lambda day: (day < 0, day))
    positions = [int(position) for position in parts.get("BYSETPOS", [])]
    if not days:
        own = month_days in ([], [begin.day])
        return {"frequency": "monthly_date", "month_days": "" if own else ",".join(map(str, month_days))}
    if positions and len(days) > 1:
        listed = ",".join(map(str, positions))
        if set(days) == WORKDAY_CODES:
            return {"frequency": "monthly_workday", "month_positions": listed}
        if set(days) == set(WEEKDAY_CODES):
            return {"frequency": "monthly_date", "month_days": listed}
        raise _too_complicated()
    if not positions:
        pairs = {(int(day[:-2]), day[-2:]) for day in days}
        positions, days = sorted({nth for nth, _day in pairs}), sorted({day for _nth, day in pairs})
        if len(pairs) < len(positions) * len(days):
            raise NotExpressible(
                _(
                    "It takes place on several days of each month that no single rule has here, such as the first Tuesday and the third Thursday. Post it once for each of them."
                )
            )
    if positions == [(begin.day - 1) // 7 + 1] and positions != [5] and len(days) == 1:
        return {"frequency": "monthly_weekday"}
    return {
        "frequency": "monthly_weekday",
        "weekdays": ",".join(day for day in WEEKDAY_CODES if day in days),
        "month_positions": ",".join(map(str, positions)),
    }


def _is_plain(parts, frequency, begin):
    """Whether the hub may be able to express the rule. Also excludes rules without any date, which would be searched for long."""
    monthly = frequency in ("MONTHLY", "YEARLY")
    days = [str(day).upper() for day in parts.get("BYDAY", [])]
    month_days = [int(day) for day in parts.get("BYMONTHDAY", [begin.day])]
    length = calendar.monthrange(begin.year, begin.month)[1]
    numbered = monthly and "BYSETPOS" not in parts
    return (
        parts.get("BYMONTH", [begin.month]) == [begin.month]
        and (frequency == "YEARLY" or "BYMONTH" not in parts)
        and (begin.day in month_days or (LAST_DAY in month_days and begin.day == length))
        and all(day == LAST_DAY or 1 <= day <= 31 for day in month_days)
        and ("BYMONTHDAY" not in parts or (monthly and not days))
        and all((NTH_DAY if numbered else PLAIN_DAY).fullmatch(day) for day in days)
        and set(map(int, parts.get("BYSETPOS", [1]))) <= set(POSITIONS)
        and ("BYSETPOS" not in parts or (monthly and days))
    )


def _end(parts, begin, all_day, zone):
    """The number of dates, and the last local date."""
    count = parts.get("COUNT", [None])[0]
    if count is not None and not 1 <= int(count) <= MAX_COUNT:
        raise NotExpressible(
            _("It takes place %(count)s times; %(limit)d is the most we accept. Give it an end.")
            % {"count": count, "limit": MAX_COUNT}
        )
    until = parts.get("UNTIL", [None])[0]
    if isinstance(until, datetime.datetime):
        if until.tzinfo:
            until = until.astimezone(zone).replace(tzinfo=None)
        if not all_day and until.time() < begin.time():
            until -= datetime.timedelta(days=1)
        until = until.date()
    return int(count) if count is not None else None, until


def dates_of(rule, begin, zone, last):
    """The begins that a rule means, computed by python-dateutil.

    Args:
        rule: an icalendar.vRecur that rule_fields() accepted, so that it has dates at regular distances.
        begin: the first begin (a naive local datetime).
        zone: the event's time zone.
        last: the last day.

    Returns:
        An iterator of naive local datetimes.

    Raises:
        ValueError: the rule is not valid.
    """
    from dateutil import rrule  # Imported here because only imports of calendars need the library.

    parts = {name.upper(): value for name, value in rule.items()}
    text = ";".join(part for part in rule.to_ical().decode().split(";") if not part.startswith("UNTIL="))
    if until := parts.get("UNTIL"):
        until = until[0] if isinstance(until, list | tuple) else until
        if isinstance(until, datetime.datetime):
            until = until.astimezone(zone).replace(tzinfo=None) if until.tzinfo else until
        else:
            until = datetime.datetime.combine(until, datetime.time.max)
        text += f";UNTIL={until:%Y%m%dT%H%M%S}"
    return itertools.takewhile(lambda moment: moment.date() <= last, rrule.rrulestr(text, dtstart=begin))


def _compare(rule, fields, begin, zone):
    """Refuse a rule if dateutil computes other dates from it than the hub."""
    ours = recurrence_of(
        fields | {"start_date": begin.date(), "extra_dates": [], "exception_dates": []},
    )
    last = begin.date().replace(year=begin.year + YEARS, day=min(begin.day, 28))
    try:
        found = itertools.islice(dates_of(rule, begin, zone, last), COMPARED)
        expected = [moment.date() for moment in found]
    except (ValueError, TypeError, OverflowError):
        raise _too_complicated() from None
    if expected[:1] != [begin.date()] or ours.dates(last, COMPARED) != expected:
        raise _too_complicated()


def _too_complicated():
    return NotExpressible(
        _("This site cannot show how it repeats. Post it with a simpler rule, or post its dates one by one.")
    )
