"""Events that belong together: the same series name within an organization, listed with each other and on one page."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partners.events.together import MOST
from partners.workspace import submission
from tests.live import fresh
from tests.partners.factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db
NAME = "Lantern rights: four evenings"
QUERY = "series=lantern-rights-four-evenings"


@pytest.fixture
def host(db):
    return make_organisation("Riverbank Example Center")


def evening(host, title, days, **fields):
    day = timezone.localdate() + datetime.timedelta(days=days)
    return make_event(host, title=title, start_date=day, **{"series_name": NAME, **fields})


def more(client, event):
    page = client.get(event.url).content.decode()
    found = re.search(r'<section aria-labelledby="series">.*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_an_event_without_others_in_its_series_has_no_list(client, host):
    assert more(client, evening(host, "First evening", 5)) == ""


def test_the_page_of_an_event_lists_the_other_coming_ones_with_their_dates(
    client, host, django_capture_on_commit_callbacks
):
    first = evening(host, "First evening", 5)
    # The same words for a reader.
    second = evening(host, "Second evening", 12, series_name="lantern rights  – four evenings")
    third = evening(host, "Third evening", 9, live=False)
    evening(host, "Last year's evening", -300)
    evening(host, "Other evening", 6, series_name="Another series")
    evening(make_organisation("Hillside Example Group"), "Evening of others", 7)
    section = more(client, first)
    titles = re.findall(r"<span>([^<]* evening|Evening[^<]*|Last[^<]*)</span>", section)
    assert titles == ["Second evening"]
    assert f'datetime="{second.start_date}' in section
    assert f"organisation={host.slug}&amp;{QUERY}" in section
    with django_capture_on_commit_callbacks(execute=True):
        publish(third)
    assert "Third evening" in more(client, first)


def test_at_most_ten_events_are_listed_each_once_with_its_next_date(client, host):
    first = evening(host, "First evening", 5)
    circle = evening(host, "Circle", 6, frequency="daily", count=20)
    for number in range(10):
        evening(host, f"Evening {number}", 7 + number)
    section = more(client, first)
    assert section.count("<li ") == MOST == 10
    assert section.count("Circle") == 1 and f'datetime="{circle.start_date}' in section


def test_the_list_shows_the_whole_series_on_one_page(client, host):
    evening(host, "First evening", 5)
    evening(host, "Second evening", 12)
    evening(host, "Something else", 6, series_name="")
    page = client.get(f"/events/?organisation={host.slug}&{QUERY}").content.decode()
    assert re.search(rf"<h1>Events: {NAME}, {host.title} <span[^>]*>\(2 dates\)", page)
    assert re.search(rf"<title>[^<]*{NAME}", page)
    assert "First evening" in page and "Second evening" in page and "Something else" not in page
    calendar = client.get(f"/events/calendar.json?organisation={host.slug}&{QUERY}").json()
    assert [event["title"] for event in calendar["events"]] == ["First evening", "Second evening"]


@pytest.mark.parametrize(
    "query", ["organisation={}&series=no-such-series", "series=lantern-rights-four-evenings"]
)
def test_a_series_that_does_not_exist_is_left_out_with_a_message(client, host, query):
    evening(host, "First evening", 5)
    page = client.get(f"/events/?{query.format(host.slug)}").content.decode()
    assert "One of the filters in the address does not exist, so it was left out." in page


def test_a_series_name_waits_for_approval_like_any_change(client, workspace, organisation):
    event = evening(organisation, "First evening", 5, series_name="")
    evening(organisation, "Second evening", 12)
    address = reverse("partners:event", args=[organisation.slug, event.translation_key])
    assert 'name="series_name"' in workspace.get(address).content.decode()
    sent = workspace.post(address, {"title": event.title, "series_name": NAME, "action": "save"})
    assert sent.status_code == 302
    assert submission.latest(fresh(event)).series_name == NAME
    assert more(client, event) == ""
    sent = workspace.post(address, {"title": event.title, "series_name": "x" * 81, "action": "save"})
    assert sent.status_code == 422


def test_a_series_costs_the_page_of_an_event_no_query(client, host):
    first = evening(host, "First evening", 5, series_name="")
    before = cost(client, first.url)
    for number in range(6):
        evening(host, f"Evening {number}", 6 + number)
    first.series_name = NAME
    publish(first)
    assert more(client, first)
    assert cost(client, first.url) == before
