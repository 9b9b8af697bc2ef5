"""Two people who save or decide at the same moment wait for each other; neither is told that the database is locked."""

import threading

from django.contrib.auth import get_user_model
from django.db import close_old_connections, connection, transaction
from wagtail.models import Revision

from home.models import InformationPage
from portal.exceptions import EditConflict
from portal.models import OutboxMessage
from portal.quality import services as quality
from portal.workflow import approvals, kept_versions

WRITERS, ROUNDS = 2, 25


def write(subject, failures, together):
    try:
        together.wait()
        for _round in range(ROUNDS):
            with transaction.atomic():
                # Reading first is what makes two deferred writers of SQLite refuse each other.
                OutboxMessage.objects.filter(subject=subject).count()
                OutboxMessage.objects.create(
                    recipients=[], sender="hub@example.org", subject=subject, body="…"
                )
    except Exception as error:
        failures.append(error)
    finally:
        close_old_connections()
        connection.close()


def test_two_writers_wait_for_each_other(django_db_setup, django_db_blocker):
    failures, together = [], threading.Barrier(WRITERS)
    with django_db_blocker.unblock():
        threads = [
            threading.Thread(target=write, args=(f"writer {number}", failures, together))
            for number in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        written = OutboxMessage.objects.filter(subject__startswith="writer ")
        count = written.count()
        written.delete()
    assert failures == []
    assert count == WRITERS * ROUNDS


def test_a_look_at_every_page_writes_between_them_whoever_else_writes(django_db_setup, django_db_blocker):
    """SQLite refuses at once a connection that writes while it still reads what another one has changed since."""
    failures = []
    with django_db_blocker.unblock():
        pages = quality.live_pages()
        quality.check_page(next(pages))
        other = threading.Thread(target=write, args=("another writer", failures, threading.Barrier(1)))
        other.start()
        other.join()
        quality.check_page(next(pages))
        OutboxMessage.objects.filter(subject="another writer").delete()
    assert failures == []


def test_who_approves_waits_for_an_autosave_over_the_same_version_and_approves_nothing_else(
    real_commits, monkeypatch
):
    """An office colleague types on in a version that waits for review, while another one approves what she read of it."""
    person = {
        name: get_user_model().objects.get(email=f"{name}@example.org") for name in ("approver", "approver2")
    }
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    page.save_revision()
    page.get_workflow().start(InformationPage.objects.get(pk=page.pk), person["approver2"])
    page.summary = "What was read."
    revision = page.save_revision(user=person["approver2"])
    answered, decided, conflicts = threading.Event(), threading.Event(), []

    def is_kept(version):
        answer = original(version)
        answered.set()
        decided.wait(0.3)
        return answer

    def approve():
        answered.wait(10)
        state = InformationPage.objects.get(pk=page.pk).current_workflow_task_state
        try:
            seen = approvals.revision_token(revision)
            state.task.specific.on_action(state, person["approver"], "approve", seen=seen)
        except EditConflict as conflict:
            conflicts.append(conflict)
        finally:
            decided.set()
            close_old_connections()
            connection.close()

    original = kept_versions.is_kept
    monkeypatch.setattr(kept_versions, "is_kept", is_kept)
    other = threading.Thread(target=approve)
    other.start()
    typed = revision.as_object()
    typed.summary = "What was typed meanwhile."
    typed.save_revision(user=person["approver2"], overwrite_revision=Revision.objects.get(pk=revision.pk))
    other.join()
    assert len(conflicts) == 1 and not approvals.is_approved(revision)
    public = InformationPage.objects.get(pk=page.pk)
    assert public.summary not in ("What was read.", "What was typed meanwhile.")
