"""What Orca says on five journeys is what the transcripts in `transcripts/` say, word for word.

After a change of words on these pages, read what is said now, and keep it: WRITE_TRANSCRIPTS=1 make test-browsers
"""

import os
from pathlib import Path

import pytest

TRANSCRIPTS = Path(__file__).parent / "transcripts"


@pytest.fixture
def transcript(orca, request, site_url):
    """Compares what was pressed and said with the transcript of that name."""

    def compare(name):
        said = "\n".join(line.replace(site_url, "") for line in orca.lines) + "\n"
        file = TRANSCRIPTS / f"{name}.txt"
        if os.environ.get("WRITE_TRANSCRIPTS"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(said, encoding="utf-8")
        assert said.splitlines() == file.read_text(encoding="utf-8").splitlines()

    return compare


def test_from_the_home_page_to_a_number(orca, site_url, transcript):
    orca.open(f"{site_url}/")
    orca.press("Tab", "Tab", "Return", "h", "Down", "Down", "h", "Tab", "Tab", "h", "h")
    transcript("get-help")


def test_leaving_with_the_shift_key(orca, elsewhere, site_url, transcript):
    orca.open(f"{site_url}/definitions/wage-theft/")
    orca.press("Tab", "Shift_L", "Shift_L", "Shift_L")
    assert orca.driver.current_url == elsewhere.url
    transcript("leave")


def test_a_definition_and_its_law(orca, site_url, transcript):
    orca.open(f"{site_url}/definitions/wage-theft/")
    orca.press("h", "Down", "Down", "h", "h", "h", "q", "Down", "l", "Down")
    transcript("definition")


def test_a_search_by_somebody_in_danger(orca, site_url, transcript):
    orca.open(f"{site_url}/search/")
    orca.press("e", "Insert+a")
    orca.type("my boss took my passport")
    orca.press("Return", "h", "h", "Tab", "h", "h")
    transcript("search")


def test_a_form_with_an_answer_missing(orca, site_url, transcript):
    orca.open(f"{site_url}/request-accessible-format/")
    orca.press("h", "e", "b", "Return", "Tab", "Return")
    transcript("form")


def test_help_in_somali(orca, site_url, transcript):
    orca.open(f"{site_url}/so/get-help/")
    orca.press("Tab", "Tab", "h", "h", "Tab", "Tab")
    transcript("get-help-so")
