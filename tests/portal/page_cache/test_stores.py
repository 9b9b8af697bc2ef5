"""Where entries and the version are kept: on a disk, in Redis, and what happens when these fail."""

import os
import threading
import time
from urllib.parse import urlsplit

import pytest

from portal.core.cache_version import FileVersion, RedisVersion, version_source
from portal.page_cache import renewal, stores
from portal.page_cache.addresses import Address
from portal.page_cache.application import WAIT, PageCache
from portal.page_cache.entries import make_entry
from portal.page_cache.renewal import Renewal
from tests.portal.page_cache.conftest import Reader

HOME = Address("http", "testserver", "/", "")


def _entry(body=b"x" * 500, **more):
    headers = [("Content-Type", "text/html"), ("ETag", '"a"')]
    return make_entry(
        **{
            "status": "200 OK",
            "headers": headers,
            "body": body,
            "version": None,
            "release": "r",
            "expires": time.time() + 60,
            **more,
        }
    )


# --- The version ------------------------------------------------------------------------------------------------
def test_a_change_of_the_file_is_seen_at_once_by_another_process(tmp_path):
    here, there = FileVersion(tmp_path / "version"), FileVersion(tmp_path / "version")
    assert here.current() is None
    here.withdraw()
    first = there.current()
    seen = {first}
    for _time in range(50):
        here.change()
        assert there.current().withdrawal == first.withdrawal and there.current() == here.current()
        seen.add(there.current())
    there.withdraw()
    assert len(seen) == 51 and here.current().withdrawal != first.withdrawal


def test_a_version_that_cannot_be_written_is_unknown(tmp_path):
    version = FileVersion(tmp_path / "nowhere" / "version")
    version.change()
    assert version.current() is None


@pytest.fixture
def redis_versions(redis):
    url = f"redis://127.0.0.1:{redis.port}/0"
    return RedisVersion(url, "hub"), RedisVersion(url, "hub")


def test_redis_tells_every_process_of_a_change(redis_versions):
    here, there = redis_versions
    # Whoever finds none sets the first one.
    assert here.current() == there.current() is not None
    here.withdraw()
    first = there.current()
    # Often, because a process that is told too late would be seen now and then only.
    for _time in range(2_000):
        here.change()
        assert there.current() == here.current() != first
        assert there.current().withdrawal == first.withdrawal
    there.withdraw()
    assert here.current().withdrawal != first.withdrawal


def test_redis_that_goes_and_comes_back(redis, redis_versions):
    here, there = redis_versions
    here.withdraw()
    first = there.current()
    redis.stop()
    assert here.current() is None and there.current() is None
    here.change()  # Nobody can be told now; it is not forgotten.
    redis.start()
    here._next_try = there._next_try = 0
    assert here.current() == there.current() != first


def test_redis_that_starts_from_an_old_copy_of_its_data_brings_no_old_page_back(redis, redis_versions):
    here, there = redis_versions
    old = here.current()
    copy = {key: here._ask("GET", key) for key in here._keys}
    here.change()
    redis.stop()
    redis.start()
    here._failed()
    here._next_try = there._next_try = 0
    here._ask("MSET", *(part for pair in copy.items() for part in pair))
    assert here.current() == there.current()
    assert here.current().withdrawal == old.withdrawal and here.current().change != old.change


def test_redis_that_does_not_answer_is_noticed(redis, redis_versions):
    here, _there = redis_versions
    here.withdraw()
    assert here.current()
    redis.freeze()
    try:
        here._checked -= 2
        begin = time.monotonic()
        assert here.current() is None and here.current() is None
        assert time.monotonic() - begin < 2
    finally:
        redis.thaw()


def test_pages_are_shared_by_hosts_through_redis(redis, settings, db):
    from django.core.wsgi import get_wsgi_application

    settings.CACHES = redis.caches()
    first, second = (PageCache(get_wsgi_application()) for _host in range(2))
    for host in (first, second):
        # A host has a disk of its own.
        host.files = stores.FileStore(settings.VAR_DIR / f"host-{id(host)}")
    assert [Reader(host).get("/").state for host in (first, second, second)] == ["miss", "hit", "hit"]
    version_source().change()
    assert [Reader(host).get("/").state for host in (second, first)] == ["miss", "hit"]
    # The needed pages are on the disk of a host that has them from Redis too.
    Renewal(first)._ask("/events/")
    Renewal(second)._ask("/events/")
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    assert second.files.get(Address(base.scheme, base.netloc, "/events/", ""))
    redis.stop()
    # Made anew while changes cannot be told; readers notice nothing.
    answers = [Reader(host).get("/get-help/") for host in (first, second)]
    assert [answer.status for answer in answers] == [200, 200]


# --- Entries ----------------------------------------------------------------------------------------------------
def test_memory_is_bounded_and_keeps_the_newest():
    size = _entry(os.urandom(5000)).size
    store = stores.MemoryStore(size * 10)
    for number in range(30):
        store.set(HOME._replace(query=f"page={number}"), _entry(os.urandom(5000)))
    kept = [number for number in range(30) if store.get(HOME._replace(query=f"page={number}"))]
    assert kept[-1] == 29 and 8 <= len(kept) <= 10


def test_files_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(stores, "MOST_FILES", 10)
    store = stores.FileStore(tmp_path)
    for number in range(25):
        store.set(HOME._replace(query=f"page={number}"), _entry())
    store.set(HOME, _entry())
    for number in range(25, 40):
        store.set(HOME._replace(path=f"/no-slash-{number}"), _entry())
    store.prune()
    assert len(list(tmp_path.glob("*/*"))) == 10
    # Whoever asks for thousands of addresses drives out no page.
    assert store.get(HOME)
    monkeypatch.setattr(stores, "MOST_BYTES", 3 * len(_entry().to_bytes()) + 20)
    store.prune()
    assert len(list(tmp_path.glob("*/*"))) == 3 and store.get(HOME)


def test_what_was_written_comes_back_and_what_is_cut_short_does_not(tmp_path):
    store = stores.FileStore(tmp_path)
    entry = _entry()
    store.set(HOME, entry)
    assert store.get(HOME) == entry
    (path,) = tmp_path.glob("*/*")
    assert "testserver" not in str(path)
    for length in (0, 10, path.stat().st_size - 1):
        path.write_bytes(entry.to_bytes()[:length])
        assert store.get(HOME) is None


def test_a_claim_ends(tmp_path, monkeypatch):
    store = stores.FileStore(tmp_path)
    assert store.claim(HOME) and not store.claim(HOME)
    monkeypatch.setattr(stores, "CLAIMED_FOR", -1)
    assert store.claim(HOME)
    store.release(HOME)
    monkeypatch.undo()
    assert store.claim(HOME)


# --- Many readers at once ---------------------------------------------------------------------------------------
def test_many_readers_of_an_outdated_page_cost_one(page_cache, settings):
    """Django's place is taken by an application that counts, and takes its time."""
    calls = []

    def slow(environ, start_response):
        calls.append(environ["PATH_INFO"])
        time.sleep(0.2)
        start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "no-cache")])
        return _Body([b"y" * 1000])

    processes = [PageCache(slow), PageCache(slow)]
    got = []
    threads = [
        threading.Thread(target=lambda app=app: got.append(Reader(app).get("/crowded/").status))
        for app in processes
        for _reader in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [200] * 12 and calls == ["/crowded/"]


def test_nobody_waits_for_an_answer_that_is_not_stored(reader, other_reader, page_cache):
    reader.get("/no-such-page/")
    page_cache.version.change()
    other = other_reader.application.shared
    address = Address("http", "testserver", "/no-such-page/", "")
    assert other.claim(address)
    done = threading.Timer(0.1, other.release, [address])
    done.start()
    begin = time.monotonic()
    # After a change, not the page from before it.
    assert reader.get("/no-such-page/").state == "miss"
    done.join()
    assert time.monotonic() - begin < WAIT
    # Whoever has no claim gives up none.
    assert other.claim(address) and not page_cache.shared.claim(address)


class _Body(list):
    streaming = False


# --- Kept warm --------------------------------------------------------------------------------------------------
def test_the_needed_pages_of_every_language_are_kept_on_the_disk_and_made_anew_after_a_change(
    page_cache, settings, monkeypatch
):
    monkeypatch.setattr(renewal, "REST", 0)
    monkeypatch.setattr(renewal, "QUIET_FOR", 0)
    monkeypatch.setattr(renewal, "NEEDED", ("", "get-help/"))
    worker = Renewal(page_cache)
    assert worker.look() == 8 and worker.look() == 0
    host = settings.WAGTAILADMIN_BASE_URL.removeprefix("http://")
    addresses = [Address("http", host, path, "") for path in renewal.needed_paths()]
    assert len(addresses) == 8 and all(page_cache.files.get(address) for address in addresses)
    page_cache.version.change()
    assert worker.look() == 8
    assert all(page_cache.files.get(address).version == page_cache.version.current() for address in addresses)
    page_cache.version.withdraw()
    monkeypatch.setattr(renewal, "QUIET_FOR", 60)
    # What was withdrawn leaves the disk at once, whatever is made later.
    assert worker.look() == 0 and not any(page_cache.files.get(address) for address in addresses)
