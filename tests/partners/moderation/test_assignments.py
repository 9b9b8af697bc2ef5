"""The office assigns submissions to colleagues, with a due date; anybody who may decide still can."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from partners.models import Assignment, OrganisationLocation
from partners.moderation import assignments
from partners.moderation import services as moderation
from partners.redaction import places
from partners.workspace import submission
from portal.exceptions import ActionNotAllowed
from portal.models import Deputy, OutboxMessage
from portal.workflow import contributions
from tests.live import fresh
from tests.partners import factories, sweep

pytestmark = pytest.mark.django_db
QUEUE = "/admin/partner-submissions/"
# A Thursday; Friday is the next working day.
NOW = datetime.datetime(2027, 3, 4, 18, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(organisation, member):
    """An event that a member has sent."""
    event = factories.make_event(organisation, title="Lantern evening", live=False)
    event.save_revision(user=member, clean=False)
    submission.submit(event, member)
    return fresh(event)


def waiting(event):
    return moderation.submission_of(fresh(event))


def assigned(event):
    return assignments.all_waiting().get(waiting(event).task_state.pk)


def assign(event, account, to="approver2", by="approver", **more):
    return assignments.assign(waiting(event), account(to), account(by), **more)


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def today():
    return timezone.localdate()


def mails(name, **more):
    return OutboxMessage.objects.filter(recipients=[f"{name}@example.org"], **more)


def page_of(event):
    return f"{QUEUE}{event.pk}/"


def test_an_approver_assigns_it_on_its_page_and_the_colleague_is_told(event, account, signed_in):
    data = {
        "assign": "",
        "assignment-assignee": account("approver2").pk,
        "assignment-due_on": (today() + datetime.timedelta(days=1)).isoformat(),
        "assignment-note": "You know the place.",
    }
    answer = signed_in("approver").post(page_of(event), data, follow=True)
    assert "Assigned to" in words(answer) and "You know the place." in words(answer)
    found = Assignment.objects.get()
    assert (found.assignee, found.assigned_by) == (account("approver2"), account("approver"))
    mail = mails("approver2", subject="A submission is assigned to you").get()
    assert page_of(event) in mail.body and "March 5, 2027" in mail.body
    # The mail is discreet.
    assert not any(word in mail.body + mail.subject for word in ("Lantern", "You know"))
    logged = PageLogEntry.objects.get(page_id=event.pk, action="partners.assigned")
    assert (logged.user, logged.data) == (account("approver"), {"user": account("approver2").pk})


def test_nobody_is_told_who_takes_it(event, account):
    assign(event, account, to="approver")
    assert not OutboxMessage.objects.filter(subject__contains="assigned to you").exists()


def test_the_list_shows_it_and_is_limited_to_the_readers_own(event, organisation, member, account, signed_in):
    other = factories.make_event(organisation, title="Another evening", live=False)
    other.save_revision(user=member, clean=False)
    submission.submit(other, member)
    assign(event, account, due_on=today())
    page = words(signed_in("approver").get(QUEUE))
    assert "Avery" in page or account("approver2").get_full_name() in page
    mine = words(signed_in("approver2").get(f"{QUEUE}?assigned=me"))
    assert "Lantern evening" in mine and "Another evening" not in mine and "Assigned to me (1)" in mine
    nobody = words(signed_in("approver2").get(f"{QUEUE}?assigned=nobody"))
    assert "Another evening" in nobody and "Lantern evening" not in nobody
    assert "1 assigned to you" in words(signed_in("approver2").get("/admin/"))


def test_who_wrote_part_of_it_is_not_offered(event, account, signed_in):
    contributions.note(event, [account("approver2")])
    page = signed_in("approver").get(page_of(event)).content.decode()
    assert f'<option value="{account("approver2").pk}">' not in page
    for name in ("approver2", "editor"):
        with pytest.raises(ActionNotAllowed):
            assign(event, account, to=name)
    data = {"assign": "", "assignment-assignee": account("approver2").pk, "assignment-note": "Please."}
    refused = signed_in("approver").post(page_of(event), data)
    assert refused.status_code == 422 and "This person cannot approve it." in words(refused)
    assert 'value="Please."' in refused.content.decode()


def test_only_who_decides_assigns(event, account, member, client):
    for person in (account("editor"), member):
        with pytest.raises(ActionNotAllowed):
            assignments.assign(waiting(event), account("approver2"), person)
        client.force_login(person)
        assert client.post(page_of(event), {"assign": ""}).status_code in (302, 403, 404)
    assert not Assignment.objects.exists()


def test_a_deputy_can_be_assigned_and_opens_the_list(event, account, signed_in):
    assert signed_in("editor").get(QUEUE).status_code in (302, 403)
    Deputy.objects.create(user=account("editor"), starts_on=today(), ends_on=today())
    assign(event, account, to="editor")
    assert "Assigned to me (1)" in words(signed_in("editor").get(QUEUE))
    with time_machine.travel(NOW + datetime.timedelta(days=1)):
        assert not assigned(event).may_decide


def test_anybody_who_may_decide_still_can_and_the_assignment_ends(event, account, signed_in):
    assign(event, account)
    page = signed_in("coordinator").get(page_of(event))
    seen = page.context["seen"]
    signed_in("coordinator").post(page_of(event), {"decision": "approve", "seen": seen})
    assert fresh(event).live and not assignments.all_waiting()


def test_it_ends_when_the_member_withdraws(event, account, member):
    assign(event, account)
    submission.withdraw(event, member)
    submission.submit(fresh(event), member)
    assert assigned(event) is None


def test_another_person_replaces_the_first(event, account):
    assign(event, account, due_on=today())
    assign(event, account, to="coordinator")
    found = Assignment.objects.get()
    assert (found.assignee, found.due_on) == (account("coordinator"), None)
    mail = mails("approver2", subject="A submission is no longer assigned to you").get()
    assert page_of(event) in mail.body and "Lantern" not in mail.body


@pytest.mark.parametrize("button", ["assign", "end_assignment"])
def test_a_reason_that_was_typed_stays_in_the_form_when_it_is_assigned(event, account, signed_in, button):
    assign(event, account)
    reviewing = signed_in("approver")
    page = BeautifulSoup(reviewing.get(page_of(event)).content, "html.parser")
    sent = [*page.select("form#decision [name]"), *page.select("[form=decision]")]
    names = {control["name"] for control in sent}
    assert {"comment", "seen", "assign", "end_assignment", "assignment-assignee"} <= names
    data = {
        button: "",
        "assignment-assignee": account("coordinator").pk,
        "comment": "The bus has another number.",
    }
    answer = reviewing.post(page_of(event), data)
    assert answer.status_code == 200 and "The bus has another number.</textarea>" in answer.content.decode()
    assert ("Assigned to" in words(answer)) == (button == "assign")
    assert (assigned(event) is not None) == (button == "assign")


def test_it_can_be_ended(event, account, signed_in):
    assign(event, account)
    signed_in("coordinator").post(page_of(event), {"end_assignment": ""})
    assert mails("approver2", subject="A submission is no longer assigned to you").exists()
    assert not Assignment.objects.exists()
    assert PageLogEntry.objects.filter(page_id=event.pk, action="partners.assignment_ended").exists()


def test_a_due_date_that_has_passed_is_refused(event, account, signed_in):
    data = {"assign": "", "assignment-assignee": account("approver2").pk, "assignment-due_on": "2027-03-03"}
    refused = signed_in("approver").post(page_of(event), data)
    assert refused.status_code == 422 and "This day has passed." in words(refused)


def test_the_coordinators_are_told_once_after_the_due_date(event, account, signed_in):
    # A Friday: the next working day is Monday.
    assign(event, account, due_on=datetime.date(2027, 3, 5))
    for day, number in ((5, 0), (6, 0), (7, 0), (8, 1), (9, 1)):
        with time_machine.travel(NOW.replace(day=day)):
            call_command("watch_submissions")
        for name in ("approver", "coordinator"):
            assert mails(name, subject__contains="Overdue").count() == number, (day, name)
    assert not mails("approver2", subject__contains="Overdue").exists()
    mail = mails("coordinator", subject__contains="Overdue").get()
    assert page_of(event) in mail.body and "Lantern" not in mail.body
    with time_machine.travel(NOW.replace(day=8)):
        home = words(signed_in("coordinator").get("/admin/"))
        assert "1 overdue" in home
        assert "Lantern evening" in words(signed_in("coordinator").get(f"{QUEUE}?assigned=overdue"))


@pytest.mark.parametrize("how", ["deactivated", "removed", "deleted", "wrote"])
def test_the_coordinators_see_that_a_person_can_no_longer_decide(event, account, signed_in, how):
    assign(event, account)
    person = account("approver2")
    if how == "deactivated":
        person.is_active = False
        person.save()
    elif how == "removed":
        person.groups.clear()
    elif how == "deleted":
        person.delete()
    else:
        contributions.note(event, [person])
    assert not assigned(event).may_decide
    assert "1 assigned to someone who can no longer approve it" in words(
        signed_in("coordinator").get("/admin/")
    )
    assert "Can no longer approve it" in words(signed_in("coordinator").get(f"{QUEUE}?assigned=ended"))
    assert "Lantern evening" in words(signed_in("coordinator").get(f"{QUEUE}?assigned=nobody"))


def test_a_note_holds_no_words_of_a_confidential_place(event, account, organisation, member):
    assign(event, account, note="Near 7 Zqmark Road, I think.")
    organisation.locations.add(OrganisationLocation(name="House", street_address="7 Zqmark Road"))
    factories.publish(organisation)
    key = fresh(organisation).locations.get().translation_key
    places.make_place_confidential(fresh(organisation), key, member)
    assert not {place for place in sweep.stored("zqmark") if "assignment" in place}
    with pytest.raises(ValidationError):
        assign(event, account, note="At 7 Zqmark Road.")


def test_the_number_of_queries_does_not_depend_on_the_number_of_submissions(
    event, organisation, member, account, django_assert_max_num_queries
):
    for number in range(4):
        other = factories.make_event(organisation, title=f"Evening {number}", live=False)
        other.save_revision(user=member, clean=False)
        submission.submit(other, member)
        assign(other, account)
    with django_assert_max_num_queries(5):
        assert len(assignments.all_waiting()) == 4


def test_members_read_nothing_of_it(event, account, workspace):
    assign(event, account, note="Strange.")
    page = reverse("partners:event_history", args=[event.organisation.slug, event.translation_key])
    assert "ssign" not in words(workspace.get(page))
