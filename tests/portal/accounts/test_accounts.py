"""Signing in, forgetting a password, and what a stranger can find out: nothing."""

import html
import re

import pytest
from django.contrib.auth import get_user_model

from portal.models import OutboxMessage
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


def sign_in(client, email="editor@example.org", password=DEMO_PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


def words(response):
    return html.unescape(response.content.decode())


def test_staff_are_led_to_the_admin(client):
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_an_account_without_a_role_is_led_to_no_place_that_it_may_not_open(client):
    get_user_model().objects.create_user("member@example.org", DEMO_PASSWORD)
    response = sign_in(client, "member@example.org")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("email", ["EDITOR@example.org", "Editor@Example.ORG", " editor@example.org "])
def test_the_case_of_an_address_does_not_matter(client, email):
    assert sign_in(client, email).status_code == 302


def test_two_accounts_never_differ_only_in_case(db):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        get_user_model().objects.create_user("EDITOR@example.org", "river-stone-lantern-42")


def test_a_page_that_was_asked_for_is_opened_after_signing_in(client):
    assert sign_in(client, next="/admin/pages/")["Location"] == "/admin/pages/"


@pytest.mark.parametrize(
    "target", ["https://evil.example.org/", "//evil.example.org/", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client, target):
    assert sign_in(client, next=target)["Location"] == "/admin/"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    answers = []
    for email in ("editor@example.org", "nobody@example.org"):
        response = sign_in(client, email, "a wrong password")
        page = words(response)
        assert response.status_code == 200 and 'class="error-summary"' in page
        assert "a wrong password" not in page
        summary = re.search(r'<div class="error-summary".*?</div>', page, re.DOTALL)[0]
        answers.append(summary)
    assert answers[0] == answers[1]


def test_an_account_that_was_closed_does_not_open(client):
    get_user_model().objects.filter(email="editor@example.org").update(is_active=False)
    sign_in(client)
    assert client.get("/admin/").status_code == 302


def test_after_many_wrong_passwords_the_sign_in_pauses(client, time_machine):
    time_machine.move_to("2026-12-01T18:00:01Z", tick=False)
    for turn in range(6):
        last = sign_in(client, password=f"wrong {turn}")
    assert "Please wait" in words(last)


def test_nobody_makes_an_account_from_outside(client):
    data = {"email": "new@example.org", "password1": "a-long-lantern-77", "password2": "a-long-lantern-77"}
    for address in ("/accounts/signup/", "/es/accounts/signup/"):
        page = words(client.get(address))
        assert 'name="password1"' not in page
        client.post(address, data)
    assert not get_user_model().objects.filter(email="new@example.org").exists()


def test_forgetting_a_password_says_the_same_for_every_address(client):
    answers = [
        client.post("/accounts/password/reset/", {"email": f"{name}@example.org"})
        for name in ("editor", "nobody")
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


def test_a_new_password_is_set_by_the_link_of_the_mail_once(client):
    client.post("/accounts/password/reset/", {"email": "editor@example.org"})
    message = OutboxMessage.objects.get(recipients=["editor@example.org"])
    assert "traffick" not in message.subject.lower()
    link = re.search(r"https?://[^/\s]+(/\S*password/reset/key/\S+)", message.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0] if form.redirect_chain else link
    new = "meadow-candle-stone-91"
    assert client.post(address, {"password1": new, "password2": new}).status_code == 302
    client.logout()
    assert sign_in(client, password=new).status_code == 302
    client.logout()
    assert 'name="password1"' not in words(client.get(link, follow=True))


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012"])
def test_a_password_that_is_easily_guessed_is_refused(client, account, password):
    client.force_login(account("editor"))
    client.post(
        "/accounts/password/change/",
        {"oldpassword": DEMO_PASSWORD, "password1": password, "password2": password},
    )
    assert account("editor").check_password(DEMO_PASSWORD)


def test_a_session_ends_with_the_browser(client):
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["expires"] == "" and cookie["max-age"] == ""
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_signing_out_is_confirmed_by_a_press_and_ends_the_session(client):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/admin/").status_code == 302
