"""The members of an organisation: who sees and changes what, and how a membership ends."""

import html

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from partners.members import invitations
from partners.members import services as members
from partners.members.models import Role
from partners.models import Invitation, Membership
from portal.exceptions import ActionNotAllowed
from portal.models import OutboxMessage
from tests.partners.factories import PASSWORD, make_member, make_organisation

pytestmark = pytest.mark.django_db


def words(response):
    return html.unescape(response.content.decode())


def signed_in_as(email, **extra):
    """A browser in which a person has signed in with the password."""
    client = Client(**extra)
    response = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    assert response.status_code == 302
    return client


def address(name, organisation, *arguments):
    return reverse(f"partners:{name}", args=[organisation.slug, *arguments])


@pytest.fixture
def organisation():
    return make_organisation("Lantern Example Center")


@pytest.fixture
def owner(organisation):
    make_member(organisation, "owner@lantern.example", Role.OWNER, first_name="Olga", last_name="Owner")
    return organisation.memberships.get(role=Role.OWNER)


@pytest.fixture
def member(organisation, owner):
    make_member(organisation, "member@lantern.example", first_name="Mara", last_name="Member")
    return organisation.memberships.get(role=Role.MEMBER)


def test_members_see_who_works_with_them_without_buttons_and_addresses(organisation, owner, member):
    page = words(signed_in_as("member@lantern.example").get(address("members", organisation)))
    assert "Olga Owner" in page and "Mara Member" in page
    assert "owner@lantern.example" not in page
    for name in ("members_invite", "members_role", "members_remove"):
        arguments = [] if name == "members_invite" else [owner.pk]
        assert address(name, organisation, *arguments) not in page
    assert address("members_leave", organisation) in page


def test_owners_and_coordinators_see_the_buttons(organisation, owner, member):
    for email in ("owner@lantern.example", "coordinator@example.org"):
        page = words(signed_in_as(email).get(address("members", organisation)))
        assert address("members_invite", organisation) in page
        assert address("members_remove", organisation, member.pk) in page


CHANGES = ["members_invite", "members_role", "members_remove", "members_second_factor"]


@pytest.mark.parametrize("email", ["member@lantern.example", "northside@example.org", "editor@example.org"])
@pytest.mark.parametrize("name", CHANGES)
def test_nobody_else_changes_anything(organisation, owner, member, email, name):
    arguments = [] if name == "members_invite" else [member.pk]
    data = {"email": "x@x.example", "role": "owner"}
    response = signed_in_as(email).post(address(name, organisation, *arguments), data)
    assert response.status_code == 404
    member.refresh_from_db()
    assert member.role == Role.MEMBER and not Invitation.objects.exists()


@pytest.mark.parametrize("email", ["northside@example.org", "editor@example.org", "approver@example.org"])
def test_for_others_the_members_page_does_not_exist(organisation, owner, email):
    client = signed_in_as(email)
    assert client.get(address("members", organisation)).status_code == 404
    assert client.get(address("members_leave", organisation)).status_code == 404


def test_a_stranger_is_led_to_the_sign_in(client, organisation, owner):
    page = address("members", organisation)
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"


def test_an_owner_of_one_organisation_reaches_no_member_of_another(organisation, owner, member):
    other = make_organisation("Harbor Example Center")
    make_member(other, "owner@harbor.example", Role.OWNER)
    client = signed_in_as("owner@harbor.example")
    for name in ("members_role", "members_remove", "members_second_factor"):
        assert client.post(address(name, other, member.pk), {"role": "owner"}).status_code == 404
    assert Membership.objects.filter(pk=member.pk, role=Role.MEMBER).exists()


@pytest.mark.parametrize("remover", ["owner@lantern.example", "coordinator@example.org"])
def test_a_removed_person_is_signed_out_everywhere_at_the_next_request(organisation, owner, member, remover):
    at_home, at_work = signed_in_as(member.user.email), signed_in_as(member.user.email)
    forced = Client()
    forced.force_login(member.user)
    page = address("members", organisation)
    assert all(client.get(page).status_code == 200 for client in (at_home, at_work, forced))
    manager = signed_in_as(remover)
    assert manager.get(address("members_remove", organisation, member.pk)).status_code == 200
    assert Membership.objects.filter(pk=member.pk).exists()
    assert manager.post(address("members_remove", organisation, member.pk)).status_code == 302
    for client in (at_home, at_work, forced):
        assert client.get(page)["Location"].startswith("/accounts/login/")
    assert not UserSession.objects.filter(user=member.user).exists()
    assert manager.get(page).status_code == 200
    again = signed_in_as(member.user.email)
    assert again.get(page).status_code == 404
    assert again.get("/admin/").status_code == 403


def test_removal_is_logged_and_mailed_and_ends_the_persons_own_invitations(organisation, owner, member):
    make_member(organisation, "second@lantern.example", Role.OWNER)
    second = organisation.memberships.get(user__email="second@lantern.example")
    invitations.invite(organisation, "backdoor@x.example", Role.OWNER, second.user)
    members.remove(second, owner.user)
    assert not Invitation.objects.get().is_open
    entry = PageLogEntry.objects.get(action="partners.member.removed")
    assert (entry.user_id, entry.data["user"]) == (owner.user_id, second.user_id)
    assert OutboxMessage.objects.latest("pk").recipients == ["second@lantern.example"]


def test_who_leaves_is_signed_out_everywhere(organisation, owner, member):
    here, elsewhere = signed_in_as(member.user.email), signed_in_as(member.user.email)
    leave = address("members_leave", organisation)
    assert here.get(leave).status_code == 200
    response = here.post(leave, follow=True)
    assert response.status_code == 200 and "You have left" in words(response)
    assert not organisation.memberships.filter(user=member.user).exists()
    for client in (here, elsewhere):
        assert client.get(address("members", organisation))["Location"].startswith("/accounts/login/")


def test_the_last_owner_stays_until_there_is_a_successor(organisation, owner, member):
    client = signed_in_as("owner@lantern.example")
    response = client.post(address("members_leave", organisation))
    assert response.status_code == 422 and "needs an owner" in words(response)
    client.post(address("members_role", organisation, owner.pk), {"role": "member"})
    coordinator = signed_in_as("coordinator@example.org")
    assert coordinator.post(address("members_remove", organisation, owner.pk)).status_code == 422
    owner.refresh_from_db()
    assert owner.role == Role.OWNER
    client.post(address("members_role", organisation, member.pk), {"role": "owner"})
    assert client.post(address("members_leave", organisation)).status_code == 302
    assert [found.user.email for found in members.members_of(organisation)] == ["member@lantern.example"]


def test_an_owner_whose_account_is_closed_is_no_successor(organisation, owner, member):
    members.change_role(member, Role.OWNER, owner.user)
    get_user_model().objects.filter(pk=member.user_id).update(is_active=False)
    with pytest.raises(ActionNotAllowed):
        members.leave(owner)


@pytest.mark.parametrize("role", ["", "admin", "coordinator"])
def test_there_is_no_other_role(organisation, owner, member, role):
    signed_in_as("owner@lantern.example").post(
        address("members_role", organisation, member.pk), {"role": role}
    )
    member.refresh_from_db()
    assert member.role == Role.MEMBER


def test_a_closed_account_opens_nothing_at_the_next_request(organisation, owner, member):
    client = signed_in_as(member.user.email)
    page = address("members", organisation)
    assert client.get(page).status_code == 200
    get_user_model().objects.filter(pk=member.user_id).update(is_active=False)
    assert client.get(page).status_code == 302
    client.post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
    assert client.get(page).status_code == 302


def test_an_owner_resets_a_members_second_factor(organisation, owner, member):
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = signed_in_as("owner@lantern.example")
    assert client.post(address("members_second_factor", organisation, member.pk)).status_code == 302
    assert not Authenticator.objects.filter(user=member.user).exists()
    entry = ModelLogEntry.objects.get(action="portal.second_factor.reset")
    assert (entry.user_id, entry.object_id) == (owner.user_id, str(member.user_id))
    mail = OutboxMessage.objects.latest("pk")
    assert mail.recipients == [member.user.email] and "reset" in mail.body


def test_an_owner_does_not_reset_the_second_factor_of_staff(organisation, owner, account):
    staff = account("approver")
    Membership.objects.create(user=staff, organisation=organisation)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    membership = organisation.memberships.get(user=staff)
    client = signed_in_as("owner@lantern.example")
    assert client.post(address("members_second_factor", organisation, membership.pk)).status_code == 422
    assert Authenticator.objects.filter(user=staff).exists()


def test_pages_of_members_stay_in_no_cache(organisation, owner, member):
    client = signed_in_as("owner@lantern.example")
    for page in (
        address("members", organisation),
        address("members_remove", organisation, member.pk),
        reverse("partners:account"),
    ):
        assert client.get(page)["Cache-Control"] == "no-store", page


def test_the_list_of_members_costs_no_more_queries_with_more_of_them(
    organisation, owner, member, django_assert_max_num_queries
):
    client = signed_in_as("owner@lantern.example")
    page = address("members", organisation)
    client.get(page)
    for number in range(8):
        make_member(organisation, f"person{number}@lantern.example")
        invitations.invite(organisation, f"guest{number}@x.example", Role.MEMBER, owner.user)
    # Session, person, permissions (2), membership, organisation, members, invitations, and what the site context may need.
    with django_assert_max_num_queries(16):
        assert client.get(page).status_code == 200


def test_the_office_reaches_every_organisation_from_the_admin(organisation, owner):
    page = words(signed_in_as("coordinator@example.org").get("/admin/organisation-members/"))
    assert address("members", organisation) in page
    assert signed_in_as("editor@example.org").get("/admin/organisation-members/").status_code == 302


def test_a_person_changes_name_and_language(organisation, owner, member):
    client = signed_in_as(member.user.email)
    page = reverse("partners:account")
    assert client.get(page).status_code == 200
    data = {"first_name": "Maria", "last_name": "Member", "language": "es", "email": "thief@x.example"}
    response = client.post(page, data)
    assert response["Location"] == "/es/workspace/account/"
    user = get_user_model().objects.get(pk=member.user_id)
    assert (user.first_name, user.language, user.email) == ("Maria", "es", "member@lantern.example")
    assert client.post(page, {**data, "language": "tlh"}).status_code == 422


def test_the_list_of_sessions_names_browsers_and_no_addresses(organisation, owner):
    firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    signed_in_as("owner@lantern.example", REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=firefox)
    here = signed_in_as("owner@lantern.example", REMOTE_ADDR="203.0.113.78")
    page = words(here.get("/accounts/sessions/"))
    assert "Firefox on Windows" in page and "203.0.113" not in page
    assert not UserSession.objects.filter(ip__startswith="203").exists()
    here.post("/accounts/sessions/")
    assert UserSession.objects.filter(user=owner.user).count() == 1
