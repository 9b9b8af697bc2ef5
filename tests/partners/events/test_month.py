"""The month of events: a real table with full dates, bounded in every direction."""

import datetime
import re

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.events.month import IN_A_CELL
from partners.events.wording import day_words, month_words
from partners.models import EventStatus, Occurrence
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_ours(db):
    """The demonstration's own dates are no part of these tests."""
    Occurrence.objects.all().delete()


@pytest.fixture
def lantern():
    return make_organisation("Lantern Example House")


@pytest.fixture
def month():
    """The month after this one: all of it is still to come."""
    return (timezone.localdate().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def after(month, months):
    whole = month.year * 12 + month.month - 1 + months
    return datetime.date(whole // 12, whole % 12 + 1, 1)


def address(month, query="", prefix=""):
    return f"{prefix}/events/month/{month:%Y/%m}/{query}"


def read(path):
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def cell(text, day):
    """The cell of a day."""
    found = [part for part in re.findall(r"<td.*?</td>", text, re.DOTALL) if f'datetime="{day}"' in part]
    assert len(found) == 1
    return found[0]


def test_the_month_is_a_table_whose_cells_are_headed_by_their_full_date(lantern, month):
    day = month.replace(day=20)
    event = make_event(lantern, "Open hour", start_date=day)
    off = make_event(lantern, "Training", start_date=day, start_time=datetime.time(9))
    EventStatus.objects.create(event_key=off.translation_key, state="cancelled")
    text = read(address(month))
    assert f"<caption>Events in {month_words(month)}, a week in each row</caption>" in text
    assert text.count('<th scope="col">') == 7 and text.index(">Sunday<") < text.index(">Saturday<")
    assert len(re.findall("<td", text)) % 7 == 0
    found = cell(text, day)
    assert f'<time datetime="{day}">{day_words(day)}</time>' in found
    assert f'href="{event.url}"' in found
    links = [" ".join(re.sub("<[^>]+>", "", link).split()) for link in re.findall("<a .*?</a>", found)]
    assert links == ["Canceled: Training, 9 a.m.", "Open hour, 10 a.m."]


def test_the_week_begins_as_the_language_has_it(lantern, month):
    make_event(lantern, "Open hour", start_date=month)
    text = read(address(month, prefix="/es")).lower()
    assert text.index(">lunes<") < text.index(">domingo<")


def test_an_event_of_several_days_stands_on_each_of_them(lantern, month):
    last = month - datetime.timedelta(days=1)
    make_event(lantern, "Fair", start_date=last, end_date=month.replace(day=2))
    text = read(address(month))
    assert "Fair" in cell(text, month) and "Fair" in cell(text, month.replace(day=2))
    assert "Fair" not in cell(text, month.replace(day=3))


def test_the_second_day_of_an_event_does_not_begin_again(lantern, month):
    first, second, third = (month.replace(day=day) for day in (4, 5, 6))
    night = {"start_time": datetime.time(22), "end_time": datetime.time(2)}
    make_event(lantern, "Night walk", start_date=first, end_date=second, **night)
    make_event(lantern, "Vigil", start_date=first, end_date=third, **night)
    make_event(lantern, "Fair", start_date=first, end_date=second, all_day=True)
    make_event(lantern, "Retreat", start_date=second, end_date=third, end_time=None)
    text = read(address(month))

    def words(day):
        return [
            " ".join(re.sub("<[^>]+>", "", link).split())
            for link in re.findall("<a .*?</a>", cell(text, day))
        ]

    assert {"Night walk, 10 p.m.", "Vigil, 10 p.m.", "Fair, all day"} == set(words(first))
    assert {"Night walk, until 2 a.m.", "Vigil, continues", "Fair, all day"} <= set(words(second))
    assert {"Vigil, until 2 a.m.", "Retreat, continues"} == set(words(third))


def test_a_full_day_shows_some_and_leads_to_all(lantern, month):
    day = month.replace(day=12)
    for number in range(IN_A_CELL + 2):
        make_event(lantern, f"Hour {number}", start_date=day)
    found = cell(read(address(month)), day)
    assert len(re.findall("Hour [0-9]", found)) == IN_A_CELL
    assert f'href="/events/?from={day}&amp;to={day}"' in found and f"All events of {day_words(day)}" in found
    assert len(re.findall(r"<h3>", read(f"/events/?from={day}&to={day}"))) == IN_A_CELL + 2


def test_filters_hold_in_the_month_whether_few_match_or_many(lantern, month, monkeypatch):
    make_event(lantern, "Open hour", start_date=month.replace(day=8))
    make_event(lantern, "Closed circle", start_date=month.replace(day=9))
    for few in (300, 0):
        monkeypatch.setattr("partners.events.filters.FEW_EVENTS", few)
        text = read(address(month, "?q=circle"))
        assert "Closed circle" in text and "Open hour" not in text
    assert f'href="/events/month/{after(month, 1):%Y/%m}/?q=circle"' in text
    assert 'content="noindex"' in text


def test_an_empty_month_says_so(month):
    text = read(address(month))
    assert f"There are no events in {month_words(month)}." in text and "<table" not in text
    assert 'content="noindex"' in text


def test_no_calendar_leads_on_for_ever(month):
    this = after(month, -1)
    client = Client()
    for months, status in ((24, 200), (25, 404), (-24, 200), (-25, 404)):
        assert client.get(address(after(this, months))).status_code == status
    last, first = read(address(after(this, 24))), read(address(after(this, -24)))
    assert f"{after(this, 25):%Y/%m}" not in last and f"{after(this, -25):%Y/%m}" not in first
    for wrong in ("2027/13", "2027/00", "2027/1", "0000/01", "9999/12", "20270/01", "２０２７/01"):
        assert client.get(f"/events/month/{wrong}/").status_code == 404


def test_a_month_costs_no_query_more_for_more_events(lantern, month):
    def cost():
        read(address(month))
        with CaptureQueriesContext(connection) as seen:
            read(address(month))
        return len(seen)

    make_event(lantern, "Open hour", start_date=month.replace(day=5))
    before = cost()
    for number in range(8):
        make_event(lantern, f"Hour {number}", start_date=month.replace(day=5 + number // 2))
    assert cost() == before <= 13


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/events/past/", "Past events"),
        ("/events/month/2027/01/", "Events in January 2027"),
        ("/events/", "Events"),
    ],
)
def test_the_breadcrumb_says_where_the_reader_is_and_leads_back_to_all_events(client, db, address, words):
    """WCAG 2.4.8: month and past events are parts of the events."""
    crumbs = BeautifulSoup(client.get(address).content, "html.parser").select_one(".breadcrumbs")
    assert crumbs.select_one("[aria-current]").get_text() == words
    links = [link["href"] for link in crumbs.select("a")]
    assert links == ["/"] if words == "Events" else ["/", "/events/"]


def test_a_month_describes_itself_to_search_engines(client):
    text = client.get("/events/month/2027/01/").content.decode()
    assert re.search(r'<meta name="description" content="[^"]+ January 2027">', text)


def test_a_month_without_events_to_come_leads_to_those_that_are(client, lantern):
    make_event(lantern, title="Lantern evening", start_date=datetime.date(2027, 4, 8))
    make_event(lantern, title="May evening", start_date=datetime.date(2027, 5, 4))
    with time_machine.travel(datetime.datetime(2027, 4, 7, 18, tzinfo=datetime.UTC)):
        assert "No more events" not in client.get("/events/month/2027/04/").content.decode()
    with time_machine.travel(datetime.datetime(2027, 4, 30, 18, tzinfo=datetime.UTC)):
        page = client.get("/events/month/2027/04/").content.decode()
        assert "No more events in April 2027." in page and "Lantern evening" in page
        assert "No more events" not in client.get("/events/month/2027/05/").content.decode()
