"""A separator belongs to the item before it: a line may end with it and never begins with it, as on a narrow phone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database
ROOT = Path(settings.BASE_DIR)


def files(ending):
    found = [
        file
        for folder in ("home", "media", "partners", "portal")
        for file in sorted((ROOT / folder).rglob(f"*.{ending}"))
    ]
    assert found
    return found


def test_no_line_of_facts_can_begin_with_its_separator():
    """A title is one line, and is not looked at."""
    lines = [
        (file.name, line.strip())
        for file in files("html")
        for line in file.read_text().splitlines()
        if "·" in line and "{% block title %}" not in line
    ]
    assert len(lines) >= 15
    breaking = [row for row in lines if re.search(r"(?<!&nbsp;)·|·&nbsp;", row[1])]
    assert not breaking, "Write &nbsp;· so that the separator stays with what is before it."


def test_no_separator_of_the_styles_can_begin_a_line():
    separators = [
        (selector.split()[-1], text)
        for file in files("css")
        for selector, text in re.findall(r'([^{}]+)\{\s*content: "([^"]*·[^"]*)"', file.read_text())
    ]
    assert len(separators) >= 2
    assert all(selector.endswith("::after") and text == r"\a0·" for selector, text in separators)
