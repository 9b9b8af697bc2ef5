"""What members may do to events, asked of the code that decides it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from partners.models import EventPage, EventStatus
from partners.workspace import submission
from partners.workspace.submission import State
from portal.exceptions import ActionNotAllowed, EditConflict
from tests.live import approved
from tests.partners.factories import make_event, make_member

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + datetime.timedelta(days=100)


@pytest.fixture
def colleague(organisation):
    return make_member(organisation, "colleague@coalition.example", first_name="Cole", last_name="Example")


@pytest.fixture
def draft(organisation, member):
    """A draft that is ready to be sent."""
    return submission.new_event(
        organisation,
        member,
        "en",
        title="Know your rights",
        summary="An hour about pay.",
        start_date=SOON,
        start_time=datetime.time(10),
        venue_name="Example Library",
        accessibility_contact="access@example.org",
    )


def stored(event):
    return EventPage.objects.get(pk=event.pk)


def changed(event, user, base=None, **fields):
    page = submission.latest(stored(event))
    for name, value in fields.items():
        setattr(page, name, value)
    return submission.save_draft(page, user, base)


# --- Drafts -----------------------------------------------------------------------------------------------------
def test_a_draft_may_be_empty_but_is_not_sent(organisation, member):
    event = submission.new_event(organisation, member, "en")
    assert submission.latest(stored(event)).title == ""
    assert stored(event).slug.startswith("event-") and not stored(event).live
    with pytest.raises(ActionNotAllowed) as refusal:
        submission.submit(event, member)
    assert {"title", "summary", "start_date", "start_time", "venue_name", "accessibility_contact"} <= set(
        refusal.value.field_errors
    )
    assert submission.state(stored(event)) == State.DRAFT


def test_the_address_is_made_from_the_first_title_and_is_unique(organisation, member, draft):
    event = submission.new_event(organisation, member, "en")
    changed(event, member, title="Know your rights")
    assert (draft.slug, stored(event).slug) == ("know-your-rights", "know-your-rights-2")
    assert submission.latest(stored(event)).slug == "know-your-rights-2"


def test_the_address_never_holds_words_of_a_place_that_becomes_confidential(organisation, member):
    event = submission.new_event(
        organisation,
        member,
        "en",
        title="Supper at 12 Heron Road",
        venue_name="Heron House",
        street_address="12 Heron Road",
    )
    changed(event, member, place_shown="confidential")
    assert "heron" not in stored(event).slug and stored(event).slug == "supper-at"


def test_an_event_stands_below_the_events_of_its_language(organisation, member):
    assert submission.new_event(organisation, member, "es").locale.language_code == "es"
    assert submission.new_event(organisation, member, "xx").locale.language_code == "en"


@pytest.mark.parametrize(
    ("hostile", "kept"),
    [
        ("<p>Hello<script>alert(1)</script></p>", "<p>Hello</p>"),
        ('<p onclick="x()">Hi <a href="javascript:alert(1)">there</a></p>', "<p>Hi <a>there</a></p>"),
        ("<img src=x onerror=alert(1)><h1>Big</h1><ul><li>One</li></ul>", "Big<ul><li>One</li></ul>"),
        (
            '<a href="https://example.org" style="color:red" target="_top">x</a>',
            '<a href="https://example.org">x</a>',
        ),
        ("<p>  </p><br>", ""),
    ],
)
def test_the_description_keeps_only_what_the_limited_text_can_say(draft, member, hostile, kept):
    changed(draft, member, description=hostile)
    assert submission.latest(stored(draft)).description == kept


def test_control_characters_and_turned_text_are_taken_out(draft, member):
    changed(draft, member, title="Know\x00 your\u202e rights\n now", directions="Bus 5\r\nBell\x07")
    page = submission.latest(stored(draft))
    assert (page.title, page.directions) == ("Know your rights now", "Bus 5\nBell")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org/"]
)
def test_only_addresses_of_the_web_are_kept(draft, member, address):
    with pytest.raises(ActionNotAllowed) as refusal:
        changed(draft, member, registration_url=address)
    assert list(refusal.value.field_errors) == ["registration_url"]
    assert submission.latest(stored(draft)).registration_url == ""


# --- Two at once ------------------------------------------------------------------------------------------------
def test_the_second_of_two_is_told_who_was_first_and_overwrites_nothing(draft, member, colleague):
    base = stored(draft).latest_revision_id
    changed(draft, member, base, title="First")
    with pytest.raises(EditConflict) as refusal:
        changed(draft, colleague, base, title="Second")
    assert "Mara Example" in refusal.value.text
    assert submission.latest(stored(draft)).title == "First"
    changed(draft, colleague, stored(draft).latest_revision_id, title="Second")
    assert submission.latest(stored(draft)).title == "Second"


def test_people_of_the_office_are_not_named_to_members(draft, member, account):
    base = stored(draft).latest_revision_id
    changed(draft, account("approver"), base, title="Mended")
    with pytest.raises(EditConflict) as refusal:
        changed(draft, member, base, title="Mine")
    assert refusal.value.text.startswith("The office saved another version")


# --- Review -----------------------------------------------------------------------------------------------------
def test_what_is_in_review_stays_as_it_was_sent_until_it_is_withdrawn(draft, member):
    submission.submit(draft, member)
    assert submission.state(stored(draft)) == State.IN_REVIEW
    with pytest.raises(ActionNotAllowed):
        changed(draft, member, title="Changed behind the reviewer's back")
    with pytest.raises(ActionNotAllowed):
        submission.submit(draft, member)
    submission.withdraw(draft, member)
    assert submission.state(stored(draft)) == State.DRAFT
    changed(draft, member, title="Changed")
    with pytest.raises(ActionNotAllowed):
        submission.withdraw(draft, member)


def test_requested_changes_are_shown_and_sent_again(draft, member, account):
    review = submission.submit(draft, member)
    review.current_task_state.reject(user=account("approver"), comment="Please name the room.")
    assert submission.state(stored(draft)) == State.CHANGES_REQUESTED
    assert submission.reviewer_comment(stored(draft)) == "Please name the room."
    changed(draft, member, venue_name="Example Library, room 2")
    submission.submit(draft, member)
    assert submission.state(stored(draft)) == State.IN_REVIEW


def test_a_day_that_has_passed_is_not_sent(draft, member):
    changed(draft, member, start_date=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(ActionNotAllowed) as refusal:
        submission.submit(draft, member)
    assert list(refusal.value.field_errors) == ["start_date"]


def test_a_change_of_a_live_event_waits_and_the_public_row_stays(organisation, member):
    event = make_event(organisation, "Evening of the tests")
    with pytest.raises(ActionNotAllowed):
        submission.submit(event, member)
    changed(event, member, title="A new title", summary="Another sentence.")
    assert stored(event).title == "Evening of the tests" and stored(event).slug == event.slug
    assert stored(event).summary == "An hour about pay and papers."
    assert submission.state(stored(event)) == State.LIVE_DRAFT
    submission.submit(event, member)
    assert submission.state(stored(event)) == State.LIVE_IN_REVIEW
    revision = stored(event).latest_revision
    approved(revision)
    revision.publish(skip_permission_checks=True)
    assert stored(event).title == "A new title" and stored(event).slug == event.slug


def test_an_incomplete_change_of_a_live_event_is_kept_as_a_draft(organisation, member):
    event = make_event(organisation, "Evening of the tests")
    changed(event, member, summary="", venue_name="")
    with pytest.raises(ActionNotAllowed) as refusal:
        submission.submit(event, member)
    assert {"summary", "venue_name"} == set(refusal.value.field_errors)
    approved(stored(event).latest_revision)
    with pytest.raises(ValidationError):
        stored(event).latest_revision.publish(skip_permission_checks=True)


# --- Again, and away --------------------------------------------------------------------------------------------
def test_an_event_posted_again_has_all_but_its_date_state_and_approval(organisation, member):
    event = make_event(
        organisation,
        "Evening of the tests",
        cost="Free",
        discreet_title="Meeting",
        frequency="weekly",
        count=4,
    )
    EventStatus.objects.create(event_key=event.translation_key, state=EventStatus.State.CANCELLED)
    again = submission.latest(stored(submission.duplicate(event, member)))
    assert (again.title, again.cost, again.start_time, again.frequency) == (
        event.title,
        "Free",
        event.start_time,
        "weekly",
    )
    assert (again.start_date, again.live, again.owner) == (None, False, member)
    assert again.translation_key != event.translation_key and again.slug != event.slug
    assert submission.state(stored(again)) == State.DRAFT


def test_only_a_draft_that_was_never_public_can_be_deleted(organisation, member, draft):
    submission.submit(draft, member)
    with pytest.raises(ActionNotAllowed):
        submission.delete_draft(draft, member)
    submission.withdraw(draft, member)
    submission.delete_draft(draft, member)
    assert not EventPage.objects.filter(pk=draft.pk).exists()
    event = make_event(organisation, "Evening of the tests")
    with pytest.raises(ActionNotAllowed):
        submission.delete_draft(event, member)
    event.unpublish()
    with pytest.raises(ActionNotAllowed):
        submission.delete_draft(event, member)
    assert stored(event)


def test_the_office_is_asked_once_to_remove_a_public_event(organisation, member, draft):
    with pytest.raises(ActionNotAllowed):
        submission.request_removal(draft, member, "Not ours")
    event = make_event(organisation, "Evening of the tests")
    with pytest.raises(ActionNotAllowed):
        submission.request_removal(event, member, "  ")
    submission.request_removal(event, member, "It names a person.")
    status = EventStatus.objects.get(event_key=event.translation_key)
    assert status.removal_requested_at and status.removal_reason == "It names a person."
    assert status.sequence == 0 and stored(event).live
    with pytest.raises(ActionNotAllowed):
        submission.request_removal(event, member, "Again")
