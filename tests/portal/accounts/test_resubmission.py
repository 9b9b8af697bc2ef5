"""What was typed in the workspace survives the end of a session, and reaches nobody else."""

import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from portal.accounts import resubmission
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/workspace/account/"
TYPED = {"first_name": 'Ana "<b>', "last_name": "Two\r\nlines", "language": "es"}


def words(response):
    return html.unescape(response.content.decode())


def hidden(response):
    """The hidden fields of the forms of an answer, as a browser sends them."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', response.content.decode())
    return {name: html.unescape(value) for name, value in found}


def sign_in(client, name="riverside", **fields):
    data = {"login": f"{name}@example.org", "password": DEMO_PASSWORD, **fields}
    return client.post("/accounts/login/", data)


@pytest.fixture
def kept(client):
    """The hidden field that says for whom the form was shown."""
    sign_in(client)
    return hidden(client.get(PAGE))["form_owner_token"]


def after_the_session(client, kept, **more):
    """What is answered to a form that arrives when its session has ended."""
    client.post("/accounts/logout/")
    return client.post(PAGE, {**TYPED, "form_owner_token": kept, **more})


def test_nothing_is_lost_when_the_same_person_signs_in_again(client, kept):
    page = after_the_session(client, kept)
    assert page.status_code == 403 and page["Cache-Control"] == "no-store"
    assert "What you wrote is not lost" in words(page) and "Two" not in words(page)
    response = sign_in(client, **hidden(page))
    assert response["Location"] == "/accounts/kept/"
    shown = client.get("/accounts/kept/")
    fields = hidden(shown)
    assert {name: fields[name] for name in TYPED} == TYPED
    assert f'action="{PAGE}"' in words(shown)
    # Nothing happens without a press.
    user = get_user_model().objects.get(email="riverside@example.org")
    assert user.last_name != "Two\r\nlines"
    assert client.post(PAGE, fields).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.language) == ('Ana "<b>', "es")
    assert client.get("/accounts/kept/").status_code == 302


def test_what_the_page_carries_survives_a_wrong_password(client, kept):
    page = after_the_session(client, kept)
    wrong = client.post(
        "/accounts/login/", {"login": "riverside@example.org", "password": "x", **hidden(page)}
    )
    assert hidden(wrong)["resubmission"] == hidden(page)["resubmission"]
    assert sign_in(client, **hidden(wrong))["Location"] == "/accounts/kept/"


def test_somebody_else_never_gets_it(client, kept):
    page = after_the_session(client, kept)
    sign_in(client, "riverside.colleague", **hidden(page))
    response = client.get("/accounts/kept/", follow=True)
    assert "Two" not in words(response) and 'name="last_name" value="Two' not in words(response)


def test_it_cannot_be_read_or_changed_on_the_way(client, kept):
    page = after_the_session(client, kept)
    carried = hidden(page)["resubmission"]
    assert "Ana" not in words(page)
    for broken in (carried[:-4] + "AAA=", "nonsense", carried[10:], "é", "\0"):
        sign_in(client, resubmission=broken, next="/accounts/kept/")
        assert client.get("/accounts/kept/").status_code == 302
        client.post("/accounts/logout/")


def test_after_two_hours_it_is_gone(client, kept, monkeypatch):
    page = after_the_session(client, kept)
    monkeypatch.setattr(resubmission, "MAX_AGE", -1)
    sign_in(client, **hidden(page))
    assert client.get("/accounts/kept/").status_code == 302


@pytest.mark.parametrize("form_owner_token", ["", "1", "nonsense"])
def test_a_form_that_does_not_say_whose_it_is_is_not_kept(client, form_owner_token):
    response = client.post(PAGE, {**TYPED, "form_owner_token": form_owner_token})
    assert response.status_code == 302 and response["Location"].startswith("/accounts/login/")


def test_what_is_too_long_is_said_to_be_so(client, kept):
    page = after_the_session(client, kept, description="x" * (resubmission.MAX_SIZE + 1))
    assert "too long to be kept" in words(page) and "resubmission" not in hidden(page)


def test_a_file_is_said_to_be_lost(client, kept):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = after_the_session(client, kept, image=SimpleUploadedFile("a.png", b"x", "image/png"))
    assert "A picture or file cannot be kept" in words(page)
    sign_in(client, **hidden(page))
    assert "choose it again" in words(client.get("/accounts/kept/"))


def test_a_form_whose_protection_has_run_out_is_offered_again():
    client = Client(enforce_csrf_checks=True)
    user = get_user_model().objects.get(email="riverside@example.org")
    client.force_login(user)
    mine = resubmission.field_value(user)
    other = resubmission.field_value(get_user_model().objects.get(email="northside@example.org"))
    page = client.post(PAGE, {**TYPED, "form_owner_token": mine})
    assert page.status_code == 403 and hidden(page)["last_name"] == TYPED["last_name"]
    user.refresh_from_db()
    assert user.last_name != TYPED["last_name"]
    token = hidden(page)["csrfmiddlewaretoken"]
    assert client.post(PAGE, {**hidden(page), "csrfmiddlewaretoken": token}).status_code == 302
    for foreign in (other, "", "nonsense"):
        page = client.post(PAGE, {**TYPED, "form_owner_token": foreign})
        assert page.status_code == 403 and "last_name" not in hidden(page)


def test_a_form_without_session_and_protection_leads_to_the_sign_in_with_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    user = get_user_model().objects.get(email="riverside@example.org")
    page = client.post(PAGE, {**TYPED, "form_owner_token": resubmission.field_value(user)})
    assert page.status_code == 403 and hidden(page)["resubmission"]
    assert sign_in(client, **hidden(page))["Location"] == "/accounts/kept/"


def test_it_leads_back_to_the_language_of_the_form(client, kept):
    client.post("/accounts/logout/")
    page = client.post(f"/es{PAGE}", {**TYPED, "form_owner_token": kept})
    response = client.post(
        "/es/accounts/login/", {"login": "riverside@example.org", "password": DEMO_PASSWORD, **hidden(page)}
    )
    assert response["Location"] == "/es/accounts/kept/"
    assert f'action="/es{PAGE}"' in words(client.get("/es/accounts/kept/"))


def test_with_a_second_factor_it_is_shown_after_the_code(client, kept):
    from tests.portal.accounts.test_second_factor import code_of, set_up_app

    secret = set_up_app(client)
    page = after_the_session(client, kept)
    assert sign_in(client, **hidden(page))["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/kept/").status_code == 302
    from django.core.cache import cache

    cache.clear()
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert response["Location"] == "/accounts/kept/"
    assert hidden(client.get("/accounts/kept/"))["last_name"] == TYPED["last_name"]
