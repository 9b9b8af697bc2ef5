"""`python -m tests.bench.keep [FILE …]`: keeps runs, by default the newest of each kind, and writes docs/performance.md."""

import json
import re
import sys
from pathlib import Path

from tests.bench import kinds, reporting, sizing
from tests.tools.hub import ROOT

PAGE = ROOT / "docs" / "performance.md"
BETWEEN = "<!-- {name}: written by python -m tests.bench.keep -->\n{text}\n<!-- end of {name} -->"


def blocks():
    """What docs/performance.md shows of the kept runs: a dict of a run's name to its text; and what follows from them."""
    reports = {path.stem: json.loads(path.read_text()) for path in sorted(reporting.KEPT.glob("*.json"))}
    texts = {name: kinds.text(report) for name, report in reports.items()}
    if pages := reports.get("pages-sqlite"):
        texts["sizing"] = sizing.text(pages)
    return texts


def written(page, texts):
    """A page with the tables of the kept runs.

    Args:
        page: the text of the page.
        texts: see blocks().

    Returns:
        The text.

    Raises:
        ValueError: the page has no place for one of them.
    """
    for name, text in texts.items():
        block = BETWEEN.format(name=name, text=text)
        pattern = re.compile(re.escape(BETWEEN.format(name=name, text="\0")).replace("\0", ".*?"), re.DOTALL)
        if not pattern.search(page):
            start = BETWEEN.partition("{text}")[0].format(name=name).rstrip()
            raise ValueError(
                f"docs/performance.md has no place for {name}: write {start} and its end where it should stand."
            )
        page = pattern.sub(lambda _found, block=block: block, page)
    return page


def keep(*paths):
    """Keep runs and write their tables.

    Args:
        *paths: of files under var/bench/.
    """
    reporting.KEPT.mkdir(exist_ok=True)
    for path in paths:
        report = json.loads(path.read_text())
        name = f"{report['kind']}-{report['circumstances']['stores']}.json"
        (reporting.KEPT / name).write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
        print(f"Kept: tests/bench/kept/{name}")
    PAGE.write_text(written(PAGE.read_text(), blocks()))


def newest():
    """The newest run of each kind and stores under var/bench/."""
    found = {}
    for path in sorted(reporting.RUNS.glob("*.json")):
        found[path.stem.rpartition("-")[0]] = path
    return list(found.values())


if __name__ == "__main__":
    keep(*([Path(name) for name in sys.argv[1:]] or newest()))
