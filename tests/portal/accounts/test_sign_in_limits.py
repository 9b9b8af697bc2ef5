"""Who tries passwords or codes too often waits, and nobody locks another person out."""

import datetime
import html
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from portal.accounts.second_factor import SecondFactorAdapter
from portal.models import OutboxMessage
from tests.conftest import DEMO_PASSWORD
from tests.portal.accounts.test_second_factor import code_of

pytestmark = pytest.mark.django_db
LOGIN, RESET, CODE = "/accounts/login/", "/accounts/password/reset/", "/accounts/2fa/authenticate/"
WAIT = "There were several failed attempts"
NOW = datetime.datetime(2026, 12, 1, 18, 0, 1, tzinfo=datetime.UTC)


def sign_in(client, password=DEMO_PASSWORD, address="192.0.2.1", name="editor"):
    data = {"login": f"{name}@example.org", "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address)


def wrong(number, address="192.0.2.1", client=None, name="editor"):
    """So many wrong passwords from one address; answers the last page."""
    for _turn in range(number):
        page = sign_in(client or Client(), "wrong", address, name)
    return html.unescape(page.content.decode())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def with_app(account):
    """The editor's second factor: its secret."""
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(
        user=account("editor"), type="totp", data={"secret": SecondFactorAdapter().encrypt(secret)}
    )
    return secret


@pytest.mark.parametrize("attackers", [5, 80])
def test_wrong_passwords_from_elsewhere_lock_nobody_out(clock, client, attackers):
    for number in range(attackers):
        wrong(1, f"198.51.100.{number + 1}")
    assert sign_in(client).status_code == 302


def test_many_wrong_passwords_from_one_place_slow_that_place_down_only(clock, client):
    assert WAIT not in wrong(5, "198.51.100.9")
    assert WAIT in wrong(1, "198.51.100.9")
    assert sign_in(client, address="192.0.2.1").status_code == 302


def test_who_mistyped_waits_for_seconds_and_comes_in_with_the_right_password(clock, client):
    assert WAIT in wrong(6)
    page = sign_in(client)
    seconds = int(re.search(r"wait (\d+) seconds", page.content.decode())[1])
    assert seconds <= 10
    clock.shift(seconds)
    assert sign_in(client).status_code == 302


def test_pressing_while_one_must_wait_does_not_make_the_wait_longer(clock, client):
    wrong(40)
    clock.shift(10)
    assert sign_in(client).status_code == 302


def test_a_wait_is_never_longer_than_a_minute(clock, client):
    for _turn in range(40):
        wrong(1)
        clock.shift(15)
    clock.shift(60)
    assert sign_in(client).status_code == 302


def test_a_device_that_signed_in_before_is_not_slowed_down_by_its_neighbors(clock, client):
    sign_in(client)
    client.post("/accounts/logout/")
    # The same network: a stranger in the same library, trying this account and many others.
    wrong(20)
    for number in range(60):
        wrong(1, name=f"nobody{number}")
    assert WAIT in wrong(1), "A device that nobody knows waits."
    assert sign_in(client).status_code == 302


def test_a_known_device_has_its_own_limit_and_is_known_for_its_people_only(clock, client):
    sign_in(client)
    client.post("/accounts/logout/")
    assert WAIT in wrong(6, client=client)
    assert WAIT in wrong(6, client=client, name="approver"), "For another person the network counts."
    clock.shift(10)
    assert sign_in(client).status_code == 302


def test_trying_many_accounts_slows_the_network_down(clock):
    for number in range(30):
        assert WAIT not in wrong(1, name=f"nobody{number}")
    wrong(1, name="one")
    assert WAIT in wrong(1, name="two")
    assert WAIT not in wrong(1, "203.0.113.5", name="three")


def test_a_whole_ipv6_network_is_one_place(clock):
    assert WAIT in [wrong(1, f"2001:db8:1:2::{number:x}") for number in range(1, 7)][-1]
    assert WAIT not in wrong(1, "2001:db8:1:3::1")


def test_limits_do_not_tell_whether_there_is_an_account(clock):
    assert wrong(6, "198.51.100.1").count(WAIT) == wrong(6, "198.51.100.2", name="nobody").count(WAIT) == 1


def test_a_reader_never_gets_the_cookie_and_an_account_holder_does(client):
    for address in ("/", "/events/", "/request-accessible-format/", LOGIN, RESET, "/partners/join/"):
        client.get(address)
    wrong(1, client=client)
    client.post(RESET, {"email": "editor@example.org"})
    assert not [name for name in client.cookies if name.startswith("device")]
    sign_in(client)
    cookies = {name: cookie for name, cookie in client.cookies.items() if name.startswith("device")}
    assert set(cookies) == {"device-en", "device-es", "device-so", "device-hmn"}
    for cookie in cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"]) > 10_000_000
        assert cookie["path"].endswith("/accounts/"), "It is not sent along while she reads."
    assert "editor" not in cookies["device-en"].value


def test_a_made_up_cookie_makes_no_known_device(clock, client):
    client.cookies["device-en"] = "made-up"
    assert WAIT in wrong(6, client=client)


# --- Mails ----------------------------------------------------------------------------------------------------------
def test_a_person_gets_few_mails_and_the_answer_never_changes(clock):
    answers = [
        Client().post(RESET, {"email": f"{name}@example.org"}, REMOTE_ADDR=f"192.0.2.{turn}")
        for turn in range(8)
        for name in ("editor", "nobody")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{RESET}done/")}
    assert OutboxMessage.objects.filter(recipients=["editor@example.org"]).count() == 3
    assert OutboxMessage.objects.filter(recipients=["nobody@example.org"]).count() == 3


@pytest.mark.parametrize("network", ["192.0.2.7", "2001:db8:5:6::{}"])
def test_one_network_asks_for_few_mails(clock, network):
    for number in range(30):
        page = Client().post(
            RESET, {"email": f"person{number}@example.org"}, REMOTE_ADDR=network.format(number)
        )
    assert OutboxMessage.objects.count() == 20
    assert "Too many emails were requested" in page.content.decode()


def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(client, monkeypatch):
    from django.contrib.auth.hashers import MD5PasswordHasher

    made = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *args: made.append(1) or real(self, *args))
    costs = []
    for name in ("editor", "nobody"):
        made.clear()
        wrong(1, client=client, name=name)
        costs.append(len(made))
    assert costs[0] == costs[1] == 1


# --- Codes ----------------------------------------------------------------------------------------------------------
def test_codes_are_limited_for_the_account_and_the_person_is_told(clock, with_app, account):
    for number in range(6):
        stranger = Client()
        sign_in(stranger, address=f"198.51.100.{number}")
        page = stranger.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
    assert WAIT in page.content.decode()
    (told,) = OutboxMessage.objects.filter(recipients=["editor@example.org"])
    assert "several wrong codes" in told.body


def test_a_known_device_enters_its_code_whatever_strangers_do(clock, with_app, client):
    sign_in(client)
    assert client.post(CODE, {"code": code_of(with_app)}).status_code == 302
    client.post("/accounts/logout/")
    for number in range(20):
        stranger = Client()
        sign_in(stranger, address=f"198.51.100.{number}")
        stranger.post(CODE, {"code": "000000"}, REMOTE_ADDR=f"198.51.100.{number}")
    clock.shift(60)  # An app shows another code every half minute, and none is taken twice.
    sign_in(client)
    assert client.post(CODE, {"code": code_of(with_app)}).status_code == 302


# --- Once is enough -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_who_has_just_signed_in_is_not_asked_again(client, page):
    sign_in(client)
    assert client.get(page).status_code == 200


def test_who_has_just_typed_a_code_is_not_asked_again(clock, client, with_app):
    sign_in(client)
    client.post(CODE, {"code": code_of(with_app)})
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200


def test_after_some_minutes_the_password_is_asked_for(clock, client):
    sign_in(client)
    clock.shift(6 * 60)
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")


def test_a_cache_that_is_emptied_locks_nobody_out(client):
    wrong(6)
    cache.clear()
    assert sign_in(client).status_code == 302
