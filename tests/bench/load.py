"""`make load`: readers, members, approvers and an importing organization use the hub at once, for some minutes.

On SQLite one server with two processes answers, as `make serve` starts it; on PostgreSQL with Redis (DATABASE_URL, REDIS_URL) two such
servers on two ports stand for two hosts, and everybody goes from one to the other. Worker and scheduler run beside them. Every
answer other than the expected one is an error, and so is an event that is not public at every server as soon as it is approved.
"""

import argparse
import contextlib
import multiprocessing
import statistics
import subprocess
import sys
import threading
import time

from tests.bench import hubs, reporting
from tests.bench.addresses import PAGES
from tests.bench.client import percentile
from tests.bench.crowd import Approver, Importer, Member, Notes, Reader
from tests.bench.processes import cpu_times, cpu_used, memory
from tests.tools.hub import ROOT, server

SECONDS, READERS = 300, 8
WORKERS = 2  # Processes of each server, as the Procfile starts them.
SAMPLED_EVERY = 5
COMMON = [
    page.path
    for page in PAGES
    if page.path and not page.again and page.status == 200 and "?" not in page.path
]
RIVERSIDE, NORTHSIDE = "riverside-example-coalition", "northside-example-workers-center"
AFTERWARDS = 60  # Seconds that a request may still take when it is over.


def read(urls, count, seconds, results):
    """What the process of the readers does.

    Args:
        urls: of the servers.
        count: how many readers.
        seconds: how long.
        results: a queue for (rows, errors).
    """
    notes, over = Notes(), threading.Event()
    crowd = [Reader(COMMON, "reader", urls, notes, over, 0.05) for _number in range(count)]
    _let(crowd, over, seconds)
    results.put((notes.rows, notes.errors))


def _let(crowd, over, seconds, each=lambda: None):
    """Let people do what they do, for so long; `each` is called every few seconds."""
    for somebody in crowd:
        somebody.start()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(left, SAMPLED_EVERY))
        each()
    over.set()
    for somebody in crowd:
        somebody.join(AFTERWARDS)


def staff(urls, notes, over):
    """Two members, two approvers, and one who imports a calendar, three times a minute at most."""
    return [
        Member("riverside@example.org", RIVERSIDE, "member", urls, notes, over, 6),
        Member("northside@example.org", NORTHSIDE, "member", urls, notes, over, 6),
        Approver("approver@example.org", (0, 2), "approver", urls, notes, over, 3),
        Approver("approver2@example.org", (1, 2), "approver", urls, notes, over, 3),
        # An organization may import 20 times an hour.
        Importer("riverside.colleague@example.org", RIVERSIDE, "importer", urls, notes, over, 20),
    ]


@contextlib.contextmanager
def started():
    """A hub with its servers, worker and scheduler.

    Yields:
        A list of Hub, one for each server.
    """
    with (
        hubs.hub(settings="portal.settings.demo", workers=WORKERS) as environment,
        contextlib.ExitStack() as stack,
    ):
        several = bool(environment.get("DATABASE_URL") and environment.get("REDIS_URL"))
        served = [stack.enter_context(server(environment)) for _host in range(2 if several else 1)]
        for command in ("run_worker", "run_scheduler"):
            # CHECK_LINKS: the bench asks only this machine.
            process = subprocess.Popen(
                ["nice", "-n", "5", sys.executable, "manage.py", command],
                cwd=ROOT,
                env=environment | {"CHECK_LINKS": "0"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
        yield served


def slope(samples):
    """How fast something grows, by least squares: units a minute; 0 for fewer than three samples.

    Args:
        samples: a list of (seconds, value).
    """
    if len(samples) < 3:
        return 0.0
    times, values = zip(*samples, strict=True)
    return statistics.linear_regression(times, values).slope * 60


def by_kind(rows, seconds):
    """What was asked for, by kind.

    Args:
        rows: see Notes.
        seconds: how long all lasted.

    Returns:
        A list of dicts: name, requests, rate, p50, p99 and most (milliseconds).
    """
    kinds = {}
    for _when, kind, _status, taken in rows:
        kinds.setdefault(kind, []).append(taken * 1000)
    return [
        {
            "name": kind,
            "requests": len(times),
            "rate": len(times) / seconds,
            "p50": percentile(times, 0.5),
            "p99": percentile(times, 0.99),
            "most": max(times),
        }
        for kind, times in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]


def run(seconds, readers):
    """Let all use the hub.

    Args:
        seconds: how long.
        readers: how many readers.

    Returns:
        A dict: the report.
    """
    report = {"circumstances": reporting.circumstances(), "seconds": seconds, "readers": readers}
    with started() as served:
        urls = [hub.url for hub in served]
        notes, over, samples = Notes(), threading.Event(), [[] for _hub in served]

        def sample():
            for hub, found in zip(served, samples, strict=True):
                found.append((time.monotonic() - notes.begin, memory(hub.pid)[0]))

        context = multiprocessing.get_context("spawn")  # Not a copy of this process with its threads.
        results = context.Queue()
        others = context.Process(target=read, args=(urls, readers, seconds, results))
        before = [cpu_times(hub.pid) for hub in served]
        begin = time.monotonic()
        others.start()
        _let(staff(urls, notes, over), over, seconds, sample)
        rows, errors = results.get(timeout=AFTERWARDS)
        others.join(AFTERWARDS)
        lasted = time.monotonic() - begin
        used = sum(cpu_used(found, cpu_times(hub.pid)) for found, hub in zip(before, served, strict=True))
    rows, errors = rows + notes.rows, errors + notes.errors
    return report | {
        "servers": len(urls),
        "workers": WORKERS,
        "lasted": round(lasted, 1),
        "requests": len(rows),
        "errors": len(errors),
        "first_errors": errors[:20],
        "cpu": used,
        "rows": by_kind(rows, lasted),
        # The first third is warming up.
        "memory": [
            {"first": found[0][1], "last": found[-1][1], "slope": slope(found[len(found) // 3 :])}
            for found in samples
            if found
        ],
    }


HEADINGS = ["Kind", "requests", "a second", "p50 ms", "p99 ms", "longest ms"]
COLUMNS = {"p50 ms": (lambda row: row["p50"], 0.5), "p99 ms": (lambda row: row["p99"], 0.5)}


def cells(row):
    """A row of the table: a list of texts."""
    return [
        row["name"],
        f"{row['requests']:,}",
        reporting.figure(row["rate"]),
        *(reporting.figure(row[key]) for key in ("p50", "p99", "most")),
    ]


def summary(report):
    """The lines below the table."""
    total, share = report["requests"], report["errors"] / max(report["requests"], 1)
    lines = [
        f"{report['servers']} server(s) with {report['workers']} processes each, {report['readers']} readers, two members, two approvers, "
        f"one importing organization, {report['lasted']:.0f} seconds.",
        f"{total:,} requests, {report['errors']} errors ({share:.2%}); {report['cpu'] / max(total, 1) * 1000:.1f} ms of CPU time of the "
        "servers a request.",
    ]
    for number, found in enumerate(report["memory"], start=1):
        lines.append(
            f"Memory of a worker of server {number}: {found['first']:.0f} MB at first, {found['last']:.0f} MB at the end, "
            f"{found['slope']:+.2f} MB a minute after the first third."
        )
    return lines


def main():
    """The command.

    Returns:
        1 when there was an error, else 0.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--keep", action="store_true", help="write the figures into docs/performance.md")
    wanted = parser.parse_args()
    report = run(wanted.seconds, wanted.readers)
    print(reporting.table(HEADINGS, [cells(row) for row in report["rows"]]))
    for kind, what, problem in report["first_errors"]:
        print(f"Error: {kind}: {what}: {problem}")
    path = reporting.conclude("load", report, summary(report), COLUMNS)
    if wanted.keep:
        from tests.bench.keep import keep  # It shows reports of this module.

        keep(path)
    return int(bool(report["errors"]))


if __name__ == "__main__":
    sys.exit(main())
