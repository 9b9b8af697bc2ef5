"""What a long command shows: one line on a terminal, few plain lines in a log, nothing with --verbosity 0."""

import io

import pytest
from django.core.management.base import OutputWrapper

from portal.core.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(output, seconds, verbosity=1, count=20):
    """What is written while items are worked on, `seconds` for each."""
    turns = iter(range(1_000))
    progress = Progress(OutputWrapper(output), verbosity, clock=lambda: next(turns) * seconds)
    progress.step("Preparing the database")
    assert list(progress.track(range(count), "Publishing pages")) == list(range(count))
    assert list(progress.track([], "Nothing to do")) == []
    return output.getvalue()


def test_a_log_gets_a_line_in_two_seconds_with_counts_and_what_remains():
    assert run(io.StringIO(), seconds=0.5).splitlines() == [
        "Preparing the database …",
        "Publishing pages: 20 …",
        "Publishing pages: 4 of 20, about 8 s left",
        "Publishing pages: 8 of 20, about 6 s left",
        "Publishing pages: 12 of 20, about 4 s left",
        "Publishing pages: 16 of 20, about 2 s left",
    ]
    # What is quick is named once.
    assert run(io.StringIO(), seconds=0.01).splitlines() == [
        "Preparing the database …",
        "Publishing pages: 20 …",
    ]


def test_a_terminal_gets_one_line_that_is_rewritten_without_escape_sequences():
    text = run(Terminal(), seconds=0.5)
    assert text.count("\n") == 2 and "\x1b" not in text
    lines = text.split("\n")
    shown = lines[1].split("\r")
    assert shown[-2].strip() == "Publishing pages: 19 of 20, about 1 s left"
    # The last one covers what was longer.
    assert shown[-1].startswith("Publishing pages: 20 ") and len(shown[-1]) >= len(shown[-2].strip())


@pytest.mark.parametrize("output", [io.StringIO(), Terminal()])
def test_verbosity_0_shows_nothing(output):
    assert run(output, seconds=1, verbosity=0) == ""
    assert list(Progress().track([1, 2], "Unseen")) == [1, 2]


def test_what_cannot_be_counted_before_is_counted_while_it_comes():
    output, turns = io.StringIO(), iter(range(1_000))
    progress = Progress(OutputWrapper(output), clock=lambda: next(turns))
    list(progress.track(iter(range(5)), "Reading"))
    assert output.getvalue().splitlines() == ["Reading …", "Reading: 2", "Reading: 4"]
