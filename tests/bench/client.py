"""Asks a server: one request at a time for the facts, and many at once with h2load for the times."""

import http.client
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.names import ANSWER, ASK, CACHE, CPU

# What a browser sends, as far as it matters to an answer.
LIKE_A_BROWSER = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*;q=0.8"}
PATIENCE = 120  # seconds


class Reader:
    """Asks one server, one address at a time."""

    def __init__(self, url):
        self.url = url
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)

    def get(self, path, **headers):
        """Ask once, and where the answer leads to, such as the form of a new event with an address of its own.

        Returns:
            (status, headers, body).
        """
        try:
            answer = self._get(path, headers)
        except ConnectionError:  # The server ends connections that have been idle for five seconds.
            self.connection.close()
            answer = self._get(path, headers)
        status, found, _body = answer
        return self._get(found["Location"], headers) if status == 302 else answer

    def _get(self, path, headers):
        self.connection.request("GET", path, headers=headers)
        response = self.connection.getresponse()
        return response.status, response.headers, response.read()

    def facts(self, path, **headers):
        """What an answer is and what it cost, asked when what is kept for everybody is kept.

        Args:
            path: what is asked for.
            **headers: more headers, such as Cookie.

        Returns:
            A dict: status, queries, cpu (milliseconds of its thread), bytes; queries and cpu are None where no CountingMiddleware
            was asked.
        """
        self.get(path, **headers)
        status, found, body = self.get(path, **headers, **{ASK: "1"})
        return {
            "status": status,
            "queries": int(found[ANSWER]) if ANSWER in found else None,
            "cpu": float(found[CPU]) if CPU in found else None,
            "bytes": len(body),
        }

    def packed(self, path):
        """What a browser gets.

        Returns:
            A dict: packed (the compressed answer's length), cache (the page cache's word: hit, miss, stale, or "" where it does
            not apply), etag.
        """
        for _twice in range(2):
            _status, headers, body = self.get(path, **LIKE_A_BROWSER)
        return {"packed": len(body), "cache": headers.get(CACHE, ""), "etag": headers.get("ETag", "")}


@dataclass(frozen=True)
class Burst:
    """Requests that were asked at once or close after each other.

    Attributes:
        statuses: of each.
        times: of each, in microseconds.
        seconds: from the first request to the last answer.
    """

    statuses: list
    times: list
    seconds: float

    @property
    def rate(self):
        """Answers a second."""
        return len(self.times) / self.seconds

    def milliseconds(self, share):
        """The time within which so much of all answers was there, such as 0.99."""
        return percentile(self.times, share) / 1000


def percentile(values, share):
    """The smallest value that is not less than so much of all values (nearest rank).

    Args:
        values: at least one.
        share: more than 0, at most 1.
    """
    ordered = sorted(values)
    place = -(-len(ordered) * round(share * 1000) // 1000)  # rounded up
    return ordered[max(place, 1) - 1]


def read_log(text):
    """A Burst of h2load's log: lines of start (microseconds since 1970), status and microseconds until the answer's end.

    Raises:
        ValueError: no request was answered.
    """
    rows = [tuple(map(int, line.split("\t")[:3])) for line in text.splitlines() if line.strip()]
    if not rows:
        raise ValueError("The server answered nothing.")
    first = min(start for start, _status, _time in rows)
    last = max(start + time for start, _status, time in rows)
    return Burst(
        [status for _start, status, _time in rows],
        [time for _start, _status, time in rows],
        max(last - first, 1) / 1_000_000,
    )


def burst(url, requests, connections, chosen, headers=None):
    """Ask many times: each connection asks again as soon as it has its answer, until all requests are answered.

    Args:
        url: the whole address.
        requests: how many, a multiple of the connections.
        connections: how many are open.
        chosen: the cores on which the client runs.
        headers: a dict of more headers.

    Returns:
        A Burst.

    Raises:
        RuntimeError: a connection failed or a request was not answered.
    """
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        log = Path(folder) / "log"
        command = [
            "h2load",
            "--h1",
            f"--requests={requests}",
            f"--clients={connections}",
            f"--log-file={log}",
        ]
        for name, value in {**LIKE_A_BROWSER, **(headers or {})}.items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run(
            [*command, url],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            preexec_fn=lambda: os.sched_setaffinity(0, chosen),
        )
        found = read_log(log.read_text()) if log.exists() else None
        if done.returncode or found is None or len(found.times) != requests:
            raise RuntimeError(
                f"{url}: not every request was answered.\n{done.stdout[-600:]}{done.stderr[-600:]}"
            )
        return found
