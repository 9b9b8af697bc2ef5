"""Members and the office write to each other about an event: kept in the history, mailed without a word of it, seen by nobody else."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from partners.moderation import conversation
from partners.workspace import status_changes, submission
from portal.audit.models import AuditEntry
from portal.exceptions import ActionNotAllowed
from portal.models import OutboxMessage
from tests.live import fresh
from tests.partners import factories

pytestmark = pytest.mark.django_db
QUESTION = "May we name the zqlibrary as the place?"
ANSWER = "Yes, if its zqdirector agrees."


@pytest.fixture
def event(organisation):
    return factories.make_event(
        organisation, title="Lantern evening", venue_name="Zqmark House", street_address="7 Zqmark Road"
    )


@pytest.fixture
def approver(account):
    return account("approver")


def of_members(event):
    return reverse("partners:event_messages", args=[event.organisation.slug, event.translation_key])


def of_office(event):
    return reverse("partner_conversation", args=[event.translation_key])


def mails_about(words):
    return [mail for mail in OutboxMessage.objects.order_by("pk") if words in mail.subject]


def test_a_member_asks_and_the_office_answers(client, member, approver, event):
    client.force_login(member)
    assert client.post(of_members(event), {"text": QUESTION}).status_code == 302
    mails = mails_about("A message about")
    assert {mail.recipients[0] for mail in mails} >= {approver.email}
    assert not [mail for mail in mails if member.email in mail.recipients]
    assert all(QUESTION not in mail.body and "zqlibrary" not in mail.body for mail in mails)
    assert all(of_office(event) in mail.body for mail in mails)

    client.force_login(approver)
    assert "Lantern evening" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert 'id="messages"' in client.get(reverse("partner_submissions")).content.decode()
    page = client.get(of_office(event)).content.decode()
    assert QUESTION in page and "No answer needed" in page
    OutboxMessage.objects.all().delete()
    assert client.post(of_office(event), {"text": ANSWER}).status_code == 302
    assert [mail.recipients for mail in mails_about("A message about")] == [[member.email]]
    assert "zqdirector" not in mails_about("A message about")[0].body
    assert conversation.waiting() == []

    client.force_login(member)
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    assert "The office wrote to you on" in client.get(address).content.decode()
    page = client.get(of_members(event)).content.decode()
    assert page.index(QUESTION) < page.index(ANSWER) and approver.get_full_name() not in page
    history = client.get(
        reverse("partners:event_history", args=[event.organisation.slug, event.translation_key])
    ).content.decode()
    assert QUESTION in history and ANSWER in history
    assert "zq" not in "".join(map(str, AuditEntry.objects.values_list("data", flat=True)))


def test_a_request_for_changes_is_part_of_it_and_can_be_answered(client, member, approver, event):
    draft = submission.latest(event)
    draft.summary = "Another sentence about the evening."
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    task_state = fresh(event).current_workflow_state.current_task_state
    task_state.task.specific.on_action(task_state, approver, "reject", comment="Say who it is for.")
    client.force_login(member)
    page = client.get(of_members(event)).content.decode()
    assert "Say who it is for." in page
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    assert "Or ask the office" in client.get(address).content.decode()
    client.post(of_members(event), {"text": QUESTION})
    assert [found.pk for found, _at in conversation.waiting()] == [event.pk]


def test_the_office_sees_the_conversation_where_it_decides(client, member, approver, event):
    draft = submission.latest(event)
    draft.summary = "Another sentence about the evening."
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    conversation.write(event, member, QUESTION, as_office=False)
    client.force_login(approver)
    page = client.get(reverse("partner_submission", args=[event.pk])).content.decode()
    assert QUESTION in page and of_office(event) in page


def test_several_messages_before_an_answer_cause_one_mail(member, approver, event):
    for number in range(3):
        conversation.write(event, member, f"Message {number}", as_office=False)
    assert len([mail for mail in mails_about("A message about") if approver.email in mail.recipients]) == 1
    assert len(conversation.waiting()) == 1


def test_a_message_that_needs_no_answer_leaves_the_list(client, member, approver, event):
    conversation.write(event, member, "Thank you!", as_office=False)
    client.force_login(approver)
    assert client.post(of_office(event), {"close": "on"}).status_code == 302
    assert conversation.waiting() == [] and "Thank you!" in client.get(of_office(event)).content.decode()
    with pytest.raises(ActionNotAllowed):
        conversation.close(event, approver)


def test_after_half_a_year_nobody_waits_for_an_answer(member, event):
    conversation.write(event, member, QUESTION, as_office=False)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=181), tick=False):
        assert conversation.waiting() == []


@pytest.mark.parametrize("text", ["", "   \n", "x" * 2001])
def test_an_empty_or_too_long_message_is_refused_and_stays_in_the_form(client, member, event, text):
    client.force_login(member)
    answer = client.post(of_members(event), {"text": text})
    assert answer.status_code == 422 and text.strip() in answer.content.decode()
    assert conversation.messages(event) == []


def test_what_turns_the_direction_of_text_is_left_out_of_messages(client, member, event):
    client.force_login(member)
    client.post(of_members(event), {"text": "Bring \u202e it\x07.\r\nThanks"})
    assert [message.text for message in conversation.messages(event)] == ["Bring  it.\nThanks"]


def test_a_hidden_place_is_removed_from_messages_and_cannot_be_written_again(client, member, event):
    conversation.write(event, member, "We meet in Zqmark House at six.", as_office=False)
    status_changes.hide_place(event, member)
    assert "Zqmark House" not in conversation.messages(event)[0].text
    client.force_login(member)
    answer = client.post(of_members(event), {"text": "It is Zqmark House after all."})
    assert answer.status_code == 422
    assert len(conversation.messages(event)) == 1


def test_nobody_else_reads_or_writes(client, member, event, account):
    conversation.write(event, member, QUESTION, as_office=False)
    assert QUESTION not in client.get(event.url).content.decode()
    assert client.get(of_members(event)).status_code == 302
    other = factories.make_member(factories.make_organisation("Other Example Group"), "other@example.org")
    client.force_login(other)
    assert client.get(of_members(event)).status_code == 404
    assert client.post(of_members(event), {"text": "Hello"}).status_code == 404
    client.force_login(account("editor"))
    assert client.get(of_office(event)).status_code in (302, 403)
    client.force_login(member)
    assert client.get(of_office(event)).status_code in (302, 403, 404)
    assert len(conversation.messages(event)) == 1
