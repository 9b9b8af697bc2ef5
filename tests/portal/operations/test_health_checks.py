"""manage.py doctor: what an operator sees on one screen, and whether a timer is told that something is wrong."""

import datetime
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from home.models import FormatRequest, HomePage
from portal.core.cache_version import bump_cache_version
from portal.models import HelpLine, OfficeIdentity, OutboxMessage
from portal.notifications.outbox import OutboxBackend, deliver_due, revive
from portal.operations import health_checks
from portal.operations.heartbeats import SILENT_AFTER, last_heartbeat, record_heartbeat

ROOT = Path(__file__).resolve().parents[3]
# `doctor` compares the clocks of this process and of the database; only the former is another one under `make test-dates`.
real_clock = pytest.mark.skipif("TEST_DATE" in os.environ, reason="the database has the real time")


@pytest.fixture
def beating(db):
    """Worker and scheduler have just given signs of life."""
    record_heartbeat("worker")
    record_heartbeat("scheduler")


def screen():
    """What doctor prints, and its exit status."""
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def line(part):
    """The state and the message of one part."""
    found = dict(health_checks.examine())[part]
    return found.state, found.message


def production(**environment):
    """What doctor prints under production settings, with no more of the environment than is given."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": "x1y2z3" * 10,
            "ALLOWED_HOSTS": "hub.example.org",
            "BASE_URL": "https://hub.example.org",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )


@real_clock
def test_a_hub_that_works_ends_with_status_0_on_one_screen(beating):
    text, status = screen()
    assert status == 0
    lines = text.splitlines()
    assert len(lines) <= 24
    assert not [found for found in lines if found.startswith("wrong")]
    parts = [
        "settings",
        "database",
        "migrations",
        "cache",
        "uploads",
        "private files",
        "disk",
        "clock",
        "mail",
        "worker",
        "scheduler",
        "backup",
        "help lines",
        "reviews",
        "requests",
        "search words",
    ]
    for part in parts:
        assert any(found[7:].startswith(part) for found in lines), part


@real_clock
def test_something_that_does_not_work_ends_with_status_1_and_says_what_to_do(db):
    record_heartbeat("scheduler")
    text, status = screen()
    assert status == 1
    assert "wrong  worker" in text
    assert "Start it: manage.py run_worker" in text
    assert "1 of " in text


def test_a_process_that_stopped_is_seen_after_some_minutes(beating):
    cache.set(
        "heartbeat:scheduler", timezone.now() - SILENT_AFTER - datetime.timedelta(minutes=2), timeout=None
    )
    state, message = line("scheduler")
    assert state == health_checks.WRONG
    assert "7 minutes ago" in message


def test_clocks_that_differ_between_hosts_are_seen(beating):
    cache.set("heartbeat:worker", timezone.now() + datetime.timedelta(hours=1), timeout=None)
    state, message = line("worker")
    assert state == health_checks.WRONG
    assert "NTP" in message


def test_worker_and_scheduler_give_signs_of_life(db):
    assert last_heartbeat("worker") is None
    call_command("run_worker", once=True, stdout=io.StringIO())
    assert last_heartbeat("worker") is not None


def test_mail_that_waits_too_long_is_wrong_and_says_why(beating):
    OutboxBackend().send_messages([EmailMessage("s", "b", "hub@example.org", ["a@example.org"])])
    assert line("mail")[0] == health_checks.OK
    late = timezone.now() - datetime.timedelta(minutes=40)
    OutboxMessage.objects.update(created_at=late, last_error="Connection refused")
    state, message = line("mail")
    assert state == health_checks.WRONG
    assert "40 minutes ago" in message
    assert "Connection refused" in message
    assert "a@example.org" not in message


def test_mail_that_was_given_up_is_wrong_until_an_operator_revives_it(beating, settings, tmp_path):
    OutboxBackend().send_messages([EmailMessage("s", "b", "hub@example.org", ["a@example.org"])])
    OutboxMessage.objects.update(next_attempt_at=None, attempts=8, last_error="Relay access denied")
    state, message = line("mail")
    assert state == health_checks.WRONG
    assert "Relay access denied" in message
    assert "run_worker --revive" in message
    out = io.StringIO()
    call_command("run_worker", "--revive", stdout=out)
    assert out.getvalue() == "1 mails are tried again.\n"
    settings.DELIVERY_BACKEND, settings.EMAIL_FILE_PATH = "portal.notifications.outbox.FileBackend", tmp_path
    assert deliver_due() == 1
    assert line("mail")[0] == health_checks.OK
    assert revive() == 0


def test_mail_that_is_sent_while_doctor_looks_is_no_failure(beating):
    OutboxBackend().send_messages([EmailMessage("s", "b", "hub@example.org", ["a@example.org"])])
    OutboxMessage.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=40))

    def worker_sends(execute, sql, *arguments):
        found = execute(sql, *arguments)
        if "COUNT(" in sql and OutboxMessage._meta.db_table in sql:
            OutboxMessage.objects.update(sent_at=timezone.now())
        return found

    with connection.execute_wrapper(worker_sends):
        assert line("mail")[0] == health_checks.OK


def test_a_backup_is_watched_by_the_age_of_its_stamp(beating, settings, tmp_path):
    stamp = tmp_path / "backup.stamp"
    settings.BACKUP_STAMP = str(stamp)
    assert line("backup")[0] == health_checks.WRONG
    stamp.touch()
    os.utime(stamp, (time.time(), time.time()))
    assert line("backup")[0] == health_checks.OK
    old = time.time() - 30 * 60 * 60
    os.utime(stamp, (old, old))
    state, message = line("backup")
    assert state == health_checks.WRONG
    assert "30 hours ago" in message


@real_clock
def test_what_waits_for_the_office_is_due_and_does_not_end_with_status_1(beating):
    HelpLine.objects.update(verified_on=timezone.localdate())
    assert line("help lines")[0] == health_checks.OK
    HelpLine.objects.filter(live=True, enabled=True, locale__language_code="en").update(
        verified_on=timezone.localdate() - datetime.timedelta(days=200)
    )
    state, message = line("help lines")
    assert state == health_checks.DUE
    assert "were not checked within six months" in message
    FormatRequest.objects.create(
        need="x", answer_by="post", safe="yes", answer_due=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert line("requests") == (
        health_checks.DUE,
        "1 accessible-format requests are past their answer-by date. See /admin/format-requests/.",
    )
    assert screen()[1] == 0


def test_pages_past_their_review_date_are_counted(beating):
    page = HomePage.objects.filter(locale__language_code="en")
    page.update(last_reviewed=timezone.localdate())
    before = line("reviews")[1]
    page.update(last_reviewed=datetime.date(2020, 1, 1))
    assert line("reviews")[0] == health_checks.DUE
    assert line("reviews")[1] != before


def test_a_hub_that_is_not_published_yet_is_told_what_is_missing(beating):
    HomePage.objects.filter(locale__language_code="es").update(live=False)
    OfficeIdentity.objects.update(live=False)
    HelpLine.objects.update(live=False)
    bump_cache_version()
    state, message = line("opening")
    assert state == health_checks.DUE
    for part in ("home page (Español)", "office identity", "help lines for the help bar"):
        assert part in message


def test_one_approver_alone_is_too_few(beating):
    get_user_model().objects.exclude(email="approver@example.org").update(is_active=False)
    assert line("approvers")[0] == health_checks.DUE


def test_uploads_that_cannot_be_written_are_wrong(beating, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = str(tmp_path / "file" / "uploads")
    state, message = line("uploads")
    assert state == health_checks.WRONG
    assert "It does not work" in message


def test_production_names_what_is_missing_in_the_environment(tmp_path):
    ended = production(VAR_DIR=str(tmp_path))
    assert ended.returncode == 1
    for part in ("EMAIL_URL", "OFFICE_MAIL", "DEFAULT_FROM_EMAIL", "Run manage.py setup."):
        assert part in ended.stdout
    # What needs tables is left out: the line above says what to mend first.
    assert "OperationalError" not in ended.stdout


def test_a_database_that_does_not_answer_is_one_line_and_no_traceback(tmp_path):
    (tmp_path / "database").mkdir()
    ended = production(
        VAR_DIR=str(tmp_path),
        DATABASE_URL=f"sqlite:///{tmp_path / 'database'}",
        EMAIL_URL="smtp://127.0.0.1",
        OFFICE_MAIL="office@city.example",
        DEFAULT_FROM_EMAIL="hub@city.example",
    )
    assert ended.returncode == 1
    assert "wrong  database" in ended.stdout
    assert "migrations" not in ended.stdout
    assert "Traceback" not in ended.stderr
    assert "ok     settings" in ended.stdout
