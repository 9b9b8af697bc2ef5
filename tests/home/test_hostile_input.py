"""Whatever somebody writes into an address or a form: a page, never an error of ours."""

import os
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.search.views import MAX_CHARACTERS, MAX_WORDS, clean_query

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EXAMPLES = int(os.environ.get("HOSTILE_EXAMPLES", "20"))
hostile = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

NASTY = st.sampled_from(
    [
        "",
        "\0",
        "a\0b",
        "\x1f\x7f",
        "' OR 1=1 --",
        '"',
        '"unclosed',
        "AND",
        "NOT",
        "NEAR(a b)",
        "a*",
        "*",
        "title:x",
        "{title} : x",
        "(((((",
        "\\",
        "%",
        "%%",
        "_",
        "../../etc/passwd",
        "..\\..",
        "//example.org",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% debug %}",
        "\ud7ff",
        "\ufffe",
        "\u202e",
        "é" * 300,
        "x" * 5000,
        "١٢٣",
        "-1",
        "0",
        "1e9",
        "9" * 400,
        "9" * 5000,
        "nan",
        "[]",
        "👩‍👩‍👧",
        "\r\nSet-Cookie: a=b",
    ]
)
# Without lone surrogates: no browser can send them.
ANY = NASTY | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=120)


def answered(response):
    assert response.status_code < 500, response.status_code
    assert "Set-Cookie" not in response.headers
    return response


@hostile
@given(q=ANY, kind=ANY | st.sampled_from(["definition", "video"]), page=ANY)
def test_search_answers_whatever_is_looked_for(q, kind, page):
    for prefix in ("", "/es"):
        response = answered(Client().get(f"{prefix}/search/", {"q": q, "type": kind, "page": page}))
        assert response.status_code == 200


@hostile
@given(value=ANY, name=st.sampled_from(["status", "type", "page", "p", "q", "preview", "x"]))
def test_lists_and_pages_answer_whatever_their_address_asks(value, name):
    for address in ("/initiatives/", "/resources/", "/", "/es/", "/get-help/", "/request-accessible-format/"):
        assert answered(Client().get(address, {name: value})).status_code == 200


@hostile
@given(path=ANY)
def test_every_path_is_found_or_not_found(path):
    for prefix in (
        "/",
        "/es/",
        "/definitions/",
        "/get-help/card/",
        "/request-accessible-format/done/",
        "/videos/how-this-hub-keeps-your-visit-private/captions/",
        "/uploads/",
        "/uploads/media/",
        "/documents/",
        "/documents/1/",
        "/accounts/",
        "/accounts/password/reset/key/",
        "/static/",
        "/exit/",
        "/.well-known/",
    ):
        response = answered(Client().get(prefix + quote(path, safe="/")))
        for closer in getattr(response, "_resource_closers", []) if response.streaming else []:
            closer()


@hostile
@given(raw=st.binary(max_size=60))
def test_bytes_that_are_no_text_are_no_error_in_an_address(raw):
    written = "".join(f"%{byte:02X}" for byte in raw)
    for prefix in ("/", "/es/", "/uploads/media/", "/search/?q=", "/request-accessible-format/done/"):
        answered(Client().get(prefix + written))


FIELDS = (
    "need",
    "formats",
    "page_path",
    "language",
    "assistive_technology",
    "answer_by",
    "contact",
    "safe",
    "may_leave_message",
    "website",
)


@hostile
@given(
    values=st.dictionaries(st.sampled_from(FIELDS), ANY | st.sampled_from(["email", "yes", "no", "braille"]))
)
def test_the_form_answers_whatever_is_sent(values):
    for prefix in ("", "/es"):
        response = Client().post(f"{prefix}/request-accessible-format/", values)
        assert response.status_code in (302, 422, 429)


@hostile
@given(values=st.dictionaries(st.sampled_from(["login", "password", "next", "remember"]), ANY))
def test_the_sign_in_answers_whatever_is_sent(values):
    for address in ("/accounts/login/", "/es/accounts/login/"):
        assert Client().post(address, values).status_code < 500


@hostile
@given(email=ANY)
def test_a_forgotten_password_answers_whatever_is_sent(email):
    assert Client().post("/accounts/password/reset/", {"email": email}).status_code < 500


@hostile
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(
        ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""]
    ),
)
def test_a_body_of_any_bytes_is_answered(body, kind):
    response = Client().generic("POST", "/request-accessible-format/", body, content_type=kind)
    assert response.status_code < 500


@hostile
@given(
    name=st.sampled_from(
        [
            "If-None-Match",
            "If-Modified-Since",
            "Range",
            "Accept-Language",
            "Accept-Encoding",
            "Cookie",
            "Referer",
            "X-Forwarded-For",
            "Origin",
        ]
    ),
    value=ANY,
)
def test_headers_may_say_anything(name, value):
    # As a server hands it over: bytes, one character each (PEP 3333), without line breaks.
    value = value.replace("\r", "").replace("\n", "").replace("\0", "").encode().decode("latin-1")
    for address in ("/", "/search/?q=a", "/exit/"):
        assert Client().get(address, headers={name: value}).status_code < 500


@hostile
@given(text=ANY)
def test_a_query_is_a_few_words_and_nothing_that_a_search_engine_takes_for_an_order(text):
    words = clean_query(text)
    assert len(words) <= MAX_CHARACTERS and len(words.split()) <= MAX_WORDS
    assert not set('"*():{}^\\%\0') & set(words)


@pytest.mark.parametrize(
    "words", ["<b>x</b>", "trafficking <img src=x onerror=alert(1)>", "&amp;", "\"'><svg/onload=alert(1)>"]
)
def test_what_was_looked_for_never_becomes_code(client, words):
    page = client.get("/search/", {"q": words}).content.decode()
    assert "<img src=x" not in page and "<svg/" not in page and "<b>x" not in page


def test_words_that_are_found_are_marked_and_nothing_else(client):
    page = client.get("/search/", {"q": "wage theft"}).content.decode()
    assert "<mark>Wage</mark> <mark>theft</mark>" in page


def test_search_without_words_asks_for_some_and_without_results_helps_on(client):
    assert "Please type at least one word." in client.get("/search/", {"q": "!!! ???"}).content.decode()
    empty = client.get("/search/", {"q": "zzzzqqq", "type": "video"}).content.decode()
    assert "No pages match these words." in empty
    assert (
        'href="/definitions/"' in empty
        and 'href="/get-help/"' in empty
        and "Search all types of pages" in empty
    )


def test_search_is_narrowed_by_kind_and_leafed_through(client):
    import re

    links = re.findall(r'<h2><a href="([^"]*)"', client.get("/search/?q=law&type=resource").content.decode())
    assert links and all(link.startswith("/resources/") for link in links)
    first = client.get("/search/?q=trafficking").content.decode()
    second = client.get("/search/?q=trafficking&page=2").content.decode()
    assert 'rel="next"' in first and 'rel="prev"' in second
    assert not set(re.findall(r'<h2><a href="([^"]*)"', first)) & set(
        re.findall(r'<h2><a href="([^"]*)"', second)
    )
