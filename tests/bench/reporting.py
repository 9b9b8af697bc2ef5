"""What a run of the bench leaves: a file under var/bench/, a table, and the changes since the run that was kept.

A kept run is a file under tests/bench/kept/; docs/performance.md shows it as a table between two comments, which
`python -m tests.bench.keep` writes.
"""

import datetime
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.hubs import address_of_server
from tests.tools.hub import ROOT

RUNS = ROOT / "var" / "bench"
KEPT = ROOT / "tests" / "bench" / "kept"
LIBRARIES = ["django", "wagtail", "granian", "redis", "psycopg"]
# Changes that are smaller are noise on a machine that does other work too.
NOISE = 0.1


def stores():
    """Where the measured hub keeps its rows and its cache, for the names of files: "sqlite", "postgresql-redis" …"""
    rows = "postgresql" if address_of_server() else "sqlite"
    return f"{rows}-redis" if os.environ.get("REDIS_URL") else rows


def _said(*command):
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""


def _server_version():
    """The version of the PostgreSQL server, or of SQLite."""
    if stores().startswith("sqlite"):
        import sqlite3  # Only to name it.

        return f"SQLite {sqlite3.sqlite_version}"
    import psycopg  # Not needed on SQLite.

    address = os.environ["DATABASE_URL"].replace("postgresql://", "postgres://", 1)
    with psycopg.connect(address) as connection:
        return f"PostgreSQL {connection.info.server_version // 10000}"


def circumstances():
    """When, with which code and on what machine something is measured.

    Returns:
        A dict of texts and numbers; the addresses of the stores without user, password and query.
    """
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    changed = bool(_said("git", "status", "--porcelain", "--untracked-files=no"))
    redis = urlsplit(os.environ.get("REDIS_URL", ""))
    return {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": " ".join(["python -m", _module(), *sys.argv[1:]]),
        "commit": _said("git", "rev-parse", "--short=9", "HEAD") + ("+" if changed else ""),
        "machine": f"{len(os.sched_getaffinity(0))} cores, {model}",
        "load": round(os.getloadavg()[0], 1),
        "stores": stores(),
        "database": _server_version(),
        "cache": f"Redis at {redis.hostname}" if redis.hostname else "files",
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in LIBRARIES},
        "copied": bool(os.environ.get("BENCH_COPY")),
        "client": _said("h2load", "--version"),
        "kernel": platform.release(),
    }


def _module():
    spec = getattr(sys.modules["__main__"], "__spec__", None)
    return spec.name.removesuffix(".__main__") if spec else "tests.bench"


def write(kind, report):
    """Write a run under var/bench/.

    Args:
        kind: what was measured, such as "pages".
        report: a dict with "circumstances" and what was found.

    Returns:
        The path of the file.
    """
    RUNS.mkdir(parents=True, exist_ok=True)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")
    path = RUNS / f"{kind}-{stores()}-{stamp}.json"
    path.write_text(json.dumps({"kind": kind, **report}, indent=1, ensure_ascii=False) + "\n")
    return path


def kept(kind, where=None):
    """The kept run of this kind on these stores, or None.

    Args:
        kind: see write().
        where: other stores than those of this run, see stores().
    """
    path = KEPT / f"{kind}-{where or stores()}.json"
    return json.loads(path.read_text()) if path.exists() else None


def table(headings, rows):
    """A table in Markdown.

    Args:
        headings: a list of texts.
        rows: lists of texts.
    """
    lines = [headings, ["---", *["--:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def figure(number):
    """A number with about three digits that count, "–" for None."""
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def memory(found):
    """The memory of a process as text.

    Args:
        found: [resident, with what processes share divided among them (PSS)], both in MB.
    """
    resident, proportional = found
    return f"{resident:.0f} MB ({proportional:.0f} MB when what processes share is counted once)"


def change(before, now, noise=NOISE):
    """How a figure has changed, as text; "" when it has not, or by no more than the noise.

    Args:
        before: the kept figure, or None.
        now: the figure of this run, or None.
        noise: the share of the kept figure by which it may differ; 0 for counts.
    """
    if before is None or now is None or before == now:
        return ""
    if abs(now - before) <= noise * abs(before):
        return ""
    return f"{figure(before)} → {figure(now)}"


def changes(before, rows, columns):
    """What has changed since the kept run.

    Args:
        before: the rows of the kept run, or None.
        rows: the rows of this run: dicts with "name".
        columns: a dict of a column's heading to (a function from a row to its figure, the noise).

    Returns:
        A list of lines.
    """
    if before is None:
        return ["There is no kept run to compare with: python -m tests.bench.keep keeps this one."]
    former = {row["name"]: row for row in before}
    lines = []
    for row in rows:
        old = former.pop(row["name"], None)
        if old is None:
            lines.append(f"{row['name']}: new")
            continue
        told = [
            f"{heading} {text}"
            for heading, (value, noise) in columns.items()
            if (text := change(value(old), value(row), noise))
        ]
        if told:
            lines.append(f"{row['name']}: {', '.join(told)}")
    return lines or ["No figure differs from the kept run by more than the noise."]


def conclude(kind, report, lines, columns):
    """Print what stands below a table and what has changed, and write the run's file.

    Args:
        kind: of the run.
        report: a dict with the circumstances and the rows.
        lines: a list of texts.
        columns: see changes().

    Returns:
        The path of the file.
    """
    print("", *lines, "", sep="\n")
    former = kept(kind)
    print(*changes(former and former["rows"], report["rows"], columns), sep="\n")
    path = write(kind, report)
    print(f"\nAll figures: {path}")
    return path
