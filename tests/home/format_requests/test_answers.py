"""Answering a request by e-mail: discreet, only where the reader said that it is safe, by those who may."""

import pytest
from django.urls import reverse

from home.format_requests.models import FormatRequestSettings
from home.models import FormatRequest
from portal.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_by_mail():
    return FormatRequest.objects.create(
        need="The page on wage theft in large print.",
        formats=["large_print"],
        answer_by="email",
        contact="reader@example.org",
        safe="discreet",
    )


def address(record):
    return reverse("format_requests:answer", args=[record.pk])


def test_an_answer_goes_out_with_a_sender_and_a_subject_that_say_nothing(signed_in, request_by_mail):
    wording = FormatRequestSettings.load()
    wording.reply_sender = "City information"
    wording.save()
    signed_in("coordinator").post(address(request_by_mail), {"text": "It is ready at the desk."})
    mail = OutboxMessage.objects.get()
    assert mail.recipients == ["reader@example.org"]
    assert mail.sender.startswith("City information <")
    assert mail.subject == f"Your request {request_by_mail.reference}"
    assert mail.body == "It is ready at the desk."
    assert "traffick" not in (mail.sender + mail.subject).lower()


def test_an_answered_request_is_marked_and_says_by_whom(signed_in, request_by_mail):
    signed_in("coordinator").post(address(request_by_mail), {"text": "It is ready."})
    request_by_mail.refresh_from_db()
    assert request_by_mail.status == "answered"
    assert request_by_mail.answered_at
    assert "coordinator@example.org" in request_by_mail.notes


def test_an_empty_answer_is_not_sent(signed_in, request_by_mail):
    response = signed_in("coordinator").post(address(request_by_mail), {"text": " "})
    assert response.status_code == 200
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("changes", [{"safe": "no"}, {"answer_by": "phone"}, {"contact": ""}])
def test_nobody_is_mailed_who_did_not_ask_for_it(signed_in, request_by_mail, changes):
    FormatRequest.objects.filter(pk=request_by_mail.pk).update(**changes)
    response = signed_in("coordinator").post(address(request_by_mail), {"text": "It is ready."})
    # Wagtail answers a refusal with a redirect to the admin's home and a message.
    assert response.status_code in (302, 403)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("name", ["editor", "approver", "translator"])
def test_only_coordinators_answer(signed_in, request_by_mail, name):
    client = signed_in(name)
    assert client.get(address(request_by_mail)).status_code in (302, 403)
    client.post(address(request_by_mail), {"text": "It is ready."})
    assert not OutboxMessage.objects.exists()


def test_the_list_can_be_narrowed_to_what_is_overdue(signed_in, request_by_mail):
    FormatRequest.objects.filter(pk=request_by_mail.pk).update(answer_due="2026-01-02")
    on_time = FormatRequest.objects.create(
        need="In braille.", answer_by="phone", contact="202-555-0123", safe="yes", answer_due="2126-01-02"
    )
    page = signed_in("coordinator").get("/admin/format-requests/?overdue=true").content.decode()
    assert request_by_mail.reference in page
    assert on_time.reference not in page
