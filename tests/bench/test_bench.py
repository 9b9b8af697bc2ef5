"""The arithmetic of the bench, and that it starts."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tests.bench import __main__ as bench
from tests.bench import addresses, growth, keep, kinds, load, many_pages, pages, processes, reporting, sizing
from tests.bench.client import percentile, read_log
from tests.bench.crowd import Notes, calendar
from tests.bench.people import Answer, multipart
from tests.database import KEPT

A_PAGE = """<form action="/search/"><input name="q"></form>
<form method="post" action="?again=1"><input type="hidden" name="key" value="a&amp;b"><input name="title" value="Old">
<input type="checkbox" name="off"><input type="radio" name="kind" value="x" checked><textarea name="text">
Two
lines</textarea><select name="zone"><option value="">-</option><option value="UTC" selected>UTC</option></select>
<input name="never" disabled><input type="file" name="file"><button name="action" value="send">Send</button></form>"""


def test_a_log_gives_the_rate_and_the_times():
    found = read_log("1000000\t200\t400000\n1000000\t200\t300000\n1400000\t404\t600000\n")
    assert (found.statuses, found.seconds, found.rate) == ([200, 200, 404], 1.0, 3.0)
    assert found.milliseconds(0.5) == 400
    with pytest.raises(ValueError, match="nothing"):
        read_log("\n")


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0.001, 1)])
def test_a_percentile_is_a_value_that_was_measured(share, value):
    assert percentile(range(1, 101), share) == value
    assert percentile([7], share) == 7


def test_cpu_time_is_counted_for_each_thread():
    stat = "12 (a (very) odd name) S 1 1 1 0 -1 0 0 0 0 0 100 20 3 4 20 0 9 0"
    assert processes.ticks_of(stat) == 120
    assert processes.cpu_used({"1": 5.0, "2": 1.0}, {"1": 5.5, "3": 0.25}) == 0.75


def test_a_ratio_is_the_median_of_the_rounds():
    bare = pages.Asked(rates=[1000, 500, 2000])
    asked = pages.Asked(rates=[100, 100, 200], times=[1000, 2000, 9000], cpu=0.006)
    figures = asked.figures(bare)
    assert figures["ratio"] == 0.1
    assert (figures["p50"], figures["p99"], figures["cpu"], figures["rate"]) == (2, 9, 2, 100)


@pytest.mark.parametrize(
    ("connections", "rate", "requests"), [(1, 100, 50), (8, 100, 56), (64, 100, 64), (8, 1, 16), (1, 0.1, 2)]
)
def test_a_burst_is_as_long_as_it_should_be_and_lets_each_connection_ask(connections, rate, requests):
    page = addresses.PAGES[0]
    servers = pages.Servers({}, {("bare", page.name, connections): rate})
    assert servers.requests("bare", page, connections, 0.5) == requests


def test_pages_are_chosen_by_name_or_path():
    chosen = addresses.chosen("home, /sitemap.xml")
    assert [page.path for page in chosen] == ["/", "/sitemap.xml"]
    assert [page.name for page in addresses.chosen("Definition, not modified")] == [
        "Definition, not modified"
    ]
    assert addresses.chosen("") == addresses.PAGES
    with pytest.raises(SystemExit, match="No page is named Nothing"):
        addresses.chosen("Home,Nothing")


def test_what_differs_from_the_kept_run_is_named():
    columns = {"ms": (lambda row: row["ms"], 0.1), "queries": (lambda row: row["queries"], 0)}
    before = [{"name": "Home", "ms": 10, "queries": 5}, {"name": "Event", "ms": 10, "queries": 5}]
    now = [
        {"name": "Home", "ms": 10.5, "queries": 6},
        {"name": "Event", "ms": 20, "queries": 5},
        {"name": "New", "ms": 1, "queries": 1},
    ]
    assert reporting.changes(before, now, columns) == [
        "Home: queries 5.00 → 6.00",
        "Event: ms 10.0 → 20.0",
        "New: new",
    ]
    assert "no kept run" in reporting.changes(None, now, columns)[0]


@pytest.mark.parametrize(
    ("many", "ratio", "wrong"),
    [
        ({}, 1.5, ""),
        ({}, 1.6, "time"),
        ({"queries": 6}, 1, "queries"),
        ({"bytes": 1300}, 1, "length"),
        ({"status": 500}, 1, "status"),
    ],
)
def test_what_grows_too_much_is_named(many, ratio, wrong):
    few = {"status": 200, "queries": 5, "bytes": 1000}
    assert growth.verdict(few, few | many, ratio) == wrong
    assert growth.verdict(few | {"status": 500}, few | {"status": 500}, 1) == "status"


@pytest.mark.parametrize(("ratio", "wrong"), [(1.5, ""), (1.6, "time")])
def test_a_list_of_all_parts_may_be_longer_but_costs_no_more(ratio, wrong):
    few = {"status": 200, "queries": 5, "bytes": 1000}
    assert growth.verdict(few, few | {"bytes": 9000}, ratio, any_length=True) == wrong


def test_a_list_of_resources_is_full_in_a_small_hub():
    first = [number for number in range(many_pages.SMALL) if many_pages.is_resource(number)]
    assert len(first) == 48 and not many_pages.is_resource(1)
    assert many_pages.is_resource(52) and not many_pages.is_resource(53)


def test_memory_that_grows_has_a_slope():
    assert load.slope([(0, 100), (30, 101), (60, 102)]) == pytest.approx(2)
    assert load.slope([(0, 100)]) == 0


def test_an_answer_that_is_not_expected_is_an_error():
    notes = Notes()
    notes.answer("reader", "GET", "/", 200, 0.01)
    notes.answer("reader", "GET", "/nothing/", 404, 0.01, {404})
    notes.answer("reader", "GET", "/search/", 500, 0.03)
    assert notes.errors == [("reader", "GET /search/", "status 500")]
    (row,) = load.by_kind(notes.rows, seconds=10)
    assert (row["requests"], row["p50"], row["most"]) == (3, 10, 30)


def test_cores_are_counted_for_the_busiest_minutes():
    assert sizing.peak(36_000) == pytest.approx(3)
    with_cache, without = sizing.cores(100, 100, {"cached": 0.5, "uncached": 30, sizing.FILE: 0.3})
    # 100 × (0.9 × 0.5 + 0.1 × 30) + 100 × 0.3 ms = 0.375 s of CPU time a second, and six tenths of a core are filled.
    assert with_cache == pytest.approx(0.375 / 0.6)
    assert without == pytest.approx(3.03 / 0.6)


def test_a_form_is_sent_as_a_browser_sends_it():
    form = Answer("/page/", 200, None, A_PAGE).form("title")
    assert (form.action, form.method, form.buttons) == ("?again=1", "post", [("action", "send")])
    assert form.fields == [
        ("key", "a&b"),
        ("title", "Old"),
        ("kind", "x"),
        ("text", "Two\nlines"),
        ("zone", "UTC"),
    ]
    with pytest.raises(LookupError):
        Answer("/page/", 200, None, A_PAGE).form("nothing")
    body, content_type = multipart([("a", "1")], {"file": ("c.ics", "text/calendar", calendar(1).encode())})
    assert content_type.startswith("multipart/form-data; boundary=")
    assert body.count(b"BEGIN:VEVENT") == 10 and b'name="a"\r\n\r\n1\r\n' in body


def test_the_page_about_performance_shows_the_kept_runs():
    page = keep.PAGE.read_text()
    assert keep.written(page, keep.blocks()) == page, "Run: python -m tests.bench.keep"
    with pytest.raises(ValueError, match="no place for other"):
        keep.written(page, {"other": ""})
    for path in reporting.KEPT.glob("*.json"):
        text = kinds.text(json.loads(path.read_text()))
        assert all(word in text for word in ("commit", "cores", "`python -m tests.bench"))


@pytest.mark.slow
@pytest.mark.one_database
@pytest.mark.skipif(not shutil.which("h2load"), reason="h2load is not installed; .ci/run installs it.")
def test_the_bench_starts(django_db_setup, tmp_path, monkeypatch, capsys):
    """One page, one short round, of a copy of the tests' database."""
    folder = tmp_path / "hub"
    folder.mkdir()
    shutil.copyfile(Path(settings.VAR_DIR) / f"as_{KEPT}.sqlite3", folder / "hub.sqlite3")
    shutil.copytree(settings.MEDIA_ROOT, folder / "uploads")
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    monkeypatch.setattr(reporting, "RUNS", tmp_path / "runs")
    monkeypatch.setenv("BENCH_COPY", str(folder))
    monkeypatch.delenv("VAR_DIR")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    wanted = ["--pages", "Information", "--rounds", "1", "--seconds", "0.1"]
    written = bench.run(bench.options(wanted))
    (row,) = json.loads(written.read_text())["rows"]
    assert row["queries"] > 0 and row["packed"] < row["bytes"]
    # Times are not compared here: the first answers of a server that has just started cost most.
    assert row["uncached"]["8"]["requests"] >= 16
    assert 0 < row["bare"]["64"]["cpu"] < row["uncached"]["64"]["cpu"] / 3
    assert "Information |" in capsys.readouterr().out
