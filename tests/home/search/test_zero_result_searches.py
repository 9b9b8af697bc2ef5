"""Searches that found nothing: editors learn what is missing, nobody learns who looked for it, and no search fails for a count."""

import csv
import datetime
import io
import logging
import pickle
import threading
import time
import zlib
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone

from home.models import EmptySearch
from home.search import zero_result_searches
from portal.management.commands.run_scheduler import scheduled_commands

REPORT = "/admin/reports/hub/searches-without-results/"
ENOUGH = 5

with_database = pytest.mark.usefixtures("nobody_has_searched")


@pytest.fixture
def nobody_has_searched(db):
    """Tests that crawl the hub outside a transaction leave counts behind."""
    EmptySearch.objects.all().delete()


def look_for(query, times=1, prefix="", **more):
    for _time in range(times):
        response = Client().get(f"{prefix}/search/", {"q": query, **more})
        assert response.status_code == 200 and "Set-Cookie" not in response.headers
    return response


def everything_kept():
    """Every value of every table, and everything in the cache, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join([*found, *_cached()]).casefold()


def _cached():
    if hasattr(cache, "_dir"):
        for path in Path(cache._dir).rglob("*.djcache"):
            with path.open("rb") as file:
                pickle.load(file)  # Until when it is kept.
                yield zlib.decompress(file.read()).decode("latin-1")
    else:
        redis = cache._cache.get_client(None)
        for key in redis.scan_iter():
            yield f"{key} {redis.get(key)}"


# --- What is kept -------------------------------------------------------------------------------------------------
@with_database
def test_nothing_is_legible_before_the_same_was_looked_for_often_enough():
    look_for("Quillfeather lantern", ENOUGH - 1)
    [row] = EmptySearch.objects.all()
    assert (row.words, row.count) == ("", ENOUGH - 1)
    assert not zero_result_searches.shown_to_staff().exists()
    assert "quillfeather" not in everything_kept()
    look_for("quillfeather  LANTERN!")
    row.refresh_from_db()
    assert (row.words, row.count) == ("quillfeather lantern", ENOUGH)
    assert "quillfeather" in everything_kept()


@with_database
def test_a_row_says_when_no_finer_than_the_month_and_not_who():
    look_for("quillfeather", prefix="/es")
    [row] = EmptySearch.objects.all()
    assert row.month.day == 1 and row.language == "es"
    assert {field.name for field in EmptySearch._meta.get_fields()} == {
        "id",
        "month",
        "language",
        "digest",
        "words",
        "count",
    }


@with_database
def test_the_key_of_the_hash_is_another_each_month_and_in_each_hub(monkeypatch, settings):
    days = iter([datetime.date(2027, 1, 31), datetime.date(2027, 2, 1), datetime.date(2027, 2, 1)])
    monkeypatch.setattr(zero_result_searches.timezone, "localdate", lambda: next(days))
    for key in ("one", "one", "other"):
        settings.SECRET_KEY = key
        zero_result_searches.note("quillfeather", "quillfeather", "en")
    assert EmptySearch.objects.values("digest").distinct().count() == 3


@with_database
@pytest.mark.parametrize(
    "query",
    [
        "maria.quillfeather@example.org",
        "quillfeather 612-555-0147",
        "quillfeather 6125550147",
        "quillfeather ٦١٢",
        "quillfeather " * 5 + "lantern",
        "quillfeather help me",
        "quillfeather caawimaad",
        "my quillfeather",
        "mi quillfeather",
        "waan quillfeather",
        "kuv quillfeather",
        "!!!",
    ],
)
def test_numbers_addresses_long_texts_danger_and_first_person_are_never_counted(query):
    look_for(query, ENOUGH + 1)
    assert not EmptySearch.objects.exists()
    assert "quillfeather" not in everything_kept()


@with_database
def test_what_finds_something_or_is_narrowed_or_leafed_through_is_not_counted():
    look_for("trafficking", ENOUGH)
    look_for("quillfeather", ENOUGH, type="video")
    look_for("quillfeather", ENOUGH, archive="1")
    assert not EmptySearch.objects.exists()


@with_database
def test_no_log_has_what_was_looked_for(caplog):
    caplog.set_level(logging.DEBUG)
    for logger in ("django", "django.request", "django.server", "wagtail", "home", "portal"):
        caplog.set_level(logging.INFO, logger)
    look_for("quillfeather")
    look_for("trafficking quillfeather")
    records = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [message for message in records if "quillfeather" in message.casefold()]


def test_the_server_is_told_to_write_no_access_log(settings):
    [web] = [
        line for line in (settings.BASE_DIR / "Procfile").read_text().splitlines() if line.startswith("web:")
    ]
    assert "--no-access-log" in web.split()


# --- Floods, and what can go wrong --------------------------------------------------------------------------------
@with_database
def test_a_flood_of_different_words_fills_no_table(monkeypatch):
    monkeypatch.setattr(zero_result_searches, "MOST_A_MONTH", 3)
    for letter in "abcdefgh":
        zero_result_searches.note(f"quillfeather {letter}", f"quillfeather {letter}", "en")
    assert EmptySearch.objects.count() == 3
    # What is known goes on being counted.
    zero_result_searches.note("quillfeather a", "quillfeather a", "en")
    assert EmptySearch.objects.filter(count=2).count() == 1


@with_database
def test_a_database_that_takes_nothing_fails_no_search():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET TRANSACTION READ ONLY")
        try:
            assert "No pages match these words." in look_for("quillfeather").content.decode()
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = OFF")
    assert not EmptySearch.objects.exists()


def test_a_reader_does_not_wait_for_somebody_who_writes(django_db_setup, django_db_blocker):
    writes, may_end = threading.Event(), threading.Event()

    def writer():
        with transaction.atomic():
            EmptySearch.objects.filter(words="").update(count=1)
            writes.set()
            may_end.wait(30)
        close_old_connections()
        connection.close()

    with django_db_blocker.unblock():
        EmptySearch.objects.all().delete()
        look_for("quillfeather lantern")
        assert EmptySearch.objects.get().count == 1
        other = threading.Thread(target=writer)
        other.start()
        try:
            assert writes.wait(10)
            began = time.monotonic()
            look_for("quillfeather lantern")
            waited = time.monotonic() - began
        finally:
            may_end.set()
            other.join()
        [row] = EmptySearch.objects.all()
        EmptySearch.objects.all().delete()
        if connection.vendor == "sqlite":
            # Who saves something later waits as long as ever.
            with connection.cursor() as cursor:
                assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    assert waited < 3 and row.count == 1


# --- How long -----------------------------------------------------------------------------------------------------
@with_database
def test_what_never_became_legible_goes_at_the_end_of_the_month_and_all_after_a_year():
    def row(month, words=""):
        EmptySearch.objects.create(month=month, language="en", digest=f"{month}{words}", words=words, count=9)

    row(datetime.date(2027, 3, 1), "now")
    row(datetime.date(2027, 3, 1))
    row(datetime.date(2027, 2, 1), "last month")
    row(datetime.date(2027, 2, 1))
    row(datetime.date(2026, 4, 1), "almost a year")
    row(datetime.date(2026, 3, 1), "a year")
    assert zero_result_searches.delete_old(datetime.date(2027, 3, 15)) == 2
    kept = EmptySearch.objects.values_list("words", flat=True)
    assert sorted(kept) == ["", "almost a year", "last month", "now"]


@with_database
def test_the_scheduler_deletes_daily():
    assert ("delete_search_counts", datetime.timedelta(days=1)) in scheduled_commands()
    EmptySearch.objects.create(
        month=datetime.date(2020, 1, 1), language="en", digest="x", words="old", count=9
    )
    call_command("delete_search_counts", stdout=io.StringIO())
    assert not EmptySearch.objects.exists()


# --- The report ---------------------------------------------------------------------------------------------------
@with_database
def test_an_editor_reads_what_is_missing_and_takes_it_home(signed_in):
    look_for("quillfeather lantern", ENOUGH + 1)
    look_for("candle rook", ENOUGH, prefix="/es")
    look_for("seldom candle", ENOUGH - 1)
    client = signed_in("editor")
    page = client.get(REPORT).content.decode()
    assert "quillfeather lantern" in page and "candle rook" in page and "seldom" not in page
    only_spanish = client.get(f"{REPORT}?language=es").content.decode()
    assert "candle rook" in only_spanish and "quillfeather" not in only_spanish
    answer = client.get(f"{REPORT}?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    month = timezone.localdate().strftime("%B %Y")
    assert rows == [
        ["Words", "Language", "Month", "Searches"],
        ["quillfeather lantern", "English", month, str(ENOUGH + 1)],
        ["candle rook", "Spanish", month, str(ENOUGH)],
    ]
    assert (
        "2</" in client.get("/admin/").content.decode() and REPORT in client.get("/admin/").content.decode()
    )


@with_database
def test_the_rows_themselves_are_nobodys_to_open_or_change():
    assert not Permission.objects.filter(codename__endswith="_emptysearch").exists()
