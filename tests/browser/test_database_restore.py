"""What a browser test leaves in the database is gone before the next one, the audit trail of it too."""

import threading
import time

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from wagtail.models import Page

from home.models import InformationPage
from portal.audit import append_only
from portal.models import AuditEntry, OutboxMessage


def rows():
    """All that stands in the database: a dict of table to its rows."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if "_fts_" in table:  # How SQLite keeps its index of words.
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found


def test_what_was_added_changed_and_deleted_is_as_it_was(client, served_hub, test_database):
    before = rows()
    entries = AuditEntry.objects.count()
    user = get_user_model().objects.get(email="coordinator@example.org")
    client.force_login(user)
    page = InformationPage.objects.filter(live=True, locale__language_code="en").first()
    page.title = "Another title"
    page.save_revision(user=user)
    page.unpublish(user=user)
    InformationPage.objects.exclude(pk=page.pk).filter(depth__gt=2, numchild=0).first().delete()
    get_user_model().objects.filter(email="editor@example.org").update(last_name="Changed")
    OutboxMessage.objects.create(recipients=["reader@example.org"], subject="Left", body="Left behind.")
    after = rows()
    assert AuditEntry.objects.count() > entries
    assert {"wagtailcore_page", "wagtailcore_revision", "portal_outboxmessage", "portal_auditentry"} <= {
        table for table in before if before[table] != after[table]
    }
    test_database.restore()
    assert rows() == before
    test_database.empty()
    assert not get_user_model().objects.exists() and not AuditEntry.objects.exists()
    assert Page.objects.count() == 2, "Wagtail's own"
    test_database.restore()
    assert rows() == before
    assert append_only.missing(connection) == []
    if connection.vendor == "sqlite":
        # Refused where the index of words does not fit the texts.
        connection.cursor().execute(
            "INSERT INTO wagtailsearch_indexentry_fts(wagtailsearch_indexentry_fts, rank) VALUES('integrity-check', 1)"
        )
    assert Page.find_problems() == ([], [], [], [], [])


def test_it_waits_for_the_answer_to_a_reader_who_has_gone(served_hub):
    ended = []

    def slow(environ, start_response):
        time.sleep(0.3)
        ended.append(time.monotonic())
        start_response("200 OK", [])
        return HttpResponse(b"ok")

    hub = type(served_hub)(slow)
    reader = threading.Thread(target=lambda: list(hub({}, lambda *_answer: None)))
    reader.start()
    while not hub.running:
        time.sleep(0.01)
    hub.wait()
    assert time.monotonic() >= ended[0]
    reader.join()
