"""`python -m tests.bench.search`: what a search costs with 500 pages and events, and with 20,000.

Two hubs are served side by side and asked in turns. Their events have texts of words as unequally common as in any language (Zipf's
law: the most common one stands in nearly every text). For each query: the queries to the database, the CPU time of the answer's
thread, and the median of the time until the answer is there; in the end the 95th percentile over all queries and its ratio.
"""

import statistics
import sys
import time
from urllib.parse import quote_plus

from tests.bench import growth, reporting
from tests.bench.client import Reader, percentile
from tests.bench.growth import FEW as SMALL
from tests.bench.growth import MANY as LARGE
from tests.bench.growth import Address, Growth
from tests.bench.names import ASK, CPU

# Events; of each ten there is an organisation with two services, which makes 500 and 20,000 pages with the demonstration's.
FEW, MANY = 240, 15_200
TURNS = 9
MOST, MOST_QUERIES = 2, 8

# What is looked for: by everybody, by somebody, by nobody; in other languages, of one kind, on a later page.
QUERIES = [
    "workers",
    "evening",
    "workers evening",
    "rights training library",
    "support for workers and their family",
    "bench",
    "invented",
    "come as you are",
    "bench workers evening 3-1",
    "bench organization 0003",
    "wage theft",
    "unpaid wages",
    "human trafficking",
    "what is human trafficking",
    "my boss does not pay me",
    "my boss took my passport and I cannot leave the house where I work",
    "safe harbor",
    "help",
    "police",
    "lawyer",
    "shelter tonight",
    "delete browser history",
    "large print",
    "library wages",
    "staff neighbors rights",
    "zzzzqqq",
    "the",
    "who we are",
    "word1",
    "word1 word2 word3 word4",
    "word5 word50 word500",
    "word4999",
    "word40 word4000",
    "violacion",
    "' OR 1=1 --",
]
ADDRESSES = [
    *(f"/search/?q={quote_plus(query)}" for query in QUERIES),
    "/search/?q=evening&type=event",
    "/search/?q=workers&type=partner",
    "/search/?q=workers+training&type=definition",
    "/search/?q=wages&archive=1",
    "/search/?q=workers&page=3",
    "/es/search/?q=salarios",
    "/es/search/?q=workers+evening",
    "/es/search/?q=mi+jefe+no+me+paga",
    "/so/search/?q=caawimaad",
    "/hmn/search/?q=nyiaj+hli",
]


def measure(address, readers):
    """One query at both hubs.

    Args:
        address: an Address.
        readers: a dict of SMALL and LARGE to a Reader.

    Returns:
        A dict: name, path, and for SMALL and LARGE status, queries, bytes, cpu and times (milliseconds), time (their median); ratio
        of the medians, wrong.
    """
    row = {"name": address.name, "path": address.path}
    row |= {name: reader.facts(address.path) for name, reader in readers.items()}
    times, cpu = {name: [] for name in readers}, {name: [] for name in readers}
    for _turn in range(TURNS):
        for name, reader in readers.items():
            begin = time.perf_counter()
            _status, found, _body = reader.get(address.path, **{ASK: "1", "Accept-Encoding": "gzip"})
            times[name].append((time.perf_counter() - begin) * 1000)
            cpu[name].append(float(found[CPU]))
    for name in readers:
        row[name] |= {
            "times": [round(value, 1) for value in times[name]],
            "time": statistics.median(times[name]),
            "cpu": statistics.median(cpu[name]),
        }
    row["ratio"] = row[LARGE]["time"] / row[SMALL]["time"]
    row["wrong"] = "queries" if max(row[SMALL]["queries"], row[LARGE]["queries"]) > MOST_QUERIES else ""
    return row


HEADINGS = ["Search", "queries, few", "many", "CPU ms, few", "many", "ms, few", "many", "ratio", ""]
COLUMNS = {
    "ratio": (lambda row: row["ratio"], reporting.NOISE * 3),
    "queries": (lambda row: row[LARGE]["queries"], 0),
    "ms": (lambda row: row[LARGE]["time"], reporting.NOISE * 3),
}


def cells(row):
    """A row of the table: a list of texts."""
    sides = [row[name] for name in (SMALL, LARGE)]
    found = [f"`{row['name']}`", *(str(side["queries"]) for side in sides)]
    found += [reporting.figure(side[key]) for key in ("cpu", "time") for side in sides]
    return [*found, f"{row['ratio']:.2f}", row["wrong"]]


def quantiles(rows):
    """The 95th percentile of the queries' medians in the small hub and in the large one, in milliseconds."""
    return [percentile([row[name]["time"] for row in rows], 0.95) for name in (SMALL, LARGE)]


def summary(report):
    """The lines below the table."""
    rows = report["rows"]
    few, many = quantiles(rows)
    all_times = [
        percentile([value for row in rows for value in row[name]["times"]], 0.95) for name in (SMALL, LARGE)
    ]
    return [
        f"Few: {report['few']}. Many: {report['many']}.",
        f"95th percentile of the queries' medians: {few:.1f} ms and {many:.1f} ms, ratio {many / few:.2f} (at most {MOST}); "
        f"of all answers: {all_times[0]:.1f} ms and {all_times[1]:.1f} ms, ratio {all_times[1] / all_times[0]:.2f}.",
    ]


def run():
    """Measure, print, and write the run's file.

    Returns:
        (the report, the path of its file).
    """
    report = {"circumstances": reporting.circumstances(), "few": GROWTH.few, "many": GROWTH.many}
    with growth.pair(GROWTH) as served:
        readers = {name: Reader(hub.url) for name, hub in served.items()}
        rows = []
        print(" | ".join(HEADINGS))
        for address in GROWTH.addresses():
            rows.append(measure(address, readers))
            print(" | ".join(cells(rows[-1])), flush=True)
        report["rows"] = rows
    return report, reporting.conclude(GROWTH.kind, report, summary(report), COLUMNS)


GROWTH = Growth(
    kind="growth-search",
    few="500 pages and events",
    many="20,000 pages and events",
    addresses=lambda: [Address(path, path) for path in ADDRESSES],
    fill="tests.bench.many_words",
    sizes=(FEW, MANY),
)


def main():
    """The command.

    Returns:
        1 when the search costs more than MOST times as much with many pages, or more than MOST_QUERIES; else 0.
    """
    return growth.command(GROWTH, run, lambda report: _is_worse(report["rows"]))


def _is_worse(rows):
    few, many = quantiles(rows)
    return many > MOST * few or any(row["wrong"] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
