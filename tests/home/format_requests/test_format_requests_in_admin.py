"""Requests in the admin: who reads them, how they are answered, exported and at last deleted."""

import csv
import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from home.format_requests.models import FormatRequestSettings
from home.models import FormatRequest

pytestmark = pytest.mark.django_db

LIST = "/admin/format-requests/"
NEED = "The page on wage theft in braille."


@pytest.fixture
def record():
    return FormatRequest.objects.create(
        need=NEED,
        formats=["braille"],
        answer_by="post",
        contact="1 Main Street",
        safe="yes",
        page_path="/contact/",
    )


@pytest.mark.parametrize("name", ["editor", "translator", "approver"])
def test_who_does_not_answer_requests_does_not_read_them(signed_in, record, name):
    client = signed_in(name)
    for address in (LIST, f"{LIST}edit/{record.pk}/", f"{LIST}inspect/{record.pk}/", f"{LIST}?export=csv"):
        response = client.get(address)
        assert response.status_code in (302, 403), address
        assert NEED not in response.content.decode() and record.reference not in response.content.decode()
    assert LIST not in client.get("/admin/").content.decode()


def test_the_coordinator_sees_the_requests(signed_in, record):
    page = signed_in("coordinator").get(LIST).content.decode()
    assert record.reference in page and "New" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=new", True),
        ("?status=answered", False),
        ("?status=nonsense", None),
        ("?q={reference}", True),
        ("?q=zzz", False),
    ],
)
def test_requests_are_narrowed_by_status_and_reference(signed_in, record, query, found):
    response = signed_in("coordinator").get(LIST + query.format(reference=record.reference))
    assert response.status_code == 200
    if found is not None:
        assert (f"{LIST}edit/{record.pk}/" in response.content.decode()) == found


def test_the_coordinator_answers_a_request_and_notes_it(signed_in, account, record):
    data = {
        "status": "answered",
        "assignee": account("coordinator").pk,
        "answer_due": "2026-12-01",
        "notes": "Sent by post.",
        "need": NEED,
        "formats": ["braille"],
        "page_path": "/contact/",
        "language": "",
        "assistive_technology": "",
        "answer_by": "post",
        "contact": "1 Main Street",
        "safe": "yes",
    }
    response = signed_in("coordinator").post(f"{LIST}edit/{record.pk}/", data)
    assert response.status_code == 302, response.context["form"].errors
    record.refresh_from_db()
    assert (record.status, record.notes) == ("answered", "Sent by post.")
    assert record.answered_at and record.formats == ["braille"]


def test_nobody_answers_a_request_whose_account_may_not(signed_in, record):
    signed_in("approver").post(f"{LIST}edit/{record.pk}/", {"status": "answered"})
    record.refresh_from_db()
    assert record.status == "new"


def test_the_export_has_what_a_report_needs_and_no_address_of_a_reader(signed_in, record):
    FormatRequest.objects.filter(pk=record.pk).update(language='=cmd|"/c calc"!A1')
    response = signed_in("coordinator").get(f"{LIST}?export=csv")
    text = b"".join(response).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1 and record.reference in rows[0].values() and "Braille" in rows[0].values()
    assert "1 Main Street" not in text and NEED not in text


def test_a_request_that_is_opened_again_is_not_answered_any_more(record):
    record.status = "answered"
    record.save()
    assert record.answered_at
    record.status = "in_progress"
    record.save()
    assert record.answered_at is None


def test_a_request_is_overdue_after_its_day_until_it_is_answered(record):
    record.answer_due = timezone.localdate() - datetime.timedelta(days=1)
    assert record.is_overdue
    record.status = "answered"
    assert not record.is_overdue
    record.status, record.answer_due = "new", timezone.localdate()
    assert not record.is_overdue


# --- Deletion (the office's records schedule) -------------------------------------------------------------------
@pytest.fixture
def old(record):
    def answered(days, status="answered"):
        entry = FormatRequest.objects.create(need="x", answer_by="post", safe="no", status=status)
        long_ago = timezone.now() - datetime.timedelta(days=days)
        FormatRequest.objects.filter(pk=entry.pk).update(created_at=long_ago)
        if status == "answered":
            FormatRequest.objects.filter(pk=entry.pk).update(answered_at=long_ago)
        return entry.pk

    return answered


def remaining():
    return set(FormatRequest.objects.values_list("pk", flat=True))


def test_nothing_is_deleted_until_the_office_says_after_how_many_days(old, capsys):
    kept = {old(10_000)}
    call_command("delete_answered_requests")
    assert kept <= remaining()
    assert "the office has not set how long" in capsys.readouterr().out


def test_only_answered_requests_that_are_old_enough_are_deleted(old, record, capsys):
    settings = FormatRequestSettings.load()
    settings.keep_answered_days = 30
    settings.save()
    gone, fresh, open_ = old(31), old(29), old(500, "in_progress")
    call_command("delete_answered_requests")
    assert remaining() == {fresh, open_, record.pk} and gone not in remaining()
    assert "1 answered requests deleted." in capsys.readouterr().out


def test_the_coordinator_sets_the_days_and_others_do_not(signed_in):
    address = "/admin/settings/home/formatrequestsettings/"
    for name, allowed in (("coordinator", True), ("approver", False), ("editor", False)):
        client = signed_in(name)
        form = client.get(address, follow=True)
        assert (form.status_code == 200 and b"delete answered requests" in form.content.lower()) == allowed, (
            name
        )
    record = FormatRequestSettings.load()
    data = {field.name: field.value_from_object(record) or "x" for field in record._meta.fields}
    data.update(answer_within_days=5, keep_answered_days=365)
    signed_in("coordinator").post(f"{address}{record.pk}/", data)
    assert FormatRequestSettings.load().keep_answered_days == 365
    signed_in("approver").post(f"{address}{record.pk}/", {**data, "keep_answered_days": 1})
    assert FormatRequestSettings.load().keep_answered_days == 365


def test_a_request_is_given_to_who_may_open_it_by_name(signed_in, record, account):
    form = signed_in("coordinator").get(f"{LIST}edit/{record.pk}/").content.decode()
    select = form.partition('name="assignee"')[2].partition("</select>")[0]
    assert account("coordinator").get_full_name() in select
    assert "riverside" not in select.lower() and "@example.org" not in select
    FormatRequest.objects.update(assignee=account("coordinator"))
    page = signed_in("coordinator").get(LIST).content.decode()
    assert account("coordinator").get_full_name() in page.partition("<tbody")[2]
