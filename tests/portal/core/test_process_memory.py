"""What a process keeps in its own memory is never older than what the shared cache knows."""

from portal.core import process_memory
from portal.core.cache_version import bump_cache_version
from portal.core.process_memory import kept_or_made


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
