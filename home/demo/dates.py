"""Dates relative to the day on which the demonstration is loaded."""

import datetime

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def campaign_year(today):
    """The year of the January campaign: this year's in January, next year's from February on."""
    return today.year if today.month == 1 else today.year + 1


def relative_date(value, today, start=None):
    """Compute a date that is stated relative to another one.

    Args:
        value: a dict, either of `in_days` (days after the day of loading, negative for the past) and perhaps `weekday` ("MO" … "SU":
            the first such day from then on), or of `next_on` ("01-11": the next January 11), or of `days_after_start` and
            `weeks_after_start`, which may be negative.
        today: the day of loading.
        start: the event's first day.

    Raises:
        ValueError: the dict has another key, or `start` is needed and missing.
    """
    unknown = set(value) - {"in_days", "weekday", "next_on", "days_after_start", "weeks_after_start"}
    if unknown:
        raise ValueError(f"a date has no key {', '.join(sorted(unknown))}")
    if "next_on" in value:
        month, day = (int(part) for part in value["next_on"].split("-"))
        found = today.replace(month=month, day=day)
        return found if found > today else found.replace(year=found.year + 1)
    if "in_days" in value:
        found = today + datetime.timedelta(days=value["in_days"])
        if "weekday" in value:
            found += datetime.timedelta(days=(WEEKDAYS.index(value["weekday"]) - found.weekday()) % 7)
        return found
    if start is None:
        raise ValueError("a date counts from start_date, which is missing")
    days, weeks = value.get("days_after_start", 0), value.get("weeks_after_start", 0)
    return start + datetime.timedelta(days=days, weeks=weeks)
