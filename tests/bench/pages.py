"""What each type of page costs, from the page cache and made anew, beside a bare answer of the same server.

Three servers with one process each run on one core: Django without middleware answering 4 kB (tests/bench/bare.py), the hub with
its page cache, and the same hub without it. The client runs on the other cores. Each is asked in turns, in short bursts; a
ratio is the median over the rounds, so that other work on the machine falls on all alike.
"""

import contextlib
import math
import re
import statistics
from dataclasses import dataclass, field, replace

from tests.bench import hubs, reporting
from tests.bench.client import LIKE_A_BROWSER, Reader, burst, percentile
from tests.bench.processes import cores, cpu_times, cpu_used, memory

BARE, CACHED, UNCACHED = "bare", "cached", "uncached"
CONNECTIONS = (1, 8, 64)
# The number of connections whose figures stand in the table: a busy server, but no queue yet.
SHOWN = 8
# A burst that takes so many times as long as it should (each connection asks at least once) is not repeated.
TOO_LONG = 3


@dataclass
class Asked:
    """What was found of one server, one page and one number of connections.

    Attributes:
        rates: answers a second, of each round.
        times: microseconds of every answer.
        cpu: seconds of CPU time of all rounds.
    """

    rates: list = field(default_factory=list)
    times: list = field(default_factory=list)
    cpu: float = 0.0

    def figures(self, bare):
        """Its figures and their ratios to a bare answer's.

        Args:
            bare: the Asked of the bare answer, with the same rounds.

        Returns:
            A dict: rate, ratio, p50 and p99 (milliseconds), cpu (milliseconds a request), requests.
        """
        times = sorted(self.times)
        return {
            "rate": statistics.median(self.rates),
            "ratio": statistics.median(
                rate / other for rate, other in zip(self.rates, bare.rates, strict=False)
            ),
            "p50": percentile(times, 0.5) / 1000,
            "p99": percentile(times, 0.99) / 1000,
            "cpu": self.cpu / len(times) * 1000,
            "requests": len(times),
        }


@dataclass
class Servers:
    """The three servers, and how fast each page was when it was last asked for.

    Attributes:
        hubs: a dict of BARE, CACHED and UNCACHED to a Hub.
        rates: a dict of (server, page, connections) to answers a second.
    """

    hubs: dict
    rates: dict = field(default_factory=dict)

    def requests(self, name, page, connections, seconds):
        """How many requests take about so many seconds: a multiple of the connections."""
        known = [
            self.rates.get((name, page.name, count))
            for count in reversed(CONNECTIONS)
            if count <= connections
        ]
        rate = next(filter(None, known), None) or self.rates.get((name, page.name, 0), 20)
        return connections * max(math.ceil(rate * seconds / connections), 2 if connections < 64 else 1)

    def ask(self, name, page, connections, requests, headers):
        """One burst.

        Returns:
            (the Burst, seconds of CPU time).

        Raises:
            RuntimeError: an answer had another status than the page's.
        """
        hub = self.hubs[name]
        path, status = ("/", 200) if name == BARE else (page.path, page.status)
        before = cpu_times(hub.pid)
        found = burst(hub.url + path, requests, connections, cores()[1], headers.get(name))
        used = cpu_used(before, cpu_times(hub.pid))
        if set(found.statuses) != {status}:
            raise RuntimeError(
                f"{path} of the {name} server answered {sorted(set(found.statuses))}, not {status}."
            )
        self.rates[name, page.name, connections] = found.rate
        return found, used


def facts(servers, page):
    """What a page is: status, queries, lengths, and the headers with which it is asked for.

    Returns:
        (the Page with its address, a dict, a dict of CACHED and UNCACHED to headers).
    """
    reader = Reader(servers.hubs[UNCACHED].url)
    if page.linked:
        _status, _headers, home = reader.get("/")
        page = replace(page, path=re.search(page.linked, home.decode())[1])
    found = reader.facts(page.path)
    readers = {UNCACHED: reader, CACHED: Reader(servers.hubs[CACHED].url)}
    packed = {name: one.packed(page.path) for name, one in readers.items()}
    # Each server has its own: a page holds its own address, and with it the port.
    headers = {name: {"If-None-Match": one["etag"]} if page.again else {} for name, one in packed.items()}
    cached = packed[CACHED]
    if page.again:
        _status, _headers, body = reader.get(page.path, **LIKE_A_BROWSER, **headers[UNCACHED])
        found["bytes"] = cached["packed"] = len(body)
    # The first guess of its speed, from the answer's CPU time.
    servers.rates[UNCACHED, page.name, 0] = 1000 / max(found["cpu"], 1)
    servers.rates[CACHED, page.name, 0] = 500 if cached["cache"] else servers.rates[UNCACHED, page.name, 0]
    servers.rates[BARE, page.name, 0] = 1000
    return (
        page,
        {
            "queries": found["queries"],
            "bytes": found["bytes"],
            "packed": cached["packed"],
            "cache": cached["cache"],
        },
        headers,
    )


def measure(servers, page, rounds, seconds):
    """One page.

    Args:
        servers: Servers.
        page: a Page.
        rounds: how often each is asked in turns.
        seconds: about how long a burst takes.

    Returns:
        A dict: name, path, status, the facts, and for CACHED and UNCACHED a dict of connections to figures.
    """
    page, found, headers = facts(servers, page)
    names = [BARE, CACHED, UNCACHED]
    row = {"name": page.name, "path": page.path, "status": page.status, **found, CACHED: {}, UNCACHED: {}}
    for connections in CONNECTIONS:
        asked = {name: Asked() for name in names}
        finished = set()
        for turn in range(rounds):
            for name in names[turn % 3 :] + names[: turn % 3]:
                if name in finished:
                    continue
                requests = servers.requests(name, page, connections, seconds)
                one, used = servers.ask(name, page, connections, requests, headers)
                asked[name].rates.append(one.rate)
                asked[name].times += one.times
                asked[name].cpu += used
                if one.seconds > TOO_LONG * seconds:
                    finished.add(name)
        for name in (CACHED, UNCACHED):
            row[name][str(connections)] = asked[name].figures(asked[BARE])
        row.setdefault(BARE, {})[str(connections)] = asked[BARE].figures(asked[BARE])
    return row


@contextlib.contextmanager
def started():
    """Load a hub and start the three servers.

    Yields:
        Servers.
    """
    with hubs.hub() as environment, contextlib.ExitStack() as stack:
        cached = stack.enter_context(hubs.pinned(environment))
        uncached = stack.enter_context(hubs.pinned(environment, PAGE_CACHE="off"))
        bare = stack.enter_context(hubs.pinned(environment, application="tests.bench.bare:application"))
        _status, _headers, body = Reader(bare.url).get("/")
        if not body.startswith(b"Nothing but text."):
            raise RuntimeError("The bare server does not give the bare answer (tests/bench/bare.py).")
        yield Servers({BARE: bare, CACHED: cached, UNCACHED: uncached})


def memories(servers):
    """The memory of a worker of each server in MB: a dict of its name to [resident, PSS]."""
    return {name: [round(value, 1) for value in memory(hub.pid)] for name, hub in servers.hubs.items()}


# --- What is shown ------------------------------------------------------------------------------------------------
def _shown(row, name, key, connections=SHOWN):
    return row[name][str(connections)][key]


COLUMNS = {
    "cached ratio": (lambda row: _shown(row, CACHED, "ratio"), reporting.NOISE * 2),
    "uncached ratio": (lambda row: _shown(row, UNCACHED, "ratio"), reporting.NOISE * 2),
    "cached CPU ms": (lambda row: _shown(row, CACHED, "cpu"), reporting.NOISE * 2),
    "uncached CPU ms": (lambda row: _shown(row, UNCACHED, "cpu"), reporting.NOISE * 2),
    "queries": (lambda row: row["queries"], 0),
    "bytes": (lambda row: row["bytes"], 0.02),
}
HEADINGS = [
    "Page",
    "cached: ratio",
    "a second at 1, 8, 64",
    "p50, p99 ms",
    "CPU ms",
    "uncached: ratio",
    "a second at 1, 8, 64",
    "p50, p99 ms",
    "CPU ms",
    "queries",
    "kB",
    "gzip",
]


def cells(row):
    """A row of the table: a list of texts."""
    found = [row["name"]]
    for name in (CACHED, UNCACHED):
        rates = ", ".join(f"{_shown(row, name, 'rate', count):.0f}" for count in CONNECTIONS)
        times = ", ".join(reporting.figure(_shown(row, name, key)) for key in ("p50", "p99"))
        found += [
            reporting.figure(_shown(row, name, "ratio")),
            rates,
            times,
            reporting.figure(_shown(row, name, "cpu")),
        ]
    return [*found, str(row["queries"]), f"{row['bytes'] / 1000:.1f}", f"{row['packed'] / 1000:.1f}"]


def summary(report):
    """The lines below the table: the bare answer, the page cache, the memory."""
    rows = report["rows"]
    bare = [statistics.median(row[BARE][str(count)]["rate"] for row in rows) for count in CONNECTIONS]
    cpu = statistics.median(_shown(row, BARE, "cpu") for row in rows)
    answered = sum(row["cache"] == "hit" for row in rows)
    memory_of = report["memory"]
    return [
        f"The bare answer: {', '.join(f'{rate:,.0f}' for rate in bare)} a second at 1, 8 and 64 connections, {cpu:.2f} ms of CPU time.",
        f"The page cache answered {answered} of {len(rows)} addresses. A worker's memory: {reporting.memory(memory_of[CACHED])} with it, "
        f"{reporting.memory(memory_of[UNCACHED])} without, {reporting.memory(memory_of[BARE])} that of the bare answer.",
    ]
