"""What each address costs, made anew, in a small hub and in one that has grown.

Two hubs are served side by side and asked in turns. For each address: the queries, the length and the median of the CPU time that
the answer took in its thread, and the ratio of the two times. CPU time, not the clock's: what else runs on the machine does not
count, and what does slow it down falls on both alike. A ratio says something only of answers of equal length; where they are
not, the row says so. On PostgreSQL the server's own time is not in it: that grows as the database does.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench import hubs, reporting
from tests.bench.client import Reader
from tests.bench.names import ASK, CPU
from tests.bench.people import Person
from tests.bench.processes import memory
from tests.tools.hub import PASSWORD, ROOT

TURNS = 9
MOST = 1.5
# Answers count as equally long when the longer one has so much more at most.
LONGER = 1.2
FEW, MANY = "few", "many"


@dataclass(frozen=True)
class Address:
    """What is measured.

    Attributes:
        name: in the table.
        path: what is asked for.
        account: the first part of the demo account's address that asks, "" for a reader.
        any_length: whether the answer may be longer in the grown hub; its queries and its time are compared all the same.
    """

    name: str
    path: str
    account: str = ""
    any_length: bool = False


@dataclass(frozen=True)
class Growth:
    """How a hub grows.

    Attributes:
        kind: for the names of files.
        few: the small hub, in words.
        many: the grown hub, in words.
        addresses: gives what is measured, by default.
        fill: the module that fills a hub, with a size as its argument; "" where the environment makes the difference.
        sizes: of the small and of the grown hub.
        environment: more of the small hub's environment.
    """

    kind: str
    few: str
    many: str
    addresses: Callable[[], list[Address]]
    fill: str = ""
    sizes: tuple[int, int] = (0, 0)
    environment: dict = field(default_factory=dict)


def fill(module, size, environment):
    """Fill a hub in a process of its own."""
    subprocess.run([sys.executable, "-m", module, str(size)], cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def pair(growth):
    """The small hub and the grown one, served without the page cache.

    Yields:
        A dict of FEW and MANY to a Hub.
    """
    with contextlib.ExitStack() as stack:
        small = stack.enter_context(hubs.hub(FEW, **growth.environment))
        if growth.fill:
            # As in a hub that grew: what the small one has is in the large one too.
            fill(growth.fill, growth.sizes[0], small)
            large = stack.enter_context(hubs.hub(MANY, like=small))
            fill(growth.fill, growth.sizes[1], large)
        else:
            large = stack.enter_context(hubs.hub(MANY))
        yield {
            name: stack.enter_context(hubs.pinned(environment, PAGE_CACHE="off"))
            for name, environment in ((FEW, small), (MANY, large))
        }


class Sessions:
    """The cookies of demo accounts at a hub: each signs in once, when it is first asked for."""

    def __init__(self, url):
        self.url, self.cookies = url, {"": ""}

    def headers(self, account):
        """The headers of a request of an account."""
        if account not in self.cookies:
            person = Person(self.url)
            person.sign_in(f"{account}@example.org", PASSWORD)
            self.cookies[account] = person.cookie()
        return {"Cookie": self.cookies[account]} if account else {}


def verdict(few, many, ratio, any_length=False):
    """What is wrong with a row, in a word; "" when nothing is.

    Args:
        few: a dict of status, queries and bytes in the small hub.
        many: the same in the grown one.
        ratio: of the CPU times.
        any_length: see Address.
    """
    if few["status"] != many["status"] or many["status"] >= 500:
        return "status"
    if not any_length and max(few["bytes"], many["bytes"]) > LONGER * min(few["bytes"], many["bytes"]):
        return "length"
    if many["queries"] > few["queries"]:
        return "queries"
    return "time" if ratio > MOST else ""


def measure(address, readers, sessions, turns=TURNS):
    """One address at both hubs.

    Args:
        address: an Address.
        readers: a dict of FEW and MANY to a Reader.
        sessions: the same to Sessions.
        turns: how often each is asked for the time.

    Returns:
        A dict: name, path, few and many (status, queries, bytes, cpu), ratio, wrong.
    """
    headers = {name: sessions[name].headers(address.account) for name in readers}
    row = {"name": address.name, "path": address.path}
    row |= {name: reader.facts(address.path, **headers[name]) for name, reader in readers.items()}
    times = {name: [] for name in readers}
    for _turn in range(turns):
        for name, reader in readers.items():
            _status, found, _body = reader.get(
                address.path, **headers[name], **{ASK: "1", "Accept-Encoding": "gzip"}
            )
            times[name].append(float(found[CPU]))
    for name in readers:
        row[name]["cpu"] = statistics.median(times[name])
    row["ratio"] = row[MANY]["cpu"] / row[FEW]["cpu"]
    row["wrong"] = verdict(row[FEW], row[MANY], row["ratio"], address.any_length)
    return row


HEADINGS = [
    "Address",
    "status",
    "queries, few",
    "many",
    "kB, few",
    "many",
    "CPU ms, few",
    "many",
    "ratio",
    "",
]
COLUMNS = {
    "ratio": (lambda row: row["ratio"], reporting.NOISE * 2),
    "queries": (lambda row: row[MANY]["queries"], 0),
    "CPU ms": (lambda row: row[MANY]["cpu"], reporting.NOISE * 2),
}


def cells(row):
    """A row of the table: a list of texts."""
    few, many = row[FEW], row[MANY]
    found = [row["name"], str(many["status"]), str(few["queries"]), str(many["queries"])]
    found += [f"{side['bytes'] / 1000:.1f}" for side in (few, many)]
    found += [reporting.figure(side["cpu"]) for side in (few, many)]
    return [*found, f"{row['ratio']:.2f}", row["wrong"]]


def summary(report):
    """The lines below the table."""
    worse = [f"{row['name']} ({row['wrong']})" for row in report["rows"] if row["wrong"]]
    few, many = (report["memory"][name] for name in (FEW, MANY))
    return [
        f"Few: {report['few']}. Many: {report['many']}.",
        f"More queries, more than {MOST} times the CPU time, or answers that cannot be compared because their lengths differ: "
        + (", ".join(worse) or "none")
        + ".",
        f"A worker's memory: {reporting.memory(few)} and {reporting.memory(many)}.",
    ]


def run(growth):
    """Measure, print, and write the run's file.

    Args:
        growth: a Growth.

    Returns:
        (the report, the path of its file).
    """
    report = {"circumstances": reporting.circumstances(), "few": growth.few, "many": growth.many}
    with pair(growth) as served:
        readers = {name: Reader(hub.url) for name, hub in served.items()}
        sessions = {name: Sessions(hub.url) for name, hub in served.items()}
        rows = []
        print(" | ".join(HEADINGS))
        for address in growth.addresses():
            rows.append(measure(address, readers, sessions))
            print(" | ".join(cells(rows[-1])), flush=True)
        report |= {"rows": rows, "memory": {name: memory(hub.pid) for name, hub in served.items()}}
    return report, reporting.conclude(growth.kind, report, summary(report), COLUMNS)


def command(growth, measured, is_worse):
    """The command of one kind of growth.

    Args:
        growth: a Growth.
        measured: a function that gives the report and the path of its file.
        is_worse: whether something in a report grows that should not.

    Returns:
        1 when something does, else 0.
    """
    parser = argparse.ArgumentParser(
        description=f"Measures a hub with {growth.few} and one with {growth.many}."
    )
    parser.add_argument("--keep", action="store_true", help="write the figures into docs/performance.md")
    wanted = parser.parse_args()
    report, path = measured()
    if wanted.keep:
        from tests.bench.keep import keep  # It shows reports of this module.

        keep(path)
    return int(is_worse(report))


def main(growth):
    """The command of a growth whose addresses are all measured alike: see command()."""
    return command(growth, lambda: run(growth), lambda report: any(row["wrong"] for row in report["rows"]))
