"""How many people can come, and that no place is left: said by the member at once, seen everywhere, taken back at once."""

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from partners.models import EventStatus
from partners.workspace import full_dates, submission
from portal.exceptions import ActionNotAllowed
from portal.models import ImmediateAction
from tests.live import fresh
from tests.partners import factories

pytestmark = pytest.mark.django_db
LIST = "/events/?q=lantern"


@pytest.fixture
def event(organisation):
    return factories.make_event(
        organisation, title="Lantern evening", capacity=20, registration_url="https://register.example/"
    )


@pytest.fixture
def weekly(organisation):
    return factories.make_event(organisation, title="Lantern circle", frequency="weekly", count=6)


def say(client, event, date, full=True):
    address = reverse("partners:event_full", args=[event.organisation.slug, event.translation_key, date])
    return client.post(address, {"full": "on"} if full else {})


def structured(page):
    graph = json.loads(
        re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    return next(part for part in graph.get("@graph", [graph]) if part["@type"] == "Event")


def page_of(client, event):
    return client.get(event.url).content.decode()


def test_a_member_says_that_it_is_full_and_readers_see_it_everywhere_at_once(
    workspace, client, event, django_capture_on_commit_callbacks
):
    page = page_of(client, event)
    assert "<dt>Places</dt><dd>20</dd>" in page and "Register at register.example" in page
    assert "All places are taken." not in page and "Full<" not in client.get(LIST).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        assert say(workspace, event, event.start_date).status_code == 302
    page = page_of(client, event)
    assert "All places are taken." in page and "Register at register.example" not in page
    assert 'href="https://register.example/"' in page  # Perhaps there is a waiting list.
    data = structured(page)
    assert data["maximumAttendeeCapacity"] == 20 and data["remainingAttendeeCapacity"] == 0
    assert data["offers"]["availability"] == "https://schema.org/SoldOut"
    assert re.search(r'class="status full">Full<.*?Lantern evening', client.get(LIST).content.decode())
    listed = client.get("/events/calendar.json").json()["events"]
    assert [one["full"] for one in listed if one["title"] == "Lantern evening"] == [True]
    calendar = client.get(f"{event.url}event.ics").content.decode().replace("\r\n ", "")
    assert "Places: 20" in calendar and "Full: no places left on" in calendar

    assert say(workspace, event, event.start_date, full=False).status_code == 302
    assert "All places are taken." not in page_of(client, event)
    actions = PageLogEntry.objects.filter(page=event.pk, action__startswith="partners.").order_by("pk")
    assert [entry.action for entry in actions] == ["partners.full", "partners.places_left"]
    # Nothing is taken from readers, so nobody need confirm it.
    assert not ImmediateAction.objects.exists()


def test_lists_and_other_websites_say_that_it_is_full_also_of_an_event_with_a_new_date(client, member, event):
    full_dates.set_full(event, event.start_date, member, True)
    frame = f"/embed/{event.organisation.slug}/"
    for addresses, words in (
        ((frame, f"/events/month/{event.start_date:%Y/%m}/", "/search/?q=lantern"), ["Full"]),
        ((frame, LIST), ["New date", "Full"]),
    ):
        for address in addresses:
            page = re.sub(r"</?mark>", "", client.get(address).content.decode())
            said = re.search(r"<a [^>]*>((?:(?!<a ).)*?)<span[^>]*>Lantern evening", page, re.DOTALL)
            assert said and [word for word in ("New date", "Full") if word in said[1]] == words, address
        EventStatus.objects.update(state=EventStatus.State.RESCHEDULED)


def test_the_page_of_the_event_has_a_button_for_it_and_says_what_readers_see(workspace, event):
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    page = workspace.get(address).content.decode()
    assert "It is full" in page and "Readers see that it is full." not in page
    say(workspace, event, event.start_date)
    page = workspace.get(address).content.decode()
    assert "There are places again" in page and "Readers see that it is full." in page


def test_one_date_of_a_series_is_full_and_the_others_are_not(workspace, client, weekly):
    second = weekly.start_date + datetime.timedelta(days=7)
    assert say(workspace, weekly, second).status_code == 302
    page = page_of(client, weekly)
    assert "All places are taken." not in page
    dates = re.search(r'<ul class="event-dates">(.*?)</ul>', page, re.DOTALL)[1]
    assert dates.count("Full<") == 1
    assert re.search(rf'Full<span[^>]*>:</span></span> <time datetime="{second}', dates)
    listed = workspace.get(
        reverse("partners:event_dates", args=[weekly.organisation.slug, weekly.translation_key])
    ).content.decode()
    assert listed.count("There are places again") == 1 and listed.count("It is full") == 5


def test_a_new_day_of_an_event_is_not_full(member, event):
    full_dates.set_full(event, event.start_date, member, True)
    status = EventStatus.objects.get(event_key=event.translation_key)
    assert status.is_full(event.start_date)
    assert not status.is_full(event.start_date + datetime.timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 3, 400])
def test_only_a_coming_date_of_the_event_can_be_full(workspace, member, event, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    if day == event.start_date:
        day += datetime.timedelta(days=1)
    assert say(workspace, event, day).status_code == 404
    with pytest.raises(ActionNotAllowed):
        full_dates.set_full(event, day, member, True)


def test_a_reader_and_a_member_of_another_organization_cannot_say_it(client, event):
    assert "login" in say(client, event, event.start_date).url
    other = factories.make_member(factories.make_organisation("Other Example Group"), "other@example.org")
    client.force_login(other)
    assert say(client, event, event.start_date).status_code == 404
    assert not EventStatus.objects.filter(event_key=event.translation_key).exclude(full_dates=[]).exists()
    with pytest.raises(ActionNotAllowed):
        full_dates.set_full(event, event.start_date, other, True)


def test_how_many_can_come_waits_for_approval_like_any_change(workspace, client, event):
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    sent = workspace.post(address, {"title": event.title, "capacity": "30", "action": "save"})
    assert sent.status_code == 302
    assert submission.latest(fresh(event)).capacity == 30
    assert "<dt>Places</dt><dd>20</dd>" in page_of(client, event)


@pytest.mark.parametrize("number", ["0", "-3", "10001", "many"])
def test_a_number_of_places_that_cannot_be_is_refused_beside_the_field(workspace, event, number):
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    sent = workspace.post(address, {"title": event.title, "capacity": number, "action": "save"})
    assert sent.status_code == 422
    assert (
        'id="capacity-error"' in sent.content.decode()
        or "capacity" in sent.content.decode().partition("error-summary")[2][:900]
    )
    assert submission.latest(fresh(event)).capacity == 20
