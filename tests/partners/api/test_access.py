"""Which tokens work, what is refused and how, and that nothing of it is stored on the way."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from partners.api import authentication, throttles, tokens
from partners.members import services as members
from partners.members.models import Membership, Role
from partners.models import ApiToken
from partners.workspace import submission
from portal.page_cache.addresses import Address, is_cacheable
from tests.partners import factories
from tests.partners.api.conftest import EVENTS, PROBLEM, Program, whole

pytestmark = pytest.mark.django_db


def refused(program):
    answer = program.get()
    return answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer ")


def test_a_token_works_until_it_is_revoked(program, token, owner):
    assert program.get().status_code == 200
    assert ApiToken.objects.get(pk=token[0].pk).last_used_on == timezone.localdate()
    tokens.revoke(token[0], owner)
    assert refused(program)


def test_a_token_works_until_it_expires(program, token):
    ApiToken.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert refused(program)


def demoted(owner, organisation):
    factories.make_member(organisation, "second@example.org", Role.OWNER)
    members.change_role(Membership.objects.get(user=owner), Role.MEMBER, owner)


def removed(owner, organisation):
    second = factories.make_member(organisation, "second@example.org", Role.OWNER)
    members.remove(Membership.objects.get(user=owner), second)


def demoted_past_the_signals(owner, organisation):
    Membership.objects.filter(user=owner).update(role=Role.MEMBER)


def deactivated(owner, organisation):
    owner.is_active = False
    owner.save()


def deleted(owner, organisation):
    owner.delete()


@pytest.mark.parametrize("change", [demoted, removed, demoted_past_the_signals, deactivated, deleted])
def test_a_token_ends_when_its_maker_is_no_longer_an_owner(program, owner, organisation, change):
    change(owner, organisation)
    assert refused(program)


def test_a_token_stays_ended_when_its_maker_becomes_an_owner_again(program, owner, organisation):
    demoted(owner, organisation)
    members.change_role(Membership.objects.get(user=owner), Role.OWNER, owner)
    assert refused(program) and not tokens.of(organisation).exists()


def test_where_the_organization_is_not_public_a_program_may_do_what_members_may(program, organisation, owner):
    organisation.unpublish()
    made = program.create()
    assert made.status_code == 201
    draft = submission.latest(submission.new_event(organisation, owner, "en", title="By hand"))
    assert bool(submission.problems(draft).get("organisation")) == bool(
        made.json()["problems"].get("organisation")
    )


def test_an_organization_that_is_deleted_takes_its_tokens_along(program, organisation):
    organisation.delete()
    assert refused(program) and not ApiToken.objects.exists()


def test_a_token_of_an_owner_who_lacks_the_second_factor_writes_nothing(program, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    answer = program.create()
    assert answer.status_code == 403 and answer["Content-Type"] == PROBLEM
    assert "second factor" in answer.json()["detail"]


def test_a_token_that_ended_is_deleted_after_thirty_days(program, token, owner, organisation):
    tokens.make(organisation, owner, "In use", 365)
    tokens.revoke(token[0], owner)
    for days, left in ((29, 2), (31, 1)):
        ApiToken.objects.exclude(revoked_at=None).update(
            revoked_at=timezone.now() - datetime.timedelta(days=days)
        )
        call_command("delete_old_requests")
        assert ApiToken.objects.count() == left


# --- What is refused, and how --------------------------------------------------------------------------------------
def test_each_refusal_is_a_problem(program):
    made = program.create()
    one = f"{EVENTS}/{made.json()['id']}"
    expected = [
        (400, program.create(b"{")),
        (400, program.create([])),
        (401, program.get(Authorization="")),
        (401, program.get(Authorization="Bearer hub_partner_wrong")),
        (401, program.get(Authorization="Basic b3duZXI6d29yZA==")),
        (404, program.get("/api/partner/nothing")),
        (405, program.ask("DELETE", one)),
        (405, program.ask("PUT", one, whole())),
        (405, program.ask("OPTIONS", one)),
        (409, program.withdraw(made)),
        (412, program.change(made, {}, If_Match='"other"')),
        (413, program.create(b'{"title": "' + b"a" * 200_000 + b'"}')),
        (415, program.create("title=a", Content_Type="application/x-www-form-urlencoded")),
        (428, program.send(made, If_Match="")),
    ]
    for status, answer in expected:
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == PROBLEM
        body = answer.json()
        assert body["status"] == status and body["title"] and body["detail"].endswith("."), body
    assert expected[3][1]["WWW-Authenticate"] == 'Bearer realm="partner", error="invalid_token"'
    assert expected[2][1]["WWW-Authenticate"] == 'Bearer realm="partner"'
    assert "PATCH" in expected[6][1]["Allow"]


def test_what_is_no_json_is_refused_whoever_reads_it_first(program):
    """A form with files, which parts of the hub before the view would read; and brackets that Python cannot follow."""
    form = 'multipart/form-data; boundary="x"'
    whole_form = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na\r\n--x--\r\n'
    expected = [
        (415, program.create(whole_form, Content_Type=form)),
        (415, program.create(b"--x", Content_Type="multipart/form-data")),
        (400, program.create(b"[" * 100_000)),
    ]
    for status, answer in expected:
        assert answer.status_code == status and answer["Content-Type"] == PROBLEM
    assert not program.get().json()["events"]


def test_requests_and_writes_are_limited_for_an_organization(
    program, other, organisation, owner, monkeypatch
):
    monkeypatch.setattr(throttles, "WRITES", ("partner-api-writes", 2))
    second = Program(tokens.make(organisation, owner, "Another", 30)[1])
    assert [program.create().status_code, second.create().status_code] == [201, 201]
    over = second.create()
    assert over.status_code == 429 and over["Content-Type"] == PROBLEM
    assert 3500 < int(over["Retry-After"]) <= 3600
    assert second.get().status_code == 200 and other.create().status_code == 201
    monkeypatch.setattr(throttles, "REQUESTS", ("partner-api", 1))
    assert program.get().status_code == 429


def test_wrong_tokens_of_one_client_are_limited_and_right_ones_still_work(program, monkeypatch):
    monkeypatch.setattr(authentication, "WRONG", 2)
    wrong = [program.get(Authorization=f"Bearer hub_partner_{n}").status_code for n in range(4)]
    assert wrong == [401, 401, 429, 429]
    over = program.get(Authorization="Bearer hub_partner_9")
    assert 800 < int(over["Retry-After"]) <= 900
    assert program.get().status_code == 200


# --- Nothing is stored, nothing else opens ------------------------------------------------------------------------------
def test_no_cookie_no_store_no_other_origin(program):
    for answer in (
        program.get(Origin="https://elsewhere.example"),
        program.create(),
        program.get("/api/partner/x"),
    ):
        assert not answer.cookies and answer["Cache-Control"] == "no-store"
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    assert not is_cacheable(Address("http", "hub.example", EVENTS, ""))


def test_a_session_opens_nothing_and_a_token_opens_no_page(program, client, owner, organisation, token):
    client.force_login(owner)
    assert client.get(EVENTS).status_code == 401
    bearer = {"Authorization": f"Bearer {token[1]}"}
    page = Client().get(f"/workspace/{organisation.slug}/", headers=bearer)
    assert page.status_code == 302 and page["Location"].startswith("/accounts/login/")
    assert Client().get(f"{EVENTS}?access_token={token[1]}").status_code == 401


def test_logs_say_nothing_of_tokens_and_events(program, token, caplog):
    with caplog.at_level("DEBUG"):
        program.create()
        program.create(b"{")
        program.get(Authorization="Bearer hub_partner_wrong")
        program.ask("POST", EVENTS, whole(title="Zqmark", start_date="never"))
    said = caplog.text.lower()
    assert token[1].lower() not in said and "hub_partner" not in said
    assert "zqmark" not in said.replace("sql", "") or "insert" in said
