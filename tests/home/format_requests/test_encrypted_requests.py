"""What a reader wrote in a request, and what the office notes about it, is encrypted in the database."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from home.format_requests.models import FormatRequestSettings
from home.models import FormatRequest

pytestmark = pytest.mark.django_db

FORM = "/request-accessible-format/"
MARKER = "Quillfeather lantern"
WRITTEN = ("need", "page_path", "language", "assistive_technology", "contact", "notes")


def stored():
    """All that the tables hold, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def sent(client):
    """A request whose every field says the marker."""
    answer = client.post(
        FORM,
        {
            "need": MARKER,
            "page_path": f"/definitions/{MARKER}/",
            "language": MARKER,
            "assistive_technology": MARKER,
            "answer_by": "post",
            "contact": MARKER,
            "safe": "yes",
        },
    )
    assert answer.status_code == 302
    return FormatRequest.objects.get()


def test_nothing_that_was_written_stands_in_the_database_in_clear(sent, signed_in):
    client, edit = signed_in("coordinator"), reverse("format_requests:edit", args=[sent.pk])
    shown = client.get(edit).content.decode()
    assert shown.count(MARKER) >= 5, "those who answer read it"
    data = {
        **{name: getattr(sent, name) for name in WRITTEN},
        "status": "in_progress",
        "answer_by": "post",
        "safe": "yes",
        "notes": f"{MARKER} by hand",
    }
    assert client.post(edit, data).status_code == 302
    sent.refresh_from_db()
    assert sent.notes == f"{MARKER} by hand" and sent.contact == MARKER
    assert sent.reference in stored()
    assert MARKER not in stored()
    if connection.vendor == "sqlite":
        assert MARKER.encode() not in connection.connection.serialize()


@pytest.mark.parametrize("who", ["editor", "approver", "translator", "riverside"])
def test_only_those_who_answer_read_it(who, sent, signed_in):
    for name in ("edit", "inspect"):
        answer = signed_in(who).get(reverse(f"format_requests:{name}", args=[sent.pk]), follow=True)
        assert MARKER not in answer.content.decode()


def test_requests_from_before_are_encrypted_and_stay_readable(sent):
    table = connection.ops.quote_name(FormatRequest._meta.db_table)
    columns = ", ".join(f"{name} = %s" for name in WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns}", [MARKER] * len(WRITTEN))
    assert MARKER in stored()
    with connection.schema_editor(atomic=False) if connection.vendor != "sqlite" else _Editor() as editor:
        import_module("home.migrations.0011_seal_requests").seal(apps, editor)
    assert MARKER not in stored()
    sent.refresh_from_db()
    assert {getattr(sent, name) for name in WRITTEN} == {MARKER}


class _Editor:
    """A schema editor of SQLite cannot be had within a transaction."""

    connection = connection
    execute = staticmethod(lambda sql: connection.cursor().execute(sql))

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass


def test_a_former_key_opens_and_a_lost_one_loses_nothing(sent, settings):
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [former]
    assert FormatRequest.objects.get().contact == MARKER
    settings.SECRET_KEY_FALLBACKS = []
    FormatRequest.objects.get().save()
    settings.SECRET_KEY = former
    assert FormatRequest.objects.get().contact == MARKER


def test_a_long_text_is_kept_whole(client):
    text = "ñ" * 2000
    client.post(FORM, {"need": text, "answer_by": "post", "safe": "no", "assistive_technology": "x" * 201})
    assert not FormatRequest.objects.exists(), "the limits count what is written"
    client.post(FORM, {"need": text, "answer_by": "post", "safe": "no", "assistive_technology": "x" * 200})
    assert FormatRequest.objects.get().need == text
    assert FormatRequest.objects.get().assistive_technology == "x" * 200


def test_the_dashboard_of_coordinators_asks_for_the_records_schedule_until_it_is_set(signed_in):
    address = reverse("wagtailsettings:edit", args=["home", "formatrequestsettings"])
    asked = f'href="{address}'
    words = "following your records schedule"
    shown = signed_in("coordinator").get("/admin/").content.decode()
    assert words in shown and asked in shown
    assert words not in signed_in("approver").get("/admin/").content.decode()
    known = FormatRequestSettings.load()
    known.keep_answered_days = 365
    known.save()
    assert words not in signed_in("coordinator").get("/admin/").content.decode()
