"""A dot between two facts stays at the end of a line: at the beginning of one it looks like the mark of a list item."""

import re

import pytest
from django.conf import settings

BEFORE_THE_DOT = re.compile(r"\s·(&nbsp;|\\a0| )|>·&nbsp;|content: \"\s*·")


@pytest.mark.parametrize("app", ["home", "media", "partners", "portal"])
def test_no_line_begins_with_a_dot_between_two_facts(app):
    found = []
    for path in sorted((settings.BASE_DIR / app).rglob("*")):
        if path.suffix not in (".html", ".css"):
            continue
        # Without comments of style sheets, and without titles, which have one line.
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        lines = [line for line in text.splitlines() if not re.search(r"block (head_|workspace_)?title", line)]
        found += [f"{path.name}: {line.strip()[:80]}" for line in lines if BEFORE_THE_DOT.search(line)]
    assert not found
