"""The workspace in real requests: who comes in, what the dashboard shows, and what is done with an event."""

import html
import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from partners.models import EventPage, EventStatus
from partners.workspace import submission
from partners.workspace.submission import State
from tests.partners.factories import make_event, make_member, make_organisation
from tests.partners.workspace.test_event_form import LEAST

pytestmark = pytest.mark.django_db

GETS = ["event", "event_preview", "event_delete", "event_removal", "event_history"]
POSTS = ["event", "event_submit", "event_withdraw", "event_duplicate", "event_delete", "event_removal"]


@pytest.fixture(autouse=True)
def english():
    """An answer in another language leaves that language behind it."""
    with translation.override("en"):
        yield


@pytest.fixture
def draft(organisation, member):
    event = make_event(organisation, "Evening of volunteers", live=False)
    event.save_revision(user=member, clean=False)
    return event


def address(event, name="event"):
    return reverse(f"partners:{name}", args=[event.organisation.slug, event.translation_key])


def board(organisation):
    return reverse("partners:dashboard", args=[organisation.slug])


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


def stored(event):
    return EventPage.objects.get(pk=event.pk)


def state(event):
    return submission.state(stored(event))


# --- Who comes in -----------------------------------------------------------------------------------------------
def test_without_an_account_the_sign_in_comes_first(client, organisation, draft):
    for path in ["/workspace/", board(organisation), address(draft), address(draft, "event_preview")]:
        response = client.get(path)
        assert response.status_code == 302 and response["Location"] == f"/accounts/login/?next={path}"
    assert client.post(address(draft, "event_delete")).status_code == 302 and stored(draft)


@pytest.mark.parametrize("who", ["northside", "editor", "approver", "coordinator", "translator"])
def test_for_others_there_is_no_such_workspace(signed_in, organisation, draft, who):
    client = signed_in(who)
    paths = [board(organisation), reverse("partners:event_new", args=[organisation.slug])]
    for path in [*paths, *(address(draft, name) for name in GETS)]:
        assert client.get(path).status_code == 404, path
    for path in [*paths[1:], *(address(draft, name) for name in POSTS)]:
        assert client.post(path, {"title": "Taken over"}).status_code == 404, path
    assert stored(draft).title == "Evening of volunteers" and state(draft) == State.DRAFT


def test_an_event_of_another_organisation_is_not_found_in_ones_own_workspace(workspace, organisation):
    other = make_event(make_organisation("Another Example"), "Their meeting", live=False)
    path = reverse("partners:event", args=[organisation.slug, other.translation_key])
    assert workspace.get(path).status_code == 404


def test_members_of_one_organisation_are_led_to_it_those_of_several_choose(workspace, organisation, member):
    assert workspace.get("/workspace/")["Location"] == board(organisation)
    other = make_organisation("Another Example")
    make_member(other, member.email)
    page = words(workspace.get("/workspace/"))
    assert board(organisation) in page and board(other) in page
    assert board(other) in words(workspace.get(board(organisation)))


def test_an_account_of_no_organisation_is_told_so(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("nobody@coalition.example"))
    assert "does not belong to an organization" in words(client.get("/workspace/"))


def test_nothing_of_the_workspace_stays_in_a_cache_or_a_search_engine(workspace, organisation, draft):
    for path in [
        board(organisation),
        address(draft),
        address(draft, "event_preview"),
        "/es" + board(organisation),
    ]:
        response = workspace.get(path)
        assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"] == "noindex", path
        assert '<meta name="robots" content="noindex">' in response.content.decode()
        assert "help-bar" in response.content.decode() and "/exit/" in response.content.decode()


# --- The dashboard ----------------------------------------------------------------------------------------------
def test_the_dashboard_shows_events_by_state_the_next_steps_first(
    workspace, organisation, member, account, draft
):
    asked = make_event(organisation, "Needs an answer", live=False)
    review = submission.submit(asked, member)
    review.current_task_state.reject(user=account("approver"), comment="Please name the room.")
    waiting = make_event(organisation, "With the office", live=False)
    submission.submit(waiting, member)
    live = make_event(organisation, "Open evening")
    off = make_event(organisation, "Called off")
    EventStatus.objects.create(event_key=off.translation_key, state=EventStatus.State.CANCELLED)
    page = words(workspace.get(board(organisation)))
    places = [
        page.index(f"{text} <span")
        for text in ("Changes requested", "Drafts", "In review", "Public", "Canceled, postponed, taken down")
    ]
    assert places == sorted(places)
    assert "Please name the room." in page and "usually answers" in page
    assert page.index("Post an event") < places[0]
    for event, label in ((draft, "Draft"), (waiting, "In review"), (live, "Public"), (off, "Canceled")):
        entry = re.search(rf'<li class="entry">(?:(?!<li ).)*{event.title}.*?</li>', page)[0]
        assert f">{label}</span>" in entry, label
        assert address(event) in entry


def test_the_dashboard_asks_the_database_as_often_for_many_events(workspace, organisation, member):
    make_event(organisation, "First", live=False).save_revision(user=member, clean=False)
    make_event(organisation, "Public one")
    workspace.get(board(organisation))
    with CaptureQueriesContext(
        connection,
    ) as few:
        workspace.get(board(organisation))
    for number in range(12):
        submission.new_event(organisation, member, "en", title=f"Draft {number}")
        make_event(organisation, f"Public {number}")
    workspace.get(board(organisation))
    with CaptureQueriesContext(connection) as many:
        workspace.get(board(organisation))
    assert len(many) == len(few) <= 12, [query["sql"][:90] for query in many]


# --- What is done with an event -----------------------------------------------------------------------------------
def test_an_event_is_sent_taken_back_and_sent_again(workspace, draft):
    workspace.post(address(draft, "event_submit"))
    assert state(draft) == State.IN_REVIEW
    page = words(workspace.get(address(draft)))
    assert "With the office since" in page and 'name="title"' not in page
    response = workspace.post(
        address(draft), {"title": "Changed behind the reviewer's back", "action": "save"}
    )
    assert response.status_code == 422 and stored(draft).draft_title == "Evening of volunteers"
    workspace.post(address(draft, "event_withdraw"))
    assert state(draft) == State.DRAFT
    assert "Refused" not in words(workspace.post(address(draft, "event_withdraw"), follow=True))


def test_sending_from_the_preview_says_what_is_missing(workspace, organisation, member):
    event = submission.new_event(organisation, member, "en", title="Tea")
    answer = workspace.post(address(event, "event_submit"))
    assert (answer.status_code, answer["Location"]) == (302, f"{address(event)}?missing=1")
    assert "Give the date." in words(workspace.get(answer["Location"]))


def test_the_page_of_what_is_missing_ends_when_nothing_is_missing(workspace, draft):
    answer = workspace.get(address(draft) + "?missing=1")
    assert (answer.status_code, answer["Location"]) == (302, address(draft))


def test_sending_what_has_not_changed_says_so_once(workspace, organisation):
    event = make_event(organisation, "Evening of the tests")
    answer = workspace.post(address(event, "event_submit"))
    assert (answer.status_code, answer["Location"]) == (302, address(event))
    assert "Nothing has changed since the office approved it." in words(workspace.get(address(event)))
    assert "Nothing has changed" not in words(workspace.get(address(event)))


def test_the_preview_shows_the_draft_to_members_only(workspace, draft, member):
    page = submission.latest(stored(draft))
    page.summary = "A sentence that nobody has approved."
    submission.save_draft(page, member)
    answer = words(workspace.get(address(draft, "event_preview")))
    assert "Preview: not public" in answer and "A sentence that nobody has approved." in answer
    workspace.logout()
    assert workspace.get(draft.url).status_code == 404


def test_a_preview_of_an_empty_draft_is_no_error(workspace, organisation, member):
    event = submission.new_event(organisation, member, "en")
    assert workspace.get(address(event, "event_preview")).status_code == 200
    assert workspace.get(address(event)).status_code == 200


def test_posting_again_leads_to_a_form_that_lacks_only_the_date(workspace, organisation):
    event = make_event(organisation, "Evening of the tests", cost="Free")
    response = workspace.post(address(event, "event_duplicate"), follow=True)
    page = words(response)
    again = EventPage.objects.order_by("-pk").first()
    assert response.redirect_chain[-1][0] == address(again) and again.pk != event.pk
    assert 'value="Free"' in page and "Give the new date" in page
    response = workspace.post(address(again, "event_submit"), follow=True)
    assert re.findall(r'class="error" id="id_(\w+)_error"', response.content.decode()) == ["start_date"]


def test_a_draft_is_deleted_after_a_second_press_a_public_event_never(workspace, organisation, draft):
    assert "Delete this draft?" in words(workspace.get(address(draft, "event_delete"))) and stored(draft)
    workspace.post(address(draft, "event_delete"))
    assert not EventPage.objects.filter(pk=draft.pk).exists()
    live = make_event(organisation, "Evening of the tests")
    page = words(workspace.post(address(live, "event_delete"), follow=True))
    assert stored(live).live and "is or was public" in page


def test_the_office_is_asked_to_remove_a_public_event(workspace, organisation):
    event = make_event(organisation, "Evening of the tests")
    response = workspace.post(address(event, "event_removal"), {"reason": ""})
    assert response.status_code == 422 and "Say why the event should be removed." in words(response)
    workspace.post(address(event, "event_removal"), {"reason": "It names a person."})
    assert EventStatus.objects.get(event_key=event.translation_key).removal_reason == "It names a person."
    assert "was asked on" in words(workspace.get(address(event)))


def test_the_history_says_who_did_what_and_why(workspace, organisation, draft, member, account):
    review = submission.submit(draft, member)
    review.current_task_state.reject(user=account("approver"), comment="Please name the room.")
    page = words(workspace.get(address(draft, "event_history")))
    assert "Sent to the office" in page and "Mara Example" in page
    assert "The office asks for changes" in page and "Please name the room." in page
    assert "approver@" not in page


@pytest.mark.parametrize("name", ["event_submit", "event_withdraw", "event_duplicate"])
def test_nothing_is_done_by_following_a_link(workspace, draft, name):
    assert workspace.get(address(draft, name)).status_code == 405


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("event", {**LEAST, "action": "save"}),
        ("event", {**LEAST, "action": "send"}),
        ("event_submit", {}),
        ("event_withdraw", {}),
        ("event_delete", {}),
        ("event_removal", {"reason": "Twice"}),
    ],
)
def test_a_draft_that_a_colleague_deletes_at_the_same_moment_is_no_error(
    workspace, organisation, monkeypatch, name, data
):
    event = make_event(organisation, "Tea", live=False)
    locked = submission.locked

    def delete_first(page):
        EventPage.objects.get(pk=event.pk).delete()
        return locked(page)

    monkeypatch.setattr(submission, "locked", delete_first)
    answer = workspace.post(address(event, name), data)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        page = html.unescape(answer.content.decode())
        assert "The draft is deleted." in page
        assert all(value in page for key, value in data.items() if key != "action")
    else:
        assert [str(message) for message in get_messages(answer.wsgi_request)] == ["The draft is deleted."]
