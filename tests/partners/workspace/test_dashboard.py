"""The dashboard of an organization with many events: pages, search and filters, all as plain links and a form."""

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from partners.events.dates import HORIZON
from partners.events.wording import day_words
from partners.models import EventDate
from partners.workspace import dashboard, status_changes, submission
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def board(workspace, organisation):
    """The titles on a page of the dashboard, in order, and the page's words: board(state="draft")."""

    def request(**query):
        answer = workspace.get(reverse("partners:dashboard", args=[organisation.slug]), query)
        assert answer.status_code == 200, query
        text = " ".join(html.unescape(answer.content.decode()).split())
        return re.findall(r'<h3><a href="[^"]*">([^,<]*)', text), text

    return request


@pytest.fixture
def events(organisation, member):
    """One event of each kind."""

    def soon(number):
        return TODAY + datetime.timedelta(days=number)

    made = {
        "draft": submission.new_event(organisation, member, "en", title="Draft ahead", start_date=soon(9)),
        "undated": submission.new_event(organisation, member, "en", title="Draft without a date"),
        "live": make_event(organisation, "Café for nurses", start_date=soon(3)),
        "series": make_event(
            organisation, "Circle", start_date=soon(-90), frequency="weekly", until=soon(90)
        ),
        "canceled": make_event(organisation, "Canceled walk", start_date=soon(5)),
        "past": make_event(organisation, "Evening long ago", start_date=soon(-30)),
    }
    status_changes.cancel(made["canceled"], member, "weather")
    old = submission.new_event(organisation, member, "en", title="Draft too late", start_date=soon(-2))
    # The row of a draft keeps the date of its first version.
    moved = submission.new_event(organisation, member, "en", title="Draft moved ahead", start_date=soon(-2))
    moved.start_date = soon(20)
    submission.save_draft(moved, member)
    return {**made, "old": old, "moved": moved}


def test_pages_have_every_event_once_and_stay_short(board, organisation, member):
    for number in range(dashboard.PER_PAGE + 4):
        submission.new_event(organisation, member, "en", title=f"Draft {number:02}")
    make_event(organisation, "Public one")
    first, text = board()
    second, _text = board(page=2)
    assert len(first) == dashboard.PER_PAGE and len(second) == 5
    assert len({*first, *second}) == dashboard.PER_PAGE + 5 and second[-1] == "Public one"
    assert f'Drafts <span class="count">({dashboard.PER_PAGE + 4})</span>' in text
    assert 'rel="next" href="?page=2"' in text
    assert board(page="x")[0] == first and board(page=99)[0] == second


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "cafe"}, {"Café for nurses"}),
        ({"q": "  AHEAD draft "}, {"Draft ahead", "Draft moved ahead"}),
        ({"q": "nothing has this"}, set()),
        ({"state": "past"}, {"Evening long ago"}),
        ({"state": "called_off"}, {"Canceled walk"}),
        ({"when": "none"}, {"Draft without a date"}),
        ({"when": "past"}, {"Evening long ago", "Draft too late"}),
        (
            {"when": "coming"},
            {"Draft ahead", "Draft moved ahead", "Café for nurses", "Circle", "Canceled walk"},
        ),
        ({"when": "coming", "state": "draft", "q": "moved"}, {"Draft moved ahead"}),
    ],
)
def test_events_are_found_by_words_state_and_date(board, events, query, titles):
    found, text = board(**query)
    assert set(found) == titles and len(found) == len(titles)
    assert f"{len(titles)} of {len(events)} events." in text
    assert ("No event fits." in text) == (not titles)
    for name, value in query.items():
        kept = rf'name="{name}" value="{" ".join(value.split())}"'
        assert re.search(kept, text) or f'<option value="{value}" selected>' in text


def test_the_next_page_keeps_the_filters(board, organisation, member):
    for number in range(dashboard.PER_PAGE + 1):
        submission.new_event(organisation, member, "en", title=f"Draft {number:02}")
    _titles, text = board(q="draft", state="draft")
    address = re.search(r'rel="next" href="([^"]*)"', text)[1]
    assert {"q=draft", "state=draft", "page=2"} <= set(address.strip("?").split("&"))


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense", "when": "never", "page": "-1"},
        {"q": "\0" * 5},
        {"q": "   "},
        {"state": "past' OR 1=1"},
    ],
)
def test_what_no_form_sends_is_ignored(board, events, query):
    assert len(board(**query)[0]) == len(events)


def test_hostile_words_are_words(workspace, organisation, events):
    address = reverse("partners:dashboard", args=[organisation.slug])
    text = workspace.get(address, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text


def test_a_search_finds_no_event_of_another_organization(board, events):
    make_event(make_organisation("Other Example Group"), "Café of theirs")
    assert board(q="café")[0] == ["Café for nurses"]


def test_filters_cost_as_much_for_many_events(workspace, organisation, member, events):
    address = reverse("partners:dashboard", args=[organisation.slug]) + "?q=a&when=coming&state=draft"
    workspace.get(address)
    with CaptureQueriesContext(connection) as few:
        workspace.get(address)
    for number in range(12):
        submission.new_event(organisation, member, "en", title=f"A draft {number}", start_date=TODAY)
    with CaptureQueriesContext(connection) as many:
        workspace.get(address)
    assert len(many) == len(few) <= 13, [query["sql"][:90] for query in many]


# --- The account leads back -----------------------------------------------------------------------------------------
def test_the_account_leads_back_to_the_workspace(workspace, organisation, member):
    address = reverse("partners:dashboard", args=[organisation.slug])
    text = workspace.get("/workspace/account/").content.decode()
    assert f'href="{address}">Back to the workspace</a>' in text
    assert reverse("partners:profile", args=[organisation.slug]) in text
    make_member(make_organisation("Second Example Group"), member.email)
    text = workspace.get("/workspace/account/").content.decode()
    assert text.count('href="/workspace/">Your organizations</a>') >= 1 and address not in text


@pytest.mark.parametrize("name", ["coordinator", "editor"])
def test_an_account_without_an_organization_leads_to_no_workspace(signed_in, name):
    text = signed_in(name).get("/workspace/account/").content.decode()
    assert "Back to the workspace" not in text and "Your organizations" not in text


def test_a_series_is_named_with_the_next_date_that_takes_place(board, organisation, member):
    start = TODAY - datetime.timedelta(days=69)
    event = make_event(organisation, "Circle", start_date=start, frequency="weekly", until=TODAY + HORIZON)
    days = [TODAY + datetime.timedelta(days=1), TODAY + datetime.timedelta(days=8)]
    assert day_words(days[0]) in board()[1]
    status_changes.cancel_date(event, days[0], member, "illness")
    text = board()[1]
    assert day_words(days[1]) in text and day_words(days[0]) not in text
    EventDate.objects.create(
        event_key=event.translation_key,
        date=days[1],
        state="moved",
        new_date=days[1] + datetime.timedelta(days=2),
    )
    assert day_words(days[1] + datetime.timedelta(days=2)) in board()[1]
