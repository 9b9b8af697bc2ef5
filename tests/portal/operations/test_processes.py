"""The worker and the scheduler: they do their work, outlive what fails, and end when they are told to."""

import datetime
import errno
import os
import signal
import subprocess
import sys
import threading

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.core.mail import send_mail
from django.core.management import call_command
from django.utils import timezone

from home.format_requests.models import FormatRequestSettings
from home.models import FormatRequest
from portal.models import ExternalLink, MorningRun, OutboxMessage
from portal.notifications.services import send_digests
from portal.quality.services import due_links

pytestmark = pytest.mark.django_db

LOADED = """
import gc, os, threading
from portal.operations import web_server
web_server.load()
files = []
for number in os.listdir("/proc/self/fd"):
    try:
        files.append(os.readlink(f"/proc/self/fd/{number}"))
    except FileNotFoundError:
        continue
print(gc.get_freeze_count(), threading.active_count(), sum(name.startswith("socket") for name in files),
      sum("sqlite3" in name for name in files))
"""


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    """The processes give their connection back at each turn, which would end the transaction of the test."""
    for name in ("run_worker", "run_scheduler"):
        monkeypatch.setattr(f"portal.management.commands.{name}.close_old_connections", lambda: None)


@pytest.fixture
def told_to_end():
    """This process gets the signal by which `make serve` ends its processes, after a while: told_to_end(1.0)."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    timers = []

    def later(seconds, number=signal.SIGTERM):
        timers.append(threading.Timer(seconds, os.kill, [os.getpid(), number]))
        timers[-1].start()

    yield later
    for timer in timers:
        timer.join()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_sends_what_waits_and_ends_when_it_is_told_to(settings, told_to_end, number):
    settings.EMAIL_BACKEND = "portal.notifications.outbox.OutboxBackend"
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_mail("S", "T", None, ["a@example.org"])
    told_to_end(0.7, number)
    call_command("run_worker", every=0.2)
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_the_worker_outlives_a_mail_server_of_which_nobody_has_heard(settings, told_to_end, caplog):
    settings.EMAIL_BACKEND = "portal.notifications.outbox.OutboxBackend"
    settings.DELIVERY_BACKEND = "no.such.Backend"
    send_mail("S", "T", None, ["a@example.org"])
    told_to_end(0.7)
    call_command("run_worker", every=0.2)
    assert "The worker could not work; it tries again." in caplog.text
    assert OutboxMessage.objects.get().sent_at is None
    assert "a@example.org" not in caplog.text


class UsedUpQuota(FileSystemStorage):
    """Uploads of an account whose quota is used up: only who writes notices."""

    def _save(self, name, content):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")


def test_what_only_a_write_finds_is_noticed_by_the_worker_and_told_by_healthz_until_it_works_again(
    settings, told_to_end, caplog, client
):
    working = settings.STORAGES
    settings.STORAGES = {**working, "default": {"BACKEND": f"{__name__}.UsedUpQuota"}}
    assert client.get("/healthz").content == b"ok"
    told_to_end(0.3)
    call_command("run_worker", every=0.1)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        "Nothing can be written to: uploads."
    ]
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"failing: uploads")
    settings.STORAGES = working
    told_to_end(0.3)
    call_command("run_worker", every=0.1)
    assert client.get("/healthz").content == b"ok"


def test_the_scheduler_runs_every_command_though_one_of_them_fails(told_to_end, monkeypatch, caplog):
    hour = datetime.timedelta(hours=1)
    monkeypatch.setattr(apps.get_app_config("portal"), "scheduled_commands", [("no_such_command", hour)])
    record = FormatRequestSettings.load()
    record.keep_answered_days = 1
    record.save()
    old = FormatRequest.objects.create(need="x", answer_by="post", safe="no", status="answered")
    FormatRequest.objects.filter(pk=old.pk).update(answered_at=timezone.now() - datetime.timedelta(days=2))
    told_to_end(1.5)
    call_command("run_scheduler")
    assert "The scheduled command no_such_command failed." in caplog.text
    assert not FormatRequest.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("quiet", [True, False])
def test_the_scheduler_of_make_serve_writes_nothing_below_the_addresses(
    told_to_end, monkeypatch, capsys, settings, quiet
):
    settings.SCHEDULER_IS_QUIET = quiet
    hour = datetime.timedelta(hours=1)
    monkeypatch.setattr(
        "portal.management.commands.run_scheduler.scheduled_commands", lambda: [("publish_scheduled", hour)]
    )
    told_to_end(0.5)
    call_command("run_scheduler")
    assert ("0 published" not in capsys.readouterr().out) is quiet


def test_the_scheduler_goes_on_after_the_clock_was_ahead_and_came_back(
    told_to_end, monkeypatch, time_machine
):
    """Each turn runs what is due by a clock that nobody sets."""
    ran = []
    monkeypatch.setattr(
        "portal.management.commands.run_scheduler.scheduled_commands",
        lambda: [("seal_audit", datetime.timedelta(seconds=0.2))],
    )
    monkeypatch.setattr(
        "portal.management.commands.run_scheduler.call_command",
        lambda name: (
            ran.append(name),
            time_machine.shift(datetime.timedelta(days=-30 if len(ran) == 1 else 0)),
        ),
    )
    monkeypatch.setattr("portal.management.commands.run_scheduler.PAUSE", 0.3)
    time_machine.move_to(timezone.now() + datetime.timedelta(days=30))
    told_to_end(1.5)
    call_command("run_scheduler")
    assert len(ran) >= 3


def test_what_was_written_while_the_clock_was_ahead_does_not_wait_for_that_time(settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_mail("S", "T", None, ["a@example.org"])
    ahead = timezone.now() + datetime.timedelta(days=30)
    OutboxMessage.objects.update(created_at=ahead, next_attempt_at=ahead)
    MorningRun.objects.create(day=ahead.date())
    link = ExternalLink.objects.create(url="https://example.org/", checked_at=ahead)
    call_command("run_worker", once=True)
    assert [message.to for message in mail.outbox] == [["a@example.org"]]
    assert link in due_links()
    monday = datetime.datetime(2026, 11, 30, 9, tzinfo=timezone.get_default_timezone())
    MorningRun.objects.all().delete()
    MorningRun.objects.create(day=datetime.date(2026, 12, 30))
    send_digests(monday)
    assert not MorningRun.objects.filter(day__gt=monday.date()).exists()


def test_the_web_server_loads_the_hub_before_its_workers_are_copied_and_opens_nothing_that_they_would_share():
    found = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.development"},
        capture_output=True,
        text=True,
        check=True,
    )
    frozen, threads, sockets, databases = map(int, found.stdout.split()[-4:])
    assert frozen > 100_000 and (threads, sockets, databases) == (1, 0, 0)
    assert "portal.operations.web_server" in (settings.BASE_DIR / "Procfile").read_text()
