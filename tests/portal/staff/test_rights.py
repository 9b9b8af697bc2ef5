"""Colleagues are invited by a link; what gives rights or takes a second factor away is confirmed by a second coordinator."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import InformationPage
from portal.models import ApprovalTask, AuditEntry, OutboxMessage, RightsChange, StaffInvitation
from portal.staff import rights
from portal.workflow import approvals, groups
from portal.workflow.choices import ReviewStep
from tests.portal.staff.mails import mails
from tests.second_factor import set_up_app

pytestmark = pytest.mark.django_db

PASSWORD = "meadow-candle-stone-91"
NEW = {"first_name": "Noor", "last_name": "Newcomer", "language": "es", "password": PASSWORD}
OWN = "Readers of submissions"
COORDINATORS, APPROVERS, EDITORS = groups.COORDINATORS, groups.APPROVERS, groups.EDITORS


def number(*names):
    return [Group.objects.get(name=name).pk for name in names]


def form(*names, email="new@example.org", **changes):
    return {
        "email": email,
        "first_name": "Noor",
        "last_name": "Newcomer",
        "groups": number(*names),
        **changes,
    }


def invite(as_, *names, **changes):
    answer = as_("coordinator").post(reverse("wagtailusers_users:add"), form(*names, **changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return get_user_model().objects.get(email="new@example.org")


def save(client, account, *names, **changes):
    data = form(*names, email=account.email, is_active="on", **changes)
    answer = client.post(reverse("wagtailusers_users:edit", args=[account.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    account.refresh_from_db()


def link():
    mail = OutboxMessage.objects.filter(recipients=["new@example.org"], body__contains="/welcome/").latest(
        "pk"
    )
    return re.search(r"https?://[^/\s]+(/\S*accounts/welcome/\S+)", mail.body)[1]


def names_of(account):
    return {group.name for group in account.groups.all()}


# --- Invitations ----------------------------------------------------------------------------------------------------
def test_a_colleague_is_invited_sets_a_password_and_a_second_factor_and_is_asked_once(as_, settings):
    OutboxMessage.objects.all().delete()
    person = invite(as_, EDITORS)
    settings.SECOND_FACTOR_REQUIRED = True
    assert not person.has_usable_password() and names_of(person) == {EDITORS}
    client, address = Client(), link()
    assert "new@example.org" in client.get(address).text
    assert not get_user_model().objects.get(pk=person.pk).has_usable_password(), "Reading is not joining."
    weak = client.post(address, {**NEW, "password": "password"})
    assert weak.status_code == 422 and 'class="error-summary"' in weak.text
    joined = client.post(address, NEW, follow=True)
    assert joined.redirect_chain[-1][0].endswith("/accounts/2fa/")
    person.refresh_from_db()
    assert person.check_password(PASSWORD) and person.language == "es"
    set_up_app(client, may_ask=False)
    assert client.get("/admin/").status_code == 200


def test_no_page_lets_a_coordinator_type_a_password(as_, account):
    client = as_("coordinator")
    for address in (
        reverse("wagtailusers_users:add"),
        reverse("wagtailusers_users:edit", args=[account("editor").pk]),
    ):
        assert "password1" not in client.get(address).text
    before = account("editor").password
    save(client, account("editor"), EDITORS, password1=PASSWORD, password2=PASSWORD)
    assert account("editor").password == before


def test_a_link_works_once_and_only_the_newest_and_for_a_week(as_, monkeypatch):
    person = invite(as_, EDITORS)
    first = link()
    assert (
        "Send the invitation again"
        in as_("coordinator").get(reverse("wagtailusers_users:edit", args=[person.pk])).text
    )
    assert as_("editor").post(reverse("send_staff_invitation", args=[person.pk])).status_code in (
        302,
        403,
    )
    assert link() == first
    as_("coordinator").post(reverse("send_staff_invitation", args=[person.pk]))
    second_link = link()
    assert Client().get(first).status_code == 404
    token = second_link.strip("/").rpartition("/")[2]
    assert token not in str(StaffInvitation.objects.values())
    StaffInvitation.objects.update(expires_at=timezone.now())
    assert Client().get(second_link).status_code == 404
    as_("coordinator").post(reverse("send_staff_invitation", args=[person.pk]))
    last = link()
    assert Client().post(last, NEW).status_code == 302
    for answer in (Client().get(last), Client().post(last, {**NEW, "password": "other-candle-stone-92"})):
        assert answer.status_code == 404
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    page = as_("coordinator").get(reverse("wagtailusers_users:edit", args=[person.pk])).text
    assert "Send the invitation again" not in page


def test_a_link_to_an_account_that_is_switched_off_does_not_work(as_):
    person = invite(as_, EDITORS)
    address = link()
    get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    assert Client().post(address, NEW).status_code == 404


def test_the_list_tells_the_invited_from_the_active(as_, account):
    invite(as_, EDITORS)
    page = as_("coordinator").get(reverse("wagtailusers_users:index"), {"q": "new@example.org"}).text
    assert "Invited" in page
    page = as_("coordinator").get(reverse("wagtailusers_users:index"), {"q": "editor@example.org"}).text
    assert "Invited" not in page and "Active" in page


@pytest.mark.parametrize("email", ["editor@example.org", "Editor@Example.org", "RIVERSIDE@example.org"])
def test_an_address_with_an_account_is_refused_with_a_sentence(as_, email):
    count = get_user_model().objects.count()
    answer = as_("coordinator").post(reverse("wagtailusers_users:add"), form(EDITORS, email=email))
    assert answer.status_code == 200 and "already exists" in answer.text
    assert get_user_model().objects.count() == count


# --- Rights ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("group", [APPROVERS, COORDINATORS])
def test_rights_wait_for_a_second_coordinator(as_, account, second, group):
    editor = account("editor")
    OutboxMessage.objects.all().delete()
    save(as_("coordinator"), editor, EDITORS, group)
    assert names_of(editor) == {EDITORS}
    change = RightsChange.objects.get()
    address = reverse("rights_change", args=[change.pk])
    assert address in mails("second@example.org")[0].body and not mails("editor@example.org")
    # Asked for twice, it waits once.
    save(as_("coordinator"), editor, EDITORS, group)
    assert RightsChange.objects.count() == 1
    # Neither who asked nor whom it concerns, nor anybody else.
    for name in ("coordinator", "editor", "approver"):
        as_(name).post(address, {"confirm": ""})
        assert names_of(editor) == {EDITORS}, name
    assert address in as_(second).get("/admin/").text
    assert address not in as_("coordinator").get("/admin/").text
    assert 'name="confirm"' in as_(second).get(address).text
    assert as_(second).post(address, {"confirm": ""}).status_code == 302
    assert names_of(editor) == {EDITORS, group}
    assert group in mails("editor@example.org")[0].body
    entry = AuditEntry.objects.get(action="portal.rights.confirmed")
    assert (entry.person, entry.object_id) == (second.pk, str(editor.pk))
    assert as_(second).post(address, {"confirm": ""}).status_code == 422


def test_a_new_account_has_such_rights_only_when_they_are_confirmed(as_, second):
    person = invite(as_, EDITORS, APPROVERS)
    assert names_of(person) == {EDITORS}
    assert RightsChange.objects.get().account == person


@pytest.fixture
def readers(db):
    """A group of the office's own, whose people approve what partners send."""
    group = Group.objects.create(name=OWN)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for task in ApprovalTask.objects.filter(active=True, kind=ReviewStep.OFFICE):
        task.groups.add(group)
    return group


@pytest.mark.parametrize(
    ("way", "group"),
    [(way, group) for way in ("new", "edit", "bulk") for group in (APPROVERS, COORDINATORS, OWN)]
    + [("deputy", "")],
)
def test_a_coordinator_gives_no_second_account_of_her_own_the_right_to_approve(
    as_, account, second, readers, way, group
):
    """Her private mailbox as a colleague, who is to approve what she wrote herself."""
    client = as_("coordinator")
    person = invite(as_, EDITORS, *([group] if way == "new" else []))
    Client().post(link(), NEW)
    if way == "edit":
        save(client, person, EDITORS, group)
    elif way == "bulk":
        address = reverse("wagtail_bulk_action", args=["portal", "user", "assign_role"])
        client.post(f"{address}?id={person.pk}", {"role": number(group)[0]})
    elif way == "deputy":
        today = timezone.localdate()
        data = {"user": person.pk, "starts_on": today, "ends_on": today, "note": ""}
        assert client.post(reverse("deputies:add"), data).status_code == 302

    page = InformationPage.objects.filter(locale__language_code="en", live=True).first()
    draft = page.get_latest_revision_as_object()
    draft.summary = "By the coordinator."
    draft.save_revision(user=account("coordinator"))
    page.get_workflow().start(InformationPage.objects.get(pk=page.pk), account("coordinator"))
    page = InformationPage.objects.get(pk=page.pk)

    def may_approve():
        # Wagtail remembers the groups of an account that it has read.
        return approvals.may_approve(get_user_model().objects.get(pk=person.pk), page)

    assert names_of(person) == {EDITORS} and not may_approve()
    change = RightsChange.objects.get()
    address = reverse("rights_change", args=[change.pk])
    for one in (as_("coordinator"), as_(person)):
        one.post(address, {"confirm": ""})
        assert not may_approve(), "Neither who asked nor whom it concerns."
    as_(second).post(address, {"confirm": ""})
    assert may_approve()

    # The trail says who invited the account, who asked, and who confirmed.
    rows = AuditEntry.objects.filter(kind="portal.user", object_id=str(person.pk))
    by = {entry.action: entry.person for entry in rows}
    assert by["portal.invitation.sent"] == by["portal.rights.asked"] == account("coordinator").pk
    assert by["portal.rights.confirmed"] == second.pk
    trail = html.unescape(as_(second).get(reverse("hub_reports:audit"), {"person": second.pk}).text)
    assert "Confirm rights" in trail and "Noor Newcomer" in trail
    assert ("Stand in for an approver" if way == "deputy" else group) in trail


def test_nobody_gives_rights_to_oneself(as_, account, second):
    save(as_("coordinator"), account("coordinator"), COORDINATORS, APPROVERS)
    assert names_of(account("coordinator")) == {COORDINATORS}
    address = reverse("rights_change", args=[RightsChange.objects.get().pk])
    as_("coordinator").post(address, {"confirm": ""})
    assert names_of(account("coordinator")) == {COORDINATORS}


def test_the_only_coordinator_does_it_at_once_and_everybody_is_told(as_, account):
    OutboxMessage.objects.all().delete()
    save(as_("coordinator"), account("editor"), EDITORS, APPROVERS)
    assert names_of(account("editor")) == {EDITORS, APPROVERS}
    told = {
        mail.recipients[0] for mail in OutboxMessage.objects.filter(body__contains="no second coordinator")
    }
    assert told >= {"coordinator@example.org", "approver@example.org", "approver2@example.org"}
    assert any("rights" in mail.body for mail in mails("editor@example.org"))
    assert AuditEntry.objects.filter(action="portal.rights.alone").exists()


def test_an_invited_coordinator_who_has_not_come_in_confirms_nothing(as_, account, second):
    second.set_unusable_password()
    second.save()
    assert not rights.confirmers(account("editor"), account("coordinator")).exists()


def test_to_refuse_changes_nothing_and_who_asked_is_told(as_, account, second):
    save(as_("coordinator"), account("editor"), EDITORS, APPROVERS)
    address = reverse("rights_change", args=[RightsChange.objects.get().pk])
    OutboxMessage.objects.all().delete()
    as_(second).post(address, {"refuse": ""})
    assert names_of(account("editor")) == {EDITORS}
    assert "refused" in mails("coordinator@example.org")[0].subject
    as_(second).post(address, {"confirm": ""})
    assert names_of(account("editor")) == {EDITORS}


def test_what_somebody_asked_who_is_no_coordinator_any_more_is_not_confirmed(as_, account, second):
    save(as_("coordinator"), account("editor"), EDITORS, APPROVERS)
    account("coordinator").groups.clear()
    address = reverse("rights_change", args=[RightsChange.objects.get().pk])
    answer = as_(second).post(address, {"confirm": ""})
    assert answer.status_code == 422 and "no longer a coordinator" in answer.text
    assert names_of(account("editor")) == {EDITORS}


def test_to_take_rights_away_needs_one_person(as_, account, second):
    save(as_("coordinator"), account("approver"), EDITORS)
    assert names_of(account("approver")) == {EDITORS}
    assert not RightsChange.objects.exists()


def test_an_account_with_such_rights_is_switched_on_by_two(as_, account, second):
    get_user_model().objects.filter(email="approver@example.org").update(is_active=False)
    save(as_("coordinator"), account("approver"), APPROVERS)
    assert not account("approver").is_active
    as_(second).post(reverse("rights_change", args=[RightsChange.objects.get().pk]), {"confirm": ""})
    assert account("approver").is_active
    # Who has no such rights is switched on by one.
    get_user_model().objects.filter(email="editor@example.org").update(is_active=False)
    save(as_("coordinator"), account("editor"), EDITORS)
    assert account("editor").is_active


def test_several_accounts_at_once_obey_the_same(as_, account, second):
    def bulk(action, data, *names):
        address = reverse("wagtail_bulk_action", args=["portal", "user", action])
        query = "&".join(f"id={account(name).pk}" for name in names)
        return as_("coordinator").post(f"{address}?{query}", data)

    bulk("assign_role", {"role": number(APPROVERS)[0]}, "editor", "approver")
    assert names_of(account("editor")) == {EDITORS}
    assert RightsChange.objects.get().account == account("editor")
    bulk("assign_role", {"role": number(EDITORS)[0]}, "translator")
    assert EDITORS in names_of(account("translator"))
    RightsChange.objects.all().delete()
    bulk("set_active_state", {"mark_as_active": "False"}, "approver", "editor")
    assert not account("approver").is_active and not account("editor").is_active
    bulk("set_active_state", {"mark_as_active": "True"}, "approver", "editor")
    assert not account("approver").is_active and account("editor").is_active
    assert RightsChange.objects.get().kind == RightsChange.Kind.ACTIVATE
    entries = AuditEntry.objects.filter(action="account.activated")
    assert [entry.object_id for entry in entries] == [str(account("editor").pk)]


# --- The second factor ------------------------------------------------------------------------------------------------
def test_a_second_factor_is_reset_by_two(as_, account, second):
    Authenticator.objects.create(user=account("editor"), type="totp", data={})
    OutboxMessage.objects.all().delete()
    as_("coordinator").post(reverse("reset_second_factor", args=[account("editor").pk]))
    assert Authenticator.objects.exists() and not mails("editor@example.org")
    address = reverse("rights_change", args=[RightsChange.objects.get().pk])
    as_("coordinator").post(address, {"confirm": ""})
    assert Authenticator.objects.exists()
    as_(second).post(address, {"confirm": ""})
    assert not Authenticator.objects.exists()
    assert "reset" in mails("editor@example.org")[0].body


# --- The operator -----------------------------------------------------------------------------------------------------
def test_what_the_operator_does_on_the_server_is_told(account, monkeypatch):
    Authenticator.objects.create(user=account("editor"), type="totp", data={})
    OutboxMessage.objects.all().delete()
    call_command("reset_second_factor", "editor@example.org")
    assert mails("coordinator@example.org") and mails("approver@example.org") and mails("editor@example.org")
    OutboxMessage.objects.all().delete()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="operator@example.org", interactive=False, verbosity=0)
    assert get_user_model().objects.get(email="operator@example.org").is_superuser
    assert "operator@example.org" in mails("coordinator@example.org")[0].body
