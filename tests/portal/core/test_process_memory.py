"""What a process keeps in its own memory is never older than what the shared cache knows."""

import datetime

import time_machine

from portal.core import process_memory
from portal.core.cache_version import bump_cache_version
from portal.core.process_memory import kept_for_a_while, kept_or_made


def test_a_value_is_made_once_and_anew_for_a_new_version(db):
    made = []

    def value():
        return kept_or_made("a value", lambda: made.append(1) or len(made), timeout=60)

    assert (value(), value()) == (1, 1)
    bump_cache_version()
    assert (value(), value()) == (2, 2)


def test_another_process_reads_what_this_one_has_made(db, monkeypatch):
    assert kept_or_made("a value", lambda: "first", timeout=60) == "first"
    monkeypatch.setattr(process_memory, "_memory", ("", {}))
    assert kept_or_made("a value", lambda: "second", timeout=60) == "first"


def test_a_full_memory_reads_the_shared_cache(db, monkeypatch):
    monkeypatch.setattr(process_memory, "MOST_VALUES", 1)
    for _turn in range(2):
        assert [kept_or_made(name, lambda name=name: name, timeout=60) for name in "abc"] == ["a", "b", "c"]


def test_a_value_that_depends_on_the_time_is_made_anew_in_the_next_period(db, monkeypatch):
    made = []

    def value():
        return kept_for_a_while("a value", lambda: made.append(1) or len(made), seconds=600)

    begin = datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC)
    with time_machine.travel(begin, tick=False) as clock:
        assert (value(), value()) == (1, 1)
        # Another process.
        monkeypatch.setattr(process_memory, "_memory", ("", {}))
        assert value() == 1
        clock.shift(599)
        assert value() == 1
        clock.shift(1)
        assert (value(), value()) == (2, 2)
        bump_cache_version()
        assert value() == 3
