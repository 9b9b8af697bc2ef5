"""The page of one event: what became of it, when, where, for whom; what search engines are told; what it never tells."""

import datetime
import html
import json
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from partners.events.occurrences import rewrite
from partners.events.wording import date_words, day_words
from partners.models import EventDate, EventPage, EventStatus
from portal.models import TaxonomyTerm
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db
ONLINE = {"attendance": "online", "venue_name": "", "city": "", "online_url": "https://meet.example/room"}


@pytest.fixture
def lantern():
    return make_organisation("Lantern Example House")


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def page_of(event):
    response = Client().get(event.url)
    assert response.status_code == 200
    return response.content.decode()


def words_of(text):
    """What a reader reads of the main part."""
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def data_of(text):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])


def set_state(event, state, **fields):
    EventStatus.objects.update_or_create(event_key=event.translation_key, defaults={"state": state, **fields})
    rewrite(event)


# --- When and where ---------------------------------------------------------------------------------------------
def test_an_event_says_when_where_for_whom_and_whom_to_ask(lantern):
    event = make_event(
        lantern,
        "Evening of questions",
        start_date=in_days(14),
        end_time=datetime.time(12),
        street_address="1 Example Road",
        region="MN",
        directions="The door with the bell.",
        cost="Free",
        contact_phone="612-555-0100",
        accessibility=[
            TaxonomyTerm.objects.get(kind="accessibility", slug="asl", locale__language_code="en")
        ],
        accessibility_request_by=in_days(10),
    )
    text = page_of(event)
    words = words_of(text)
    assert f"{day_words(in_days(14))}, 10 a.m. to noon" in words
    assert "<address>Example Library<br>1 Example Road<br>Example City, MN</address>" in text
    assert "The door with the bell." in words and "Sign language interpretation (ASL)" in words
    assert "Ask for what you need to take part: access@example.org ." in words
    assert f"Please ask by {date_words(in_days(10))}." in words
    assert 'href="tel:+16125550100"' in text and f'href="{lantern.url}"' in text
    assert f'href="{event.url}event.ics"' in text
    assert "People who share your calendar will see this." in words
    assert "maps" not in text


def test_an_event_that_comes_again_is_told_in_the_visitors_words_with_its_next_dates(lantern):
    start = in_days(7)
    event = make_event(
        lantern, "Circle", frequency="weekly", start_date=start, until=start + datetime.timedelta(70)
    )
    off, planned = start + datetime.timedelta(7), start + datetime.timedelta(14)
    moved = planned + datetime.timedelta(1)
    key = event.translation_key
    EventDate.objects.create(event_key=key, date=off, state="cancelled", reason="weather")
    EventDate.objects.create(event_key=key, date=planned, state="moved", new_date=moved)
    rewrite(event)
    words = words_of(page_of(event))
    assert f"until {date_words(start + datetime.timedelta(70))}, 10 a.m. to 11 a.m." in words
    assert words.count("10 a.m. to 11 a.m.") == 12  # The rule and eleven dates.
    assert f"Canceled : {day_words(off)}" in words and "Reason: The weather" in words
    assert f"New date : {day_words(moved)}" in words and f"instead of {date_words(planned)}" in words
    assert "6 more dates" in words and "More dates follow" not in words


def test_exceptions_are_named_and_all_coming_dates_can_be_unfolded(lantern):
    start = in_days(7)
    left_out = start + datetime.timedelta(7)
    event = make_event(
        lantern,
        "Circle",
        frequency="weekly",
        start_date=start,
        count=10,
        # A day without a date, and one that is over, are not named.
        exception_dates=[day.isoformat() for day in (left_out, start + datetime.timedelta(1), in_days(-7))],
        extra_dates=[in_days(9).isoformat()],
    )
    text = page_of(event)
    words = words_of(text)
    assert f"11 a.m., not on {date_words(left_out)}" in words
    assert f"10 times, and on {date_words(in_days(9))}" in words
    assert words.count("not on") == 1
    folded = re.search(r"<details>\s*<summary>5 more dates</summary>(.*?)</details>", text, re.DOTALL)[1]
    assert folded.count("<time ") == 5 and text.count('<ul class="event-dates">') == 2
    assert day_words(start + datetime.timedelta(63)) in folded


def test_a_list_of_dates_names_them(lantern):
    event = make_event(
        lantern,
        "Circle",
        frequency="dates",
        start_date=in_days(3),
        extra_dates=[in_days(9).isoformat(), in_days(20).isoformat()],
    )
    named = "; ".join(date_words(in_days(days)) for days in (3, 9, 20))
    text = page_of(event)
    assert f"{named}, 10 a.m. to 11 a.m." in words_of(text)
    schedules = data_of(text)["eventSchedule"]
    assert [one["startDate"] for one in schedules] == [in_days(days).isoformat() for days in (3, 9, 20)]


def test_changes_of_single_dates_are_said_also_of_later_ones_and_of_the_time_alone(lantern):
    start = in_days(7)
    event = make_event(lantern, "Circle", frequency="weekly", start_date=start, count=12)
    key = event.translation_key
    later, other = start + datetime.timedelta(49), start + datetime.timedelta(7)
    EventDate.objects.create(event_key=key, date=later, state="cancelled", reason="weather")
    EventDate.objects.create(
        event_key=key, date=other, state="moved", new_date=other, new_start_time=datetime.time(18)
    )
    rewrite(event)
    text = page_of(event)
    words = words_of(text.partition("<details>")[0] + "</main>")
    assert f"{day_words(other)}, 6 p.m. to 7 p.m. instead of 10 a.m. to 11 a.m." in words
    assert f"Canceled : {day_words(later)}" in words and "Reason: The weather" in words
    assert "6 more dates" in text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"frequency": "daily", "interval": 3}, {"repeatFrequency": "P3D"}),
        (
            {"frequency": "monthly_weekday", "weekdays": "TU", "month_positions": "1,-1"},
            {"repeatFrequency": "P1M", "byDay": ["1TU", "-1TU"]},
        ),
        ({"frequency": "monthly_date", "month_days": "1,15"}, {"byMonthDay": [1, 15]}),
    ],
)
def test_every_rhythm_is_a_schedule(lantern, fields, expected):
    schedule = data_of(page_of(make_event(lantern, "Circle", **fields)))["eventSchedule"]
    assert {name: schedule[name] for name in expected} == expected


@pytest.mark.parametrize(
    "fields", [{"frequency": "monthly_workday"}, {"frequency": "monthly_date", "month_days": "-1"}]
)
def test_a_rule_that_schema_org_cannot_say_is_a_list_of_its_dates(lantern, fields):
    event = make_event(lantern, "Circle", **fields)
    schedules = data_of(page_of(event))["eventSchedule"]
    coming = event.recurrence.dates(in_days(366))
    assert [one["startDate"] for one in schedules] == [day.isoformat() for day in coming]
    assert all("repeatFrequency" not in one for one in schedules) and len(schedules) >= 11


def test_the_zone_is_named_for_who_joins_online(lantern):
    event = make_event(lantern, "Talk online", **ONLINE)
    text = page_of(event)
    assert "10\xa0a.m. to 11\xa0a.m.</time>, Central Time" in text
    assert 'href="https://meet.example/room" rel="external noreferrer"' in text


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ("registered", "The address is given after registration."),
        ("confidential", "The address is confidential."),
    ],
)
def test_a_place_that_not_everybody_may_know_is_nowhere(lantern, shown, sentence):
    event = make_event(
        lantern, "Quiet circle", place_shown=shown, street_address="9 Hidden Way", public_area="North"
    )
    text = page_of(event)
    assert "Hidden Way" not in text and "Example Library" not in text
    assert sentence in text and "North" in text
    assert data_of(text)["location"] == {"@type": "Place", "name": "North", "address": "North"}


def test_a_place_that_was_hidden_is_not_shown_though_it_is_stored(lantern):
    event = make_event(lantern, "Open hour", street_address="9 Hidden Way")
    set_state(event, "scheduled", place_hidden=True)
    text = page_of(event)
    assert "Hidden Way" not in text and "Example Library" not in text and "The address is not shown." in text
    assert data_of(text)["location"] == {
        "@type": "Place",
        "name": "City of Minneapolis",
        "address": "City of Minneapolis",
    }


# --- What became of it ------------------------------------------------------------------------------------------
def test_a_cancelled_event_keeps_its_address_and_says_so_first(lantern):
    event = make_event(lantern, "Training day", status_note="We are sorry.")
    set_state(event, "cancelled", reason="weather")
    text = page_of(event)
    words = words_of(text)
    assert "Training day Canceled · Reason: The weather We are sorry." in words
    assert text.index("<h1>") < text.index("event-state") < text.index("<h2")
    assert "We are sorry." in words and "Originally announced for" in words
    assert "event.ics" not in text
    assert data_of(text)["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_postponed_event_leads_to_its_replacement(lantern):
    event, later = make_event(lantern, "Walk"), make_event(lantern, "Walk in spring")
    set_state(event, "postponed", replacement_key=later.translation_key)
    text = page_of(event)
    assert f'It will take place later: <a href="{later.url}">Walk in spring</a>' in text
    assert data_of(text)["eventStatus"] == "https://schema.org/EventPostponed"
    set_state(event, "postponed", replacement_key=uuid.uuid4())
    assert "We do not know the new date yet." in page_of(event)


def test_a_new_date_tells_search_engines_the_one_before(lantern):
    event = make_event(lantern, "Fair")
    before = event.start - datetime.timedelta(days=7)
    set_state(event, "rescheduled", previous_start=before)
    data = data_of(page_of(event))
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert datetime.datetime.fromisoformat(data["previousStartDate"]) == before


def test_another_reason_is_no_reason_to_show(lantern):
    event = make_event(lantern, "Fair")
    set_state(event, "cancelled", reason="other")
    assert "Reason" not in page_of(event)


def test_an_event_that_is_over_says_so_and_asks_for_nothing(lantern):
    event = make_event(lantern, "Last year", start_date=in_days(-30), registration_url="https://r.example/")
    text = page_of(event)
    assert "This event is over." in text and "https://r.example/" not in text and "event.ics" not in text
    assert day_words(in_days(-30)) in text


# --- Who is watched ---------------------------------------------------------------------------------------------
def test_a_discreet_title_stands_in_the_tab_in_what_others_read_and_is_offered_to_calendars(lantern):
    event = make_event(lantern, "Survivors' evening", discreet_title="Cooking evening")
    text = page_of(event)
    head = text[: text.index("</head>")]
    assert "<title>Cooking evening</title>" in text and "Survivors" not in head.replace(event.summary, "")
    assert data_of(text)["name"] == "Cooking evening"
    assert f'href="{event.url}event.ics?title=discreet"' in text and "Add it as “Cooking evening”" in text


def test_nothing_is_shared_or_asked_elsewhere_before_a_click(lantern):
    text = page_of(make_event(lantern, "Open hour"))
    assert not re.findall(r'<(?:img|script|iframe|link)[^>]*(?:src|href)="https?://(?!testserver)', text)
    assert re.search(
        r'<input type="text" id="address" value="http://testserver/events/open-hour/" readonly', text
    )


# --- schema.org -------------------------------------------------------------------------------------------------
def test_search_engines_are_told_what_readers_are(lantern):
    event = make_event(
        lantern, "Open hour", start_date=in_days(14), street_address="1 Example Road", cost="Free."
    )
    data = data_of(page_of(event))
    start = datetime.datetime.fromisoformat(data["startDate"])
    assert start == event.start and start.utcoffset() is not None
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["location"]["address"]["streetAddress"] == "1 Example Road"
    assert data["organizer"]["name"] == "Lantern Example House"
    assert f'<link rel="canonical" href="{data["url"]}">' in page_of(event)
    assert data["inLanguage"] == "en" and data["isAccessibleForFree"] is True


def test_both_ways_are_two_locations_and_mixed(lantern):
    event = make_event(lantern, "Both", attendance="both", online_url="https://meet.example/room")
    data = data_of(page_of(event))
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


def test_whom_to_ask_for_access_can_be_called_and_written_to(lantern):
    event = make_event(
        lantern, "Open hour", accessibility_contact="612-555-0155 <or> access@lantern.example.org, room 12"
    )
    facts = page_of(event).split('class="aside event-facts', 1)[1].split("</aside>", 1)[0]
    assert (
        '<a href="tel:+16125550155"><span class="number" dir="ltr">612-555-0155</span></a> &lt;or&gt;'
        in facts
    )
    assert '<a href="mailto:access@lantern.example.org">access@lantern.example.org</a>, room 12' in facts


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_the_state_of_an_event_is_a_heading(state, lantern):
    event = make_event(lantern, "Training day")
    set_state(event, state)
    assert '<h2 class="callout-title">' in page_of(event)


def test_a_whole_day_is_a_date_without_hours(lantern):
    event = make_event(
        lantern,
        "Open house",
        all_day=True,
        start_time=None,
        end_time=None,
        start_date=in_days(5),
        end_date=in_days(6),
    )
    text = page_of(event)
    data = data_of(text)
    assert (data["startDate"], data["endDate"]) == (in_days(5).isoformat(), in_days(6).isoformat())
    assert f"{day_words(in_days(5))} to {day_words(in_days(6))}" in words_of(text)


def test_a_rule_is_a_schedule_and_the_date_the_next_that_takes_place(lantern):
    start = in_days(7)
    event = make_event(lantern, "Circle", frequency="weekly", start_date=start, count=8)
    EventDate.objects.create(event_key=event.translation_key, date=start, state="cancelled")
    moved = start + datetime.timedelta(days=21)
    EventDate.objects.create(
        event_key=event.translation_key,
        date=moved,
        state="moved",
        new_date=moved + datetime.timedelta(days=1),
    )
    rewrite(event)
    data = data_of(page_of(event))
    assert data["startDate"].startswith((start + datetime.timedelta(days=7)).isoformat())
    schedule, one_date = data["eventSchedule"]
    assert (one_date["startDate"], one_date["repeatCount"]) == (
        (moved + datetime.timedelta(days=1)).isoformat(),
        1,
    )
    assert one_date["startTime"] == "10:00:00"
    assert (schedule["repeatFrequency"], schedule["repeatCount"]) == ("P1W", 8)
    assert (schedule["startTime"], schedule["scheduleTimezone"]) == ("10:00:00", "America/Chicago")
    assert schedule["byDay"] == [f"https://schema.org/{start:%A}"]
    assert schedule["exceptDate"] == [start.isoformat(), moved.isoformat()]


def test_an_event_that_is_written_in_one_language_is_offered_in_it_to_readers_of_others(lantern, client):
    event = make_event(lantern, "Solo en español", language="es")
    switcher = re.search(r'<nav class="language-switcher".*?</nav>', page_of(event), re.DOTALL)[0]
    assert f'href="/so{event.url.removeprefix("/es")}"' in switcher
    answer = client.get(f"/so{event.url.removeprefix('/es')}")
    words = answer.content.decode().partition("<main")[2]
    assert answer.status_code == 404 and answer["Content-Language"] == "so"
    assert re.search(rf'<a [^>]*href="{event.url}" lang="es" hreflang="es">Solo en español</a>', words)
    assert 'href="tel:+18662231111"' in words
    # The nearest page of her own language: all events.
    assert re.search(r'<a [^>]*href="/so/events/">', words)


# --- Drafts -----------------------------------------------------------------------------------------------------
def test_a_preview_shows_the_drafts_own_dates_and_an_empty_draft_too(lantern, rf):
    event = make_event(lantern, "Open hour")
    draft = EventPage.objects.get(pk=event.pk)
    draft.start_date, draft.frequency = in_days(40), "weekly"
    request = rf.get(event.url)
    request.is_preview = True
    view = draft.get_context(request)["view"]
    assert [date.occurrence.local_date for date in view.dates[:2]] == [in_days(40), in_days(47)]
    # A move that waits for approval is shown as it will be.
    draft = EventPage.objects.get(pk=event.pk)
    draft.start_date, draft.frequency = in_days(40), "weekly"
    draft.moved_dates = [
        {"date": in_days(40).isoformat(), "new_date": in_days(42).isoformat(), "new_start_time": "18:30:00"}
    ]
    view = draft.get_context(request)["view"]
    assert view.dates[0].span == f"{day_words(in_days(42))}, 6:30\xa0p.m. to 7:30\xa0p.m."
    assert view.date_notes[0][2] == date_words(in_days(40))
    empty = EventPage(title="Draft", organisation=lantern, locale=event.locale, live=False)
    assert empty.view.dates == [] and empty.view.when == "" and empty.json_ld(request) is None
