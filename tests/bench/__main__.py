"""`python -m tests.bench`: what each page type costs beside a bare answer of the same server.

A hub is loaded into a folder of its own and served as `make serve` serves it, with one process. Each page and the bare
answer are asked for in turns, by one reader who waits for each answer; the ratio is the median over the turns, so that
other work on the machine falls on both alike. It asks only this machine, a bounded number of times.
"""

import datetime
import gzip
import http.client
import statistics
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from home.demo.dates import campaign_year
from tests.bench.names import ANSWER, ASK, BARE
from tests.tools.hub import served_hub

PAGES = [
    ("Home", "/"),
    ("Definitions", "/definitions/"),
    ("Definition", "/definitions/labor-trafficking/"),
    ("Initiatives", "/initiatives/"),
    ("Initiative", "/initiatives/labor-trafficking-plan/"),
    ("Campaigns", "/campaigns/"),
    ("Campaign", f"/campaigns/january-{campaign_year(datetime.date.today())}/"),
    ("Videos", "/videos/"),
    ("Video", "/videos/how-this-hub-keeps-your-visit-private/"),
    ("Resources", "/resources/"),
    ("Resource", "/resources/wage-theft-in-minneapolis-report/"),
    ("Get help", "/get-help/"),
    ("Cards", "/get-help/card/"),
    ("Format request", "/request-accessible-format/"),
    ("Contact", "/contact/"),
    ("Information", "/stay-safe-online/"),
    ("Search", "/search/?q=wage"),
    ("Not found", "/no-such-page/"),
    ("Definition, Spanish", "/es/definitions/labor-trafficking/"),
]
TURNS, BARE_REQUESTS, PAGE_REQUESTS = 5, 30, 12
MEMORY_TURNS = 20


class Reader:
    """Asks one server, one address at a time."""

    def __init__(self, url):
        self.host = urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def get(self, path, **headers):
        """Ask once.

        Returns:
            (status, headers, body).
        """
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def seconds(self, path, times):
        """The mean time of an answer over some requests."""
        begin = time.perf_counter()
        for _turn in range(times):
            self.get(path, **{"Accept-Encoding": "gzip"})
        return (time.perf_counter() - begin) / times


def memory(pid):
    """The mean memory of the server's workers in MB: resident, and with what processes share divided among them (PSS)."""
    workers = [child for child in _children(pid) or [pid]]
    sums = {"Rss": 0, "Pss": 0}
    for worker in workers:
        for line in Path(f"/proc/{worker}/smaps_rollup").read_text().splitlines():
            name, _, rest = line.partition(":")
            if name in sums:
                sums[name] += int(rest.split()[0]) / 1024
    return sums["Rss"] / len(workers), sums["Pss"] / len(workers)


def _children(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text().split()]


def measure(reader, path):
    """One page.

    Returns:
        A dict: status, queries (the site context being cached), bytes, bytes compressed, milliseconds and the ratio of the bare
        answer's time to the page's.
    """
    reader.get(path)
    status, headers, body = reader.get(path, **{ASK: "1"})
    _status, packed_headers, packed = reader.get(path, **{"Accept-Encoding": "gzip"})
    if packed_headers.get("Content-Encoding") != "gzip":
        packed = gzip.compress(packed)
    ratios, times = [], []
    for _turn in range(TURNS):
        bare, page = reader.seconds(f"/{BARE}", BARE_REQUESTS), reader.seconds(path, PAGE_REQUESTS)
        ratios.append(bare / page)
        times.append(page)
    return {
        "status": status,
        "queries": int(headers[ANSWER]),
        "bytes": len(body),
        "packed": len(packed),
        "milliseconds": statistics.median(times) * 1000,
        "ratio": statistics.median(ratios),
    }


def main():
    """Measure all and print the table."""
    with served_hub(settings="tests.bench.settings") as hub:
        reader = Reader(hub.url)
        for _name, path in PAGES:
            reader.get(path)
        resident, shared = memory(hub.pid)
        bare = statistics.median(reader.seconds(f"/{BARE}", BARE_REQUESTS) for _turn in range(TURNS))
        print(f"Bare answer: {bare * 1000:.2f} ms, {1 / bare:.0f} a second (one reader, one process)\n")
        print(f"{'Page':22}{'status':>7}{'queries':>9}{'bytes':>9}{'gzip':>8}{'ms':>8}{'ratio':>8}")
        for name, path in PAGES:
            row = measure(reader, path)
            print(
                f"{name:22}{row['status']:>7}{row['queries']:>9}{row['bytes']:>9}{row['packed']:>8}"
                f"{row['milliseconds']:>8.1f}{row['ratio']:>8.2f}",
                flush=True,
            )
        for _turn in range(MEMORY_TURNS):
            for _name, path in PAGES:
                reader.get(path)
        after, shared_after = memory(hub.pid)
        print(
            f"\nMemory of a worker: {resident:.0f} MB ({shared:.0f} MB PSS) after each page once, "
            f"{after:.0f} MB ({shared_after:.0f} MB PSS) after all that was measured."
        )


if __name__ == "__main__":
    sys.exit(main())
