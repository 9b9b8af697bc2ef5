"""The second factor: who must have one, how it is set, asked for and lost; and where a sign-in leads."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.accounts.second_factor import SecondFactorAdapter
from portal.models import OutboxMessage
from tests.conftest import DEMO_PASSWORD
from tests.second_factor import code_of, set_up_app

pytestmark = pytest.mark.django_db

STAFF = ["coordinator", "approver", "editor", "translator"]


def words(response):
    return html.unescape(response.content.decode())


def sign_in(client, name, **fields):
    data = {"login": f"{name}@example.org", "password": DEMO_PASSWORD, **fields}
    return client.post("/accounts/login/", data)


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_the_demonstration_asks_for_none_and_every_other_hub_does():
    from portal.settings import base, demo

    assert base.SECOND_FACTOR_REQUIRED is True and demo.SECOND_FACTOR_REQUIRED is False


@pytest.mark.parametrize("name", STAFF)
def test_staff_get_no_further_without_one(client, required, name):
    sign_in(client, name)
    for page in ("/admin/", "/admin/pages/", "/workspace/", "/es/workspace/"):
        response = client.get(page)
        assert response.status_code == 302 and response["Location"].endswith("/accounts/2fa/"), page
    assert client.post("/admin/pages/", {}).status_code == 302
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/").status_code == 200


def test_owners_get_no_further_without_one_and_members_do(client, required):
    sign_in(client, "northside")
    assert client.get("/workspace/")["Location"] == "/accounts/2fa/"
    member = Client()
    sign_in(member, "riverside.colleague")
    assert not member.get("/workspace/")["Location"].startswith("/accounts/2fa/")


def test_with_an_app_the_way_is_open_and_the_sign_in_asks_for_its_code(client, required, account):
    sign_in(client, "editor")
    secret = set_up_app(client)
    assert client.get("/admin/").status_code == 200
    again = Client()
    assert sign_in(again, "editor", next="/admin/pages/")["Location"] == "/accounts/2fa/authenticate/"
    assert again.get("/admin/").status_code == 302
    assert "Your second factor" in words(again.get("/accounts/2fa/authenticate/"))
    wrong = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and 'class="error-summary"' in words(wrong)
    # The code that set the app up was used; the next half minute shows another one.
    from django.core.cache import cache

    cache.clear()
    right = again.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert right["Location"] == "/admin/pages/"
    assert again.get("/admin/").status_code == 200


def test_a_recovery_code_opens_once(client, required):
    sign_in(client, "editor")
    set_up_app(client)
    codes = re.findall(r"<li><code>(\d+)</code>", words(client.get("/accounts/2fa/recovery-codes/")))
    assert len(codes) == 10
    for expected in (302, 200):
        again = Client()
        sign_in(again, "editor")
        assert again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == expected
    assert codes[1] in client.get("/accounts/2fa/recovery-codes/download/").content.decode()


def test_secrets_are_not_legible_in_the_database(client):
    sign_in(client, "editor")
    secret = set_up_app(client)
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret
    assert SecondFactorAdapter().decrypt("nonsense") == ""


def test_the_code_is_a_picture_of_the_page_and_text(client):
    sign_in(client, "editor")
    client.post("/accounts/reauthenticate/", {"password": DEMO_PASSWORD})
    response = client.get("/accounts/2fa/totp/activate/")
    page = words(response)
    assert 'role="img"' in page and "<svg" in page and "<?xml" not in page
    assert "data:image" not in page and "style=" not in page
    assert response["Cache-Control"] == "no-store" or "no-store" in response["Cache-Control"]


def test_the_last_factor_of_staff_is_not_removed(client, required):
    sign_in(client, "editor")
    set_up_app(client)
    page = "/accounts/2fa/totp/deactivate/"
    assert "This is not possible now" in words(client.get(page))
    client.post(page)
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()


def test_a_change_is_mailed_without_the_internet_address(client):
    sign_in(client, "editor")
    set_up_app(client)
    mails = OutboxMessage.objects.filter(recipients=["editor@example.org"])
    # Sent after the transaction, which a test never commits, for the app; the recovery codes' at once.
    for mail in mails:
        assert "127.0.0.1 " not in mail.body and "IP" not in mail.body


@pytest.mark.parametrize(
    "page",
    [
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/sessions/",
        "/accounts/password/change/",
        "/accounts/login/",
    ],
)
def test_no_page_of_an_account_has_inline_code(client, page):
    if page != "/accounts/login/":
        sign_in(client, "editor")
        client.post("/accounts/reauthenticate/", {"password": DEMO_PASSWORD})
    response = client.get(page)
    assert response.status_code == 200
    text = words(response)
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        # The one script in pages is allowed by its hash (tests/portal/site/test_headers.py).
        allowed = ("src=", 'type="application/json"', "data-after-exit")
        assert any(words in attributes for words in allowed), body
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text)
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_a_reader_gets_no_cookie(client):
    for page in ("/", "/partners/", "/events/"):
        assert not client.get(page).cookies, page


def test_members_are_led_to_the_workspace_in_their_language(client, account):
    assert sign_in(client, "riverside")["Location"] == "/workspace/"
    user = account("riverside")
    user.language = "es"
    user.save()
    assert sign_in(Client(), "riverside")["Location"] == "/es/workspace/"
    assert sign_in(Client(), "editor")["Location"] == "/admin/"


def test_a_member_is_told_that_the_admin_is_not_hers_and_where_she_works(client):
    sign_in(client, "riverside")
    response = client.get("/admin/")
    assert response.status_code == 403 and 'href="/workspace/"' in words(response)


def test_an_operator_resets_what_was_lost(client, account):
    from django.core.management import CommandError, call_command

    sign_in(client, "coordinator")
    set_up_app(client)
    call_command("reset_second_factor", "Coordinator@example.org")
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").status_code == 302
    assert OutboxMessage.objects.filter(
        recipients=["coordinator@example.org"], body__contains="reset"
    ).exists()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.org")


def test_a_coordinator_resets_what_a_colleague_lost_and_it_stands_in_the_log(client, account):
    editor = Client()
    sign_in(editor, "editor")
    set_up_app(editor)
    colleague = account("editor")
    sign_in(client, "coordinator")
    address = reverse("reset_second_factor", args=[colleague.pk])
    assert f'href="{address}"' in client.get(reverse("wagtailusers_users:edit", args=[colleague.pk])).text
    assert "call, or meet in person" in client.get(address).text
    assert Authenticator.objects.filter(user=colleague).exists(), "Reading the question resets nothing."
    assert client.post(address)["Location"] == reverse("wagtailusers_users:edit", args=[colleague.pk])
    assert not Authenticator.objects.filter(user=colleague).exists()
    assert editor.get("/admin/").status_code == 302, "Her sessions have ended."
    assert OutboxMessage.objects.filter(recipients=["editor@example.org"], body__contains="reset").exists()
    entry = ModelLogEntry.objects.get(action="portal.second_factor.reset")
    assert (entry.user, entry.object_id) == (account("coordinator"), str(colleague.pk))
    # Nothing is left to reset, and so nothing is offered.
    assert address not in client.get(reverse("wagtailusers_users:edit", args=[colleague.pk])).text


@pytest.mark.parametrize("name", ["editor", "approver", "translator", "riverside"])
def test_nobody_else_resets_the_second_factor_of_a_colleague(name, client, account):
    colleague = account("approver2")
    Authenticator.objects.create(user=colleague, type="totp", data={})
    sign_in(client, name)
    client.post(reverse("reset_second_factor", args=[colleague.pk]))
    assert Authenticator.objects.filter(user=colleague).exists()


def test_a_coordinator_resets_neither_her_own_second_factor_nor_an_operators(client, account):
    operator = get_user_model().objects.create_superuser("operator@example.org", "quiet-harbour-lamp-19")
    sign_in(client, "coordinator")
    for colleague in (operator, account("coordinator")):
        Authenticator.objects.create(user=colleague, type="totp", data={})
        client.post(reverse("reset_second_factor", args=[colleague.pk]))
        assert Authenticator.objects.filter(user=colleague).exists(), colleague.email


def test_nobody_gives_an_account_another_address(client, account):
    sign_in(client, "riverside")
    for data in (
        {"email": "editor2@example.org", "action_add": ""},
        {"action_primary": "", "email": "x@x.org"},
    ):
        assert client.post("/accounts/email/", data)["Location"] == "/workspace/account/"
    assert not EmailAddress.objects.exclude(email="riverside@example.org").exists()
    assert account("riverside").email == "riverside@example.org"


def test_a_session_survives_a_new_key_while_the_former_one_is_named(client, settings):
    other = Client()
    for browser in (client, other):
        sign_in(browser, "riverside")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key " * 8, [settings.SECRET_KEY]
    assert client.get("/workspace/account/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert other.get("/workspace/account/").status_code == 302
