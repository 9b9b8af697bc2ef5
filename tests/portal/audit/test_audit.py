"""The audit trail: what goes in, that nobody takes it out, that a gap shows, and that nothing of visitors is in it."""

import json
import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from home.models import DefinitionPage
from partners.members.models import Role
from portal.audit import append_only
from portal.audit import trail as audit
from portal.audit.models import AppendOnly
from portal.models import AuditEntry, AuditSeal, OfficeIdentity, OutboxMessage
from portal.operations import health_checks
from portal.workflow import groups
from tests.partners.factories import make_event, make_member, make_organisation
from tests.portal.accounts.test_second_factor import set_up_app
from tests.portal.audit.entries import export, only, sign_in

DEMO_PASSWORD = "river-stone-lantern-42"
PASSWORD = "quiet-harbour-lamp-19"


@pytest.mark.django_db
class TestKept:
    def test_the_models_refuse(self):
        entry = audit.write("export")
        entry.action = "other"
        for change in (
            entry.save,
            entry.delete,
            AuditEntry.objects.all().delete,
            lambda: AuditEntry.objects.update(action="other"),
            lambda: AuditEntry.objects.bulk_update([entry], ["action"]),
            lambda: AuditEntry._base_manager.filter(pk=entry.pk).update(action="other"),
        ):
            with pytest.raises(AppendOnly):
                change()
        assert AuditEntry.objects.get(pk=entry.pk).action == "export"

    @pytest.mark.parametrize("table", append_only.TABLES)
    @pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
    def test_the_database_refuses(self, table, statement):
        audit.write("export")
        audit.chain_entries()
        column = "id" if table == "portal_auditentry" else "number"
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            connection.cursor().execute(statement.format(table, column, column))

    def test_emptying_the_whole_database_is_possible_and_leaves_the_protection(self):
        audit.write("export")
        audit.chain_entries()
        # As the tests of Django do after each TransactionTestCase; taken back at the end of this test.
        call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
        assert not AuditEntry.objects.exists()
        assert not AuditSeal.objects.exists()
        assert append_only.missing(connection) == []

    def test_an_account_can_be_deleted_and_the_trail_stays(self, new, client):
        user = get_user_model().objects.create_user("gone@example.org", PASSWORD)
        sign_in(client, user.email, PASSWORD)
        number = user.pk
        user.delete()
        assert only(new("sign-in")).person == number
        assert only(new("account.deleted")).object_id == str(number)


@pytest.mark.django_db
class TestChain:
    @pytest.fixture
    def chained(self):
        for number in range(3):
            audit.write("export", view=f"v{number}")
        audit.chain_entries()
        return list(AuditEntry.objects.order_by("-pk")[:3])[::-1]

    def test_it_is_whole(self, chained):
        count, last, problems = audit.verify()
        assert problems == []
        assert count == AuditEntry.objects.count()
        assert last == AuditSeal.objects.order_by("number").last().digest
        assert "is whole" in self.verification()

    def verification(self):
        return export(verify=True)

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ("UPDATE portal_auditentry SET action = 'sign-in' WHERE id = {id}", "was changed"),
            ("UPDATE portal_auditentry SET person = 4711 WHERE id = {id}", "was changed"),
            ("DELETE FROM portal_auditentry WHERE id = {id}", "is missing"),
            ("DELETE FROM portal_auditseal WHERE entry_id = {id}", "Seals are missing"),
        ],
    )
    def test_what_somebody_changes_past_the_protection_is_found(self, chained, change, says):
        append_only.lift(connection)
        connection.cursor().execute(change.format(id=chained[1].pk))
        append_only.protect(connection)
        assert any(says in problem for problem in audit.verify()[2])
        with pytest.raises(CommandError, match="broken"):
            export(verify=True)
        assert health_checks._check_audit_trail().state == health_checks.WRONG

    def test_a_missing_protection_is_found(self, chained):
        append_only.lift(connection)
        assert any("protection" in problem for problem in audit.verify()[2])

    def test_sealing_again_seals_nothing_twice(self, chained):
        assert audit.chain_entries() == 0
        audit.write("export")
        assert audit.chain_entries() == 1

    def test_the_doctor_says_that_it_is_whole(self, chained):
        assert health_checks._check_audit_trail().state == health_checks.OK


def _write_and_seal(together, failures):
    try:
        together.wait()
        for _round in range(10):
            audit.write("export", view="of one of two")
            audit.chain_entries()
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()


def test_two_that_write_and_seal_at_once_make_one_chain(django_db_setup, django_db_blocker):
    """Committed, as rows of the trail are: what this test adds stays."""
    failures, together = [], threading.Barrier(2)
    with django_db_blocker.unblock():
        threads = [
            threading.Thread(target=_write_and_seal, args=(together, failures)) for _number in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        count, _last, problems = audit.verify()
        assert count == AuditEntry.objects.count()
    assert failures == []
    assert problems == []


@pytest.mark.django_db
class TestPeople:
    def test_signing_in_and_out(self, client, account, new):
        sign_in(client, "editor@example.org", DEMO_PASSWORD)
        client.post(reverse("account_logout"))
        assert [(entry.action, entry.person) for entry in new()] == [
            ("sign-in", account("editor").pk),
            ("sign-out", account("editor").pk),
        ]

    @pytest.mark.parametrize(
        ("email", "known"), [("editor@example.org", True), ("stranger@example.net", False)]
    )
    def test_a_failed_sign_in_keeps_nothing_of_what_was_typed(self, client, account, new, email, known):
        sign_in(client, email, "wrong-horse-battery")
        entry = only(new("sign-in.failed"))
        assert entry.person is None
        assert entry.object_id == (str(account("editor").pk) if known else "")
        text = json.dumps(audit.content(entry))
        assert email not in text
        assert "wrong-horse" not in text
        assert "127.0.0.1" not in text

    def test_a_changed_password(self, client, new):
        user = get_user_model().objects.create_user("changer@example.org", DEMO_PASSWORD)
        sign_in(client, user.email, DEMO_PASSWORD)
        answer = client.post(
            reverse("account_change_password"),
            {"oldpassword": DEMO_PASSWORD, "password1": PASSWORD, "password2": PASSWORD},
        )
        assert answer.status_code == 302
        entry = only(new("account.password"))
        assert (entry.person, entry.object_id) == (user.pk, str(user.pk))

    def test_a_sign_in_that_only_hashes_anew_is_no_changed_password(self, client, new, settings):
        user = get_user_model().objects.create_user("hasher@example.org", DEMO_PASSWORD)
        settings.PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
        before = user.password
        sign_in(client, user.email, DEMO_PASSWORD)
        user.refresh_from_db()
        assert user.password != before
        assert not new("account.password")

    def test_an_account_is_made_put_into_a_group_changed_and_switched_off(self, signed_in, account, new):
        client, coordinator = signed_in("coordinator"), account("coordinator")
        editors, approvers = (Group.objects.get(name=name) for name in (groups.EDITORS, groups.APPROVERS))
        form = {
            "email": "new@example.org",
            "first_name": "Noor",
            "last_name": "Newcomer",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "groups": [editors.pk],
        }
        client.post(reverse("wagtailusers_users:add"), form)
        made = get_user_model().objects.get(email="new@example.org")
        edit = reverse("wagtailusers_users:edit", args=[made.pk])
        form |= {
            "password1": "",
            "password2": "",
            "last_name": "Changed",
            "groups": [approvers.pk],
            "is_active": "on",
        }
        assert client.post(edit, form).status_code == 302
        del form["is_active"]
        assert client.post(edit, form).status_code == 302
        found = [
            (entry.action, entry.person, entry.object_id)
            for entry in new()
            if entry.action.startswith("account")
        ]
        assert found == [
            (action, coordinator.pk, str(made.pk))
            for action in (
                "account.made",
                "account.groups.added",
                "account.changed",
                "account.groups.removed",
                "account.groups.added",
                "account.deactivated",
            )
        ]
        assert only(new("account.changed")).data == {"fields": ["last_name"]}
        text = json.dumps([audit.content(entry) for entry in new()])
        for personal in ("new@example.org", "Noor", "Newcomer", "Changed"):
            assert personal not in text

    def test_accounts_switched_off_together(self, signed_in, account, new):
        address = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
        people = [account("editor").pk, account("translator").pk]
        query = "&".join(f"id={number}" for number in people)
        signed_in("coordinator").post(f"{address}?{query}", {"mark_as_active": "False"})
        assert not account("editor").is_active
        assert sorted(entry.object_id for entry in new("account.deactivated")) == sorted(map(str, people))

    def test_the_permissions_of_a_group(self, client, new):
        operator = get_user_model().objects.create_superuser("operator@example.org", PASSWORD)
        sign_in(client, operator.email, PASSWORD)
        group, other = Group.objects.get(name=groups.TRANSLATORS), Group.objects.get(name=groups.EDITORS)
        permission = other.permissions.exclude(pk__in=group.permissions.values("pk")).first()
        group.permissions.add(permission)
        GroupPagePermission.objects.filter(group=group).delete()
        assert only(new("group.permissions.added")).data == {"permissions": [permission.pk]}
        assert new("group.page_permission.removed")

    def test_restoring_the_groups_that_are_as_they_should_be_says_nothing(self, new):
        groups.restore()
        assert new() == []

    def test_a_second_factor_that_is_reset(self, signed_in, account, new):
        user = account("riverside")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        call_command("reset_second_factor", user.email)
        assert only(new("portal.second_factor.reset")).object_id == str(user.pk)

    def test_a_second_factor_set_missed_and_taken_away(self, client, account, new):
        sign_in(client, "editor@example.org", DEMO_PASSWORD)
        set_up_app(client)
        user = account("editor")
        assert {"type": "totp"} in [entry.data for entry in new("second-factor.added")]
        again = Client()
        sign_in(again, user.email, DEMO_PASSWORD)
        again.post("/accounts/2fa/authenticate/", {"code": "000000"})
        failed = only(new("sign-in.failed"))
        assert (failed.person, failed.object_id, failed.data) == (None, str(user.pk), {"by": "second-factor"})
        assert len(new("sign-in")) == 1
        assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
        assert {"type": "totp"} in [entry.data for entry in new("second-factor.removed")]


@pytest.mark.django_db
class TestPartners:
    """What members of organisations do in their workspace."""

    @pytest.fixture
    def organisation(self):
        return make_organisation("Lantern Example Group")

    @pytest.fixture
    def owner(self, client, organisation):
        user = make_member(organisation, "owner@lantern.example", role=Role.OWNER)
        client.force_login(user)
        return user

    def test_inviting_joining_another_role_and_removing(self, client, organisation, owner, new):
        address = "new@lantern.example"
        client.post(
            reverse("partners:members_invite", args=[organisation.slug]), {"email": address, "role": "member"}
        )
        mail = OutboxMessage.objects.filter(recipients=[address]).latest("pk")
        link = re.search(r"https?://[^/\s]+(/\S*accounts/invitation/\S+)", mail.body)[1]
        form = {"first_name": "Ana", "last_name": "Ruiz", "language": "en"}
        form |= {"password": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
        assert Client().post(link, form).status_code == 302
        member = organisation.memberships.get(user__email=address)
        joined = member.user
        client.post(reverse("partners:members_role", args=[organisation.slug, member.pk]), {"role": "owner"})
        client.post(
            reverse("partners:members_remove", args=[organisation.slug, member.pk]), {"confirm": "on"}
        )
        for action, person in (
            ("partners.invitation.sent", owner),
            ("partners.invitation.accepted", joined),
            ("partners.member.role", owner),
            ("partners.member.removed", owner),
        ):
            entry = only(new(action))
            assert (entry.person, entry.object_id) == (person.pk, str(organisation.pk)), action
        assert only(new("partners.member.role")).data == {"user": joined.pk, "role": "owner"}
        assert address not in json.dumps([audit.content(entry) for entry in new()])

    def test_hiding_a_place_and_taking_an_event_down(self, client, organisation, owner, new):
        event = make_event(
            organisation, title="Lantern evening", street_address="7 Zqmark Road", city="Zqmarkville"
        )
        arguments = [organisation.slug, event.translation_key]
        for page in ("hide_place", "take_down"):
            client.post(reverse(f"partners:event_{page}", args=arguments), {})
        for action in ("partners.place_hidden", "partners.taken_down"):
            entry = only(new(action))
            assert (entry.person, entry.object_id) == (owner.pk, str(event.pk)), action
        text = json.dumps([audit.content(entry) for entry in new()])
        assert "Zqmark" not in text
        assert "Lantern" not in text


@pytest.mark.django_db
class TestDecisions:
    @pytest.fixture
    def sent(self, account):
        page = DefinitionPage.objects.live().filter(locale__language_code="en").first()
        page.title += " anew"
        page.save_revision(user=account("editor"))
        page.get_workflow().start(page, account("editor"))
        return page

    def decide(self, client, page, action):
        state = page.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        return client.post(address, {"comment": "Because of the third sentence"})

    def test_an_approval_names_who_and_which_version(self, signed_in, account, sent, new):
        self.decide(signed_in("approver"), sent, "approve")
        revision = sent.revisions.order_by("-pk").first()
        for action in ("wagtail.workflow.approve", "wagtail.publish"):
            assert only(new(action)).person == account("approver").pk
        given = new("approval.given")
        for entry in given:
            assert (entry.person, entry.object_id) == (account("approver").pk, str(sent.pk))
            assert entry.data == {"ground": "review", "revision": revision.pk}

    def test_a_refusal_without_its_words(self, signed_in, account, sent, new):
        self.decide(signed_in("approver"), sent, "reject")
        entry = only(new("wagtail.workflow.reject"))
        assert (entry.person, entry.object_id) == (account("approver").pk, str(sent.pk))
        assert "third sentence" not in json.dumps([audit.content(one) for one in new()])

    def test_a_page_that_is_taken_away(self, signed_in, account, new):
        page = DefinitionPage.objects.live().filter(locale__language_code="en").first()
        signed_in("approver").post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
        assert not Page.objects.get(pk=page.pk).live
        assert (only(new("wagtail.unpublish")).person, new("wagtail.unpublish")[0].object_id) == (
            account("approver").pk,
            str(page.pk),
        )

    def test_writing_is_not_told(self, account, new):
        page = DefinitionPage.objects.live().first()
        page.save_revision(user=account("editor"), log_action=True)
        assert new() == []

    def test_a_setting(self, account, new):
        office = OfficeIdentity.objects.first()
        office.save_revision(user=account("editor"), log_action=True)
        entry = only(new("wagtail.edit"))
        assert (entry.kind, entry.person) == ("portal.officeidentity", account("editor").pk)
