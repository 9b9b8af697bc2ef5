"""Converts recurrence rules of other calendars to the hub's, if they can be expressed exactly."""

import calendar
import datetime
import itertools
import re

from django.utils.translation import gettext as _

from partners.events.recurrence import WEEKDAY_CODES, Recurrence

MAX_COUNT = 400
# The hub's rule must give the same dates: this many, within this many years.
COMPARED, YEARS = 120, 6
# A weekday on this day of a month or later is its fifth. A rule begins so many years earlier at most.
FIFTH, YEARS_EARLIER = 29, 12
WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
PLAIN_DAY, NTH_DAY = re.compile("MO|TU|WE|TH|FR|SA|SU"), re.compile("([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
NUMBERED = re.compile("[+-]?[1-5]")
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
        A dict: frequency, interval, weekdays, until, count; and if the rule must begin earlier than the event to be shown
        exactly, start_date and exception_dates.

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
    _refuse_several_days(parts, frequency)
    if set(parts) - KNOWN or not _is_plain(parts, frequency, begin):
        raise _too_complicated()
    count, until = _end(parts, begin, all_day, zone)
    fields = {"interval": int(parts.get("INTERVAL", [1])[0]), "weekdays": "", "until": until, "count": count}
    days = [str(day).upper() for day in parts.get("BYDAY", [])]
    if frequency == "DAILY" and fields["interval"] == 1:
        fields |= {"frequency": "weekly", "weekdays": ",".join(days or WEEKDAY_CODES)}
    elif frequency == "DAILY" and fields["interval"] % 7 == 0:
        fields |= {"frequency": "weekly", "interval": fields["interval"] // 7}
    elif frequency == "WEEKLY":
        fields |= {"frequency": "weekly", "weekdays": ",".join(day for day in WEEKDAY_CODES if day in days)}
    elif frequency in ("MONTHLY", "YEARLY"):
        fields |= {"frequency": "monthly_weekday" if days else "monthly_date"}
        fields["interval"] *= 12 if frequency == "YEARLY" else 1
    else:
        raise _too_complicated()
    if not 1 <= fields["interval"] <= 12:
        raise NotExpressible(_("It repeats too rarely. Post its next date."))
    if fields["frequency"] == "monthly_weekday" and _is_last(parts, days):
        fields |= _last_weekday(fields, begin.date())
    _compare(rule, fields, begin, zone)
    return fields


def _refuse_several_days(parts, frequency):
    """Say what to do about the monthly rules that programs offer, and that the hub does not have."""
    if frequency != "MONTHLY":
        return
    month_days = [int(day) for day in parts.get("BYMONTHDAY", [])]
    if month_days == [-1]:
        raise NotExpressible(
            _(
                "It takes place on the last day of each month, which this site cannot show. Post its dates one by one."
            )
        )
    days = [str(day) for day in parts.get("BYDAY", [])]
    is_numbered = len(days) > 1 and not any(PLAIN_DAY.fullmatch(day) for day in days)
    if is_numbered or len(month_days) > 1 or len(parts.get("BYSETPOS", [])) > 1:
        raise NotExpressible(
            _(
                "It takes place on several days of each month, such as the first and the third Tuesday. Post it once for each of them: one event for the first, one for the third."
            )
        )


def _is_last(parts, days):
    """Whether a monthly rule means the last weekday of its name in the month."""
    return days[0].startswith("-1") or parts.get("BYSETPOS") == [-1]


def _last_weekday(fields, begin):
    """Begin a rule earlier, on a fifth weekday of a month, and leave out the dates until its own.

    The hub's rule means the last weekday only if its first date is the fifth of the month.
    """
    first, skipped = begin, []
    while first.day < FIFTH:
        month = first.year * 12 + first.month - 1 - fields["interval"]
        year, month = month // 12, month % 12 + 1
        length = calendar.monthrange(year, month)[1]
        last = datetime.date(year, month, length)
        first = last - datetime.timedelta(days=(last.weekday() - begin.weekday()) % 7)
        skipped.append(first.isoformat())
        if begin.year - first.year > YEARS_EARLIER:
            raise _too_complicated()
    if not skipped:
        return {}
    count = fields["count"] and fields["count"] + len(skipped)
    if count and count > MAX_COUNT:
        raise _too_complicated()
    return {"start_date": first, "exception_dates": skipped, "count": count}


def _is_plain(parts, frequency, begin):
    """Whether the hub may be able to express the rule. Also excludes rules without any date, which would be searched for long."""
    monthly = frequency in ("MONTHLY", "YEARLY")
    days = [str(day).upper() for day in parts.get("BYDAY", [])]
    return (
        parts.get("BYMONTH", [begin.month]) == [begin.month]
        and (frequency == "YEARLY" or "BYMONTH" not in parts)
        and parts.get("BYMONTHDAY", [begin.day]) == [begin.day]
        and ("BYMONTHDAY" not in parts or (monthly and not days))
        and (len(days) <= 1 if monthly else len(days) <= 7)
        and all((NTH_DAY if monthly else PLAIN_DAY).fullmatch(day) for day in days)
        and parts.get("BYSETPOS", [1])[0] in (-1, 1, 2, 3, 4)
        and ("BYSETPOS" not in parts or (monthly and days and PLAIN_DAY.fullmatch(days[0])))
        and (not (monthly and days) or "BYSETPOS" in parts or NUMBERED.match(days[0]))
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
    ours = Recurrence(
        start=fields.get("start_date", begin.date()),
        frequency=fields["frequency"],
        interval=fields["interval"],
        weekdays=tuple(day for day in fields["weekdays"].split(",") if day),
        until=fields["until"],
        count=fields["count"],
        exceptions=frozenset(map(datetime.date.fromisoformat, fields.get("exception_dates", ()))),
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
