"""A form of accounts that is sent twice: sign-in, password, second factor, invitation."""

import copy
import re

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from partners.members import invitations
from portal.models import OutboxMessage
from tests.conftest import DEMO_PASSWORD
from tests.partners.factories import make_organisation
from tests.portal.forms import post_forms
from tests.second_factor import ACTIVATE, code_of

pytestmark = pytest.mark.django_db


NEW_PASSWORD = "meadow-candle-stone-91"


def browser():
    return Client(enforce_csrf_checks=True)


def with_cookies_of(client):
    """Another request of the same browser, whose cookies are those of this moment."""
    other = browser()
    other.cookies = copy.deepcopy(client.cookies)
    return other


def open_form(client, path, *names):
    """(address, fields) of the form with these fields, where a page leads."""
    page = client.get(path, follow=True)
    form = next(form for form in post_forms(page.content.decode()) if {*names} <= {*form["fields"]})
    return form.get("action") or page.wsgi_request.path, form["fields"]


def send_twice(client, path, chosen=(), **fields):
    """Send the form of a page, then once more: as a second click does before the first answer came, and after it came.

    Args:
        client: a browser.
        path: of the page.
        chosen: what is chosen from lists, as pairs.
        **fields: what is typed.

    Returns:
        The first answer, and (browser, answer) of the two others.
    """
    address, opened = open_form(client, path, *fields)
    data = {**opened, **fields, **dict(chosen)}
    before = with_cookies_of(client)
    first = client.post(address, data)
    after = with_cookies_of(client)
    return first, *((other, other.post(address, data)) for other in (before, after))


def sign_in(name, prefix=""):
    client = browser()
    address, fields = open_form(client, f"{prefix}/accounts/login/", "login", "password")
    data = {**fields, "login": f"{name}@example.org", "password": DEMO_PASSWORD}
    assert client.post(address, data).status_code == 302
    return client


def is_the_same(first, *others):
    assert first.status_code == 302
    for _browser, answer in others:
        assert (answer.status_code, answer["Location"]) == (302, first["Location"])
        assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_signing_in_twice_is_one_session_in_which_the_person_is(db, prefix):
    fields = {"login": "editor@example.org", "password": DEMO_PASSWORD}
    first, *others = send_twice(browser(), f"{prefix}/accounts/login/", **fields)
    is_the_same(first, *others)
    for other, _answer in others:
        assert other.get("/admin/").status_code == 200
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_one_new_password_is_asked_for_and_set_once(db, prefix, account):
    OutboxMessage.objects.all().delete()
    is_the_same(*send_twice(browser(), f"{prefix}/accounts/password/reset/", email="editor@example.org"))
    mail = OutboxMessage.objects.get()
    path = re.search(r"https?://[^/\s]+(/\S*password/reset/key/\S+)", mail.body)[1]
    is_the_same(*send_twice(browser(), path, password1=NEW_PASSWORD, password2=NEW_PASSWORD))
    assert account("editor").check_password(NEW_PASSWORD)
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_password_that_was_changed_by_the_first_click_is_no_error_of_the_second(db, prefix, account):
    client = sign_in("riverside")
    OutboxMessage.objects.all().delete()
    fields = {"oldpassword": DEMO_PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    first, *others = send_twice(client, f"{prefix}/accounts/password/change/", **fields)
    is_the_same(first, *others)
    for other, _answer in others:
        assert other.get("/workspace/account/").status_code == 200
    assert OutboxMessage.objects.count() == 1 and account("riverside").check_password(NEW_PASSWORD)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_a_second_factor_is_set_used_and_removed_once(db, prefix):
    client = sign_in("approver")
    page = client.get(f"{prefix}{ACTIVATE}")
    secret = re.search(r'<code class="reference">([A-Z2-7]+)</code>', page.content.decode())[1]
    address, fields = page.wsgi_request.path, post_forms(page.content.decode())[-1]["fields"]
    before, data = with_cookies_of(client), {**fields, "code": code_of(secret)}
    first = client.post(address, data)
    is_the_same(first, (before, before.post(address, data)))
    assert "recovery-codes" in first["Location"]

    cache.clear()  # The code was used; the next half minute shows another one.
    client = sign_in("approver", prefix)
    first, *others = send_twice(client, f"{prefix}/accounts/2fa/authenticate/", code=code_of(secret))
    is_the_same(first, *others)
    for other, _answer in others:
        assert other.get("/admin/").status_code == 200
    is_the_same(*send_twice(client, f"{prefix}/accounts/2fa/totp/deactivate/"))


def test_an_invitation_is_accepted_by_two_clicks_as_by_one(db, account):
    organisation = make_organisation("Lantern Example Group")
    invitations.invite(organisation, "new@lantern.example", "member", account("coordinator"))
    path = re.search(r"https?://[^/\s]+(/\S*invitation/\S+)", OutboxMessage.objects.latest("pk").body)[1]
    fields = {"first_name": "Ana", "last_name": "Ruiz", "password": NEW_PASSWORD}
    first, *others = send_twice(browser(), path, [("language", "en")], **fields)
    is_the_same(first, *others)
    for other, _answer in others:
        assert other.get(first["Location"]).status_code == 200


def test_the_session_of_a_form_is_given_to_nobody_else(db):
    """Who has read the form, and even its code, but sits at another browser, begins anew."""
    client = browser()
    address, fields = open_form(client, "/accounts/login/", "login", "password")
    data = {**fields, "login": "editor@example.org", "password": DEMO_PASSWORD}
    assert client.post(address, data).status_code == 302
    other = browser()
    other.get("/accounts/login/")
    answer = other.post(address, data)
    assert answer.status_code == 403 and "sessionid" not in answer.cookies
    assert other.get("/admin/").status_code == 302
    # What ended since is not given again either.
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    late = browser()
    late.cookies["csrftoken"] = client.cookies["csrftoken"].value
    assert late.post(address, data).status_code == 403
    assert late.get("/admin/").status_code == 302
