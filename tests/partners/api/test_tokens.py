"""The page of the workspace on which owners make and revoke tokens, and what is kept of them."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from partners.api import tokens
from partners.confidentiality import store
from partners.models import ApiToken
from portal.models import AuditEntry, OutboxMessage
from tests.partners import sweep
from tests.partners.api.conftest import Program
from tests.partners.typed import signed_in

pytestmark = pytest.mark.django_db
SHOWN = re.compile(r"hub_partner_[\w-]{43,64}")


@pytest.fixture
def address(organisation):
    return f"/workspace/{organisation.slug}/api/"


def make(client, address, name="Website calendar", days="90"):
    """Fill in the form of the page, as a browser does, and press its button."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = page.select_one("form[action$='/api/new/']")
    hidden = {field["name"]: field["value"] for field in form.select("[type=hidden]")}
    return client.post(form["action"], {**hidden, "name": name, "days": days}), {
        **hidden,
        "name": name,
        "days": days,
    }


def test_an_owner_makes_a_token_that_is_shown_once_and_revokes_it(owner, address, organisation):
    client = signed_in(owner)
    answer, _sent = make(client, address)
    assert answer["Cache-Control"] == "no-store"
    [text] = set(SHOWN.findall(answer.content.decode()))
    program = Program(text)
    assert program.get("/api/partner/").json()["organization"] == organisation.title
    page = client.get(address).content.decode()
    assert not SHOWN.search(page) and "Website calendar" in page and "Made by Odal" in page
    assert "Last used on" in page
    mail = OutboxMessage.objects.get(recipients=[owner.email])
    assert "A token of the API for partners was made." in mail.body and text not in mail.body
    revoke = BeautifulSoup(page, "html.parser").select_one("form[action$='/revoke/']")["action"]
    assert "The token was revoked." in client.post(revoke, follow=True).content.decode()
    assert program.get().status_code == 401
    trail = AuditEntry.objects.filter(action__startswith="partners.api.token").order_by("pk")
    token = ApiToken.objects.get()
    assert [(row.action, row.person, row.data) for row in trail] == [
        (tokens.MADE, owner.pk, {"token": token.pk}),
        (tokens.REVOKED, owner.pk, {"token": token.pk}),
    ]


def test_a_second_click_makes_no_second_token(owner, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    first, sent = make(client, address)
    again = client.post(f"{address}new/", sent)
    assert SHOWN.search(again.content.decode())[0] == SHOWN.search(first.content.decode())[0]
    assert ApiToken.objects.count() == 1
    tokens.revoke(ApiToken.objects.get(), owner)
    assert not SHOWN.search(client.post(f"{address}new/", sent).content.decode())


def test_the_token_itself_is_stored_nowhere(owner, address):
    answer, _sent = make(signed_in(owner), address)
    text = SHOWN.search(answer.content.decode())[0]
    assert not sweep.stored(text) and not sweep.stored(text.removeprefix(tokens.PREFIX))
    assert ApiToken.objects.get().digest == tokens.digest(text)


def test_a_member_finds_no_page_and_no_link(owner, member, address, organisation):
    assert address in signed_in(owner).get(f"/workspace/{organisation.slug}/").content.decode()
    client = signed_in(member)
    assert address not in client.get(f"/workspace/{organisation.slug}/").content.decode()
    assert client.get(address).status_code == 404
    assert client.post(f"{address}new/", {"name": "Mine", "days": "30"}).status_code == 404
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("name", "days", "says"), [("", "90", "Say what"), ("a", "400", ""), ("x" * 61, "30", "too long")]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(owner, address, name, days, says):
    answer, _sent = make(signed_in(owner), address, name, days)
    assert answer.status_code == 422 and says in answer.content.decode() and not ApiToken.objects.exists()
    assert f'value="{name}"' in answer.content.decode() or not name


def test_at_most_ten_tokens_work(owner, address, organisation):
    for number in range(tokens.MOST):
        tokens.make(organisation, owner, f"Number {number}", 30)
    answer, _sent = make(signed_in(owner), address)
    assert answer.status_code == 422 and "Revoke one" in answer.content.decode()
    tokens.revoke(tokens.of(organisation)[0], owner)
    assert SHOWN.search(make(signed_in(owner), address)[0].content.decode())


def test_a_name_tells_no_confidential_place(owner, address, organisation):
    tokens.make(organisation, owner, "Calendar of Zqmark House", 30)
    words = store.phrases_of({"venue_name": "Zqmark House"}, [])
    store.add_phrases(organisation.translation_key, words)
    answer, _sent = make(signed_in(owner), address, "Zqmark House")
    assert answer.status_code == 422 and "confidential place" in answer.content.decode()
    tokens.forget(store.words_of(organisation.translation_key))
    assert "zqmark" not in ApiToken.objects.get().name.lower()


@pytest.mark.parametrize("language", ["", "/es", "/so", "/hmn"])
def test_the_page_about_data_for_programs_has_the_help_lines_and_both_apis(client, db, language):
    answer = client.get(f"{language}/api/")
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select("a[href^='tel:']") and not answer.cookies
    for path in ("/api/hsds/", "/api/partner/openapi.json"):
        assert page.select_one(f"main a[href='{path}']")
        assert client.get(path).status_code == 200
