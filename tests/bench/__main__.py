"""`python -m tests.bench`: what each type of page costs beside a bare answer of the same server (tests/bench/pages.py)."""

import argparse
import sys

from tests.bench import pages, reporting
from tests.bench.addresses import chosen
from tests.bench.keep import keep

ROUNDS, SECONDS = 3, 0.25


def options(arguments=None):
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--pages", default="", help="names or addresses, separated by commas (default: all)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each is asked in turns")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="about how long a burst takes")
    parser.add_argument("--keep", action="store_true", help="write the figures into docs/performance.md")
    return parser.parse_args(arguments)


def run(wanted):
    """Measure, print, and write the run's file.

    Args:
        wanted: see options().

    Returns:
        The path of the file.
    """
    listed = chosen(wanted.pages)
    report = {"circumstances": reporting.circumstances(), "rounds": wanted.rounds, "seconds": wanted.seconds}
    with pages.started() as servers:
        rows = []
        print(" | ".join(pages.HEADINGS))
        for page in listed:
            rows.append(pages.measure(servers, page, wanted.rounds, wanted.seconds))
            print(" | ".join(pages.cells(rows[-1])), flush=True)
        report |= {"rows": rows, "memory": pages.memories(servers)}
    return reporting.conclude("pages", report, pages.summary(report), pages.COLUMNS)


if __name__ == "__main__":
    asked = options()
    written = run(asked)
    if asked.keep:
        keep(written)
    sys.exit()
