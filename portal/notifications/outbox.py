"""Mail that is never lost: written as a row with what caused it, delivered by the worker, retried, kept when it fails."""

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend as DjangoFileBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from .models import OutboxMessage

logger = logging.getLogger(__name__)

# A dead server for a night and a day loses nothing; after that an operator is needed.
RETRY_AFTER = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]
# Longer than a mail server may take to answer; a worker that dies while sending loses its claim after it.
LEASE = datetime.timedelta(minutes=10)


class MailToReader(EmailMessage):
    """A mail to somebody who has no account: nothing of it is kept once a mail server has taken it."""


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend that writes each mail into the outbox, in the caller's transaction."""

    def send_messages(self, email_messages):
        """Keep mails for the worker.

        Args:
            email_messages: Django's EmailMessage objects, without attachments.

        Returns:
            How many were kept.

        Raises:
            ValueError: a mail has an attachment; the hub sends links, never files.
        """
        for message in email_messages:
            if message.attachments:
                raise ValueError("The hub's mails carry links, not attachments.")
            html = next(
                (body for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), ""
            )
            OutboxMessage.objects.create(
                recipients=message.recipients(),
                sender=message.from_email or settings.DEFAULT_FROM_EMAIL,
                subject=" ".join(str(message.subject).split())[:250],
                body=message.body,
                html=html,
                headers=message.extra_headers,
                delete_when_sent=isinstance(message, MailToReader),
            )
        return len(email_messages)


class FileBackend(DjangoFileBackend):
    """Writes each mail to a file of its own and prints where (for machines without a mail server)."""

    def close(self):
        """Finish the file and say where it is."""
        written = self.stream is not None
        super().close()
        if written:
            logger.info("Mail written to %s", self._fname)  # type: ignore[attr-defined]  # django-stubs leave it out.


def deliver_due(limit=50):
    """Try to send what is due.

    Args:
        limit: how many mails at most, in the order in which they fell due.

    Returns:
        How many were sent.
    """
    sent = 0
    for _turn in range(limit):
        message = _claim()
        if message is None:
            break
        sent += _attempt(message)
    return sent


def revive():
    """Try the mails again that a mail server did not take, from the first attempt on: given up, or waiting for their next turn.

    Returns:
        How many there are. What a worker sends at this moment has no error and is left to it.
    """
    failed = OutboxMessage.objects.filter(sent_at__isnull=True)
    failed = failed.filter(Q(next_attempt_at__isnull=True) | ~Q(last_error=""))
    return failed.update(attempts=0, next_attempt_at=timezone.now())


def _claim():
    """Take the next due mail for ten minutes, in a transaction that ends before the mail server is spoken to."""
    with transaction.atomic():
        now = timezone.now()
        # Nothing waits longer than that, unless the clock went ahead for a while.
        is_due = Q(next_attempt_at__lte=now) | Q(next_attempt_at__gt=now + RETRY_AFTER[-1] + LEASE)
        due = OutboxMessage.objects.filter(is_due, sent_at__isnull=True)
        # Several workers may run: each takes a row that no other holds.
        message = due.select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
        if message:
            message.attempts += 1
            message.next_attempt_at, message.last_error = now + LEASE, ""
            message.save(update_fields=["attempts", "next_attempt_at", "last_error"])
    return message


def _attempt(message):
    mail = EmailMultiAlternatives(
        message.subject, message.body, message.sender, message.recipients, headers=message.headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        with get_connection(settings.DELIVERY_BACKEND) as connection:
            connection.send_messages([mail])
    except OSError as error:  # smtplib's errors are OSErrors too.
        message.last_error = (str(error) or type(error).__name__)[:250]
        waits = RETRY_AFTER[message.attempts - 1 : message.attempts]
        message.next_attempt_at = timezone.now() + waits[0] if waits else None
        # The address stays out of the log.
        logger.warning(
            "Mail %s was not taken (attempt %s): %s", message.pk, message.attempts, type(error).__name__
        )
    except ValueError as error:  # A header that no mail may have: trying again would not help.
        message.last_error, message.next_attempt_at = str(error)[:250], None
        logger.warning("Mail %s cannot be written: %s", message.pk, type(error).__name__)
    else:
        message.sent_at, message.last_error = timezone.now(), ""
        # It held links that open an account, and answers to readers: who reads the database later finds none.
        message.body = message.html = ""
        message.headers = {}
    if message.sent_at and message.delete_when_sent:
        message.delete()
        return 1
    message.save()
    return int(message.sent_at is not None)
