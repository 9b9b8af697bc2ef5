"""The list of events: what stands in it, in which order, how it is narrowed, what it costs, and what it does with nonsense."""

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.events.filters import EventFilters
from partners.events.listing import COUNTED, ON_A_PAGE, ListPage
from partners.events.occurrences import rewrite
from partners.events.wording import day_words
from partners.models import EventDate, EventIndexPage, EventPage, EventStatus, Occurrence
from portal.models import TaxonomyTerm
from tests.partners.factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_ours(db):
    """The demonstration's own dates are no part of these tests."""
    Occurrence.objects.all().delete()


@pytest.fixture
def lantern():
    return make_organisation("Lantern Example House")


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def term(kind, slug):
    return TaxonomyTerm.objects.get(kind=kind, slug=slug, locale__language_code="en")


def read(address="/events/", client=None):
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response


def names(response):
    """The accessible names of the links of the list's headings, as a screen reader says them."""
    found = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", name).split()) for name in found]


def titles(response):
    return [name.split(",")[0] for name in names(response)]


def title(response):
    return " ".join(re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1].split())


def heading(response):
    text = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", "", text).split())


# --- What stands in the list ------------------------------------------------------------------------------------
def test_events_stand_by_day_with_status_title_date_and_hour_in_the_links_name(lantern):
    later = make_event(lantern, "Training for hotels", start_date=in_days(20), start_time=datetime.time(9))
    make_event(
        lantern, "Bread and papers", start_date=in_days(3), start_time=datetime.time(12), end_time=None
    )
    EventStatus.objects.create(event_key=later.translation_key, state="cancelled", reason="weather")
    response = read()
    assert names(response) == [
        f"Bread and papers, {day_words(in_days(3))}, noon",
        f"Canceled: Training for hotels, {day_words(in_days(20))}, 9 a.m.",
    ]
    text = response.content.decode()
    assert text.index(f'<time datetime="{in_days(3).isoformat()}">{day_words(in_days(3))}</time>') > 0
    assert 'datetime="' + in_days(3).isoformat() + "T12:00:00-0" in text


def test_the_words_of_a_day_are_those_of_the_visitor():
    assert day_words(datetime.date(2027, 1, 20)) == "Wednesday, January 20, 2027"


def test_a_postponed_event_and_a_date_called_off_stay_with_their_state(lantern):
    weekly = make_event(lantern, "Circle", frequency="weekly", count=3, start_date=in_days(2))
    late = make_event(lantern, "Walk", start_date=in_days(3))
    EventStatus.objects.create(event_key=late.translation_key, state="postponed")
    EventDate.objects.create(event_key=weekly.translation_key, date=in_days(9), state="cancelled")
    moved = in_days(17)
    EventDate.objects.create(
        event_key=weekly.translation_key, date=in_days(16), state="moved", new_date=moved
    )
    rewrite(weekly)
    assert [name.partition(",")[0] for name in names(read())] == [
        "Circle",
        "Postponed: Walk",
        "Canceled: Circle",
        "New date: Circle",
    ]


def test_what_is_over_is_in_the_archive_the_newest_first(lantern):
    make_event(lantern, "Long ago", start_date=in_days(-40))
    make_event(lantern, "Last week", start_date=in_days(-7))
    make_event(lantern, "Next week", start_date=in_days(7))
    assert titles(read()) == ["Next week"]
    archive = read("/events/past/")
    assert titles(archive) == ["Last week", "Long ago"]
    assert heading(archive) == "Past events"
    assert titles(read(f"/events/past/?from={in_days(-10)}")) == ["Last week"]


def test_what_began_before_today_and_goes_on_stands_first_and_says_so(lantern):
    make_event(lantern, "Tomorrow", start_date=in_days(1))
    make_event(
        lantern, "Exhibition", start_date=in_days(-30), end_date=in_days(30), all_day=True, start_time=None
    )
    response = read()
    assert titles(response) == ["Exhibition", "Tomorrow"]
    assert "Happening now" in response.content.decode()
    assert titles(read(f"/events/?from={in_days(10)}&to={in_days(11)}")) == ["Exhibition"]


def test_who_joins_from_elsewhere_is_told_the_time_zone(lantern):
    online = {"attendance": "online", "online_url": "https://meet.example/x"}
    make_event(lantern, "Talk", time_zone="America/New_York", venue_name="", **online)
    make_event(lantern, "Visit")
    text = read().content.decode()
    assert text.count("10\xa0a.m. to 11\xa0a.m., Eastern Time") == 1
    assert text.count("10\xa0a.m. to 11\xa0a.m.</time>") == 1


def test_languages_and_accessibility_stand_apart(lantern):
    make_event(
        lantern, "Signed", languages=[term("language", "so")], accessibility=[term("accessibility", "asl")]
    )
    text = read().content.decode()
    assert "<dt>Languages</dt><dd>Somali</dd>" in text
    assert "<dt>Accessibility</dt><dd>Sign language interpretation (ASL)</dd>" in text


def test_a_confidential_place_is_named_by_part_of_town_and_reason_alone(lantern):
    hidden = {"place_shown": "confidential", "venue_name": "Secret house", "public_area": "North side"}
    make_event(lantern, "Circle", **hidden)
    text = read().content.decode()
    assert "North side" in text and "Secret house" not in text


def test_all_languages_are_listed_each_in_the_readers_own_where_it_is_translated(lantern):
    spanish = make_event(lantern, "Sus derechos", language="es", start_date=in_days(2))
    both = make_event(lantern, "Wages", start_date=in_days(3))
    copy = both.copy_for_translation(spanish.locale)
    copy.title = "Salarios"
    publish(copy)
    english = read().content.decode()
    assert titles(read()) == ["Sus derechos", "Wages"]
    assert (
        '<span lang="es">Sus derechos</span>' in english and '<a href="/es/events/sus-derechos/">' in english
    )
    response = read("/es/events/")
    assert titles(response) == ["Sus derechos", "Salarios"]
    assert '<span lang="en">' not in response.content.decode()


# --- Filters ----------------------------------------------------------------------------------------------------
@pytest.fixture
def varied(lantern):
    """Events that differ in one thing each."""
    other = make_organisation("Harbor Example Center")
    make_event(lantern, "Plain hour", start_date=in_days(5))
    make_event(other, "Harbor talk", start_date=in_days(6))
    make_event(lantern, "Wages in Somali", start_date=in_days(7), languages=[term("language", "so")])
    make_event(lantern, "Signed hour", start_date=in_days(8), accessibility=[term("accessibility", "asl")])
    make_event(
        lantern,
        "Signed and quiet",
        start_date=in_days(9),
        accessibility=[term("accessibility", "asl"), term("accessibility", "quiet-room")],
    )
    topic = TaxonomyTerm.objects.filter(kind="topic", locale__language_code="en").first()
    make_event(lantern, "On a topic", start_date=in_days(10), topics=[topic])
    online = {"online_url": "https://meet.example/x"}
    make_event(lantern, "Only online", start_date=in_days(11), attendance="online", venue_name="", **online)
    make_event(lantern, "Both ways", start_date=in_days(12), attendance="both", **online)
    return topic


FOUND = [
    ("q=harbor", ["Harbor talk"]),
    ("q=WAGES", ["Wages in Somali"]),
    ("q=signed+quiet", ["Signed and quiet"]),
    ("q=100%25", []),
    ("organisation=harbor-example-center", ["Harbor talk"]),
    ("language=so", ["Wages in Somali"]),
    ("accessibility=asl", ["Signed hour", "Signed and quiet"]),
    ("accessibility=asl&accessibility=quiet-room", ["Signed and quiet"]),
    ("attendance=online", ["Only online", "Both ways"]),
    ("attendance=both", ["Both ways"]),
    ("attendance=online&q=only", ["Only online"]),
    ("accessibility=asl&language=so", []),
]


def test_filters_find_what_they_say_alone_and_together(varied):
    for query, found in FOUND:
        response = read(f"/events/?{query}")
        assert titles(response) == found, query
        count = f"{len(found)} date{'' if len(found) == 1 else 's'}"
        assert count in title(response) and count in heading(response), query


def test_a_discreet_title_does_not_tell_what_was_typed(varied):
    index = EventIndexPage.objects.get(locale__language_code="en")
    EventIndexPage.objects.filter(pk=index.pk).update(discreet_title="City events")
    response = read("/events/?q=signed&attendance=place")
    assert title(response) == "City events: in person, 2 dates"
    assert "“signed”" in heading(response)


def test_a_place_counts_events_that_are_online_too(varied):
    assert "Only online" not in titles(read("/events/?attendance=place"))
    assert "Both ways" in titles(read("/events/?attendance=place"))


def test_topic_and_period_narrow_and_are_named(varied):
    assert titles(read(f"/events/?topic={varied.slug}")) == ["On a topic"]
    response = read(f"/events/?from={in_days(6)}&to={in_days(7)}")
    assert titles(response) == ["Harbor talk", "Wages in Somali"]
    response = read("/events/?language=so&attendance=place")
    assert heading(response) == "Events: in Somali, in person (1 date)"
    assert "vents: in Somali, in person, 1 date" in title(response)


def test_many_matching_events_are_found_as_few_are(varied, monkeypatch):
    queries = [
        "q=hour",
        "accessibility=asl",
        "attendance=online&q=ways",
        "organisation=harbor-example-center",
    ]
    few = [titles(read(f"/events/?{query}")) for query in queries]
    monkeypatch.setattr("partners.events.filters.FEW_EVENTS", 0)
    assert [titles(read(f"/events/?{query}")) for query in queries] == few != [[], [], [], []]


def test_the_form_shows_what_is_chosen_and_filters_go_along(varied):
    text = read("/events/?accessibility=asl&language=so&q=x%22y").content.decode()
    assert re.search(r'<option value="so" selected>', text)
    assert re.search(r'value="asl" checked', text)
    assert 'value="x&quot;y"' in text
    query = "q=x%22y&amp;language=so&amp;accessibility=asl"
    assert f'href="/events/feed.atom?{query}"' in text and f'href="/events/past/?{query}"' in text
    assert "webcal://testserver/events/calendar.ics" in text


def test_where_nothing_is_found_the_page_says_what_to_do(lantern):
    text = read("/events/?q=zzzz").content.decode()
    assert "No events match all of your choices." in text and 'href="/events/"' in text


def test_no_other_host_is_asked_for_anything(lantern):
    text = read().content.decode()
    assert not re.findall(r'<(?:img|script|iframe|link)[^>]*(?:src|href)="https?://(?!testserver)', text)


# --- Nonsense ---------------------------------------------------------------------------------------------------
NONSENSE = [
    "q=%00&organisation=%00&topic=%00",
    "from=9999-12-31",
    "from=0001-01-01&to=9999-12-31",
    "from=2027-02-30",
    "from=yesterday&to=%00",
    "to=0001-01-01",
    "from=2027-03-01&to=2027-02-01",
    "page=99999999999999999999",
    "page=-1",
    "page=٣",
    "topic=none&language=none&organisation=none&attendance=none&accessibility=none",
    "q=" + "a" * 5000,
    "q=" + "+".join("abcdefgh") * 30,
    "q=%25_%5C'%22%3Cscript%3E",
    "&".join(f"accessibility=x{n}" for n in range(100)),
]


@pytest.mark.parametrize("place", ["/events/", "/events/past/", "/events/month/2027/01/", "/es/events/"])
def test_nonsense_in_the_address_is_left_out_or_answered_with_a_sentence(lantern, place):
    place = place.replace("2027/01", f"{timezone.localdate():%Y/%m}")
    for query in NONSENSE:
        assert b"<script>" not in read(f"{place}?{query}").content, query


def test_what_is_no_date_or_not_known_is_said(lantern):
    text = read("/events/?from=2027-02-30&topic=none").content.decode()
    assert "“2027-02-30” is not a date." in text
    assert "One of the filters in the address does not exist, so it was left out." in text


# --- Page by page -----------------------------------------------------------------------------------------------
@pytest.fixture
def hundreds(lantern):
    """One event with many dates: rows are what a list reads."""
    event = make_event(lantern, "Daily bread", start_date=in_days(1))
    row = Occurrence.objects.get(event=event)
    Occurrence.objects.bulk_create(
        Occurrence(
            event=event,
            event_key=event.translation_key,
            date=row.date + datetime.timedelta(days=number),
            start=row.start + datetime.timedelta(days=number),
            end=row.end + datetime.timedelta(days=number),
            local_date=row.local_date + datetime.timedelta(days=number),
            local_end_date=row.local_date + datetime.timedelta(days=number),
        )
        for number in range(1, 130)
    )
    return event


def test_what_an_event_is_stands_once_on_a_page_and_each_date_says_when_and_where(hundreds, lantern):
    page = read().content.decode().partition("<main")[2]
    rows = re.findall(r'<li class="event">.*?</li>', page, re.DOTALL)
    assert len(rows) == ON_A_PAGE
    described = [hundreds.summary in row and lantern.title in row for row in rows]
    assert described == [True, *[False] * (ON_A_PAGE - 1)]
    assert all(
        "Daily bread" in row and hundreds.place_words in row and 'class="hours"' in row for row in rows
    )


def test_a_page_holds_fifteen_dates_and_leads_to_the_next(hundreds):
    first = read()
    assert len(titles(first)) == ON_A_PAGE
    assert 'href="?page=2"' in first.content.decode()
    ninth = read("/events/?page=9")
    assert len(titles(ninth)) == 10 and heading(ninth) == "Events, page 9"
    assert f"more than {COUNTED} dates" in heading(read("/events/?q=bread"))


def test_a_page_beyond_the_last_is_the_last(hundreds):
    assert len(titles(read("/events/?page=9999999"))) == 10
    assert len(titles(read("/events/?page=10"))) == 10


def test_no_more_rows_are_read_than_shown_or_counted(hundreds):
    class Query(dict):
        def getlist(self, name):
            return []

    filters = EventFilters(Query(), "en")
    dates = filters.occurrences()
    with CaptureQueriesContext(connection) as seen:
        page = ListPage(dates, "2")
    assert len(seen) == 1 and f"LIMIT {COUNTED + 1}" in seen.captured_queries[0]["sql"]
    assert not page.is_counted and page.pages is None


# --- Cost -------------------------------------------------------------------------------------------------------
def queries(address):
    read(address)
    with CaptureQueriesContext(connection) as seen:
        read(address)
    return len(seen)


def test_a_list_costs_at_most_twenty_queries_and_none_more_for_more_events(lantern):
    index = EventIndexPage.objects.get(locale__language_code="en").url
    filtered = (
        f"{index}?q=hour&language=so&attendance=place&accessibility=asl&organisation=lantern-example-house"
    )
    addresses = [index, f"{index}?q=hour", f"{index}past/", filtered]
    every = {"languages": [term("language", "so")], "accessibility": [term("accessibility", "asl")]}
    make_event(lantern, "One hour", **every)
    make_event(lantern, "Gone hour", start_date=in_days(-3), **every)
    before = {address: queries(address) for address in addresses}
    for number in range(12):
        event = make_event(lantern, f"Hour {number}", start_date=in_days(number - 6), **every)
        EventStatus.objects.create(event_key=event.translation_key, state="cancelled")
    after = {address: queries(address) for address in addresses}
    assert after == before and max(after.values()) <= 20


def test_drafts_and_what_is_taken_down_are_not_listed(lantern):
    make_event(lantern, "Draft", live=False)
    gone = make_event(lantern, "Gone")
    EventPage.objects.get(pk=gone.pk).unpublish()
    assert titles(read()) == []
