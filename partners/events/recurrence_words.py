"""Says recurrence rules in the active language: "Every month on the first Tuesday and the third Tuesday until March 3, 2027"."""

import datetime

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .wording import date_words, day_words

# So many dates are named; of more, only the number is said.
NAMED = 6


def rule(recurrence):
    """A rule with its end and its extra dates, but without exceptions.

    Args:
        recurrence: a Recurrence with a start and a frequency.
    """
    if not recurrence.has_rule:
        return _list_of(sorted({recurrence.start, *recurrence.extras} - recurrence.exceptions))
    words = _without_end(recurrence)
    if recurrence.count:
        values = {"rule": words, "count": recurrence.count}
        words = ngettext("%(rule)s, %(count)d time", "%(rule)s, %(count)d times", recurrence.count) % values
    elif recurrence.until:
        words = _("%(rule)s until %(date)s") % {"rule": words, "date": date_words(recurrence.until)}
    extras = sorted(recurrence.extras - recurrence.exceptions)
    if not extras:
        return words
    if len(extras) > NAMED:
        more = {"rule": words, "number": len(extras)}
        return (
            ngettext(
                "%(rule)s, and on %(number)d more day", "%(rule)s, and on %(number)d more days", len(extras)
            )
            % more
        )
    # Translators: such as "Every Tuesday until March 3, 2027, and on April 3, 2027".
    return _("%(rule)s, and on %(dates)s") % {"rule": words, "dates": _named(extras)}


def exceptions(days):
    """Dates on which an event does not take place: "not on January 1, 2027"; "" for none.

    Args:
        days: dates in order.
    """
    if not days:
        return ""
    if len(days) > NAMED:
        values = {"dates": _comma(days[:NAMED]), "number": len(days) - NAMED}
        return (
            ngettext(
                "not on %(dates)s and %(number)d more day",
                "not on %(dates)s and %(number)d more days",
                len(days) - NAMED,
            )
            % values
        )
    # Translators: such as "not on January 1, 2027".
    return _("not on %(dates)s") % {"dates": _named(days)}


def later(recurrence, listed):
    """Which dates follow a list: "More dates follow until March 3, 2027."; "" for none.

    Args:
        recurrence: a Recurrence with a start.
        listed: the last date in the list, according to the rule.
    """
    if recurrence.is_endless:
        return _("More dates follow. No last day is set.")
    last = recurrence.last
    if last is None or last <= listed:
        return ""
    return _("More dates follow until %(day)s.") % {"day": date_words(last)}


def start_is_no_date(recurrence):
    """That an event does not take place on its first day, because the rule does not have that day; "" if it does.

    Args:
        recurrence: a Recurrence with a start.
    """
    days = {recurrence.first, *recurrence.extras, *recurrence.exceptions}
    if recurrence.start in days:
        return ""
    first = next(iter(recurrence.dates(datetime.date.max, 1)), None)
    if first is None:
        return ""
    values = {"day": day_words(recurrence.start), "first": day_words(first)}
    return _("%(day)s is not one of the dates: the first is %(first)s.") % values


def _list_of(days):
    """A list of dates: all of them, or how many there are."""
    if len(days) <= NAMED:
        return _named(days)
    values = {"number": len(days), "first": date_words(days[0]), "last": date_words(days[-1])}
    return _("%(number)d dates from %(first)s to %(last)s") % values


def _named(days):
    # A date contains a comma in some languages, so dates are separated by semicolons.
    words = [date_words(day) for day in days]
    if len(words) < 3:
        return get_text_list(words, _("and"))
    return "; ".join(words)


def _comma(days):
    return "; ".join(date_words(day) for day in days)


def _without_end(recurrence):
    if recurrence.frequency == "daily":
        return _daily(recurrence.interval)
    if recurrence.frequency == "weekly":
        return _weekly(recurrence)
    return _monthly(recurrence)


def _daily(interval):
    if interval == 1:
        return _("Every day")
    if interval == 2:
        return _("Every two days")
    return _("Every %(number)d days") % {"number": interval}


def _weekly(recurrence):
    values = {
        "days": get_text_list([str(WEEKDAYS[day]) for day in recurrence.days], _("and")),
        "number": recurrence.interval,
    }
    if recurrence.interval == 1:
        # Translators: such as "Every Tuesday and Thursday".
        return _("Every %(days)s") % values
    if recurrence.interval == 2:
        return _("Every two weeks on %(days)s") % values
    return _("Every %(number)d weeks on %(days)s") % values


def _monthly(recurrence):
    if recurrence.frequency == "monthly_date":
        days = [month_day(day) for day in recurrence.chosen_month_days]
    elif recurrence.frequency == "monthly_workday":
        days = [_workday(nth) for nth in recurrence.chosen_positions]
    else:
        days = [_nth_weekday(nth, WEEKDAYS[day]) for nth, day in recurrence.nth_days]
    said = {"day": get_text_list(days, _("and")), "number": recurrence.interval}
    if recurrence.interval == 1:
        # Translators: "day" is such as "the 15th", "the second Tuesday" or "the last day".
        return _("Every month on %(day)s") % said
    if recurrence.interval == 2:
        return _("Every two months on %(day)s") % said
    return _("Every %(number)d months on %(day)s") % said


def month_day(day):
    """A day of the month: "the 15th", "the last day"."""
    if day == -1:
        # Translators: the last day of the month.
        return _("the last day")
    # Translators: such as "the 15th", a day of the month.
    return _("the %(day)s") % {"day": _ordinal(day)}


def position(number):
    """A position in the month: "the first", "the last"; the number if it is none."""
    words = {
        1: _("the first"),
        2: _("the second"),
        3: _("the third"),
        4: _("the fourth"),
        5: _("the fifth"),
        -1: _("the last"),
    }
    return words.get(number, str(number))


def _nth_weekday(nth, weekday):
    return {
        1: _("the first %(weekday)s"),
        2: _("the second %(weekday)s"),
        3: _("the third %(weekday)s"),
        4: _("the fourth %(weekday)s"),
        5: _("the fifth %(weekday)s"),
        -1: _("the last %(weekday)s"),
    }[nth] % {"weekday": weekday}


def _workday(nth):
    return {
        1: _("the first workday"),
        2: _("the second workday"),
        3: _("the third workday"),
        4: _("the fourth workday"),
        5: _("the fifth workday"),
        -1: _("the last workday"),
    }[nth]


def _ordinal(number):
    """A day of the month in words: "1st" in English, "1" in Spanish."""
    values = {"number": number}
    ending = number % 10 if number not in (11, 12, 13) else 0
    if ending == 1:
        return pgettext("day of the month", "%(number)dst") % values
    if ending == 2:
        return pgettext("day of the month", "%(number)dnd") % values
    if ending == 3:
        return pgettext("day of the month", "%(number)drd") % values
    return pgettext("day of the month", "%(number)dth") % values
