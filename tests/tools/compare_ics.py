"""`python -m tests.tools.compare_ics DIR`: whether the import takes the dates of calendars exactly.

For each event of each .ics file in a directory it compares the dates that the hub takes with those that the library recurring-ical-events
reads, and prints what was left out and why. `--today 2027-01-10` reads them as of that day.
"""

import argparse
import datetime
import os
import sys
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
import time_machine


@dataclass
class Result:
    """What the comparison of one or several files found."""

    files: int = 0
    taken: int = 0
    left_out: Counter = field(default_factory=Counter)
    differences: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def compare(directory):
    """Compare all files of a directory. Returns a Result."""
    result = Result()
    for path in sorted(Path(directory).glob("*.ics")):
        result.files += 1
        _compare_file(path, result)
    return result


def _compare_file(path, result):
    # Imported here because main() sets up Django first.
    from django.utils import timezone

    from partners.ics_import.map import readings
    from partners.ics_import.parse import NotACalendar, read_calendar
    from partners.ics_import.verify import shown, window

    data = path.read_bytes()
    try:
        found = readings(read_calendar(data), timezone.localdate())
    except NotACalendar as refused:
        result.left_out[str(refused)] += 1
        return
    whole = icalendar.Calendar.from_ical(data)
    taken = {}
    for reading in found:
        if reading.is_cancelled or reading.reason:
            result.left_out[reading.reason or "It is canceled in the calendar."] += 1
        else:
            result.taken += 1
            result.notes += [(path.name, reading.title, note) for note in reading.notes]
            taken.setdefault(_key(reading.series.component), []).append(reading)
    for key, group in taken.items():
        first, last = window(group[0].fields, timezone.localdate())
        ours = sorted((pair for reading in group for pair in shown(reading.fields, first, last)), key=_order)
        theirs = _theirs(whole, key, group[0].fields, first, last)
        if ours != theirs[: len(ours)] or (len(ours) < 400 and len(ours) != len(theirs)):
            result.differences.append(
                (path.name, group[0].title, sorted(set(ours) ^ set(theirs), key=_order)[:4])
            )


def _key(component):
    """What the components of one event have in common: the UID, or title and begin."""
    uid = str(component.get("UID", "")).strip()
    return uid or (str(component.get("SUMMARY")), component.get("DTSTART").to_ical())


def _theirs(whole, key, fields, first, last):
    """The dates of one event according to recurring-ical-events, as naive local times of the event's zone."""
    calendar = icalendar.Calendar()
    # Without X-WR-TIMEZONE, to which the library would move rules in universal time; the standard does not know it.
    for component in whole.subcomponents:
        if component.name == "VTIMEZONE" or (component.name == "VEVENT" and _key(component) == key):
            calendar.add_component(component)
    end = last + datetime.timedelta(days=1)
    found = recurring_ical_events.of(calendar).between(first, end)
    zone = ZoneInfo(fields["time_zone"])
    pairs = []
    for occurrence in found:
        begin, end = _local(occurrence.start, zone), _local(occurrence.end, zone)
        is_canceled = str(occurrence.get("STATUS", "")).upper() == "CANCELLED"
        if first <= begin.date() <= last and not is_canceled:
            pairs.append((begin, end if end > begin else None))
    return sorted(pairs, key=_order)


def _local(when, zone):
    if not isinstance(when, datetime.datetime):
        return datetime.datetime.combine(when, datetime.time())
    return (when.astimezone(zone) if when.tzinfo else when).replace(tzinfo=None)


def _order(pair):
    return pair[0], pair[1] or pair[0]


def main():
    """Print what was found. Returns the exit code: 1 if a date differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", type=Path)
    parser.add_argument("--today", type=datetime.date.fromisoformat)
    parser.add_argument("--notes", action="store_true", help="print what was shortened or assumed, too")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    noon = options.today and datetime.datetime.combine(options.today, datetime.time(18), datetime.UTC)
    with time_machine.travel(noon, tick=True) if noon else nullcontext():
        result = compare(options.directory)
    print(f"{result.files} files, {result.taken} events taken, {result.left_out.total()} left out")
    for reason, count in result.left_out.most_common():
        print(f"  {count} left out: {reason}")
    for name, title, note in result.notes if options.notes else ():
        print(f"  note, {name}, {title}: {note}")
    for name, title, dates in result.differences:
        print(f"DIFFERENT {name}, {title}: {dates}")
    print(f"{len(result.differences)} differences")
    return 1 if result.differences or not result.files else 0


if __name__ == "__main__":
    sys.exit(main())
