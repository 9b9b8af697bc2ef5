"""Sent mails do not stay for ever; unsent ones do."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.management.commands.run_scheduler import scheduled_commands
from portal.models import OutboxMessage

pytestmark = pytest.mark.django_db


def test_only_mails_that_were_sent_more_than_thirty_days_ago_are_deleted():
    now = timezone.now()
    for subject, sent_at in (
        ("old", now - datetime.timedelta(days=31)),
        ("new", now - datetime.timedelta(days=29)),
        ("unsent", None),
    ):
        OutboxMessage.objects.create(
            recipients=["reader@example.org"],
            sender="hub@example.org",
            subject=subject,
            body="…",
            sent_at=sent_at,
            created_at=now - datetime.timedelta(days=90),
        )
    call_command("delete_sent_mail", verbosity=0)
    assert set(OutboxMessage.objects.values_list("subject", flat=True)) == {"new", "unsent"}


def test_the_scheduler_runs_it():
    assert "delete_sent_mail" in dict(scheduled_commands())
