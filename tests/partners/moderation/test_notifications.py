"""Mails about submissions: who gets them, in which language, when, and that they tell nothing."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, TaskState, WorkflowState

from partners.models import ReviewNotice
from portal.models import OutboxMessage
from tests.partners.factories import make_event, make_member, make_organisation

SECRETS = ("Example Library", "An hour about pay and papers.", "access@example.org", "Hidden words")


@pytest.fixture
def organisation(db):
    # What waits in the demonstration is not counted here.
    WorkflowState.objects.all().delete()
    OutboxMessage.objects.all().delete()
    return make_organisation("Example Helpers")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@example.org")


@pytest.fixture
def colleague(organisation):
    return make_member(organisation, "colleague@example.org", language="es")


@pytest.fixture
def send(organisation, member):
    def make(user=member, **fields):
        fields = {"title": "Know your pay", "description": "<p>Hidden words</p>", "live": False, **fields}
        event = make_event(organisation, **fields)
        event.save_revision(user=user, clean=False)
        event.get_workflow().start(event, user)
        return event

    return make


@pytest.fixture
def decide(account):
    def take(event, action, comment=""):
        state = event.current_workflow_task_state
        state.task.specific.on_action(state, account("approver"), action, comment=comment)

    return take


def mails(email=None):
    found = OutboxMessage.objects.order_by("pk")
    return [mail for mail in found if email is None or mail.recipients == [email]]


def sent_to():
    return sorted(address for mail in mails() for address in mail.recipients)


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def wait(event, days):
    """Let an event have waited since so many days."""
    since = timezone.now() - datetime.timedelta(days=days)
    TaskState.objects.filter(workflow_state__object_id=str(event.pk)).update(started_at=since)


OFFICE = ["approver2@example.org", "approver@example.org", "coordinator@example.org"]


class TestToTheOffice:
    def test_many_submissions_make_one_mail_for_each_approver(self, send):
        for number in range(3):
            send(title=f"Event {number}")
        assert mails() == []
        call_command("send_submission_mails")
        assert sent_to() == OFFICE
        for mail in mails():
            assert mail.subject == "3 submissions await review"
            assert "/admin/partner-submissions/" in mail.body
        call_command("send_submission_mails")
        assert len(mails()) == 3

    def test_who_sent_it_and_operators_and_those_who_left_get_none(self, send, account, django_user_model):
        operator = django_user_model.objects.create_superuser(
            "operator@example.org", "river-stone-lantern-42"
        )
        operator.groups.set(account("approver").groups.all())
        gone = account("approver2")
        gone.is_active = False
        gone.save()
        send(user=account("coordinator"))
        call_command("send_submission_mails")
        assert sent_to() == ["approver@example.org"]

    def test_what_was_withdrawn_or_decided_meanwhile_is_not_told(self, send, member, decide):
        send(title="Withdrawn").current_workflow_state.cancel(user=member)
        decide(send(title="Asked"), "reject", "Why?")
        OutboxMessage.objects.all().delete()
        call_command("send_submission_mails")
        assert mails() == []

    def test_what_is_sent_again_is_told_again(self, send, member, decide):
        event = send()
        call_command("send_submission_mails")
        decide(event, "reject", "Which room?")
        event.current_workflow_state.resume(member)
        OutboxMessage.objects.all().delete()
        call_command("send_submission_mails")
        assert sent_to() == OFFICE

    def test_an_urgent_event_is_told_at_once_and_only_once(self, send):
        event = send(start_date=in_days(1))
        assert sent_to() == OFFICE
        assert all(mail.subject == "Urgent: an event is waiting for review" for mail in mails())
        assert all(f"/admin/partner-submissions/{event.pk}/" in mail.body for mail in mails())
        call_command("send_submission_mails")
        call_command("watch_submissions")
        assert len(mails()) == 3

    def test_what_becomes_urgent_while_it_waits_is_told(self, send):
        event = send(start_date=in_days(30))
        call_command("send_submission_mails")
        OutboxMessage.objects.all().delete()
        version = event.latest_revision
        version.content["start_date"] = in_days(1).isoformat()
        version.save()
        call_command("watch_submissions")
        assert [mail.subject for mail in mails()] == ["Urgent: an event is waiting for review"] * 3

    def test_wagtail_writes_none_of_its_own(self, send, decide, account):
        event = send(user=account("editor"))
        decide(event, "approve")
        assert not [mail for mail in mails() if "editor@example.org" in mail.recipients]
        assert not [mail for mail in mails() if "/admin/pages/" in mail.body]


class TestReminders:
    def test_after_three_working_days_and_again_after_every_three(self, send):
        event = send(start_date=in_days(60))
        call_command("send_submission_mails")

        def recalled(days):
            OutboxMessage.objects.all().delete()
            wait(event, days)
            call_command("watch_submissions")
            return len(mails())

        # Two days have two working days at most; a week has five, so the second recall comes with the seventh.
        assert [recalled(days) for days in (2, 7, 7, 14, 14)] == [0, 3, 0, 3, 0]

    def test_they_say_how_many_and_nothing_else(self, send):
        for number in range(2):
            wait(send(title=f"Event {number}", start_date=in_days(60)), 7)
        call_command("watch_submissions")
        assert {mail.subject for mail in mails()} == {"2 submissions have waited a long time"}
        assert sent_to() == OFFICE


class TestToTheMembers:
    @pytest.mark.parametrize(
        ("action", "comment", "subject"),
        [
            ("approve", "", "Approved: “Know your pay”"),
            ("reject", "Which room?", "Changes requested: “Know your pay”"),
            ("decline", "Not for us.", "Not published: “Know your pay”"),
        ],
    )
    def test_all_members_learn_what_was_decided(
        self, action, comment, subject, send, decide, member, colleague, organisation
    ):
        stranger = make_member(make_organisation("Others"), "stranger@example.org")
        event = send()
        decide(event, action, comment)
        assert sent_to() == ["colleague@example.org", "member@example.org"]
        mail = mails(member.email)[0]
        assert mail.subject.startswith(subject)
        assert f"/workspace/{organisation.slug}/events/{event.translation_key}/" in mail.body
        assert not mails(stranger.email)

    @pytest.mark.parametrize("action", ["approve", "reject", "decline"])
    def test_no_mail_holds_a_reason_or_what_the_draft_says(self, action, send, decide, member):
        event = send(start_date=in_days(1))
        decide(event, action, "" if action == "approve" else "The reason stands here.")
        assert len(mails()) == 4
        for mail in mails():
            for secret in (*SECRETS, "The reason stands here."):
                assert secret not in mail.subject + mail.body + mail.html

    def test_the_title_is_the_discreet_one_where_there_is_one(self, send, decide, member):
        decide(send(title="Leaving a trafficker", discreet_title="Evening course"), "approve")
        assert "Evening course" in mails(member.email)[0].subject
        assert "trafficker" not in mails(member.email)[0].subject + mails(member.email)[0].body

    def test_each_in_the_own_language_with_a_link_in_it(self, send, decide, colleague, member):
        decide(send(start_date=datetime.date(2031, 1, 20)), "approve")
        assert "(January 20, 2031)" in mails(member.email)[0].subject
        spanish = mails(colleague.email)[0]
        assert "(20 de enero de 2031)" in spanish.subject
        assert "/es/workspace/" in spanish.body and "/es/workspace/" not in mails(member.email)[0].body

    def test_those_who_left_get_none(self, send, decide, member, colleague):
        event = send()
        colleague.memberships.all().delete()
        decide(event, "approve")
        assert sent_to() == ["member@example.org"]

    def test_a_refused_decision_mails_nobody(self, send, decide):
        event = send()
        with pytest.raises(Exception, match="Give a reason"):
            decide(event, "reject", "")
        assert mails() == []


class TestClosing:
    def test_an_event_whose_date_passes_while_it_waits_is_closed_with_a_mail(self, send, member):
        event = send(start_date=in_days(-1))
        OutboxMessage.objects.all().delete()
        call_command("watch_submissions")
        assert event.current_workflow_state is None
        assert PageLogEntry.objects.filter(page=event.pk, action="partners.closed").count() == 1
        assert mails(member.email)[0].subject.startswith("The date has passed: “Know your pay”")
        call_command("watch_submissions")
        assert len(mails(member.email)) == 1

    def test_what_still_has_a_date_stays(self, send):
        today = send(title="Today", start_date=in_days(0))
        weekly = send(title="Weekly", start_date=in_days(-30), frequency="weekly")
        lasts = send(title="Lasts", start_date=in_days(-1), end_date=in_days(1), end_time=None)
        call_command("watch_submissions")
        assert all(event.current_workflow_state for event in (today, weekly, lasts))

    def test_a_repeated_event_that_is_over_is_closed(self, send):
        event = send(start_date=in_days(-30), frequency="weekly", until=in_days(-10))
        call_command("watch_submissions")
        assert event.current_workflow_state is None


def test_a_notice_remembers_who_sent_it(send, member):
    event = send()
    notice = ReviewNotice.objects.get(task_state__workflow_state__object_id=str(event.pk))
    assert (notice.submitted_by, notice.told_at, notice.reminders) == (member, None, 0)
