"""Formats days and times of events: "Wednesday, January 20, 2027, 9 a.m."."""

import datetime
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# Formats of a day with its weekday, of a day, and of a month. Django's own formats have no weekday.
FORMATS = {
    "en": ("l, F j, Y", "F j, Y", "F Y"),
    "es": (r"l j \d\e F \d\e Y", r"j \d\e F \d\e Y", r"F \d\e Y"),
    "so": ("l, j F Y", "j F Y", "F Y"),
    "hmn": (r"l, F \t\i\m j, Y", r"F \t\i\m j, Y", "F Y"),
}
# Names of time zones that people use.
ZONES = {
    "America/New_York": gettext_lazy("Eastern Time"),
    "America/Chicago": gettext_lazy("Central Time"),
    "America/Denver": gettext_lazy("Mountain Time"),
    "America/Phoenix": gettext_lazy("Mountain Time without daylight saving"),
    "America/Los_Angeles": gettext_lazy("Pacific Time"),
    "America/Anchorage": gettext_lazy("Alaska Time"),
    "Pacific/Honolulu": gettext_lazy("Hawaii Time"),
    "UTC": gettext_lazy("Coordinated Universal Time"),
}


# A list names the same few days and hours over and over, and Django takes a tenth of a millisecond for each.
@lru_cache(maxsize=4096)
def _day(language, place, year, month, day):
    return date_format(datetime.date(year, month, day), FORMATS.get(language or "en", FORMATS["en"])[place])


@lru_cache(maxsize=4096)
def _time(_language, hour, minute):
    return date_format(datetime.datetime(2000, 1, 1, hour, minute), "P")


def day_words(day):
    """A day with its weekday: "Wednesday, January 20, 2027"."""
    return _day(get_language(), 0, day.year, day.month, day.day)


def date_words(day):
    """A day without its weekday: "January 20, 2027"."""
    return _day(get_language(), 1, day.year, day.month, day.day)


def month_words(day):
    """The month of a day: "January 2027"."""
    return _day(get_language(), 2, day.year, day.month, day.day)


def time_words(moment):
    """A time of day: "9 a.m.", "noon"."""
    return _time(get_language(), moment.hour, moment.minute)


def zone_words(name):
    """The name of a time zone: "Central Time", or "time in Mogadishu".

    Args:
        name: an IANA name, such as "America/Chicago".
    """
    if known := ZONES.get(name):
        return str(known)
    return _("time in %(place)s") % {"place": name.rpartition("/")[2].replace("_", " ")}


def hours_words(start, end, all_day):
    """The times of one date: "9 a.m. to noon", "9 a.m.", "all day".

    Args:
        start: the beginning, a time or a local datetime.
        end: the end, likewise; None or equal to the beginning if it is not known.
        all_day: whether it is an all-day event.
    """
    if all_day:
        return _("all day")
    if end is None or end == start:
        return time_words(start)
    return _hours(get_language(), start.hour, start.minute, end.hour, end.minute)


@lru_cache(maxsize=4096)
def _hours(_language, start_hour, start_minute, end_hour, end_minute):
    start, end = datetime.time(start_hour, start_minute), datetime.time(end_hour, end_minute)
    return _("%(start)s to %(end)s") % {"start": time_words(start), "end": time_words(end)}


def span_words(start, end, last_day, all_day):
    """Beginning and end with their days: "Wednesday, January 20, 2027, 9 a.m. to noon".

    Args:
        start: the beginning, a datetime in the event's time zone.
        end: the end, likewise; equal to the beginning if it is not known.
        last_day: the local date on which it ends.
        all_day: whether it is an all-day event.
    """
    if last_day == start.date():
        values = {"day": day_words(last_day), "hours": hours_words(start.time(), end.time(), all_day)}
        return _("%(day)s, %(hours)s") % values
    values = {"first": day_words(start.date()), "last": day_words(last_day)}
    if all_day:
        return _("%(first)s to %(last)s") % values
    values["start"] = time_words(start.time())
    if end == start:
        return _("%(first)s, %(start)s, to %(last)s") % values
    values["end"] = time_words(end.time())
    return _("%(first)s, %(start)s, to %(last)s, %(end)s") % values


def list_words(names):
    """Names in one text: "A", "A and B", "A, B and C"."""
    return get_text_list(list(names), _("and"))
