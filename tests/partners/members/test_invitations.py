"""Invitations: who may send one, what the link does, what nobody learns from it."""

import datetime
import html
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.members import invitations
from partners.members.models import Role
from partners.models import Invitation, Membership
from portal.exceptions import ActionNotAllowed
from portal.models import OutboxMessage
from tests.partners.factories import PASSWORD, make_member, make_organisation
from tests.second_factor import code_of, set_up_app

pytestmark = pytest.mark.django_db

NEW = {"first_name": "Ana", "last_name": "Ruiz", "language": "es", "password": "meadow-candle-stone-91"}


def words(response):
    return html.unescape(response.content.decode())


def sign_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def organisation():
    return make_organisation("Lantern Example Center")


@pytest.fixture
def owner(organisation):
    return make_member(
        organisation, "owner@lantern.example", Role.OWNER, first_name="Olga", last_name="Owner"
    )


@pytest.fixture
def send(organisation, owner):
    """Invites an address and answers the path of the mail's link."""

    def send(email="new@lantern.example", role=Role.MEMBER):
        invitations.invite(organisation, email, role, owner)
        return link_to(email)

    return send


def link_to(email):
    message = OutboxMessage.objects.filter(recipients=[email]).latest("pk")
    return re.search(r"https?://[^/\s]+(/\S*accounts/invitation/\S+)", message.body)[1]


def test_an_owner_invites_and_a_new_person_joins_and_is_signed_in(client, organisation, owner):
    page = reverse("partners:members_invite", args=[organisation.slug])
    data = {"email": "new@lantern.example", "role": "member"}
    assert sign_in(Client(), owner).post(page, data).status_code == 302
    link = link_to("new@lantern.example")
    shown = words(client.get(link))
    assert "Olga Owner" in shown and organisation.title in shown
    assert not Membership.objects.filter(user__email="new@lantern.example").exists()
    response = client.post(link, NEW)
    user = get_user_model().objects.get(email="new@lantern.example")
    assert response.status_code == 302
    assert response["Location"].startswith("/es/workspace/")
    assert user.check_password(NEW["password"]) and user.get_full_name() == "Ana Ruiz"
    assert (user.language, user.is_staff) == ("es", False)
    assert user.memberships.get().role == Role.MEMBER
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_link_is_used_by_a_press_only_and_once(client, send):
    link = send()
    for _turn in range(3):
        assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert client.post(link, NEW).status_code == 302
    other = Client()
    assert other.get(link).status_code == 404
    assert other.post(link, NEW).status_code == 404
    assert Membership.objects.filter(user__email="new@lantern.example").count() == 1


def test_links_that_do_not_work_are_all_answered_alike(send, owner):
    used, ended, taken_back = send("a@x.example"), send("b@x.example"), send("c@x.example")
    Client().post(used, NEW)
    Invitation.objects.filter(email="b@x.example").update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    invitations.revoke(Invitation.objects.get(email="c@x.example"), owner)
    unknown = used.rsplit("/", 2)[0] + "/no-such-token/"
    answers = []
    for link in (used, ended, taken_back, unknown, unknown.replace("no-such-token", "%00")):
        response = Client().get(link)
        assert response.status_code == 404
        main = re.search(r"<main.*?</main>", words(response), re.DOTALL)[0]
        assert "Ask whoever invited you to send it again" in main
        answers.append(main)
    assert len(set(answers)) == 1


def test_an_invitation_ends_after_seven_days(send):
    send()
    invitation = Invitation.objects.get()
    assert invitation.expires_at - invitation.created_at == datetime.timedelta(days=7)


def test_the_database_knows_no_token(send):
    token = send().rstrip("/").rsplit("/", 1)[1]
    invitation = Invitation.objects.get()
    assert len(token) >= 40 and token not in {str(value) for value in invitation.__dict__.values()}


def test_who_has_an_account_signs_in_and_joins(client, send, organisation):
    elsewhere = make_organisation("Harbor Example Center")
    user = make_member(elsewhere, "two@lantern.example")
    link = send("Two@Lantern.example", Role.OWNER)
    page = words(client.get(link))
    assert 'name="password"' not in page and "/accounts/login/?next=" in page
    # A stranger with the link but without the password joins nothing.
    client.post(link, NEW)
    assert not organisation.memberships.filter(user=user).exists()
    response = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD, "next": link})
    assert response["Location"] == link
    assert not organisation.memberships.filter(user=user).exists()
    assert client.post(link).status_code == 302
    assert organisation.memberships.get(user=user).role == Role.OWNER


def test_somebody_else_who_is_signed_in_does_not_use_the_link_up(send, organisation, owner):
    link = send("three@lantern.example")
    client = sign_in(Client(), owner)
    assert "sent to another address" in words(client.get(link))
    client.post(link, NEW)
    assert not get_user_model().objects.filter(email="three@lantern.example").exists()
    assert Client().get(link).status_code == 200


def test_a_closed_account_does_not_come_back_by_an_invitation(client, send):
    user = make_member(make_organisation("Old Example Center"), "gone@lantern.example")
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(send("gone@lantern.example")).status_code == 404


def test_the_inviter_is_answered_alike_whether_there_is_an_account(organisation, owner):
    make_member(make_organisation("Third Example Center"), "known@lantern.example")
    page = reverse("partners:members_invite", args=[organisation.slug])
    answers = []
    for email in ("known@lantern.example", "nobody@lantern.example"):
        client = sign_in(Client(), owner)
        response = client.post(page, {"email": email, "role": "member"}, follow=True)
        answers.append((response.redirect_chain, words(response).count("The invitation was sent.")))
    assert answers[0] == answers[1] and answers[0][1] == 1


@pytest.mark.parametrize("password", ["short", "password1234", "lantern.example"])
def test_a_password_that_is_easily_guessed_is_refused_and_the_link_still_works(client, send, password):
    link = send("ana.lantern@lantern.example")
    response = client.post(link, {**NEW, "password": password})
    assert response.status_code == 422 and 'class="error-summary"' in words(response)
    assert 'value="Ana"' in words(response) and f'value="{password}"' not in words(response)
    assert client.post(link, NEW).status_code == 302


def test_sent_again_only_the_new_link_works(send, organisation, owner):
    first = send()
    page = reverse("partners:members_again", args=[organisation.slug, Invitation.objects.get().pk])
    assert sign_in(Client(), owner).post(page).status_code == 302
    assert Client().get(first).status_code == 404
    assert Client().get(link_to("new@lantern.example")).status_code == 200


def test_an_organisation_sends_a_limited_number_a_day(organisation, owner):
    for number in range(invitations.LIMIT):
        invitations.invite(organisation, f"person{number}@x.example", Role.MEMBER, owner)
    with pytest.raises(ActionNotAllowed):
        invitations.invite(organisation, "one.more@x.example", Role.MEMBER, owner)
    page = reverse("partners:members_invite", args=[organisation.slug])
    response = sign_in(Client(), owner).post(page, {"email": "one.more@x.example", "role": "member"})
    assert response.status_code == 422 and 'value="one.more@x.example"' in words(response)
    assert not OutboxMessage.objects.filter(recipients=["one.more@x.example"]).exists()


def test_a_member_is_not_invited_twice(organisation, owner):
    with pytest.raises(ActionNotAllowed):
        invitations.invite(organisation, "OWNER@lantern.example", Role.MEMBER, owner)


def test_the_mail_is_in_the_persons_language_and_says_nothing_of_the_subject(organisation, owner):
    make_member(make_organisation("Fourth Example Center"), "es@lantern.example", language="es")
    invitations.invite(organisation, "es@lantern.example", Role.MEMBER, owner)
    assert link_to("es@lantern.example").startswith("/es/")
    subject = OutboxMessage.objects.latest("pk").subject
    assert "traffick" not in subject.lower() and "trata" not in subject.lower()


def test_nothing_of_an_invitation_stays_in_a_cache_and_reading_it_is_not_joining(client, send):
    response = client.get(send())
    assert response["Cache-Control"] == "no-store" and "sessionid" not in response.cookies


def test_an_invited_owner_types_the_password_once_and_sets_a_second_factor(client, send, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    joined = client.post(send(role=Role.OWNER), NEW, follow=True)
    assert joined.redirect_chain[-1][0] == "/es/accounts/2fa/"
    secret = set_up_app(client, may_ask=False)
    assert client.get("/es/workspace/lantern-example-center/").status_code == 200
    # The same person on another day: password and code once, and nothing is asked again.
    again = Client()
    led = again.post("/accounts/login/", {"login": "new@lantern.example", "password": NEW["password"]})
    assert led["Location"].endswith("/accounts/2fa/authenticate/")
    cache.clear()  # The code of this half minute was used.
    again.post(led["Location"], {"code": code_of(secret)})
    assert again.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
