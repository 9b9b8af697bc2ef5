"""Four eyes: what goes public was approved by a second person who read it, by whatever path it is tried."""

import datetime
import time

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission, PageLogEntry, Revision, Workflow, WorkflowPage
from wagtail.models.workflows import TaskState

from partners.models import EventPage, OrganisationPage, ServicePage
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.models import Approval, ApprovalTask, StaffInvitation
from portal.workflow import approvals, groups
from tests.home.edit_form import posted
from tests.live import approved
from tests.partners.factories import make_event, make_member, make_organisation, make_service


@pytest.fixture
def member(db):
    return make_member(make_organisation("Example Helpers"), "member@example.org")


@pytest.fixture
def draft(member):
    """A change of a public event, last saved by a member."""
    event = make_event(member.memberships.get().organisation, title="Public title")
    event.title = "Changed title"
    event.save_revision(user=member)
    return event


@pytest.fixture
def sent(draft, member):
    """The same, sent to the office."""
    draft.get_workflow().start(draft, member)
    return draft


def decide(page, user, action, comment="", **more):
    state = page.current_workflow_task_state
    return state.task.specific.on_action(state, user, action, comment=comment, **more)


def public(page):
    return type(page).objects.get(pk=page.pk)


def stock(page, action):
    """The address of Wagtail's own form for a decision."""
    return f"/admin/pages/workflow/action/{page.pk}/{action}/{page.current_workflow_task_state.pk}/"


def words(response):
    return response.content.decode()


class TestPublication:
    def test_code_publishes_nothing_that_nobody_approved(self, draft):
        with pytest.raises(approvals.NotApproved, match="Nobody has approved this version yet"):
            draft.latest_revision.publish()
        with pytest.raises(approvals.NotApproved):
            draft.publish(draft.latest_revision, skip_permission_checks=True)
        assert public(draft).title == "Public title"

    def test_no_page_of_these_types_begins_or_becomes_public_by_being_saved(self, member):
        organisation = member.memberships.get().organisation
        event = make_event(organisation, title="Not public", live=False)
        event.live = True
        with pytest.raises(approvals.NotApproved):
            event.save()
        assert not public(event).live
        with pytest.raises(ValidationError):  # It is incomplete as well.
            event.get_parent().add_child(
                instance=EventPage(
                    title="Born live", organisation=organisation, live=True, locale=event.locale
                )
            )
        with pytest.raises(approvals.NotApproved):
            organisation.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)

    def test_an_approved_revision_is_published_and_the_approval_of_the_one_before_ends(self, draft, account):
        before = draft.live_revision
        assert approvals.is_approved(before)
        approved(draft.latest_revision, account("approver"))
        draft.latest_revision.publish()
        assert public(draft).title == "Changed title"
        assert not approvals.is_approved(before)
        with pytest.raises(approvals.NotApproved):
            before.publish()

    def test_what_was_taken_away_needs_a_new_approval(self, draft):
        page = public(draft)
        page.unpublish()
        with pytest.raises(approvals.NotApproved):
            page.live_revision.publish() if page.live_revision else page.revisions.first().publish()
        assert not public(draft).live

    def test_an_approved_revision_goes_live_when_its_time_has_come(self, draft, account):
        draft.go_live_at = timezone.now() + datetime.timedelta(seconds=1)
        revision = draft.save_revision()
        with pytest.raises(approvals.NotApproved):
            revision.publish()
        assert not revision.approved_go_live_at
        approved(revision, account("approver"))
        revision.publish()
        assert public(draft).title == "Public title"
        time.sleep(1.1)
        call_command("publish_scheduled", verbosity=0)
        assert public(draft).title == "Changed title"

    def test_an_approved_revision_is_never_written_over(self, draft, member):
        revision = draft.latest_revision
        approved(revision)
        draft.title = "Autosaved"
        newer = draft.save_revision(user=member, overwrite_revision=revision)
        revision.refresh_from_db()
        assert newer.pk != revision.pk and revision.content["title"] == "Changed title"

    @pytest.mark.parametrize("name", ["approver", "coordinator"])
    def test_the_admin_offers_no_publication_and_refuses_one_that_is_sent(
        self, draft, name, account, signed_in
    ):
        client = signed_in(name)
        edit = f"/admin/pages/{draft.pk}/edit/"
        assert 'name="action-publish"' not in words(client.get(edit))
        data = posted(draft, account(name), title="By hand") | {"action-publish": "1"}
        client.post(edit, data)
        assert public(draft).title == "Public title" and not public(draft).scheduled_revision

    def test_nor_for_many_at_once_nor_for_a_new_page(self, draft, account, signed_in):
        client = signed_in("approver")
        client.post(f"/admin/bulk/wagtailcore/page/publish/?id={draft.pk}")
        assert public(draft).title == "Public title"
        index = draft.get_parent()
        new = EventPage(
            title="New one",
            slug="new-one",
            summary="S.",
            locale=draft.locale,
            organisation=draft.organisation,
        )
        data = posted(new, account("approver"), parent=index) | {"action-publish": "1"}
        client.post(f"/admin/pages/add/partners/eventpage/{index.pk}/", data)
        assert not EventPage.objects.filter(slug="new-one", live=True).exists()

    def test_an_approver_takes_a_page_away_alone_and_at_once(self, draft, signed_in):
        signed_in("approver").post(f"/admin/pages/{draft.pk}/unpublish/")
        assert not public(draft).live


class TestDecision:
    def test_approval_publishes_what_was_sent_and_is_recorded(self, sent, account):
        revision = sent.latest_revision
        decide(sent, account("approver"), "approve")
        assert public(sent).title == "Changed title" and public(sent).live_revision_id == revision.pk
        approval = Approval.objects.get(revision=revision)
        assert (approval.approver, approval.ground) == (account("approver"), Approval.Ground.REVIEW)
        assert public(sent).current_workflow_state is None

    @pytest.mark.parametrize("name", ["editor", "translator"])
    def test_only_people_of_the_groups_decide(self, sent, name, account, signed_in):
        with pytest.raises(PermissionDenied):
            decide(sent, account(name), "approve")
        assert not approvals.may_approve(account(name), sent)
        client = signed_in(name)
        for action in ("approve", "reject", "decline"):
            client.post(stock(sent, action), {"comment": "So."})
        assert public(sent).title == "Public title" and sent.workflow_in_progress
        assert not TaskState.objects.reviewable_by(account(name)).exists()

    def test_members_never_reach_it(self, sent, member, client):
        client.force_login(member)
        assert client.post(stock(sent, "approve")).status_code == 403
        with pytest.raises(PermissionDenied):
            decide(sent, member, "approve")
        assert sent.current_workflow_task.locked_for_user(sent, member)

    def test_an_operator_outside_the_groups_decides_nothing(self, sent, django_user_model):
        operator = django_user_model.objects.create_superuser(
            "operator@example.org", "river-stone-lantern-42"
        )
        task = sent.current_workflow_task
        assert task.get_actions(sent, operator) == [] and task.locked_for_user(sent, operator)
        with pytest.raises(PermissionDenied):
            decide(sent, operator, "approve")

    def test_nobody_approves_the_own_change_operators_neither(self, sent, account, signed_in):
        approver = account("approver")
        approver.is_superuser = True
        approver.save()
        sent.title = "The approver's words"
        sent.save_revision(user=approver)
        task = sent.current_workflow_task
        assert "approve" not in [name for name, _label, _modal in task.get_actions(sent, approver)]
        assert not approvals.may_approve(approver, sent)
        with pytest.raises(approvals.NotApproved, match="You wrote part of this version"):
            decide(sent, approver, "approve", seen=approvals.revision_token(approvals.newest(sent)))
        signed_in("approver").post(stock(sent, "approve"))
        assert public(sent).title == "Public title"
        second = account("approver2")
        assert approvals.may_approve(second, sent)
        decide(sent, second, "approve", seen=approvals.revision_token(approvals.newest(sent)))
        assert public(sent).title == "The approver's words"

    def test_who_saved_a_version_does_not_approve_it_anew_after_it_was_taken_away(self, sent, account):
        sent.title = "By Avery"
        revision = sent.save_revision(user=account("approver"))
        decide(sent, account("approver2"), "approve", seen=approvals.revision_token(revision))
        public(sent).unpublish()
        page = public(sent)
        page.get_workflow().start(page, account("coordinator"))
        with pytest.raises(approvals.NotApproved, match="You wrote part of this version"):
            decide(page, account("approver"), "approve")
        assert not public(sent).live
        decide(page, account("approver2"), "approve")
        assert public(sent).live

    def test_who_has_not_accepted_the_invitation_is_no_approver_yet(self, sent, account, django_user_model):
        invited = django_user_model.objects.create(email="invited@example.org")
        invited.groups.add(Group.objects.get(name=approvals.APPROVERS))
        invitation = StaffInvitation.objects.create(account=invited, expires_at=timezone.now())
        assert invited not in approvals.active_approvers() and not approvals.is_office(invited)
        assert invited.email not in str(approvals.who_else(sent))
        StaffInvitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
        assert invited in approvals.active_approvers() and approvals.is_office(invited)

    def test_own_change_is_not_approved_from_the_edit_form_either(self, sent, account, signed_in):
        data = posted(sent, account("approver"), title="Slipped in") | {
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        }
        signed_in("approver").post(f"/admin/pages/{sent.pk}/edit/", data)
        assert public(sent).title == "Public title" and public(sent).workflow_in_progress

    @pytest.mark.parametrize("action", ["reject", "decline"])
    def test_a_reason_is_required(self, action, sent, account, signed_in):
        with pytest.raises(ActionNotAllowed, match="Give a reason"):
            decide(sent, account("approver"), action, comment="  ")
        client = signed_in("approver")
        response = client.post(
            stock(sent, action), {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"}
        )
        assert "Give a reason" in words(response)
        client.post(stock(sent, action), {"comment": ""})
        assert public(sent).workflow_in_progress

    def test_changes_requested_go_back_with_the_reason(self, sent, account):
        decide(sent, account("approver"), "reject", comment="Name the room.")
        state = public(sent).current_workflow_state
        assert state.status == "needs_changes" and state.current_task_state.comment == "Name the room."
        assert public(sent).get_lock() is None

    def test_a_rejection_for_good_ends_the_review_and_stands_in_the_history(self, sent, account):
        decide(sent, account("approver"), "decline", comment="Not for the public.")
        assert public(sent).current_workflow_state is None
        last = sent.workflow_states.get()
        assert last.status == "cancelled" and last.current_task_state.comment == "Not for the public."
        entry = PageLogEntry.objects.get(page=sent.pk, action="hub.decline")
        assert (entry.user, entry.comment) == (account("approver"), "Not for the public.")
        assert public(sent).title == "Public title"

    def test_the_history_says_who_sent_asked_approved_and_withdrew(self, sent, member, account):
        decide(sent, account("approver"), "reject", comment="Name the room.")
        sent.current_workflow_state.resume(member)
        sent.current_workflow_state.cancel(user=member)
        sent.get_workflow().start(sent, member)
        decide(sent, account("approver2"), "approve", comment="Good.")
        found = PageLogEntry.objects.filter(page=sent.pk, action__startswith="wagtail.workflow").order_by(
            "pk"
        )
        steps = [(entry.action.rsplit(".", 1)[1], entry.user.email, entry.comment) for entry in found]
        assert steps == [
            ("start", "member@example.org", ""),
            ("reject", "approver@example.org", "Name the room."),
            ("resume", "member@example.org", ""),
            ("cancel", "member@example.org", ""),
            ("start", "member@example.org", ""),
            ("approve", "approver2@example.org", "Good."),
        ]

    def test_a_decision_is_taken_once(self, sent, account):
        state = sent.current_workflow_task_state
        task = state.task.specific
        task.on_action(state, account("approver"), "approve")
        with pytest.raises(PermissionDenied):
            task.on_action(state, account("approver2"), "decline", comment="Too late.")
        assert public(sent).live


class TestOvertaken:
    def test_an_approval_that_a_newer_draft_has_overtaken_approves_nothing_and_says_so(
        self, sent, account, signed_in
    ):
        sent.title = "Newer"
        sent.save_revision(user=account("approver2"))
        with pytest.raises(EditConflict, match="Someone saved a newer version"):
            decide(sent, account("approver"), "approve")
        response = signed_in("approver").post(stock(sent, "approve"), follow=True)
        assert "Someone saved a newer version" in words(response)
        assert public(sent).title == "Public title" and not approvals.is_approved(sent.latest_revision)

    def test_who_has_read_the_newer_one_approves_it(self, sent, account):
        sent.title = "Newer"
        revision = sent.save_revision(user=account("approver2"))
        decide(sent, account("approver"), "approve", seen=approvals.revision_token(revision))
        assert public(sent).title == "Newer" and public(sent).live_revision_id == revision.pk

    def test_an_autosave_over_the_same_revision_is_newer_too(self, sent, account):
        approver2 = account("approver2")
        sent.title = "Typed"
        revision = sent.save_revision(user=approver2)
        seen = approvals.revision_token(revision)
        sent.title = "Typed on"
        assert sent.save_revision(user=approver2, overwrite_revision=revision).pk == revision.pk
        with pytest.raises(EditConflict):
            decide(sent, account("approver"), "approve", seen=seen)
        assert public(sent).title == "Public title"

    def test_what_was_written_over_after_it_was_sent_is_approved_only_by_who_has_read_it(self, sent, account):
        revision = approvals.newest(sent)
        later = timezone.now() + datetime.timedelta(seconds=5)
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "title": "Typed over"}, created_at=later
        )
        with pytest.raises(EditConflict):
            decide(sent, account("approver"), "approve")
        assert public(sent).title == "Public title"
        revision.refresh_from_db()
        decide(sent, account("approver"), "approve", seen=approvals.revision_token(revision))
        assert public(sent).title == "Typed over"

    def test_after_an_approval_a_change_needs_another_one(self, sent, account, member):
        decide(sent, account("approver"), "approve")
        page = public(sent)
        page.title = "And more"
        revision = page.save_revision(user=member)
        with pytest.raises(approvals.NotApproved):
            revision.publish()
        assert public(sent).title == "Changed title"

    def test_code_that_skips_the_task_publishes_nothing(self, sent, account):
        with pytest.raises(approvals.NotApproved):
            sent.current_workflow_task_state.approve(user=account("approver"))
        assert public(sent).title == "Public title" and public(sent).workflow_in_progress


def test_what_is_incomplete_is_not_approved_with_the_same_words_as_everywhere(
    sent, account, member, signed_in
):
    sent.accessibility_contact = ""
    sent.save_revision(user=member, clean=False)
    sent.current_workflow_state.cancel(user=member)
    sent.get_workflow().start(sent, member)
    failure = "Say who people can contact about accessibility."
    with pytest.raises(ValidationError, match=failure):
        decide(sent, account("approver"), "approve")
    response = signed_in("approver").post(stock(sent, "approve"), follow=True)
    assert failure in words(response)
    assert public(sent).title == "Public title" and not approvals.is_approved(sent.latest_revision)


class TestGroups:
    def test_pages_go_through_the_review_of_their_type_in_every_language(self, member):
        organisation = member.memberships.get().organisation
        pages = [
            organisation,
            make_event(organisation, title="Seen"),
            make_event(organisation, title="Visto", language="es"),
            make_service(organisation),
        ]
        assert {type(page) for page in pages} == {OrganisationPage, EventPage, ServicePage}
        assert {page.get_workflow().name for page in pages} == {"Partner submissions"}
        home = organisation.get_parent().get_parent().specific
        assert home.get_workflow().name == "Review by the office" and home.has_workflow
        workflow = Workflow.objects.get(name="Partner submissions")
        assert not WorkflowPage.objects.filter(workflow=workflow).exists()

    def test_restoring_twice_changes_nothing_and_mends_what_was_changed(self, db):
        def state():
            return (
                {
                    group.name: set(group.permissions.values_list("codename", flat=True))
                    for group in Group.objects.all()
                },
                set(Workflow.objects.values_list("name", "active")),
                [
                    (task.name, set(task.groups.values_list("name", flat=True)))
                    for task in ApprovalTask.objects.order_by("pk")
                ],
                GroupPagePermission.objects.count(),
            )

        before = state()
        Group.objects.get(name="Approvers").permissions.clear()
        Workflow.objects.filter(name="Partner submissions").update(active=False)
        groups.restore()
        groups.restore()
        assert state() == before
        assert ("Partner submissions", True) in before[1]

    def test_who_may_do_what_with_partners(self, account):
        coordinator, editor, approver = account("coordinator"), account("editor"), account("approver")
        for model in ("membership", "invitation", "joinrequest"):
            for action in ("view", "add", "change", "delete"):
                assert coordinator.has_perm(f"partners.{action}_{model}")
                assert not editor.has_perm(f"partners.{action}_{model}")
                assert not approver.has_perm(f"partners.{action}_{model}")

        def may(person):
            actions = ("add", "change", "publish", "delete")
            return {action for action in actions if person.has_perm(f"portal.{action}_taxonomyterm")}

        assert may(coordinator) == {"add", "change", "publish", "delete"}
        # What a coordinator changes waits for a second person, who may also take it away.
        assert may(approver) == {"change", "publish"}
        assert may(editor) == set()
