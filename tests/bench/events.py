"""`python -m tests.bench.events`: what lists, calendars and the directory cost with 100 events and with 10,000.

Prints for each address its queries and the median of its times with few and with many rows, and the ratio of the two, each
against the bare answer measured beside it, so that a busy machine does not count as a slow page.
"""

import datetime
import statistics
import subprocess
import sys

from tests.bench.__main__ import Reader, memory
from tests.bench.names import ANSWER, ASK, BARE
from tests.tools.hub import ROOT, served_hub

FEW, MANY = 100, 10_000
TURNS, BARE_REQUESTS, REQUESTS = 9, 15, 4
MOST = 1.5


def addresses():
    """What is measured, as (name, path): pages that are full with few rows already, so that their length does not count."""
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
        ("Organisation", "/partners/bench-3/"),
        ("Service", "/partners/bench-3/service-0/"),
        ("HSDS services", "/api/hsds/services?per_page=10"),
        ("HSDS organizations", "/api/hsds/organizations?per_page=10"),
        ("HSDS at locations", "/api/hsds/service_at_locations?per_page=10"),
        ("Search", "/search/?q=workers"),
        ("Search, events", "/search/?q=evening&type=event"),
    ]


def measure(reader, path):
    """One address.

    Returns:
        (status, queries of a second reader, kB, milliseconds, time as a multiple of the bare answer's).
    """
    reader.get(path)
    status, headers, body = reader.get(path, **{ASK: "1"})
    times, multiples = [], []
    for _turn in range(TURNS):
        bare, page = reader.seconds(f"/{BARE}", BARE_REQUESTS), reader.seconds(path, REQUESTS)
        times.append(page)
        multiples.append(page / bare)
    milliseconds = statistics.median(times) * 1000
    return status, int(headers[ANSWER]), len(body) / 1000, milliseconds, statistics.median(multiples)


def fill(hub, count):
    """Fill the hub in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.many_events", str(count)]
    subprocess.run(command, cwd=ROOT, env=hub.environment, check=True)


def main():
    """Measure all and print the table.

    Returns:
        How many addresses cost more queries, or more than MOST times as much time, with many rows.
    """
    with served_hub(settings="tests.bench.settings") as hub:
        rows = {}
        for count in (FEW, MANY):
            fill(hub, count)
            reader = Reader(hub.url)  # A connection that waited while rows were written is closed.
            for name, path in addresses():
                rows.setdefault(name, []).append(measure(reader, path))
            resident, shared = memory(hub.pid)
            print(
                f"Memory of a worker with {count} events: {resident:.0f} MB ({shared:.0f} MB PSS)", flush=True
            )
    print(f"{'Address':26}{'status':>7}{'queries':>12}{'kB':>12}{'ms':>16}{'ratio':>8}")
    worse = 0
    for name, (few, many) in rows.items():
        ratio = many[4] / few[4]
        late = ratio > MOST or many[1] > few[1]
        worse += late
        print(
            f"{name:26}{many[0]:>7}{few[1]:>6} {many[1]:>5}{few[2]:>6.0f} {many[2]:>5.0f}"
            f"{few[3]:>8.1f} {many[3]:>7.1f}{ratio:>8.2f}{'  <' if late else ''}"
        )
    return worse


if __name__ == "__main__":
    sys.exit(bool(main()))
