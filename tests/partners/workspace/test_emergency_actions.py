"""What a member finds at the top of an event's page when something happens, and which events can replace a postponed one."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from partners.events import wording
from partners.models import EventPage, EventStatus
from partners.workspace import replacements, status_changes, submission
from partners.workspace.submission import State
from portal.exceptions import ActionNotAllowed
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + datetime.timedelta(days=14)
EMERGENCY = ("event_hide_place", "event_take_down", "event_cancel")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def event(organisation):
    return make_event(organisation, "Evening of the tests")


def address(event, name="event"):
    return reverse(f"partners:{name}", args=[event.organisation.slug, event.translation_key])


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


def days(number):
    return DAY + datetime.timedelta(days=number)


# --- At the top of the page ---------------------------------------------------------------------------------------
def test_emergency_actions_come_before_the_state_and_the_form(workspace, event):
    page = words(workspace.get(address(event)))
    for name in EMERGENCY:
        assert page.count(f'href="{address(event, name)}"') == 1, name
        assert (
            page.index(address(event, name)) < page.index("workspace-state") < page.index('name="title"')
        ), name


def test_they_stay_while_a_change_is_in_review(workspace, event, member):
    submission.save_draft(submission.latest(event), member)
    submission.submit(EventPage.objects.get(pk=event.pk), member)
    page = words(workspace.get(address(event)))
    for name in EMERGENCY:
        assert address(event, name) in page


@pytest.mark.parametrize(
    ("case", "offered"),
    [
        ("draft", set()),
        ("canceled", {"event_hide_place", "event_take_down"}),
        ("hidden", {"event_take_down", "event_cancel"}),
        ("past", {"event_hide_place", "event_take_down"}),
        ("taken down", set()),
    ],
)
def test_only_what_can_be_done_is_offered(workspace, organisation, member, case, offered):
    fields = {"start_date": days(-60)} if case == "past" else {}
    event = make_event(organisation, "Evening of the tests", live=case != "draft", **fields)
    change = {
        "canceled": lambda: status_changes.cancel(event, member, "weather"),
        "hidden": lambda: status_changes.hide_place(event, member),
        "taken down": lambda: status_changes.take_down(event, member),
    }
    change.get(case, lambda: None)()
    page = words(workspace.get(address(event)))
    assert {name for name in EMERGENCY if address(event, name) in page} == offered
    if case == "hidden":
        assert "Its place is hidden." in page


# --- "Canceled" is said to members --------------------------------------------------------------------------------
@pytest.mark.parametrize("review", ["in review", "changes requested", "none"])
def test_a_canceled_event_says_so_to_its_members(workspace, organisation, event, member, account, review):
    status_changes.cancel(event, member, "weather", note="" if review == "none" else "We are sorry.")
    stored = EventPage.objects.get(pk=event.pk)
    if review == "changes requested":
        task = stored.current_workflow_state.current_task_state
        task.reject(user=account("approver"), comment="Say it in other words.")
    state = submission.state(EventPage.objects.get(pk=event.pk))
    assert (state == State.CANCELLED) == (review == "none")
    board = words(workspace.get(reverse("partners:dashboard", args=[organisation.slug])))
    entry = re.search(r'<li class="entry">(?:(?!<li ).)*Evening of the tests.*?</li>', board)[0]
    page = words(workspace.get(address(event)))
    for shown in (entry, page):
        assert len(re.findall(r'<span class="badge cancelled">Canceled</span>', shown)) == 1
    assert "Readers see that it is canceled." in page
    assert address(event, "event_cancel") not in entry


@pytest.mark.parametrize("status", [choice for choice in EventStatus.State])
@pytest.mark.parametrize("taken_down", [False, True])
@pytest.mark.parametrize("state", [choice for choice in State])
def test_state_and_decision_together_leave_nothing_unsaid(status, taken_down, state):
    also = submission.hidden_state(state, EventStatus(state=status, taken_down=taken_down))
    decided = {"cancelled": State.CANCELLED, "postponed": State.POSTPONED}.get(status)
    decided = State.TAKEN_DOWN if taken_down else decided
    assert decided in (None, state, also)
    assert also != state and (also is None or also == decided)


def test_the_list_of_dates_of_a_canceled_series_says_so(workspace, organisation, member):
    series = make_event(organisation, "Circle of the tests", frequency="weekly", count=6)
    assert "The whole event is canceled." not in words(workspace.get(address(series, "event_dates")))
    status_changes.cancel(series, member, "weather")
    assert "The whole event is canceled." in words(workspace.get(address(series, "event_dates")))


# --- Replacements -------------------------------------------------------------------------------------------------
def test_only_sensible_replacements_are_offered(workspace, organisation, event, member):
    fits = make_event(organisation, "Later meeting", start_date=days(9))
    alike = make_event(organisation, event.title, start_date=days(30))
    series = make_event(
        organisation, "Circle", start_date=days(-100), frequency="weekly", until=days(60)
    )  # Its next date after the postponed one counts.
    refused = [
        make_event(organisation, "Earlier", start_date=days(-3)),
        make_event(organisation, "Same time", start_date=DAY),
        make_event(organisation, "Draft", live=False, start_date=days(9)),
        make_event(organisation, "Canceled one", start_date=days(9)),
        make_event(organisation, "Postponed one", start_date=days(9)),
        make_event(organisation, "Taken down", start_date=days(9)),
        make_event(make_organisation("Other Example Group"), "Theirs", start_date=days(9)),
    ]
    status_changes.cancel(refused[3], member, "weather")
    status_changes.postpone(refused[4], member, "weather")
    status_changes.take_down(refused[5], member)
    offered = [page for page, _start in replacements.later_events(event)]
    assert offered[0] == alike and set(offered) == {fits, alike, series}
    page = words(workspace.get(address(event, "event_postpone")))
    assert f'<option value="{fits.translation_key}">' in page
    # The label names the next date, not the first one of the series.
    next_date = dict(replacements.later_events(event))[series]
    assert f"Circle, {wording.day_words(timezone.localdate(next_date))}</option>" in page
    for other in refused:
        assert str(other.translation_key) not in page, other.title
        answer = workspace.post(
            address(event, "event_postpone"), {"reason": "venue", "replacement": str(other.translation_key)}
        )
        assert answer.status_code == 422, other.title
        with pytest.raises(ActionNotAllowed, match="takes place later"):
            status_changes.postpone(event, member, "venue", other)


def test_without_a_later_event_nothing_is_offered_and_postponing_works(workspace, event):
    page = words(workspace.get(address(event, "event_postpone")))
    assert 'name="replacement"' not in page
    assert workspace.post(address(event, "event_postpone"), {"reason": "venue"}).status_code == 302
    assert EventStatus.objects.get(event_key=event.translation_key).state == "postponed"


def test_a_replacement_that_is_canceled_is_no_longer_announced(client, organisation, event, member):
    later = make_event(organisation, "Later meeting", start_date=days(9))
    status_changes.postpone(event, member, "venue", later)
    assert later.url in words(client.get(event.url))
    status_changes.cancel(later, member, "weather")
    page = words(client.get(event.url))
    assert "It will take place later:" not in page and "We do not know the new date yet." in page
