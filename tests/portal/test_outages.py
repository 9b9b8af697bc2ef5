"""Without the cache, the database or space on the disk: pages are slower, or say what to do; help lines and exit stay."""

import contextlib
import re
import subprocess

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler
from django.test import Client

from home.models import FormatRequest
from portal.core.cache_version import (
    bump_cache_version,
    get_cache_version,
    known_cache_version,
    version_source,
)
from portal.core.rate_limits import counts_over
from portal.models import OutboxMessage, SafetySettings
from portal.site import fallback_files
from portal.site.site_context import get_site_context
from tests.live import published
from tests.portal.redis_server import DEAD_REDIS

pytestmark = pytest.mark.django_db

# Nothing listens there: a connection is refused at once.
PUBLIC = [
    "/",
    "/es/",
    "/so/get-help/",
    "/hmn/",
    "/events/",
    "/partners/",
    "/search/?q=help",
    "/request-accessible-format/",
    "/partners/join/",
    "/no-such-page/",
    "/sitemap.xml",
    "/api/hsds/",
    "/events/calendar.ics",
    "/accounts/login/",
]
REQUEST = {"need": "Large print, please.", "answer_by": "post", "contact": "1 Example Street", "safe": "yes"}
JOIN = {
    "organisation_name": "Lantern Example Circle",
    "offers": "Rides.",
    "contact_name": "Lee",
    "contact_email": "lee@example.org",
}


def ask_again():
    """Ask a cache that failed at once, and not after its pause."""
    caches["default"].outage.next_try = 0
    version_source()._next_try = 0


def refuse(execute, sql, params, many, context):
    raise OperationalError("The database is gone.")


@pytest.fixture
def dead_cache(settings):
    settings.CACHES = DEAD_REDIS


@pytest.fixture
def no_database():
    """Within it, nothing can be read or written: `with no_database():`."""
    return lambda: connection.execute_wrapper(refuse)


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", PUBLIC)
def test_without_the_cache_every_public_address_answers_as_with_it(reader, settings, path):
    before = reader.get(path)
    settings.CACHES = DEAD_REDIS
    after = reader.get(path)
    assert (after.status_code, b"tel:911" in after.content) == (
        before.status_code,
        b"tel:911" in before.content,
    )


@pytest.mark.parametrize("path", PUBLIC)
def test_without_the_database_every_public_address_answers_with_help_lines_and_exit(
    reader, no_database, path
):
    for code, _name in settings.LANGUAGES:
        get_site_context(code)
    cache.clear()
    with no_database():
        response = reader.get(path)
    # A form or the search may need nothing but what this process remembers.
    assert response.status_code == 200 or (response.status_code == 503 and response["Retry-After"])
    body = response.content.decode()
    assert "tel:911" in body and 'href="/exit/"' in body and "tel:+18662231111" in body


def test_a_damaged_database_is_unavailable_like_one_that_is_gone(reader, tmp_path):
    damaged = tmp_path / "hub.sqlite3"
    damaged.write_bytes(b"no database" * 1000)
    other = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": damaged}})[
        "default"
    ]

    def read_damaged(execute, sql, params, many, context):
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM hub")

    with connection.execute_wrapper(read_damaged):
        response = reader.get("/events/")
    other.close()
    assert response.status_code == 503 and b"tel:911" in response.content


def test_the_failure_page_speaks_the_readers_language_and_shows_the_lines_as_they_were_last_known(
    reader, no_database
):
    known = get_site_context("es").help_bar_lines
    cache.clear()
    with no_database():
        body = reader.get("/es/events/").content.decode()
    assert '<html lang="es"' in body and "Algo salió mal de nuestro lado" in body
    for line in known:
        assert line.name in body


def test_a_machine_that_never_read_the_help_lines_still_shows_numbers_in_the_readers_language(
    reader, no_database, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    with no_database():
        response = reader.get("/es/")
    body = response.content.decode()
    assert response.status_code == 503 and "tel:911" in body and 'href="/exit/"' in body
    assert '<html lang="es"' in body and "Si necesita ayuda ahora" in body


@pytest.mark.parametrize("cookies", [{}, {"session": True}])
def test_the_exit_needs_neither_cache_nor_database(client, account, no_database, settings, cookies):
    record = SafetySettings.objects.get()
    record.exit_url = "https://www.example.com/weather"
    published(record)
    get_site_context("en")
    if cookies:
        client.force_login(account("editor"), backend="allauth.account.auth_backends.AuthenticationBackend")
    settings.CACHES = DEAD_REDIS
    client.raise_request_exception = False
    with no_database():
        response = client.get("/exit/")
    assert response.status_code == 302 and response["Location"] == "https://www.example.com/weather"
    if cookies:
        assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0


def test_the_exit_of_a_machine_that_knows_nothing_goes_where_the_settings_say(
    client, no_database, settings, tmp_path
):
    settings.VAR_DIR, settings.CACHES = tmp_path, DEAD_REDIS
    with no_database():
        assert client.get("/exit/")["Location"] == settings.EXIT_URL


def test_a_broken_file_of_last_known_help_lines_does_no_harm(reader, no_database, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    (tmp_path / "last_known").mkdir()
    (tmp_path / "last_known" / "en.pickle").write_bytes(b"\x80\x05cut short")
    with no_database():
        assert reader.get("/").status_code == 503 and reader.get("/exit/").status_code == 302
    get_site_context("en")
    assert fallback_files.recall("en") == get_site_context("en")


@pytest.mark.parametrize(
    ("address", "data", "model"),
    [
        ("/request-accessible-format/", REQUEST, "home.FormatRequest"),
        ("/partners/join/", JOIN, "partners.JoinRequest"),
    ],
)
def test_without_the_cache_what_is_stored_is_told_and_its_mail_waits(
    reader, dead_cache, address, data, model
):
    model = apps.get_model(model)
    before = OutboxMessage.objects.count()
    response = reader.post(address, data)
    assert response.status_code == 302 and model.objects.count() == 1
    assert OutboxMessage.objects.count() == before + 1
    assert reader.get(response["Location"]).status_code == 200


def test_who_was_stored_is_told_so_by_the_failure_page_too(reader, no_database):
    done = reader.post("/es/request-accessible-format/", REQUEST)["Location"]
    with no_database():
        response = reader.get(done)
    reference = FormatRequest.objects.get().reference
    assert response.status_code == 503 and reference in response.content.decode()
    assert "Su solicitud ha llegado" in response.content.decode()


def test_what_a_member_was_told_of_a_form_stands_on_the_failure_page(signed_in, no_database):
    client = signed_in("riverside")
    client.raise_request_exception = False
    address = "/workspace/riverside-example-coalition/events/new/"
    page = client.get(address)
    fields = {
        name: value
        for name, value in page.context["form"].initial.items()
        if isinstance(value, str) and name in page.context["form"].fields
    }
    answer = client.post(address, {**fields, "title": "Evening class", "action": "save"})
    assert answer.status_code == 302, answer.context["form"].errors
    with no_database():
        response = client.get(answer["Location"])
    assert response.status_code == 503 and "Saved as a draft" in response.content.decode()


def test_forms_stay_limited_while_the_cache_is_away(dead_cache):
    assert [counts_over("192.0.2.1", "outage", 2, 3600) for _turn in range(4)] == [False, False, True, True]


def test_wrong_passwords_stay_limited_while_the_cache_is_away(reader, dead_cache):
    get_user_model().objects.create_user(email="someone@example.org", password="river-stone-42")
    answers = [
        reader.post("/accounts/login/", {"login": "someone@example.org", "password": "x"}).content
        for _turn in range(12)
    ]
    assert b"Please wait" not in answers[0] and b"Please wait" in answers[-1]


def test_a_session_that_was_ended_while_the_cache_was_away_does_not_come_back(signed_in, settings):
    client = signed_in("editor")
    assert client.get("/admin/").status_code == 200
    key = client.cookies["sessionid"].value
    with_cache = settings.CACHES
    settings.CACHES = DEAD_REDIS
    client.get("/exit/")
    settings.CACHES = with_cache
    client.cookies["sessionid"] = key
    assert client.get("/admin/").status_code == 302 and not Session.objects.filter(pk=key).exists()


def test_a_cache_that_fails_is_logged_once_a_minute_and_names_no_password(settings, caplog):
    settings.CACHES = {"default": {**DEAD_REDIS["default"], "LOCATION": "redis://:s3cret@127.0.0.1:1/0"}}
    outage = caches["default"].outage
    outage.last_logged, outage.next_try = -60, 0
    for _turn in range(20):
        cache.set("key-of-somebody", 1)
        assert cache.get("key-of-somebody") is None
        outage.next_try = 0
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.core.cache_backends"]
    assert len(lines) == 1 and "s3cret" not in caplog.text and "key-of-somebody" not in caplog.text


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
