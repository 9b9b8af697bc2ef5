"""Reads calendars with ical.js (tests/tools/ical_parse.mjs)."""

import json
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_all(texts, until="2030-01-01"):
    """What ical.js finds in calendars, all in one run.

    Args:
        texts: iCalendar texts.
        until: the last date up to which rules are followed.

    Returns:
        A list of dicts: calendar, zones, names, nested, events, dates.
    """
    if not (ROOT / "node_modules" / "ical.js").exists():
        raise RuntimeError("ical.js is missing. Install it with: make node-packages")
    run = subprocess.run(
        ["node", ROOT / "tests" / "tools" / "ical_parse.mjs"],
        input=json.dumps([{"text": text, "until": until} for text in texts]),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def read(answer, until="2030-01-01"):
    """What ical.js finds in the calendar of an answer."""
    return read_all([answer.content.decode()], until)[0]


def ics(client, event, query="", **headers):
    """The answer of an event's own calendar."""
    answer = client.get(f"{event.url}event.ics{query}", headers=headers)
    assert answer.status_code in (200, 304), answer.status_code
    return answer
