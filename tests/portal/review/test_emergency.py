"""What cannot wait: a coordinator alone makes an alert or a help line public, a second person checks it afterwards."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry

from portal.models import Alert, Approval, HelpLine, OutboxMessage
from portal.review import emergencies
from portal.workflow import approvals
from tests.live import approved
from tests.portal.workflow.test_permissions import snippet_form

pytestmark = pytest.mark.django_db

OFFICE = {"approver@example.org", "approver2@example.org", "coordinator@example.org"}
REASON = "Smoke in the building."


def day_one(language="en"):
    return HelpLine.objects.get(name="Day One", locale__language_code=language)


def publish_page(record):
    return reverse("emergency_publish", args=[record._meta.model_name, record.pk])


def editor_of(record):
    return reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])


def confirmed(record, office, reason=REASON):
    """Press the button on the page that asks for the reason, as it was shown."""
    mark = office.get(publish_page(record)).context["form"].initial["seen"]
    return office.post(publish_page(record), {"reason": reason, "seen": mark}, follow=True)


@pytest.fixture
def draft():
    """An alert that nobody has approved."""
    record = Alert.objects.create(
        locale=Locale.objects.get(language_code="en"), title="Gas leak", level="emergency", live=False
    )
    record.save_revision()
    return record


# --- Who ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["translator", "editor", "approver", "approver2", "riverside"])
def test_only_a_coordinator_may(signed_in, client, draft, name):
    office = signed_in(name)
    if name != "riverside":
        assert "Publish now as an emergency" not in office.get(editor_of(day_one())).content.decode()
    mark = approvals.revision_token(approvals.newest(draft))
    office.post(publish_page(draft), {"reason": REASON, "seen": mark})
    draft.refresh_from_db()
    assert not draft.live and not OutboxMessage.objects.exists()
    with pytest.raises(PermissionDenied):
        emergencies.publish(draft, office.get("/").wsgi_request.user, REASON)


def test_an_operator_who_is_no_coordinator_may_not(draft, django_user_model):
    operator = django_user_model.objects.create_superuser("operator@example.org", password=None)
    with pytest.raises(PermissionDenied):
        emergencies.publish(draft, operator, REASON)


# --- An alert -----------------------------------------------------------------------------------------------------
def test_a_coordinator_alone_puts_an_alert_on_every_page_at_once(signed_in, client, committed):
    office = signed_in("coordinator")
    form = office.get(reverse("wagtailsnippets_portal_alert:add")).content.decode()
    assert "Publish now as an emergency" in form
    new = Alert(title="Gas leak", level="emergency", starts_at=timezone.now() - datetime.timedelta(minutes=1))
    data = snippet_form(new, **{"action-emergency": "on", "locale": "", "starts_at": "2026-01-01 00:00"})
    answer = office.post(reverse("wagtailsnippets_portal_alert:add"), data)
    record = Alert.objects.get(title="Gas leak")
    assert answer.status_code == 302 and answer["Location"] == publish_page(record) and not record.live

    page = office.get(publish_page(record)).content.decode()
    assert "What changes for the public" in page and "Gas leak" in page
    refused = office.post(
        publish_page(record), {"reason": " ", "seen": approvals.revision_token(approvals.newest(record))}
    )
    assert "Give a reason: why it cannot wait" in refused.content.decode()
    record.refresh_from_db()
    assert not record.live

    with committed():
        said = confirmed(record, office).content.decode()
    assert "is public now" in said
    client.logout()
    for path in ("/", "/get-help/", "/es/"):
        assert "Gas leak" in client.get(path).content.decode(), path

    approval = Approval.objects.get(ground="emergency")
    assert approval.approver.email == "coordinator@example.org" and approval.confirmed_at is None
    entry = ModelLogEntry.objects.get(action="hub.emergency")
    assert entry.data["comment"] == REASON and entry.user.email == "coordinator@example.org"
    history = signed_in("editor").get(reverse("wagtailsnippets_portal_alert:history", args=[record.pk]))
    assert "Published as an emergency, without review" in history.content.decode()
    assert REASON in history.content.decode()


def test_everybody_who_may_approve_is_told_the_title_and_no_more(signed_in, draft):
    confirmed(draft, signed_in("coordinator"))
    mails = OutboxMessage.objects.all()
    assert {mail.recipients[0] for mail in mails} == OFFICE and len(mails) == 3
    for mail in mails:
        assert "Gas leak" in mail.subject and REASON not in mail.subject + mail.body
        assert "/admin/emergencies/" in mail.body


def test_what_somebody_saved_meanwhile_is_not_published_unseen(signed_in, draft):
    office = signed_in("coordinator")
    mark = office.get(publish_page(draft)).context["form"].initial["seen"]
    draft.title = "Something else"
    draft.save_revision()
    page = office.post(publish_page(draft), {"reason": REASON, "seen": mark}).content.decode()
    assert "Someone has saved a newer version." in page and REASON in page
    draft.refresh_from_db()
    assert not draft.live


def test_what_is_not_valid_does_not_become_public(signed_in, draft):
    draft.ends_at = draft.starts_at - datetime.timedelta(1)
    draft.save_revision(clean=False)
    page = signed_in("coordinator").get(publish_page(draft)).content.decode()
    assert "The alert must end after it starts." in page and "Why can it not wait" not in page


def test_it_does_not_wait_for_a_planned_time(signed_in, draft):
    draft.go_live_at = timezone.now() + datetime.timedelta(days=3)
    draft.save_revision()
    confirmed(draft, signed_in("coordinator"))
    draft.refresh_from_db()
    assert draft.live and not draft.revisions.filter(approved_go_live_at__isnull=False).exists()


# --- A help line --------------------------------------------------------------------------------------------------
def test_a_wrong_number_is_right_at_once_in_every_language(signed_in, account, client, committed):
    day_one().save_revision(user=account("approver2"))
    spanish = day_one("es")
    words = spanish.who_answers
    spanish.who_answers = "Un borrador."
    spanish.save_revision()
    office = signed_in("coordinator")
    data = snippet_form(
        day_one(), phone="+18005550100", phone_display="1-800-555-0100", **{"action-emergency": "on"}
    )
    answer = office.post(editor_of(day_one()), data)
    assert answer["Location"] == publish_page(day_one())
    page = office.get(publish_page(day_one())).content.decode()
    assert "1-866-223-1111" in page and "1-800-555-0100" in page and "Spanish" in page
    with committed():
        confirmed(day_one(), office, "The number is dead.")
    client.logout()
    for path in ("/get-help/", "/es/get-help/", "/es/"):
        shown = client.get(path).content.decode()
        assert "1-800-555-0100" in shown and "1-866-223-1111" not in shown, path
    # The words of the translation are untouched, and its draft is still its newest version, with the right number.
    spanish = day_one("es")
    version = approvals.newest(spanish).as_object()
    assert spanish.who_answers == words and version.who_answers == "Un borrador."
    assert version.phone == spanish.phone == "+18005550100"

    # One thing to confirm, in one list, one entry of the dashboard and one mail for each person.
    languages = len(spanish.get_translations(inclusive=True))
    assert languages == 4 and emergencies.waiting().count() == 1
    # Who wrote the original confirms it in no language.
    parts = emergencies.parts_of(emergencies.waiting().get())
    assert not any(emergencies.may_confirm(account("approver2"), part) for part in parts)
    assert sorted(mail.recipients[0] for mail in OutboxMessage.objects.all()) == sorted(OFFICE)
    approver = signed_in("approver")
    page = approver.get("/admin/emergencies/").content.decode()
    assert page.count("I have checked it") == 1
    assert all(name in page for name in ("English", "Spanish", "Somali", "Hmong"))
    assert "To confirm (1)" in approver.get("/admin/").content.decode()
    approver.post(reverse("emergency_confirm", args=[emergencies.waiting().get().pk]))
    assert not emergencies.waiting().exists()
    confirmations = Approval.objects.filter(ground="emergency", confirmed_by__email="approver@example.org")
    assert confirmations.count() == languages


def test_a_language_whose_first_emergency_was_replaced_is_still_confirmed(signed_in, account):
    line = day_one()
    line.phone, line.phone_display = "+18005550100", "1-800-555-0100"
    line.save_revision(user=account("coordinator"))
    confirmed(line, signed_in("coordinator"))
    approved(day_one().save_revision(user=account("editor")), account("approver")).publish()
    left = emergencies.waiting().get()
    assert left.revision.content_object.locale.language_code != "en"
    assert not emergencies.may_confirm(account("coordinator"), left)
    emergencies.confirm(left, account("approver2"))
    assert not emergencies.waiting().exists()


def test_a_line_is_switched_off_at_once(signed_in, client, committed):
    line = day_one()
    line.enabled = False
    line.save_revision()
    with committed():
        confirmed(line, signed_in("coordinator"), "Nobody answers.")
    client.logout()
    for path in ("/get-help/", "/es/get-help/"):
        assert "1-866-223-1111" not in client.get(path).content.decode(), path


# --- Afterwards ---------------------------------------------------------------------------------------------------
def test_a_second_person_confirms_and_the_first_cannot(signed_in, account, draft):
    office = signed_in("coordinator")
    confirmed(draft, office)
    approval = emergencies.waiting().get()
    address = reverse("emergency_confirm", args=[approval.pk])
    page = office.get("/admin/emergencies/").content.decode()
    assert "Another person must confirm it." in page and "I have checked it" not in page and REASON in page
    assert office.post(address).status_code == 302 and emergencies.waiting().exists()
    for name in ("editor", "translator"):
        signed_in(name).post(address)
        assert emergencies.waiting().exists(), name

    office = signed_in("approver")
    assert "I have checked it" in office.get("/admin/emergencies/").content.decode()
    assert "To confirm (1)" in office.get("/admin/").content.decode()
    office.post(address)
    approval.refresh_from_db()
    assert approval.confirmed_by == account("approver") and approval.confirmed_at
    assert "Nothing is waiting." in office.get("/admin/emergencies/").content.decode()
    assert ModelLogEntry.objects.filter(action="hub.emergency_confirmed", user=account("approver")).exists()
    draft.refresh_from_db()
    assert draft.live


def test_the_list_is_closed_to_others(signed_in):
    for name in ("editor", "translator"):
        assert signed_in(name).get("/admin/emergencies/", follow=True).request["PATH_INFO"] == "/admin/"


@pytest.mark.parametrize(
    ("published", "by"),
    [
        ("2026-11-18 10:00", "2026-11-19 10:00"),  # Wednesday to Thursday
        ("2026-11-25 10:00", "2026-11-27 10:00"),  # Wednesday to Friday: Thanksgiving is a holiday.
        ("2027-03-12 10:00", "2027-03-15 10:00"),  # Friday to Monday: daylight saving began.
        ("2026-11-27 16:00", "2026-11-30 16:00"),  # Friday to Monday
        ("2026-11-28 09:00", "2026-11-30 09:00"),  # Saturday to Monday
    ],
)
def test_it_is_to_be_confirmed_within_a_working_day(published, by):
    here = timezone.get_current_timezone()
    moment, wanted = (datetime.datetime.fromisoformat(text).replace(tzinfo=here) for text in (published, by))
    assert emergencies.due(Approval(approved_at=moment)) == wanted


def test_what_nobody_confirmed_stays_public_and_is_recalled_once_a_day(signed_in, draft):
    confirmed(draft, signed_in("coordinator"))
    OutboxMessage.objects.all().delete()
    call_command("remind_of_emergencies")
    assert not OutboxMessage.objects.exists()
    Approval.objects.filter(ground="emergency").update(
        approved_at=timezone.now() - datetime.timedelta(days=4)
    )
    for _turn in range(2):
        call_command("remind_of_emergencies")
    mails = OutboxMessage.objects.all()
    assert {mail.recipients[0] for mail in mails} == OFFICE - {"coordinator@example.org"} and len(mails) == 2
    assert not any("Gas leak" in mail.subject + mail.body for mail in mails)
    assert "Overdue" in signed_in("approver").get("/admin/emergencies/").content.decode()
    ModelLogEntry.objects.filter(action="hub.emergency_reminded").update(
        timestamp=timezone.now() - datetime.timedelta(days=2)
    )
    call_command("remind_of_emergencies")
    assert OutboxMessage.objects.count() == 4
    draft.refresh_from_db()
    assert draft.live


def test_what_was_unpublished_or_reviewed_since_waits_no_more(signed_in, draft):
    confirmed(draft, signed_in("coordinator"))
    draft.refresh_from_db()
    draft.unpublish()
    assert not emergencies.waiting().exists()
