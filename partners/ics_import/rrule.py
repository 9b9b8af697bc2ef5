"""Converts recurrence rules of other calendars to the hub's, if they can be expressed exactly."""

import datetime
import re

from django.utils.translation import gettext as _

from partners.events.recurrence import WEEKDAY_CODES, Recurrence

MAX_COUNT = 400
# The hub's rule must give the same dates: this many, within this many years.
COMPARED, YEARS = 120, 6
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
        A dict: frequency, interval, weekdays, until, count.

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
    _compare(parts, fields, begin)
    return fields


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


def _compare(parts, fields, begin):
    """Refuse a rule if dateutil computes other dates from it than the hub."""
    from dateutil import rrule  # Imported here because only imports of calendars need the library.

    ours = Recurrence(
        start=begin.date(),
        frequency=fields["frequency"],
        interval=fields["interval"],
        weekdays=tuple(day for day in fields["weekdays"].split(",") if day),
        until=fields["until"],
        count=fields["count"],
    )
    text = ";".join(
        f"{name}={','.join(str(value) for value in values)}"
        for name, values in parts.items()
        if name not in ("UNTIL", "COUNT")
    )
    start = datetime.datetime.combine(begin.date(), datetime.time())
    if fields["until"]:
        text += f";UNTIL={fields['until']:%Y%m%d}T000000"
    if fields["count"]:
        text += f";COUNT={fields['count']}"
    last = begin.date().replace(year=begin.year + YEARS, day=min(begin.day, 28))
    try:
        theirs = rrule.rrulestr(text, dtstart=start)
        expected = []
        for moment in theirs.xafter(start, count=COMPARED, inc=True):
            if moment.date() > last:
                break
            expected.append(moment.date())
    except (ValueError, TypeError, OverflowError):
        raise _too_complicated() from None
    if ours.first != begin.date() or ours.dates(last, COMPARED) != expected:
        raise _too_complicated()


def _too_complicated():
    return NotExpressible(
        _("This site cannot show how it repeats. Post it with a simpler rule, or post its dates one by one.")
    )
