"""Two people who save at the same moment wait for each other; neither is told that the database is locked."""

import threading

from django.db import close_old_connections, connection, transaction

from portal.models import OutboxMessage
from portal.quality import services as quality

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
