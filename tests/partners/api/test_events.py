"""What a program does with the events of its organization."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.models import EventPage
from partners.moderation.services import submission_of
from partners.workspace import submission
from portal.models import AuditEntry
from portal.workflow.approvals import approval_blocker, revision_token
from tests.live import fresh
from tests.partners import factories, sweep
from tests.partners.api.conftest import EVENTS, PROBLEM, whole

pytestmark = pytest.mark.django_db


def event_of(answer):
    return EventPage.objects.get(translation_key=answer.json()["id"])


def test_a_program_writes_sends_and_takes_back_and_the_office_sees_the_member(program, owner, organisation):
    made = program.create()
    assert made.status_code == 201 and made["Location"].endswith(f"{EVENTS}/{made.json()['id']}")
    assert made.json()["state"] == "draft" and made.json()["problems"] == {}
    event = event_of(made)
    assert (event.owner, event.organisation, event.live) == (owner, organisation, False)
    changed = program.change(made, {"title": "Know your pay and papers", "start_time": "19:00"})
    assert changed.status_code == 200 and changed.json()["start_time"] == "19:00"
    assert changed.json()["venue_name"] == "Example Library", "What was not sent stays."
    sent = program.send(changed)
    assert sent.json()["state"] == "in_review" and sent.json()["sent_at"]
    waiting = submission_of(fresh(event))
    assert waiting.title == "Know your pay and papers" and waiting.version.owner == owner
    assert program.change(sent, {"title": "Other"}).status_code == 409
    assert program.withdraw(sent).json()["state"] == "draft"
    again = program.withdraw(sent)
    assert again.status_code == 409 and "no longer with the office" in again.json()["detail"]


def test_nothing_is_public_without_approval_and_a_change_of_a_public_event_waits(
    client, program, organisation
):
    event = factories.make_event(organisation, "Lantern walk")
    read = program.get(f"{EVENTS}/{event.translation_key}")
    assert read.json()["state"] == "live" and read.json()["public_url"].endswith(event.url)
    changed = program.change(read, {"title": "Lantern run"})
    assert changed.json()["state"] == "live_draft" and changed.json()["title"] == "Lantern run"
    assert program.send(changed).json()["state"] == "live_in_review"
    page = client.get(event.url).content.decode()
    assert "Lantern walk" in page and "Lantern run" not in page
    draft = program.send(program.create(whole(title="Not yet approved")))
    assert draft.status_code == 200
    assert "Not yet approved" not in client.get("/events/").content.decode()
    assert not event_of(draft).live


def test_who_made_the_token_does_not_approve_what_it_wrote(program, owner, account):
    owner.groups.set(account("approver").groups.all())
    sent = program.send(program.create())
    event = event_of(sent)
    assert approval_blocker(owner, event) and not approval_blocker(account("approver"), event)
    client = Client()
    client.force_login(owner)
    seen = revision_token(event.latest_revision)
    client.post(reverse("partner_submission", args=[event.pk]), {"decision": "approve", "seen": seen})
    assert not fresh(event).live
    client.force_login(account("approver"))
    client.post(reverse("partner_submission", args=[event.pk]), {"decision": "approve", "seen": seen})
    assert fresh(event).live


def test_the_office_asks_for_changes_and_the_program_reads_why(program, signed_in):
    sent = program.send(program.create())
    event = event_of(sent)
    review = event.current_workflow_state
    review.current_task_state.reject(user=None, comment="Say who may come.")
    read = program.get(f"{EVENTS}/{event.translation_key}").json()
    assert (read["state"], read["requested_changes"]) == ("changes_requested", "Say who may come.")
    listed = program.get(f"{EVENTS}?state=changes_requested").json()
    assert [line["requested_changes"] for line in listed["events"]] == ["Say who may come."]


def test_a_draft_may_be_incomplete_but_is_not_sent(program):
    made = program.create({"title": "Soon"})
    assert made.status_code == 201 and "summary" in made.json()["problems"]
    refused = program.send(made)
    assert refused.status_code == 409 and refused["Content-Type"] == PROBLEM
    assert {"summary", "start_date"} <= set(refused.json()["errors"])
    assert program.get(f"{EVENTS}/{made.json()['id']}").json()["state"] == "draft"


def test_every_field_comes_back_as_it_was_sent(program):
    first = timezone.localdate() + datetime.timedelta(days=30)
    sent = whole(
        description="Bring **papers**.\n\n- pen\n- paper",
        start_date=first.isoformat(),
        end_time="20:00",
        frequency="monthly_date",
        month_days=[1, 15, -1],
        count=6,
        interval=1,
        extra_dates=[(first + datetime.timedelta(days=3)).isoformat()],
        attendance="both",
        online_url="https://meet.example.org/a",
        registration_url="https://register.example.org/",
        street_address="1 Example Street",
        region="MN",
        postal_code="55000",
        directions="Ring the bell.",
        cost="Free",
        contact_email="events@example.org",
        contact_phone="202-555-0123",
        contact_name="Events team",
        discreet_title="Meeting",
        language="es",
        time_zone="America/Chicago",
    )
    terms = program.get("/api/partner/terms").json()
    sent |= {name: [terms[name][0]["code"]] for name in ("audience", "languages", "topics", "accessibility")}
    answer = program.create(sent)
    assert answer.status_code == 201, answer.json()
    assert {name: answer.json()[name] for name in sent} == sent
    weekly = program.change(answer, {"frequency": "weekly", "weekdays": ["TU", "TH"], "month_days": []})
    assert weekly.json()["weekdays"] == ["TU", "TH"] and weekly.json()["month_days"] == []
    monthly = program.change(
        weekly,
        {"frequency": "monthly_weekday", "weekdays": ["MO"], "month_positions": [1, -1], "extra_dates": []},
    )
    assert monthly.status_code == 200, monthly.json()["errors"]
    assert monthly.json()["month_positions"] == [1, -1]
    # A program may send back all that it has read.
    again = program.change(monthly, monthly.json())
    assert again.status_code == 200, again.json()["errors"]
    ignored = {"problems", "notices"}
    assert {n: v for n, v in again.json().items() if n not in ignored} == {
        n: v for n, v in monthly.json().items() if n not in ignored
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "x" * 121),
        ("start_date", "31/31/31"),
        ("start_date", "1650-01-01"),
        ("start_time", "noon"),
        ("start_time", "18:00+02:00"),
        ("start_time", "18:00:00.5"),
        ("online_url", "javascript:alert(1)"),
        ("attendance", "elsewhere"),
        ("topics", ["no-such-topic"]),
        ("topics", "labor"),
        ("weekdays", ["XX"]),
        ("month_days", [40]),
        ("extra_dates", ["never"]),
        ("contact_email", "nobody"),
        ("language", "xx"),
        ("titel", "misspelled"),
        ("status_note", "not here"),
        ("title", "a\x00b"),
        ("time_zone", "Mars/Olympus"),
    ],
)
def test_what_cannot_be_accepted_is_named_by_its_field_and_nothing_is_saved(program, name, value):
    answer = program.create(whole(**{name: value}))
    assert answer.status_code == 400 and answer["Content-Type"] == PROBLEM
    assert list(answer.json()["errors"]) == [name]
    assert not EventPage.objects.filter(title="Know your pay").exists()


def test_a_confidential_place_is_stored_nowhere(program, owner):
    secret = whole(
        title="Evening in Zqmark House",
        place_shown="confidential",
        venue_name="Zqmark House",
        street_address="7 Zqmark Road",
        directions="Behind Zqmark gate",
        public_area="Northside",
    )
    made = program.create(secret, Idempotency_Key="evening-in-zqmark-house")
    assert made.status_code == 201 and "zqmark" not in made.content.decode().lower()
    assert made.json()["venue_name"] == "" and "title" in made.json()["removed_from"]
    changed = program.change(made, {"summary": "Come to 7 Zqmark Road."})
    assert changed.json()["removed_from"] == ["summary"] and "zqmark" not in changed.content.decode().lower()
    assert program.get(f"{EVENTS}/{made.json()['id']}").json()["removed_from"] == []
    refused = program.send(changed)
    assert refused.status_code == 409 and "summary" in refused.json()["errors"]
    assert not sweep.stored("zqmark")


# --- Several at once -----------------------------------------------------------------------------------------------
def test_a_change_never_overwrites_what_a_member_wrote_meanwhile(program, member, owner):
    made = program.create()
    for person in (member, owner):
        draft = submission.latest(event_of(made))
        draft.summary = f"Written by {person.pk}."
        submission.save_draft(draft, person)
        refused = program.change(made, {"title": "Mine"})
        assert refused.status_code == 412 and refused["Content-Type"] == PROBLEM
        assert program.send(made).status_code == 412
        made = program.get(f"{EVENTS}/{made.json()['id']}")
        assert made.json()["summary"] == f"Written by {person.pk}." and made.json()["title"] != "Mine"
    assert program.change(made, {"title": "Mine"}, If_Match="").status_code == 428
    assert program.change(made, {"title": "Mine"}, If_Match="*").status_code == 412
    # A server that compresses makes the tag weak.
    assert program.change(made, {"title": "Mine"}, If_Match=f"W/{made['ETag']}").status_code == 200


def test_a_repeated_request_creates_no_second_draft(program, other):
    first = program.create(Idempotency_Key="a-1")
    again = program.create(Idempotency_Key="a-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() and again["ETag"] == first["ETag"]
    changed = program.create(whole(title="Another"), Idempotency_Key="a-1")
    assert changed.status_code == 422 and changed["Content-Type"] == PROBLEM
    assert other.create(Idempotency_Key="a-1").json()["id"] != first.json()["id"]
    assert program.create().json()["id"] != first.json()["id"], "Without a key, each request creates one."
    submission.delete_draft(event_of(first), None)
    assert program.create(Idempotency_Key="a-1").status_code == 201
    assert program.create(Idempotency_Key="x" * 300).status_code == 400


def test_an_unchanged_event_is_not_sent_again_over_the_line(program):
    made = program.create()
    path = f"{EVENTS}/{made.json()['id']}"
    assert program.get(path, If_None_Match=made["ETag"]).status_code == 304


# --- Lists, and others' events ----------------------------------------------------------------------------------------
def test_the_list_has_all_own_events_with_their_states_and_no_others(program, other, organisation):
    factories.make_event(organisation, "Public one")
    program.create(whole(title="Draft one"))
    program.send(program.create(whole(title="Sent one")))
    other.create(whole(title="Of others"))
    found = {line["title"]: line["state"] for line in program.get().json()["events"]}
    assert found == {"Public one": "live", "Draft one": "draft", "Sent one": "in_review"}
    assert [line["title"] for line in program.get(f"{EVENTS}?q=draft").json()["events"]] == ["Draft one"]
    for _number in range(14):
        program.create(whole(title="More"))
    second = program.get(f"{EVENTS}?page=2").json()
    assert (second["page"], second["pages"], second["total"], len(second["events"])) == (2, 2, 17, 2)
    assert program.get(f"{EVENTS}?page=3").status_code == 404
    for query in ("state=odd", "page=0", "page=x", "sort=title"):
        assert program.get(f"{EVENTS}?{query}").status_code == 400


@pytest.mark.parametrize("live", [True, False])
def test_an_event_of_another_organization_is_not_there(program, other, live):
    theirs = factories.make_event(factories.make_organisation("Third Example Group"), live=live)
    path = f"{EVENTS}/{theirs.translation_key}"
    for answer in (
        program.get(path),
        program.ask("PATCH", path, {"title": "Mine"}, If_Match="*"),
        program.ask("PATCH", path, {"no_such_field": 1}),
        program.ask("POST", f"{path}/submit", If_Match="*"),
        program.ask("POST", f"{path}/withdraw"),
        program.get(f"{EVENTS}/6f8a0a3c-1111-4222-8333-444455556666"),
    ):
        assert answer.status_code == 404 and answer["Content-Type"] == PROBLEM
    assert fresh(theirs).latest_revision == theirs.latest_revision


def test_each_write_is_in_the_audit_trail_with_the_token_and_the_member(program, token, owner):
    made = program.create()
    program.withdraw(program.send(program.change(made, {"title": "Other"})))
    rows = AuditEntry.objects.filter(action__startswith="partners.api.").order_by("pk")
    event = event_of(made)
    assert [(row.action, row.person, row.object_id, row.data) for row in rows][1:] == [
        (f"partners.api.{step}", owner.pk, str(event.pk), {"token": token[0].pk})
        for step in ("created", "changed", "sent", "withdrawn")
    ]
