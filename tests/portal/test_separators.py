"""A separator belongs to the item after it: a line may begin with it and never ends with it, as on a narrow phone."""

import re
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database
ROOT = Path(settings.BASE_DIR)
FOLDERS = (
    "home/archive",
    "home/campaigns",
    "home/search",
    "media/videos",
    "partners/events",
    "partners/organisations",
)
LINES = "portal/design/components/help_line"


def files(ending, *folders):
    found = [file for folder in folders for file in sorted((ROOT / folder).rglob(f"*.{ending}"))]
    assert found
    return found


def test_no_line_of_facts_can_break_after_its_separator():
    breaking = [
        (file.name, line.strip())
        for file in files("html", *FOLDERS, LINES)
        for line in file.read_text().splitlines()
        if re.search(r"·(\s|$)", line) and "{% block title %}" not in line
    ]
    assert not breaking, "Write ·&nbsp; so that the separator stays with what follows."


def test_no_separator_of_the_styles_can_end_a_line():
    separators = [
        text
        for file in files("css", "home", "media", "partners", "portal")
        for text in re.findall(r'content: "([^"]*·[^"]*)"', file.read_text())
    ]
    assert len(separators) >= 4 and all(text.endswith(r"·\a0") for text in separators)
