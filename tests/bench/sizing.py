"""How many cores a number of visits needs, from the CPU time of a kept run of `make bench`."""

import math
import statistics

from tests.bench.pages import CACHED, SHOWN, UNCACHED
from tests.bench.reporting import figure

VISITS = 1_000_000  # A day.
# Assumed, not measured.
PAGES_OF_A_VISIT = 4
FILES_OF_A_VISIT = 5  # Style sheet, scripts, icons, a picture: browsers keep them for the next page.
BUSIEST_HOUR = 0.10  # Of all visits of a day.
PEAK = 3  # The busiest minutes of that hour, against its mean.
NOT_CACHED = 0.10  # Of the pages: searches, filters, and what has just changed.
FILLED = 0.6  # Of a core: above it, waiting grows.
FILE = "Style sheet"


def peak(a_day):
    """Requests a second in the busiest minutes, of so many a day."""
    return a_day * BUSIEST_HOUR / 3600 * PEAK


def cores(pages, files, milliseconds):
    """How many cores are busy.

    Args:
        pages: a second.
        files: a second.
        milliseconds: a dict of CACHED, UNCACHED and FILE to the CPU time of a request.

    Returns:
        (with the page cache, without it), FILLED counted in.
    """
    of_files = files * milliseconds[FILE]
    mixed = (1 - NOT_CACHED) * milliseconds[CACHED] + NOT_CACHED * milliseconds[UNCACHED]
    return tuple((pages * each + of_files) / 1000 / FILLED for each in (mixed, milliseconds[UNCACHED]))


def measured(rows):
    """The median CPU time of the pages of a run, cached and not, and that of a file, in milliseconds.

    Args:
        rows: of a kept run of `make bench`.
    """
    whole = [row for row in rows if row["status"] == 200 and row["name"] != FILE]
    found = {
        name: statistics.median(row[name][str(SHOWN)]["cpu"] for row in whole) for name in (CACHED, UNCACHED)
    }
    files = [row[CACHED][str(SHOWN)]["cpu"] for row in rows if row["name"] == FILE]
    return found | {FILE: files[0] if files else 0.0}


def _cores(busy):
    """Whole cores, in words."""
    number = math.ceil(busy)
    return "1 core" if number == 1 else f"{number} cores"


def text(report):
    """The arithmetic, as Markdown.

    Args:
        report: a kept run of `make bench`.
    """
    milliseconds = measured(report["rows"])
    pages, files = peak(VISITS * PAGES_OF_A_VISIT), peak(VISITS * FILES_OF_A_VISIT)
    with_cache, without = cores(pages, files, milliseconds)
    return "\n".join(
        [
            f"- Assumed: {VISITS:,} visits a day, {PAGES_OF_A_VISIT} pages and {FILES_OF_A_VISIT} files each; {BUSIEST_HOUR:.0%} of the day in "
            f"its busiest hour, and {PEAK} times that hour's mean in its busiest minutes; {NOT_CACHED:.0%} of the pages not from the cache.",
            f"- That is {VISITS:,} × {PAGES_OF_A_VISIT} × {BUSIEST_HOUR:.0%} / 3,600 s × {PEAK} = {pages:.0f} pages a second, and "
            f"{files:.0f} files a second.",
            f"- Measured (medians, commit {report['circumstances']['commit']}): {figure(milliseconds[CACHED])} ms of CPU time for a cached "
            f"page, {figure(milliseconds[UNCACHED])} ms for one made anew, {figure(milliseconds[FILE])} ms for a file.",
            f"- With the page cache: ({pages:.0f} × ({1 - NOT_CACHED:.0%} × {figure(milliseconds[CACHED])} ms + {NOT_CACHED:.0%} × "
            f"{figure(milliseconds[UNCACHED])} ms) + {files:.0f} × {figure(milliseconds[FILE])} ms) / 1,000 / {FILLED:.0%} = {figure(with_cache)}: "
            f"**{_cores(with_cache)}** for the web servers.",
            f"- If every page were made anew: {figure(without)}, {_cores(without)}.",
        ]
    )
