"""What was deleted is gone from the database's file, its log and the cache."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.core import secure_deletion


def test_texts_go_from_the_cache_and_counters_stay():
    cache.set("page", "a page that names 505 Street Avenue", 60)
    cache.set("short", "505 S", 60)
    cache.set("long", ["505 Street Avenue"] * 500, 60)
    cache.add("rate:form:1", 3, 60)
    cache.set("heartbeat:worker", timezone.now(), None)
    secure_deletion.forget_texts()
    assert cache.get_many(["page", "short", "long"]) == {}
    assert cache.get("rate:form:1") == 3 and cache.get("heartbeat:worker")
    cache.clear()


@pytest.mark.django_db
def test_deleted_content_is_overwritten():
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only: PostgreSQL has no such setting.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


def test_the_log_is_emptied(real_commits, capsys):
    call_command("empty_database_log")
    assert "The log is empty." in capsys.readouterr().out
