"""What was typed in a form that fails for the hub's own fault is on the error page, with a button that sends it again."""

import re
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.test import Client

from home.models import DefinitionPage, FormatRequest

pytestmark = pytest.mark.django_db
REQUEST = {
    "need": "Large print,\n“please” & <soon>.",
    "answer_by": "phone",
    "contact": "612-555-0100",
    "safe": "yes",
}
KEPT = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def visitor():
    """A client that is checked for the CSRF token, as browsers are."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def outage(error=OperationalError):
    """Within it, nothing can be read from the database or written to it."""

    def refuse(execute, sql, params, many, context):
        raise error("The database is gone.")

    return connection.execute_wrapper(refuse)


def token(client, address):
    """The CSRF token of the form at an address."""
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address).content.decode())[1]


def kept(response):
    """The fields that an error page would send again."""
    return {name: unescape(value) for name, value in KEPT.findall(response.content.decode())}


@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError, 503), (RuntimeError, 500)], ids=["outage", "fault"]
)
@pytest.mark.parametrize("prefix", ["", "/so"])
def test_a_readers_form_is_sent_again_from_the_error_page(visitor, prefix, error, status):
    address = f"{prefix}/request-accessible-format/"
    sent = {**REQUEST, "csrfmiddlewaretoken": token(visitor, address)}
    with outage(error):
        failed = visitor.post(address, sent)
        again = kept(failed)
        # Nobody has to wait for the end of the outage with the first press.
        assert kept(visitor.post(address, again)).keys() == again.keys()
    assert failed.status_code == status and failed["Cache-Control"] == "no-store"
    assert b"tel:911" in failed.content and not FormatRequest.objects.exists()
    assert {name: again[name] for name in REQUEST} == REQUEST
    assert visitor.post(address, again).status_code == 302
    assert FormatRequest.objects.get().need.split() == REQUEST["need"].split()


def test_what_another_site_sends_to_the_admin_is_not_kept(signed_in, visitor):
    visitor.cookies = signed_in("editor").cookies
    page = DefinitionPage.objects.filter(locale__language_code="en").first()
    for token in ({}, {"csrfmiddlewaretoken": "x" * 64}):
        with outage():
            failed = visitor.post(f"/admin/pages/{page.pk}/edit/", {"title": "Not by the editor", **token})
        assert failed.status_code in {403, 503} and b"Not by the editor" not in failed.content


def test_no_password_stands_on_an_error_page(visitor):
    for address in ("/accounts/login/", "/es/accounts/login/"):
        sent = {
            "csrfmiddlewaretoken": token(visitor, address),
            "login": "editor@example.org",
            "password": "river-9",
        }
        with outage():
            failed = visitor.post(address, sent)
        assert failed.status_code == 503 and b"river-9" not in failed.content and not kept(failed)


def test_what_an_editor_typed_is_kept(signed_in):
    page = DefinitionPage.objects.filter(locale__language_code="en").first()
    client = signed_in("editor")
    client.raise_request_exception = False
    with outage():
        failed = client.post(f"/admin/pages/{page.pk}/edit/", {"title": "A new title", "body-count": "0"})
    assert failed.status_code == 503 and kept(failed)["title"] == "A new title"


def test_a_members_file_has_to_be_chosen_again(signed_in, tmp_path):
    client = signed_in("riverside")
    client.raise_request_exception = False
    (tmp_path / "a.png").write_bytes(b"PNG")
    with outage(), (tmp_path / "a.png").open("rb") as picture:
        failed = client.post(
            "/workspace/riverside-example-coalition/events/new/",
            {"title": "Evening class", "picture": picture},
        )
    assert kept(failed)["title"] == "Evening class" and "choose it again" in failed.content.decode()
