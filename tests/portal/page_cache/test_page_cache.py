"""Who gets a kept answer, who never does, and in which form."""

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection
from django.test import RequestFactory

from portal.core.cache_version import bump_cache_version, withdraw_cached_pages
from portal.page_cache import addresses
from portal.page_cache.entries import accepted_coding
from tests.portal.page_cache.conftest import Reader

KEPT = [
    "/",
    "/so/get-help/",
    "/definitions/labor-trafficking/",
    "/events/",
    "/events/?page=2",
    "/es/initiatives/?status=active",
    "/partners/",
    "/events/calendar.ics",
    "/events/feed.atom",
    "/api/hsds/organizations?per_page=1",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/definitions",  # 301
    "/no-such-page/",  # 404
]
NEVER_KEPT = [
    "/request-accessible-format/",
    "/partners/join/",
    "/search/?q=wage",
    "/es/search/",
    "/accounts/login/",
    "/exit/",
    "/healthz",
    "/events/?q=somebody",
    "/events/?from=whenever",
    "/events/?page=2&page=3",
    "/events/?topic=\xc3\xba",  # bytes that are not percent-encoded
    "/?unknown=1",
]


@pytest.mark.parametrize("address", KEPT)
def test_the_second_reader_gets_what_the_first_got(reader, other_reader, uncached, address):
    first = reader.get(address)
    again, elsewhere, plain = reader.get(address), other_reader.get(address), uncached.get(address)
    assert (first.state, again.state, plain.state) == ("miss", "hit", "")
    # An address that leads nowhere is kept by each process for itself.
    assert elsewhere.state == ("miss" if first.status == 404 else "hit")
    assert first.status == again.status == elsewhere.status == plain.status
    assert first.body == again.body == elsewhere.body == plain.body
    for name, value in plain.headers.items():
        if name not in ("content-length", "etag", "content-security-policy", "vary"):
            assert again.headers[name] == value, name


@pytest.mark.parametrize("address", NEVER_KEPT)
def test_forms_accounts_and_what_people_type_are_never_kept(reader, page_cache, address):
    for _time in range(2):
        assert reader.get(address).state == ""
    assert not page_cache.memory._entries and not list(page_cache.files._folder.glob("*/*"))


def test_somebody_with_a_session_gets_no_kept_answer_and_leaves_none(reader, settings):
    mine = {"cookie": f"{settings.SESSION_COOKIE_NAME}=abc"}
    assert reader.get("/", **mine).state == "" and reader.get("/").state == "miss"
    assert reader.get("/", **mine).state == "" and reader.get("/", cookie="messages=x").state == ""
    assert reader.get("/", cookie=f"a=b; {settings.SESSION_COOKIE_NAME} =abc").state == ""
    assert reader.get("/", authorization="Basic x").state == "" and reader.get("/", method="POST").state == ""
    # The cookie of a form, and those of other sites of the city, change nothing.
    assert reader.get("/", cookie=f"{settings.CSRF_COOKIE_NAME}=a; theirs=b").state == "hit"


@pytest.mark.parametrize(
    "headers",
    [
        {"if_match": '"other"'},
        {"if_unmodified_since": "Fri, 01 Jan 1999 00:00:00 GMT"},
        {"range": "bytes=0-9"},
        {"accept": "application/json"},
        {"x_requested_with": "XMLHttpRequest"},
        {"cookie": "csrftoken=broken"},
    ],
)
def test_no_header_of_one_reader_changes_what_the_next_one_gets(reader, uncached, headers):
    for address in ("/contact/", "/no-such-page/"):
        assert reader.get(address, **headers).status in (200, 404)
        following = reader.get(address)
        assert following.state in ("miss", "hit") and following.body == uncached.get(address).body


@pytest.mark.parametrize(
    ("written", "scheme"),
    [
        ("https", "https"),
        ("https, http", "https"),
        (" https", "https"),
        ("http, https", "http"),
        ("", "http"),
    ],
)
def test_the_scheme_that_a_proxy_writes_is_read_as_django_reads_it(
    reader, settings, monkeypatch, written, scheme
):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr(addresses, "_proxy_header", lambda: settings.SECURE_PROXY_SSL_HEADER)
    environ = {**RequestFactory().get("/").environ, "HTTP_X_FORWARDED_PROTO": written, "SCRIPT_NAME": ""}
    # A request of an application server that serves HTTPS itself.
    for own in ("http", "https"):
        environ["wsgi.url_scheme"] = own
        assert addresses.address_of(environ).scheme == WSGIRequest(environ).scheme == scheme


def test_each_browser_gets_the_form_it_takes(reader):
    plain = reader.get("/get-help/")
    packed = {coding: reader.get("/get-help/", accept_encoding=coding) for coding in ("br", "gzip")}
    for coding, answer in packed.items():
        assert answer.headers["content-encoding"] == coding and answer.body == plain.body
        assert int(answer.headers["content-length"]) == len(answer.sent) < len(plain.sent) / 2
    assert plain.headers["vary"] == packed["br"].headers["vary"] == "Accept-Encoding"
    head = reader.get("/get-help/", method="HEAD", accept_encoding="gzip")
    assert (head.sent, head.headers) == (b"", packed["gzip"].headers)


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("*", "br"),
        ("identity", "identity"),
        ("", "identity"),
        ("GZIP ; Q=0.5", "gzip"),
        ("br;q=nonsense", "identity"),
    ],
)
def test_the_coding_follows_what_the_browser_says(header, coding):
    assert accepted_coding(header) == coding


def test_who_has_the_page_is_told_that_nothing_changed(reader):
    tag = reader.get("/events/").headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = reader.get("/events/", if_none_match=known)
        assert (answer.status, answer.sent, answer.headers["etag"]) == (304, b"", tag)
    assert reader.get("/events/", if_none_match='"other"').status == 200
    bump_cache_version()
    # Made anew, and the same as before.
    assert reader.get("/events/", if_none_match=tag).status == 304


def test_filters_in_another_order_and_marks_of_other_sites_are_the_same_address(reader):
    first = reader.get("/events/?language=en&attendance=place")
    for address in (
        "/events/?attendance=place&language=en",
        "/events/?utm_source=x&attendance=place&fbclid=abc&language=en",
    ):
        assert reader.get(address).state == "hit" and reader.get(address).body == first.body


def test_one_process_makes_an_answer_and_the_others_take_it(reader, other_reader):
    reader.get("/")
    bump_cache_version()
    assert other_reader.get("/").state == "miss"
    assert reader.get("/").state == "hit"


def test_an_address_over_https_is_another_address(reader, settings):
    settings.SECURE_SSL_REDIRECT = True
    reader = Reader(type(reader.application)(_fresh_django()))
    assert reader.get("/").status == 301 and reader.get("/").headers["location"].startswith("https://")
    assert reader.get("/", scheme="https").status == 200


def _fresh_django():
    from django.core.handlers.wsgi import WSGIHandler

    return WSGIHandler()


# --- While the database fails -----------------------------------------------------------------------------------
def _refuse(*_args):
    raise OperationalError("The database is gone.")


PAGES = ("/", "/es/get-help/", "/events/", "/events/calendar.ics")


def test_without_the_database_pages_are_shown_as_they_were_last_known(reader, other_reader, page_cache):
    before = {address: reader.get(address) for address in PAGES}
    bump_cache_version()
    with connection.execute_wrapper(_refuse):
        for address in PAGES:
            # The other process finds them on the disk.
            for answer in (reader.get(address), other_reader.get(address, accept_encoding="br")):
                assert (answer.status, answer.state) == (200, "stale")
                assert answer.body == before[address].body and answer.headers["warning"].startswith("111")
                assert int(answer.headers["age"]) >= 0
        assert reader.get("/contact/").status == 503
        # Not even when an alert begins is known; this file needs no database.
        page_cache.version.change()
        assert reader.get("/robots.txt").status == 200
        assert reader.get("/exit/").status == 302
    # Nobody has to do anything when it comes back.
    reader.application._failing_until = 0
    assert reader.get("/").state == "miss"


def test_what_was_withdrawn_is_not_shown_again_without_the_database_either(reader, other_reader):
    reader.get("/")
    withdraw_cached_pages()
    with connection.execute_wrapper(_refuse):
        for answer in (reader.get("/"), other_reader.get("/")):
            assert answer.status == 503 and b"tel:911" in answer.body


def test_while_the_version_is_unknown_pages_are_made_anew(reader, page_cache, monkeypatch):
    reader.get("/")
    monkeypatch.setattr(page_cache.version, "current", lambda: None)
    page_cache.memory.clear()
    assert reader.get("/").state == "miss"
    # Many readers at once cost one page a second.
    assert reader.get("/").state == "hit"
    with connection.execute_wrapper(_refuse):
        page_cache.memory.clear()
        assert reader.get("/").state == "stale"
