"""One way to sign in, and one place where a person changes password and address: every address of the resolver is tried."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse

from portal.models import OutboxMessage
from tests.conftest import DEMO_PASSWORD
from tests.portal.resolver import every_address

pytestmark = pytest.mark.django_db
ACCOUNTS = re.compile(r"^(/(es|so|hmn))?/accounts/")
NEW = "meadow-candle-stone-91"
PREFIXES = ("", "name_email-", "password-", "profile-")
NEW_NAMES = {
    **dict.fromkeys(("email", "email_address", "username", "login"), "taken.over@example.org"),
    **dict.fromkeys(
        ("password", "password1", "password2", "new_password1", "new_password2", "oldpassword"), NEW
    ),
    **{"first_name": "T", "last_name": "O", "is_active": "on", "is_superuser": "on", "is_staff": "on"},
}
# What Wagtail's forms for accounts call these, whatever stands before the name.
FORM = {f"{prefix}{name}": value for prefix in PREFIXES for name, value in NEW_NAMES.items()} | {
    "old_password": DEMO_PASSWORD,
    "password-old_password": DEMO_PASSWORD,
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
}
DOORS = [
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/complete/",
    "/admin/password_reset/confirm/MQ/set-password/",
    "/admin/account/",
    "/admin/account/change_password/",
    "/admin/account/language_preferences/",
]


def addresses(account):
    found = every_address(account("editor").pk)
    assert {"/admin/account/", "/admin/preferences/", "/admin/users/new/", "/accounts/login/"} <= set(found)
    return [address for address in found if not ACCOUNTS.match(address)]


def visits(account, name):
    """Each address with a browser in which the person is signed in: some addresses end the session."""
    client = Client(raise_request_exception=False)
    if name:
        client.force_login(account(name))
    session = client.cookies.output(header="").strip().partition(";")[0].partition("=")
    for address in addresses(account):
        undo = transaction.savepoint()
        client.cookies.clear()
        if name:
            client.cookies[session[0]] = session[2]
        yield client, address
        transaction.savepoint_rollback(undo)


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, "coordinator"])
def test_no_other_address_asks_for_a_password(account, name):
    seen = set()
    for client, address in visits(account, name):
        answer = client.get(address)
        if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        if re.search(r"""type=["']?password""", answer.content.decode()):
            seen.add(address)
    assert not seen


@pytest.mark.slow
@pytest.mark.parametrize("name", [None, "coordinator", "operator"])
def test_no_other_address_changes_a_password_or_an_address(account, name):
    """What a door does counts, not what it looks like: a form that changes who may sign in is sent to every address."""
    people = get_user_model().objects
    if name == "operator":
        people.create_superuser("operator@example.org", DEMO_PASSWORD)

    def doors():
        rows = people.order_by("pk").values_list("pk", "email", "password", "is_superuser", "is_staff")
        return list(rows), list(EmailAddress.objects.values_list("user", "email"))

    before = doors()
    for client, address in visits(account, name):
        if address.startswith("/admin/users/delete/"):  # Operators may; nobody comes in by it.
            continue
        mails = OutboxMessage.objects.count()
        client.post(address, FORM)
        after = doors()
        # An invited colleague may be new; nobody may be another than before, or come in at once.
        new = [row for row in after[0] if row not in before[0]]
        assert [row for row in before[0] if row not in after[0]] == [], address
        assert not [row for row in new if not row[2].startswith("!") or row[3] or row[4]], address
        assert after[1] == before[1], address
        sent = OutboxMessage.objects.order_by("pk")[mails:]
        assert not [mail for mail in sent if "/password" in mail.body and "reset" in mail.body], address


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize("name", [None, "editor", "coordinator"])
def test_wagtails_own_doors_are_shut(client, account, address, name):
    if name:
        client.force_login(account(name))
    for answer in (client.get(address), client.post(address, FORM)):
        assert answer.status_code == 404 or answer.get("Location") == "/accounts/password/reset/", (
            answer.status_code
        )
    assert not OutboxMessage.objects.exists()


def test_the_preferences_that_are_harmless_stay(signed_in, account):
    client = signed_in("editor")
    page = client.get(reverse("wagtailadmin_account"))
    assert page.request["PATH_INFO"] == "/admin/preferences/"
    html = page.content.decode()
    for own in ("/workspace/account/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"):
        assert f'href="{own}"' in html
        assert client.get(own).status_code in (200, 302), own
    for field in ("email", "avatar", "first_name", "password"):
        assert not re.search(rf'name="[^"]*{field}[^"]*"', html), field
    answer = client.post(
        "/admin/preferences/",
        {**FORM, "theme-theme": "dark", "mails-mail_decision": "daily", "avatar-avatar": "x"},
    )
    assert answer["Location"] == "/admin/preferences/"
    profile = account("editor").wagtail_userprofile
    assert (profile.theme, account("editor").email, bool(profile.avatar)) == (
        "dark",
        "editor@example.org",
        False,
    )
    assert account("editor").check_password(DEMO_PASSWORD)
    sidebar = client.get("/admin/").content.decode()
    assert "/admin/preferences/" in sidebar and "/admin/account/" not in sidebar
