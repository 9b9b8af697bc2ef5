"""What members change at once, what waits for approval, and that no older draft undoes it."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from partners.events.wording import date_words, day_words
from partners.models import EventDate, EventStatus, Occurrence
from partners.workspace import status_changes, submission
from portal.checks.publishing import NotReady
from portal.exceptions import ActionNotAllowed
from portal.models import OutboxMessage
from portal.workflow import approvals
from tests.live import approved, fresh
from tests.partners import factories, sweep

pytestmark = pytest.mark.django_db
MARKER = "zqmark"


@pytest.fixture
def event(organisation):
    return factories.make_event(
        organisation,
        title="Lantern evening",
        venue_name="Zqmark House",
        street_address="7 Zqmark Road",
        city="Zqmarkville",
        directions="Zqmarkbell",
    )


@pytest.fixture
def weekly(organisation):
    return factories.make_event(organisation, title="Lantern circle", frequency="weekly", count=6)


@pytest.fixture
def browse(client, member):
    """The member's requests: browse("cancel", reason="weather") posts to a page of the event, without words it reads."""
    client.force_login(member)

    def request(event, page, follow=True, **data):
        address = reverse(f"partners:event_{page}", args=[event.organisation.slug, event.translation_key])
        if data:
            return client.post(
                address, {key: value for key, value in data.items() if key != "go"}, follow=follow
            )
        return client.get(address)

    return request


def status_of(event):
    return EventStatus.objects.get(event_key=event.translation_key)


def approve(event, account):
    """Approve what was sent, as an approver does."""
    waiting = fresh(event).current_workflow_state.current_task_state
    waiting.task.specific.on_action(waiting, account("approver"), "approve")


def public_text(client, event):
    client.logout()
    return client.get(event.url).content.decode()


# --- Cancel and postpone ----------------------------------------------------------------------------------------
def test_cancelling_is_public_at_once_and_mailed_without_details(browse, client, event, committed):
    assert "What happens at once" in browse(event, "cancel").content.decode()
    with committed():
        answer = browse(event, "cancel", reason="weather", note="")
    assert "The event is canceled. Readers see it now." in answer.content.decode()
    status = status_of(event)
    assert (status.state, status.reason, status.sequence) == ("cancelled", "weather", 1)
    assert PageLogEntry.objects.filter(page_id=event.pk, action="partners.cancelled").exists()
    mails = [mail for mail in OutboxMessage.objects.all() if "Lantern evening" in mail.subject]
    assert {mail.recipients[0] for mail in mails} >= {"approver@example.org", "coordinator@example.org"}
    assert not any("weather" in mail.body.casefold() or MARKER in mail.body.casefold() for mail in mails)
    page = public_text(client, event)
    assert "Canceled" in page
    assert "Zqmark House" in page, "The address stays, so that nobody comes in vain."


def test_a_reason_is_needed_and_the_form_says_so(browse, event):
    answer = browse(event, "cancel", note="because")
    assert answer.status_code == 422
    assert "Choose a reason." in answer.content.decode()
    assert not EventStatus.objects.filter(event_key=event.translation_key, state="cancelled").exists()


def test_the_note_waits_for_approval_and_then_shows(browse, client, event, account):
    answer = browse(event, "cancel", reason="illness", note="Come to the next one instead.")
    assert "Readers see it once approved" in answer.content.decode()
    assert "next one instead" not in public_text(client, event)
    approve(event, account)
    assert fresh(event).status_note == "Come to the next one instead."
    assert "next one instead" in public_text(client, event)
    assert status_of(event).state == "cancelled"


def test_a_note_beside_an_unfinished_change_stays_in_the_draft(browse, event, member):
    draft = submission.latest(event)
    draft.title = "Lantern night"
    submission.save_draft(draft, member)
    answer = browse(event, "cancel", reason="illness", note="Sorry.")
    assert "In your draft, not sent yet" in answer.content.decode()
    assert submission.latest(fresh(event)).status_note == "Sorry."
    assert not fresh(event).workflow_in_progress


def test_approving_an_older_draft_does_not_uncancel(event, member, account):
    draft = submission.latest(event)
    draft.title = "Lantern night"
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    status_changes.cancel(fresh(event), member, "weather")
    approve(event, account)
    assert fresh(event).title == "Lantern night"
    assert status_of(event).state == "cancelled"


def test_postponing_keeps_the_announced_start_until_a_new_one_is_approved(browse, event, member, account):
    announced = event.start
    browse(event, "postpone", reason="venue", replacement="", note="")
    status = status_of(event)
    assert (status.state, status.previous_start, status.replacement_key) == ("postponed", announced, None)

    draft = submission.latest(fresh(event))
    draft.start_date = event.start_date + datetime.timedelta(days=7)
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    assert fresh(event).start == announced, "The new date waits for approval."
    approve(event, account)
    status = status_of(event)
    assert (status.state, status.previous_start) == ("rescheduled", announced)
    assert fresh(event).start_date == draft.start_date


def test_a_replacement_is_a_later_public_event_of_the_same_organisation(browse, client, organisation, event):
    later = event.start_date + datetime.timedelta(days=7)
    other = factories.make_event(organisation, title="Lantern morning", start_date=later)
    stranger = factories.make_event(
        factories.make_organisation("Other Example Group"), title="Stranger evening"
    )
    choices = browse(event, "postpone").content.decode()
    assert str(other.translation_key) in choices
    assert str(stranger.translation_key) not in choices
    refused = browse(event, "postpone", reason="venue", replacement=str(stranger.translation_key), note="")
    assert refused.status_code == 422
    browse(event, "postpone", reason="venue", replacement=str(other.translation_key), note="")
    assert status_of(event).replacement_key == other.translation_key
    assert other.url in public_text(client, event)


# --- For danger -------------------------------------------------------------------------------------------------
def test_hiding_the_place_leaves_it_nowhere(browse, client, event, member, account):
    older = submission.latest(event)
    older.summary = "We meet at 7 Zqmark Road."
    submission.save_draft(older, member)
    submission.submit(fresh(event), member)

    answer = browse(event, "hide_place", go=True)
    assert "The place is hidden." in answer.content.decode()
    assert status_of(event).place_hidden
    assert sweep.stored(MARKER) == set()
    with pytest.raises(NotReady, match="Write this again"):
        approve(event, account)
    submission.withdraw(fresh(event), member)
    newer = submission.latest(fresh(event))
    assert newer.summary == "We meet at […]."
    newer.summary = "We meet every week."
    submission.save_draft(newer, member)
    submission.submit(fresh(event), member)
    approve(event, account)
    assert fresh(event).summary == "We meet every week."
    assert not fresh(event).shows_place
    assert sweep.stored(MARKER) == set()

    page, ics = event.url, f"{event.url}event.ics"
    workspace = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    inside = [workspace, f"{workspace}preview/", f"{workspace}history/"]
    assert sweep.shown(client, MARKER, inside) == set()
    client.force_login(account("approver"))
    numbers = fresh(event).revisions.values_list("pk", flat=True)
    office = [f"/admin/pages/{event.pk}/history/"]
    office += [f"/admin/pages/{event.pk}/revisions/{number}/view/" for number in numbers]
    assert sweep.shown(client, MARKER, office) == set()
    client.logout()
    assert sweep.shown(client, MARKER, [*sweep.PUBLIC_ADDRESSES, page, ics]) == set()


def test_a_hidden_place_can_be_written_again_only_when_the_office_allows_it(event, member, account):
    status_changes.hide_place(event, member)
    draft = submission.latest(fresh(event))
    draft.place_shown, draft.venue_name = "public", "Another Hall"
    submission.save_draft(draft, member)
    assert submission.latest(fresh(event)).venue_name == ""
    with pytest.raises(ActionNotAllowed):
        status_changes.allow_place(fresh(event), member)
    status_changes.allow_place(fresh(event), account("approver"))
    draft = submission.latest(fresh(event))
    draft.place_shown, draft.venue_name = "public", "Another Hall"
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    assert not fresh(event).venue_name
    approve(event, account)
    assert fresh(event).venue_name == "Another Hall"


def test_taking_down_is_at_once_and_only_approval_brings_it_back(browse, client, event, member, account):
    draft = submission.latest(event)
    draft.title = "Lantern night"
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    answer = browse(event, "take_down", go=True)
    assert "Nobody can read it now." in answer.content.decode()
    assert not fresh(event).live
    assert not fresh(event).workflow_in_progress, "What waited could else bring it back unawares."
    assert not Occurrence.objects.filter(event_key=event.translation_key).exists()
    client.logout()
    assert client.get(event.url).status_code == 404
    for address in ("/events/", "/events/calendar.ics", "/events/feed.atom", "/search/?q=Lantern"):
        assert "Lantern evening" not in client.get(address).content.decode()
    with pytest.raises(approvals.NotApproved):
        fresh(event).get_latest_revision().publish(skip_permission_checks=True)

    submission.submit(fresh(event), member)
    approve(event, account)
    assert fresh(event).live
    assert not status_of(event).taken_down
    assert Occurrence.objects.filter(event_key=event.translation_key).exists()


# --- Single dates -----------------------------------------------------------------------------------------------
def test_one_date_is_cancelled_at_once(browse, client, weekly, member):
    day = weekly.start_date + datetime.timedelta(days=7)
    assert "Cancel it" in browse(weekly, "dates").content.decode()
    address = reverse(
        "partners:event_cancel_date", args=[weekly.organisation.slug, weekly.translation_key, day.isoformat()]
    )
    answer = client.post(address, {"reason": "illness"}, follow=True)
    assert "This date is canceled. Readers see it now." in answer.content.decode()
    rows = Occurrence.objects.filter(event_key=weekly.translation_key)
    assert rows.get(date=day).is_cancelled
    assert rows.filter(is_cancelled=False).count() == 5
    assert status_of(weekly).sequence == 1
    assert client.get(address.replace(day.isoformat(), "2001-01-01")).status_code == 404
    assert client.get(address.replace(day.isoformat(), "nonsense")).status_code == 404


def test_a_moved_date_waits_for_approval_and_never_undoes_a_cancelled_one(
    client, browse, weekly, member, account
):
    first, second = weekly.start_date, weekly.start_date + datetime.timedelta(days=7)
    new = first + datetime.timedelta(days=1)
    browse(weekly, "dates")
    address = reverse(
        "partners:event_move_date", args=[weekly.organisation.slug, weekly.translation_key, first.isoformat()]
    )
    answer = client.post(address, {"new_date": new.isoformat(), "new_start_time": "18:30"}, follow=True)
    assert "Sent to the office: the new time" in answer.content.decode()
    assert "Not public yet" in answer.content.decode()
    assert not EventDate.objects.filter(event_key=weekly.translation_key).exists()
    approve(weekly, account)
    row = Occurrence.objects.get(event_key=weekly.translation_key, date=first)
    assert row.local_date == new
    assert row.start.astimezone(weekly.zone).time() == datetime.time(18, 30)

    status_changes.propose_move(fresh(weekly), second, member, second + datetime.timedelta(days=1))
    status_changes.cancel_date(fresh(weekly), second, member, "venue")
    approve(weekly, account)
    assert EventDate.objects.get(event_key=weekly.translation_key, date=second).state == "cancelled"
    assert Occurrence.objects.get(event_key=weekly.translation_key, date=second).is_cancelled


def test_member_and_reviewer_see_a_proposed_move_in_their_previews(client, browse, weekly, member, signed_in):
    first = weekly.start_date
    new = first + datetime.timedelta(days=1)
    status_changes.propose_move(weekly, first, member, new, datetime.time(18, 30))
    shown = f"{day_words(new)}, 6:30\xa0p.m."
    seen = browse(weekly, "preview").content.decode()
    assert shown in seen and f"instead of {date_words(first)}" in seen
    page = fresh(weekly)
    task = page.current_workflow_task_state.task_id
    reviewer = signed_in("approver")
    preview = reviewer.get(reverse("wagtailadmin_pages:workflow_preview", args=[page.pk, task]))
    assert shown in preview.content.decode()
    review = reviewer.get(reverse("partner_submission", args=[page.pk])).content.decode()
    assert f"Moves {day_words(first)} to {day_words(new)}, 6:30\xa0p.m." in review
    assert "New date: " not in review and "Proposed: " not in review
    # Readers still see the date as planned.
    assert shown not in client.get(weekly.url).content.decode()


def test_an_older_draft_does_not_undo_a_newer_move(weekly, member, account):
    first = weekly.start_date
    status_changes.propose_move(weekly, first, member, first + datetime.timedelta(days=1))
    older = fresh(weekly).get_latest_revision()
    approve(weekly, account)
    status_changes.propose_move(fresh(weekly), first, member, first + datetime.timedelta(days=2))
    approve(weekly, account)
    approved(older, account("approver"))
    older.publish(skip_permission_checks=True)
    row = EventDate.objects.get(event_key=weekly.translation_key, date=first)
    assert row.new_date == first + datetime.timedelta(days=2)


# --- Who, and when ------------------------------------------------------------------------------------------------
PAGES = ["cancel", "postpone", "hide_place", "take_down", "reinstate", "dates"]


@pytest.mark.parametrize("page", PAGES)
def test_another_organisation_sees_no_such_address(client, event, page):
    stranger = factories.make_member(factories.make_organisation("Other Example Group"), "other@example.org")
    client.force_login(stranger)
    for slug in (event.organisation.slug, "other-example-group"):
        address = reverse(f"partners:event_{page}", args=[slug, event.translation_key])
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "weather"}).status_code in (404, 405)
    client.logout()
    assert "/accounts/login/" in client.get(address).url


@pytest.mark.parametrize(
    "act",
    [
        lambda event, user: status_changes.cancel(event, user, "weather"),
        lambda event, user: status_changes.postpone(event, user, "weather"),
        status_changes.hide_place,
        status_changes.take_down,
    ],
)
def test_only_public_events_and_only_own_ones_or_by_the_office(organisation, member, event, account, act):
    draft = factories.make_event(organisation, title="Lantern draft", live=False)
    with pytest.raises(ActionNotAllowed, match="not public"):
        act(draft, member)
    with pytest.raises(ActionNotAllowed, match="Only members"):
        act(event, account("editor"))
    act(event, account("approver"))


def test_a_cancelled_event_comes_back_only_by_another_person_of_the_office(
    browse, client, event, member, account
):
    status_changes.cancel(event, member, "weather")
    with pytest.raises(ActionNotAllowed):
        status_changes.reinstate(fresh(event), member)
    assert "The office has your request" in browse(event, "reinstate", go=True).content.decode()
    mail = OutboxMessage.objects.filter(subject__startswith="Should it take place after all?").first()
    address = f"/admin/partner-events/{event.translation_key}/state/"
    assert address in mail.body
    assert client.get(address).status_code == 403
    client.force_login(account("editor"))
    assert client.post(address, {"action": "reinstate"}).url == "/admin/"
    assert status_of(event).state == "cancelled"
    client.force_login(account("approver"))
    assert client.get(address).status_code == 200
    assert client.post(address, {"action": "reinstate"}).status_code == 302
    assert status_of(event).state == "scheduled"
    assert status_of(event).sequence == 2


def test_the_office_calls_off_in_the_admin(client, event, account):
    client.force_login(account("coordinator"))
    address = f"/admin/partner-events/{event.translation_key}/state/"
    assert client.post(address, {"action": "cancel"}).status_code == 422, "A reason is needed."
    assert client.post(address, {"action": "cancel", "reason": "safety"}).status_code == 302
    assert status_of(event).state == "cancelled"
    assert client.post(address, {"action": "take_down"}).status_code == 302
    assert not fresh(event).live
    assert timezone.now() - status_of(event).changed_at < datetime.timedelta(minutes=5)
