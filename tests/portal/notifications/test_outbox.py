"""Outgoing mail: never lost, never doubled, never in a log with its address."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from portal.models import OutboxMessage
from portal.notifications.outbox import RETRY_AFTER, MailToReader, deliver_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real_outbox(settings):
    """Mail goes the hub's own way, to a mail server that keeps it in memory."""
    settings.EMAIL_BACKEND = "portal.notifications.outbox.OutboxBackend"
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def dead_server(settings):
    """A mail server that nobody answers: a port on which nothing listens."""
    settings.DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1


def write(**changes):
    values = {
        "subject": "A subject",
        "message": "A text",
        "from_email": None,
        "recipient_list": ["someone@example.org"],
    }
    send_mail(**{**values, **changes})
    return OutboxMessage.objects.latest("pk")


def due_now():
    OutboxMessage.objects.filter(sent_at=None).update(next_attempt_at=timezone.now())


def test_a_mail_is_written_first_and_sent_by_the_worker():
    message = write()
    assert mail.outbox == [] and message.sent_at is None
    assert deliver_due() == 1
    message.refresh_from_db()
    assert message.sent_at and mail.outbox[0].to == ["someone@example.org"]


def test_nothing_of_the_text_is_kept_once_it_is_sent():
    """Mails hold links that set a password or open a workspace; who reads the database later must find none."""
    link = "https://hub.example.org/accounts/password/reset/key/1-secret/"
    mixed = EmailMultiAlternatives("Reset", link, None, ["someone@example.org"], headers={"X-Link": link})
    mixed.attach_alternative(f"<a href='{link}'>", "text/html")
    mixed.send()
    waiting = OutboxMessage.objects.get()
    assert link in waiting.body and link in waiting.html
    assert deliver_due() == 1
    assert link in mail.outbox[0].body
    row = OutboxMessage.objects.values().get()
    assert row["sent_at"] and row["recipients"] == ["someone@example.org"] and row["subject"] == "Reset"
    assert link not in str(row) and not row["body"] + row["html"]


def test_the_text_stays_until_a_mail_server_has_taken_it(dead_server):
    message = write()
    assert deliver_due() == 0
    message.refresh_from_db()
    assert message.body == "A text"


def test_a_mail_to_a_reader_leaves_nothing():
    MailToReader("Your request", "It is ready.", to=["reader@example.org"]).send()
    assert OutboxMessage.objects.get().recipients == ["reader@example.org"]
    assert deliver_due() == 1 and len(mail.outbox) == 1
    assert not OutboxMessage.objects.exists()


def test_a_mail_is_sent_once(capsys):
    write()
    call_command("run_worker", "--once")
    call_command("run_worker", "--once")
    assert len(mail.outbox) == 1


def test_what_is_taken_back_sends_no_mail():
    class TakenBack(Exception):
        pass

    with pytest.raises(TakenBack), transaction.atomic():
        write()
        raise TakenBack
    assert not OutboxMessage.objects.exists() and deliver_due() == 0


def test_a_dead_mail_server_loses_nothing_and_is_tried_again_later_and_later(dead_server):
    message = write()
    waits = []
    for attempt in range(1, len(RETRY_AFTER) + 1):
        before = timezone.now()
        assert deliver_due() == 0
        message.refresh_from_db()
        assert message.attempts == attempt and message.sent_at is None and message.last_error
        waits.append(message.next_attempt_at - before)
        due_now()
    for wait, wanted in zip(waits, RETRY_AFTER, strict=True):
        assert wanted <= wait < wanted + datetime.timedelta(seconds=30)
    assert sorted(RETRY_AFTER) == RETRY_AFTER


def test_after_the_last_attempt_a_mail_is_kept_for_an_operator(dead_server):
    message = write()
    for _attempt in range(len(RETRY_AFTER) + 1):
        due_now()
        deliver_due()
    message.refresh_from_db()
    assert message.is_dead and message.body == "A text"
    assert deliver_due() == 0


def test_a_mail_that_failed_is_sent_when_the_server_is_back(settings, dead_server):
    message = write()
    deliver_due()
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due() == 0  # Not due yet.
    due_now()
    assert deliver_due() == 1
    message.refresh_from_db()
    assert message.sent_at and message.last_error == "" and message.attempts == 2


def test_a_worker_that_dies_while_sending_loses_its_claim_after_ten_minutes(monkeypatch):
    from portal.notifications import outbox

    message = write()
    claimed = outbox._claim()
    assert claimed.pk == message.pk and outbox._claim() is None and deliver_due() == 0
    OutboxMessage.objects.update(next_attempt_at=timezone.now() - datetime.timedelta(seconds=1))
    assert deliver_due() == 1


def test_one_mail_that_cannot_be_sent_does_not_hold_up_the_others(settings):
    settings.DELIVERY_BACKEND = "tests.portal.notifications.test_outbox.PickyBackend"
    write(recipient_list=["refused@example.org"])
    write(recipient_list=["taken@example.org"])
    assert deliver_due() == 1
    assert OutboxMessage.objects.get(sent_at=None).recipients == ["refused@example.org"]


class PickyBackend(mail.get_connection("django.core.mail.backends.locmem.EmailBackend").__class__):
    """A mail server that refuses one person."""

    def send_messages(self, messages):
        if "refused@example.org" in messages[0].to:
            raise smtplib.SMTPRecipientsRefused({"refused@example.org": (550, b"no such user")})
        return super().send_messages(messages)


def test_several_recipients_all_get_the_mail_and_those_in_copy_too():
    EmailMessage(
        "S", "T", to=["a@example.org", "b@example.org"], cc=["c@example.org"], bcc=["d@example.org"]
    ).send()
    assert OutboxMessage.objects.get().recipients == [f"{name}@example.org" for name in "abcd"]
    assert deliver_due() == 1


def test_a_mail_in_html_stays_one():
    message = EmailMultiAlternatives("S", "Text", to=["a@example.org"])
    message.attach_alternative("<p>HTML</p>", "text/html")
    message.send()
    deliver_due()
    assert mail.outbox[0].alternatives[0][0] == "<p>HTML</p>" and mail.outbox[0].body == "Text"


def test_a_subject_never_becomes_a_header():
    write(subject="Hello\nBcc: victim@example.org\r\nX: y")
    assert deliver_due() == 1
    sent = mail.outbox[0].message()
    assert "Bcc" not in sent and "X" not in sent
    assert sent["Subject"] == "Hello Bcc: victim@example.org X: y"


def test_a_recipient_or_header_with_a_line_break_stops_nobody_elses_mail():
    write(recipient_list=["a@example.org\nBcc: victim@example.org"])
    EmailMessage("S", "T", to=["b@example.org"], headers={"X-Note": "a\nBcc: victim@example.org"}).send()
    write(recipient_list=["good@example.org"])
    deliver_due()
    assert [message.to for message in mail.outbox] == [["good@example.org"]]
    assert [message.is_dead for message in OutboxMessage.objects.filter(sent_at=None)] == [True, True]


def test_a_long_subject_is_shortened_and_not_lost():
    write(subject="word " * 200)
    assert deliver_due() == 1 and len(mail.outbox[0].subject) <= 250


def test_files_are_never_mailed():
    message = EmailMessage("S", "T", to=["a@example.org"])
    message.attach("paper.pdf", b"x", "application/pdf")
    with pytest.raises(ValueError, match="links, not attachments"):
        message.send()


def test_no_address_stands_in_a_log(dead_server, caplog):
    write(recipient_list=["somebody.private@example.org"], message="private words")
    with caplog.at_level("DEBUG"):
        deliver_due()
    assert "was not taken" in caplog.text
    assert "somebody.private" not in caplog.text and "private words" not in caplog.text


def test_a_password_mail_goes_through_the_outbox(client):
    client.post("/accounts/password/reset/", {"email": "editor@example.org"})
    assert OutboxMessage.objects.get().recipients == ["editor@example.org"]


def test_every_scheduled_command_exists():
    from django.core.management import get_commands

    from portal.management.commands.run_scheduler import scheduled_commands

    names = [name for name, _interval in scheduled_commands()]
    assert {"publish_scheduled", "clearsessions", "delete_answered_requests"} <= set(names)
    assert set(names) <= set(get_commands())
    assert all(interval > datetime.timedelta(0) for _name, interval in scheduled_commands())


def test_every_scheduled_command_runs_without_arguments():
    from portal.management.commands.run_scheduler import scheduled_commands

    ran = [name for name, _interval in scheduled_commands() if call_command(name) is None]
    assert {"extend_occurrences", "send_submission_mails", "watch_submissions"} <= set(ran)


def test_revive_sends_what_waits_for_its_next_turn_but_not_what_is_being_sent(settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for subject in ("Waits", "Given up", "Being sent"):
        send_mail(subject, "T", None, ["a@example.org"])
    later = timezone.now() + datetime.timedelta(hours=6)
    OutboxMessage.objects.filter(subject="Waits").update(
        attempts=5, next_attempt_at=later, last_error="Connection refused"
    )
    OutboxMessage.objects.filter(subject="Given up").update(
        attempts=8, next_attempt_at=None, last_error="Connection refused"
    )
    lease = timezone.now() + datetime.timedelta(minutes=10)
    OutboxMessage.objects.filter(subject="Being sent").update(attempts=1, next_attempt_at=lease)
    call_command("run_worker", revive_dead=True)
    call_command("run_worker", once=True)
    assert sorted(message.subject for message in mail.outbox) == ["Given up", "Waits"]
