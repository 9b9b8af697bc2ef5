"""Asks html-validate whether pages are valid HTML (rules: .htmlvalidate.json)."""

import json
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "node_modules" / ".bin" / "html-validate"


def html_problems(pages):
    """Validate pages, all in one run, because starting the validator costs more than a page.

    Args:
        pages: a dictionary of names (for the answer, such as the address) and HTML texts.

    Returns:
        A list of sentences, one for each error or warning: "name:line:column rule: message". Empty when all is well.

    Raises:
        RuntimeError: when the validator is not installed or did not run.
    """
    if not PROGRAM.exists():
        raise RuntimeError("html-validate is missing. Install it with: make node-packages")
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, text) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(text, encoding="utf-8")
            names[path.name] = name
        report = Path(folder) / "report.json"
        # Into a file: what a long report writes into a pipe is cut off when Node ends.
        with report.open("w") as output:
            run = subprocess.run(
                [PROGRAM, "--config", ROOT / ".htmlvalidate.json", "--formatter", "json", "*.html"],
                cwd=folder,
                stdout=output,
                stderr=subprocess.PIPE,
                text=True,
                timeout=240,
            )
        text = report.read_text()
    try:
        results = json.loads(text)
    except ValueError:
        raise RuntimeError(f"html-validate did not run: {run.stderr or text}") from None
    return [
        f"{names[Path(result['filePath']).name]}:{found['line']}:{found['column']} {found['ruleId']}: {found['message']}"
        for result in results
        for found in result["messages"]
    ]
