"""`python -m tests.bench.events`: what lists, calendars and the directory cost with 100 events and with 10,000.

Two hubs are served side by side, one with few rows and one with many, and asked in turns. Prints for each address the
queries, the length and the median of the CPU time that the answer took in its thread, with few and with many rows, and
the ratio of the two times. CPU time, not the clock's: what else runs on the machine does not count, and what does slow it
down falls on both alike. A ratio says something only of answers of equal length; where they are not, the row says so.
"""

import datetime
import statistics
import subprocess
import sys

from tests.bench.__main__ import Reader, memory
from tests.bench.names import ANSWER, ASK, CPU
from tests.tools.hub import ROOT, served_hub

FEW, MANY = 100, 10_000
TURNS = 15
MOST = 1.5
# Answers count as equally long when the longer one has so much more at most.
LONGER = 1.2


def addresses():
    """What is measured, as (name, path): pages that are full with few rows already."""
    month = (datetime.date.today() + datetime.timedelta(days=14)).strftime("%Y/%m")
    return [
        ("Home", "/"),
        ("Events", "/events/"),
        ("Events, Spanish", "/es/events/"),
        ("Events, page 3", "/events/?page=3"),
        ("Events, by terms", "/events/?topic=training&attendance=online"),
        ("Events, by words", "/events/?q=workers+evening"),
        ("Events, by organisation", "/events/?organisation=bench-3"),
        ("Month", f"/events/month/{month}/"),
        ("Past events", "/events/past/"),
        ("calendar.ics", "/events/calendar.ics"),
        ("calendar.ics, filtered", "/events/calendar.ics?attendance=online"),
        ("feed.atom", "/events/feed.atom"),
        ("Event", "/events/bench-3-1/"),
        ("event.ics", "/events/bench-3-0/event.ics"),
        ("Partners", "/partners/"),
        ("Partners, by terms", "/partners/?service=training&area=minneapolis"),
        ("Partners, by words", "/partners/?q=workers"),
        ("Organization", "/partners/bench-3/"),
        ("Service", "/partners/bench-3/service-0/"),
        ("HSDS services", "/api/hsds/services?per_page=10"),
        ("HSDS organizations", "/api/hsds/organizations?per_page=10"),
        ("HSDS at locations", "/api/hsds/service_at_locations?per_page=10"),
        ("Search", "/search/?q=workers"),
        ("Search, events", "/search/?q=evening&type=event"),
    ]


def warm_up(reader, path):
    """Ask once for nothing, so that what is kept for everybody is kept, and once for the facts.

    Returns:
        (status, queries, bytes).
    """
    reader.get(path)
    status, headers, body = reader.get(path, **{ASK: "1"})
    return status, int(headers[ANSWER]), len(body)


def milliseconds(readers, path):
    """The CPU time of an address at each hub: medians of TURNS answers, asked in turns.

    Args:
        readers: a Reader for each hub.
        path: what is asked for.

    Returns:
        A list of milliseconds in the readers' order.
    """
    times = [[] for _reader in readers]
    for _turn in range(TURNS):
        for reader, found in zip(readers, times, strict=True):
            _status, headers, _body = reader.get(path, **{ASK: "1", "Accept-Encoding": "gzip"})
            found.append(float(headers[CPU]))
    return [statistics.median(found) for found in times]


def fill(hub, count):
    """Fill the hub in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.many_events", str(count)]
    subprocess.run(command, cwd=ROOT, env=hub.environment, check=True)


def verdict(few, many, ratio):
    """What is wrong with a row, in a word; "" when nothing is."""
    if few[0] != many[0]:
        return "status"
    if max(few[2], many[2]) > LONGER * min(few[2], many[2]):
        return "length"
    if many[1] > few[1]:
        return "queries"
    return "time" if ratio > MOST else ""


def main():
    """Measure all and print the table.

    Returns:
        How many addresses cost more queries, or more than MOST times as much time, with many rows, or were not comparable.
    """
    options = {"settings": "tests.bench.settings"}
    with served_hub(**options) as small, served_hub(**options) as large:
        fill(small, FEW)
        for count in (FEW, MANY):  # As in a hub that grew: the first hundred are the same.
            fill(large, count)
        readers = [Reader(small.url), Reader(large.url)]
        print(f"{'Address':26}{'status':>7}{'queries':>12}{'kB':>12}{'ms of CPU':>17}{'ratio':>8}")
        worse = 0
        for name, path in addresses():
            few, many = (warm_up(reader, path) for reader in readers)
            times = milliseconds(readers, path)
            ratio = times[1] / times[0]
            wrong = verdict(few, many, ratio)
            worse += bool(wrong)
            print(
                f"{name:26}{many[0]:>7}{few[1]:>6} {many[1]:>5}{few[2] / 1000:>6.0f} {many[2] / 1000:>5.0f}"
                f"{times[0]:>8.1f} {times[1]:>8.1f}{ratio:>8.2f}{'  < ' + wrong if wrong else ''}",
                flush=True,
            )
        for count, hub in ((FEW, small), (MANY, large)):
            resident, shared = memory(hub.pid)
            print(f"Memory of a worker with {count} events: {resident:.0f} MB ({shared:.0f} MB PSS)")
    return worse


if __name__ == "__main__":
    sys.exit(bool(main()))
