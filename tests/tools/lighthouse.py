"""`make lighthouse`: Lighthouse's four scores of every kind of page in English and Somali, and what its first load costs.

PAGES="home,event" measures those whose names begin so. The hub is one of its own without the demonstration notice, because search engines are told to stay away from a
demonstration; HUB_URL names a running one instead (start it with DEMONSTRATION_NOTICE=0).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from tests.browser.addresses import ENGLISH
from tests.tools.hub import hub_to_visit

# Version 13 needs Node 22; Debian 12 has 18.
LIGHTHOUSE = "lighthouse@12.8.2"
OTHER_LANGUAGE = "so"
# In paths that belong to a request that somebody has sent.
REQUEST = "{reference}"
ATTEMPTS = 3  # On a busy machine Chromium now and then loses the beginning of its own trace.
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def report(url):
    """Lighthouse's report on a page; another try when it could not measure all four scores."""
    for _attempt in range(ATTEMPTS):
        found = _report(url)
        if all(found["categories"][category]["score"] is not None for category in CATEGORIES):
            break
    return found


def _report(url):
    """Lighthouse's report on a page, as a phone on a slow line sees it (its default).

    Args:
        url: the page's address on this machine.

    Returns:
        The report as a dict.

    Raises:
        RuntimeError: Lighthouse did not run.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        run = subprocess.run(
            ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={target}"]
            + ["--no-enable-error-reporting", f"--chrome-flags={CHROME_FLAGS}"],
            env={"CHROME_PATH": os.environ.get("CHROMIUM", "/usr/bin/chromium"), **os.environ},
            capture_output=True,
            text=True,
            timeout=300,
        )
        if not target.exists():
            raise RuntimeError(f"Lighthouse did not run:\n{run.stderr[-2000:]}")
        return json.loads(target.read_text())


def losses(found):
    """The audits that cost a score something: (category, score of 100, title), the dearest first."""
    rows = []
    for category in CATEGORIES:
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["scoreDisplayMode"] == "error":
                rows.append((reference["weight"], category, {"title": audit.get("errorMessage", "")}))
            elif reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                rows.append((reference["weight"] * (1 - audit["score"]), category, audit))
    return [(category, audit) for _cost, category, audit in sorted(rows, key=lambda row: -row[0])]


def is_there(url):
    """Whether a page answers: one that is not translated answers 404 in that language."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return False


def pages_to_measure(hub_url, names=()):
    """The pages: (name, path), each kind in English, then those in Somali that are translated.

    Args:
        hub_url: the address of the hub.
        names: beginnings of names of kinds; all kinds if there are none.
    """
    kinds = [
        address
        for address in ENGLISH
        if address.status == 200 and not address.sends and REQUEST not in address.path
    ]
    found = [kind for kind in kinds if not names or kind.name.startswith(tuple(names))]
    pages = [(kind.name, kind.path) for kind in found]
    translations = [(f"{kind.name}, {OTHER_LANGUAGE}", f"/{OTHER_LANGUAGE}{kind.path}") for kind in found]
    return pages + [(name, path) for name, path in translations if is_there(hub_url + path)]


def show(name, path, found):
    """Print one page's row, and what kept a score below 100.

    Returns:
        Its scores of 100, in the order of CATEGORIES; None where there is none.
    """
    found_scores = [found["categories"][category]["score"] for category in CATEGORIES]
    scores = [None if score is None else round(score * 100) for score in found_scores]
    requests = found["audits"]["network-requests"].get("details", {}).get("items", [])
    size = sum(item.get("transferSize") or 0 for item in requests)
    cells = "".join(f"{'none' if score is None else score:>16}" for score in scores)
    print(f"{name:44}{cells}{len(requests):>10}{size:>10}", flush=True)
    failure = found.get("runtimeError") or {}
    for problem in [failure.get("message"), *found.get("runWarnings", [])]:
        if problem:
            print(f"    {problem}")
    for category, audit in losses(found) if not failure else []:
        print(f"    {category}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
        for item in audit.get("details", {}).get("items", [])[:3]:
            words = item.get("description") or item.get("node", {}).get("snippet") or item.get("url") or ""
            if words:
                print(f"        {words[:160]}")
    return scores


def main():
    """Measure the pages and print the table."""
    with hub_to_visit(notice=False) as hub:
        with urllib.request.urlopen(f"{hub.url}/robots.txt") as robots:
            if b"Disallow: /\n" in robots.read():
                print("The demonstration notice is on, so SEO is not 100. Start with DEMONSTRATION_NOTICE=0.")
        print(
            f"{'Page':44}"
            + "".join(f"{category:>16}" for category in CATEGORIES)
            + f"{'requests':>10}{'bytes':>10}"
        )
        names = [name for name in os.environ.get("PAGES", "").split(",") if name]
        rows = [show(name, path, report(hub.url + path)) for name, path in pages_to_measure(hub.url, names)]
    for category, scores in zip(CATEGORIES, zip(*rows, strict=True), strict=True):
        known = [score for score in scores if score is not None]
        print(
            f"{category}: {scores.count(100)} of {len(scores)} pages have 100, the least {min(known)}, the median {statistics.median(known):g}"
        )


if __name__ == "__main__":
    sys.exit(main())
