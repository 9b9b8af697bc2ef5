"""Redis that goes and comes back, two hubs on one, and a disk that is full: help lines and exit stay."""

import contextlib
import re
import subprocess

import pytest
from django.core.cache import cache, caches
from django.test import Client

from portal.core.cache_version import (
    bump_cache_version,
    get_cache_version,
    known_cache_version,
)
from portal.core.rate_limits import counts_over
from portal.models import SafetySettings
from portal.site import fallback_files
from portal.site.site_context import get_site_context
from tests.live import published
from tests.portal.redis_server import ask_again

pytestmark = pytest.mark.django_db

REQUEST = {"need": "Large print, please.", "answer_by": "post", "contact": "1 Example Street", "safe": "yes"}


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


# --- Redis that goes and comes back; two hubs on one --------------------------------------------------------------------
def test_what_changed_while_redis_did_not_answer_is_seen_when_it_does(redis, settings, client):
    settings.CACHES = redis.caches()
    ask_again()
    record = SafetySettings.objects.get()
    client.get("/exit/")
    redis.freeze()
    try:
        record.exit_url = "https://www.example.com/changed"
        published(record)
        bump_cache_version()
        assert get_site_context("en").exit_url == "https://www.example.com/changed"
    finally:
        redis.thaw()
    ask_again()
    assert get_site_context("en").exit_url == "https://www.example.com/changed"
    assert get_cache_version() == ".".join(known_cache_version())


def test_pages_answer_after_redis_was_started_again(redis, settings, client):
    settings.CACHES = redis.caches()
    ask_again()
    assert client.get("/").status_code == 200 and known_cache_version()
    redis.stop()
    assert client.get("/").status_code == 200
    redis.start()
    ask_again()
    assert client.get("/").status_code == 200 and known_cache_version()


def test_healthz_names_the_cache_when_redis_refuses_writes_and_writes_nothing_itself(redis, settings, client):
    settings.CACHES = redis.caches()
    caches["default"].outage.next_try = 0
    server = caches["default"]._cache.get_client()
    assert client.get("/healthz").content == b"ok"
    keys, written = server.keys(), server.info("persistence")["rdb_changes_since_last_save"]
    assert client.get("/healthz").content == b"ok"
    assert (server.keys(), server.info("persistence")["rdb_changes_since_last_save"]) == (keys, written)
    server.config_set("maxmemory", 1)
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (503, b"failing: cache")
    server.config_set("maxmemory", 0)
    server.replicaof("127.0.0.1", 1)
    assert client.get("/healthz").content == b"failing: cache"
    redis.stop()
    assert client.get("/healthz").content == b"failing: cache"


def test_two_hubs_on_one_redis_share_nothing(redis, settings):
    from portal.core import cache_backends
    from portal.operations.heartbeats import last_heartbeat, record_heartbeat

    # The tests' database got its name after the first key was written.
    cache_backends.installation.cache_clear()
    here = redis.caches()
    settings.CACHES = here
    ask_again()
    get_site_context("en")
    record_heartbeat("worker")
    assert not counts_over("192.0.2.1", "shared", 1, 3600)
    key = known_cache_version()
    settings.SECRET_KEY = "another-installation"
    cache_backends.installation.cache_clear()
    try:
        assert known_cache_version() != key and last_heartbeat("worker") is None
        assert not counts_over("192.0.2.1", "shared", 1, 3600)
        record_heartbeat("worker")
        cache.clear()
        assert last_heartbeat("worker") is None
    finally:
        cache_backends.installation.cache_clear()
        settings.SECRET_KEY = "only-for-tests-and-known-to-everybody"
    assert known_cache_version() == key and last_heartbeat("worker")
    settings.CACHES = redis.caches(KEY_PREFIX="city-*")
    assert known_cache_version() != key
    cache.set("one", 1)
    cache.clear()
    assert cache.get("one") is None
    settings.CACHES = here
    assert known_cache_version() == key


def test_another_database_is_another_hub(settings):
    from portal.core.cache_backends import installation

    installation.cache_clear()
    own = installation()
    settings.DATABASES = {"default": {**settings.DATABASES["default"], "NAME": "another"}}
    installation.cache_clear()
    other = installation()
    installation.cache_clear()
    assert own != other and re.fullmatch(r"[0-9a-f]{12}", own)


# --- A full disk ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def small_disk(tmp_path):
    """A folder that holds 64 kB."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"No small disk can be mounted here: {mounted.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def fill(folder):
    """Fill it."""
    with (folder / "full").open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"0" * 4096):
            pass


def test_a_cache_on_a_full_disk_is_no_error_and_keeps_nothing_old(small_disk, settings, reader):
    backend = "portal.core.cache_backends.HubFileCache"
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "BACKEND": backend, "LOCATION": small_disk / "cache"}
    }
    cache.set("one", "old")
    fill(small_disk)
    cache.set("one", "new" * 9000)
    assert cache.get("one") is None
    assert [reader.get(path).status_code for path in ("/", "/es/", "/exit/")] == [200, 200, 302]
    assert reader.post("/request-accessible-format/", REQUEST).status_code == 302
    assert [counts_over("192.0.2.1", "full", 1, 3600) for _turn in range(3)] == [False, True, True]
    (small_disk / "full").unlink()
    cache.set("one", "again")
    assert cache.get("one") == "again"


def test_healthz_names_what_lies_on_a_disk_that_is_full_or_read_only(small_disk, settings, client):
    settings.MEDIA_ROOT = small_disk
    assert client.get("/healthz").content == b"failing: uploads"
    backend = "portal.core.cache_backends.HubFileCache"
    (small_disk / "cache").mkdir()
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "BACKEND": backend, "LOCATION": small_disk / "cache"}
    }
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"failing: cache, uploads")
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert client.get("/healthz").content == b"ok"
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert client.get("/healthz").content == b"failing: cache, uploads"


def test_the_last_known_help_lines_stay_whole_when_the_disk_is_full(small_disk, settings):
    settings.VAR_DIR = small_disk
    known = get_site_context("en")
    fill(small_disk)
    cache.clear()
    assert get_site_context("en") == known == fallback_files.recall("en")


def test_texts_go_from_redis_and_counters_stay(redis, settings):
    settings.CACHES = redis.caches()
    cache.set("page", "a page that names 505 Street Avenue", 60)
    cache.set("rate:form:1", 3, 60)
    cache.set("allauth:rl:login:127.0.0.1", [1.5], 60)
    cache.set("heartbeat:worker", 1, 60)
    cache.forget_texts()
    assert cache.get("page") is None
    assert cache.get("rate:form:1") == 3 and cache.get("heartbeat:worker") == 1
    assert cache.get("allauth:rl:login:127.0.0.1") == [1.5]
