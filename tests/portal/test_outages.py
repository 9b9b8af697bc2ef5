"""Without the cache, the database or space on the disk: pages are slower, or say what to do; help lines and exit stay."""

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
from portal.core.rate_limits import counts_over
from portal.models import OutboxMessage, SafetySettings
from portal.site import fallback_files
from portal.site.site_context import get_site_context
from tests.live import published
from tests.portal.redis_server import DEAD_REDIS, forget_outages

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


def refuse(execute, sql, params, many, context):
    raise OperationalError("The database is gone.")


@pytest.fixture(autouse=True)
def _later_tests_ask_their_cache_at_once():
    yield
    forget_outages()


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
    page = client.get(address, follow=True)
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
