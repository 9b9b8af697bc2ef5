"""Calendars as programs read them: parsed by ical.js, expanded against our own rows, safe to share."""

import datetime
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from partners import occurrences
from partners.models import EventDate, EventIndexPage, EventPage, EventStatus, Occurrence
from partners.recurrence import WEEKDAY_CODES
from portal.models import TaxonomyTerm

from .calendar_reading import read, read_all
from .factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db
SECRET = {
    "venue_name": "Hidden House",
    "street_address": "7 Quiet Lane",
    "directions": "Ring the green bell.",
}


@pytest.fixture
def organisation():
    return make_organisation("Riverbank Example Group")


def ics(client, event, query="", **headers):
    answer = client.get(f"{event.url}event.ics{query}", headers=headers)
    assert answer.status_code in (200, 304), answer.status_code
    return answer


def clean_lines(answer):
    """The answer's lines as they would be before they were folded."""
    return answer.content.decode().replace("\r\n ", "").split("\r\n")


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


# --- One event ---------------------------------------------------------------------------------------------
def test_an_event_says_all_that_a_calendar_shows(client, organisation):
    topic = TaxonomyTerm.objects.filter(kind="topic", locale__language_code="en").first()
    event = make_event(
        organisation,
        "Rights, pay; and “papers”",
        start_date=datetime.date(2027, 3, 8),
        description="<p>First line.</p><ul><li>Bring <b>papers</b></li><li>A &amp; B</li></ul>",
        street_address="1 Example Street",
        region="MN",
        postal_code="55400",
        registration_url="https://register.example/a?b=1&c=2",
        topics=[topic] if topic else [],
    )
    answer = ics(client, event)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    found = read(answer)
    assert found["calendar"]["method"] == "PUBLISH" and found["calendar"]["version"] == "2.0"
    (component,) = found["events"]
    assert component["uid"] == str(event.translation_key)
    assert component["summary"] == event.title
    assert component["location"] == "Example Library, 1 Example Street, Example City, MN 55400"
    assert component["status"] == "CONFIRMED" and component["sequence"] == "0"
    assert component["dtstart"] == "2027-03-08T10:00:00" and component["dtend"] == "2027-03-08T11:00:00"
    assert component["dtstart;"] == {"tzid": "America/Chicago"}
    assert component["url"] == f"http://testserver{event.url}"
    lines = component["description"].split("\n")
    assert lines[:4] == [event.summary, "First line.", "- Bring papers", "- A & B"]
    assert "Register: https://register.example/a?b=1&c=2" in lines
    assert "Organisation: Riverbank Example Group" in lines
    if topic:
        assert component["categories"] == topic.name
    assert not {"organizer", "attendee", "geo", "attach", "class"} & set(component)
    assert found["nested"] == []  # No VALARM.


def test_lines_are_folded_and_end_as_the_standard_asks(client, organisation):
    event = make_event(organisation, "Ein sehr langer Titel mit Ümläuten: " + "日本語" * 30)
    body = ics(client, event).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert read(ics(client, event))["events"][0]["summary"] == event.title


def test_hostile_words_stay_words(client, organisation):
    title = "A\\nB\r\nATTACH:https://evil.example/x\nBEGIN:VALARM;,\\"
    event = make_event(organisation, "Harmless", summary="x\r\nEND:VEVENT\r\nEND:VCALENDAR", slug="hostile")
    EventPage.objects.filter(pk=event.pk).update(title=title, cost="<script>alert(1)</script>\0\x07")
    found = read(ics(client, event))
    (component,) = found["events"]
    assert found["names"].count("vevent") == 1 and found["nested"] == []
    assert "attach" not in component
    assert component["summary"] == "A\\nB ATTACH:https://evil.example/x BEGIN:VALARM;,\\"
    assert "Cost: <script>alert(1)</script>" in component["description"].split("\n")


def test_the_identifier_holds_no_host_and_is_one_for_all_languages(client, organisation):
    event = make_event(organisation)
    index = EventIndexPage.objects.get(locale__language_code="es")
    spanish = event.copy_for_translation(index.locale)
    spanish.title = "Conozca sus derechos"
    publish(spanish)
    first, other = read(ics(client, event)), read(ics(client, spanish))
    assert first["events"][0]["uid"] == other["events"][0]["uid"]
    assert other["events"][0]["summary"] == "Conozca sus derechos"
    moved = client.get(f"{event.url}event.ics", headers={"host": "other.example"})
    assert read(moved)["events"][0]["uid"] == first["events"][0]["uid"]
    assert b"testserver" not in moved.content


def test_a_whole_day_is_a_date_without_zone(client, organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 3, 13),
        end_date=datetime.date(2027, 3, 14),
        start_time=None,
        end_time=None,
        all_day=True,
    )
    found = read(ics(client, event))
    (component,) = found["events"]
    assert component["dtstart"] == "2027-03-13" and component["dtend"] == "2027-03-15"
    assert "tzid" not in component.get("dtstart;", {}) and "tzid" not in component.get("dtend;", {})
    assert found["zones"] == {}


def test_a_change_counts_up_and_says_when(client, organisation):
    event = make_event(organisation)
    before = read(ics(client, event))["events"][0]
    event.venue_name = "Another Library"
    publish(event)
    after = read(ics(client, event))["events"][0]
    assert (before["sequence"], after["sequence"]) == ("0", "1")
    assert after["last-modified"] >= before["last-modified"] and after["dtstamp"] == after["last-modified"]
    assert after["location"].startswith("Another Library")


@pytest.mark.parametrize(
    ("state", "status", "summary"),
    [
        ("cancelled", "CANCELLED", "Cancelled: Know your rights at work"),
        ("postponed", "TENTATIVE", "Postponed: Know your rights at work"),
        ("rescheduled", "CONFIRMED", "Know your rights at work"),
    ],
)
def test_what_became_of_the_event(client, organisation, state, status, summary):
    event = make_event(organisation)
    EventStatus.objects.create(
        event_key=event.translation_key, state=state, reason="weather", sequence=3, changed_at=timezone.now()
    )
    (component,) = read(ics(client, event))["events"]
    assert (component["status"], component["summary"]) == (status, summary)
    assert component["sequence"] == "3"
    assert component["description"].startswith("Reason: The weather\n")


def test_cancelled_and_moved_dates_are_overrides_and_exceptions_are_left_out(client, organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 3, 2),
        frequency="weekly",
        until=datetime.date(2027, 4, 6),
        exception_dates=["2027-03-09", "2027-03-10"],
    )
    EventDate.objects.create(
        event_key=event.translation_key, date=datetime.date(2027, 3, 16), state="cancelled", reason="illness"
    )
    EventDate.objects.create(
        event_key=event.translation_key,
        date=datetime.date(2027, 3, 23),
        state="moved",
        new_date=datetime.date(2027, 3, 24),
        new_start_time=datetime.time(17),
    )
    found = read(ics(client, event))
    master, cancelled, moved = found["events"]
    assert master["rrule"] == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270407T045959Z"
    assert master["exdate"] == "2027-03-09T10:00:00"
    assert cancelled["recurrence-id"] == "2027-03-16T10:00:00" and cancelled["status"] == "CANCELLED"
    assert cancelled["summary"].startswith("Cancelled: ")
    assert moved["recurrence-id"] == "2027-03-23T10:00:00" and moved["dtstart"] == "2027-03-24T17:00:00"
    assert [(date["clock"], date["status"]) for date in found["dates"]] == [
        ("2027-03-02T10:00:00", "CONFIRMED"),
        ("2027-03-16T10:00:00", "CANCELLED"),
        ("2027-03-24T17:00:00", "CONFIRMED"),
        ("2027-03-30T10:00:00", "CONFIRMED"),
        ("2027-04-06T10:00:00", "CONFIRMED"),
    ]


def test_the_same_event_gives_the_same_bytes_and_304(client, organisation):
    event = make_event(organisation, frequency="weekly", count=5, exception_dates=["2027-01-01"])
    first = ics(client, event)
    assert ics(client, event).content == first.content
    assert ics(client, event, **{"if-none-match": first["ETag"]}).status_code == 304
    assert ics(client, event, **{"if-modified-since": first["Last-Modified"]}).status_code == 304
    EventStatus.objects.create(
        event_key=event.translation_key,
        state="cancelled",
        changed_at=timezone.now() + datetime.timedelta(seconds=5),
    )
    assert ics(client, event, **{"if-none-match": first["ETag"]}).status_code == 200
    assert ics(client, event, **{"if-modified-since": first["Last-Modified"]}).status_code == 200


def test_a_draft_has_no_calendar(client, organisation):
    draft = make_event(organisation, live=False)
    assert client.get(f"/events/{draft.slug}/event.ics").status_code == 404


# --- What must not be known ----------------------------------------------------------------------------------
def leaks(answer):
    text = "".join(clean_lines(answer))
    return [word for word in SECRET.values() if word.lower() in text.lower()]


@pytest.mark.parametrize("how", ["confidential", "registered", "hidden", "left in the row"])
def test_a_place_that_must_not_be_known_stands_in_no_calendar(client, organisation, how):
    event = make_event(organisation, public_area="North side", **SECRET)
    assert leaks(ics(client, event)) == list(SECRET.values())
    if how == "hidden":
        EventStatus.objects.create(event_key=event.translation_key, place_hidden=True)
    elif how == "left in the row":
        # Whatever a script writes past the models is not shown either.
        EventPage.objects.filter(pk=event.pk).update(place_shown="confidential")
    else:
        event.place_shown = how
        publish(event)
    for address in (f"{event.url}event.ics", "/events/calendar.ics", "/events/feed.atom"):
        answer = client.get(address)
        assert answer.status_code == 200 and leaks(answer) == []
    assert read(ics(client, event))["events"][0]["location"] == "North side"


def test_the_discreet_calendar_tells_nothing_of_what_it_is_about(client, organisation):
    event = make_event(
        organisation,
        "Leaving a violent employer",
        discreet_title="Appointment at the library",
        public_area="Downtown",
        description="<p>Trafficking.</p>",
        frequency="weekly",
        count=3,
        **SECRET,
    )
    EventDate.objects.create(
        event_key=event.translation_key, date=event.start_date + datetime.timedelta(days=7), state="cancelled"
    )
    answer = ics(client, event, "?title=discreet")
    text = "".join(clean_lines(answer)).lower()
    for word in (
        "violent",
        "employer",
        "traffick",
        "riverbank",
        "library street",
        "testserver",
        "city",
        *SECRET,
    ):
        assert word not in text, word
    assert leaks(answer) == []
    assert answer["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    found = read(answer)
    assert found["calendar"]["name"] == found["calendar"]["x-wr-calname"] == "Appointment at the library"
    master, override = found["events"]
    assert master["summary"] == "Appointment at the library" and master["location"] == "Downtown"
    assert override["summary"] == "Cancelled: Appointment at the library"
    assert not {"description", "url", "categories"} & {*master, *override}
    assert master["class"] == "PRIVATE" and found["nested"] == []


def test_without_a_discreet_title_a_neutral_word_stands_in(client, organisation):
    event = make_event(organisation, "Leaving a violent employer")
    found = read(ics(client, event, "?title=discreet"))
    assert found["events"][0]["summary"] == found["calendar"]["name"] == "Appointment"


def test_the_discreet_list_is_neutral_too(client, organisation):
    make_event(organisation, "Leaving a violent employer", **SECRET)
    answer = client.get("/events/calendar.ics?title=discreet&q=violent")
    assert "violent" not in answer.content.decode().lower() and leaks(answer) == []
    assert answer["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert read(answer)["calendar"]["name"] == "Calendar"


# --- The calendar of all events --------------------------------------------------------------------------
def only(organisation):
    return f"/events/calendar.ics?organisation={organisation.slug}"


def test_the_calendar_holds_the_next_events_and_the_filters_of_the_list(client, organisation):
    event = make_event(organisation, "Ours")
    make_event(organisation, "Over", start_date=in_days(-30))
    make_event(make_organisation("Other Example Group"), "Theirs")
    found = read(client.get(only(organisation)))
    assert [component["summary"] for component in found["events"]] == ["Ours"]
    assert found["events"][0]["uid"] == str(event.translation_key)
    assert organisation.title in found["calendar"]["name"]
    everything = read(client.get("/events/calendar.ics"))
    assert {"Ours", "Theirs"} <= {component["summary"] for component in everything["events"]}
    assert everything["calendar"]["refresh-interval"] == "PT6H"
    assert everything["calendar"]["x-published-ttl"] == "PT6H"
    assert everything["calendar"]["source"] == "http://testserver/events/calendar.ics"


def test_under_another_language_the_words_are_of_that_language(client, organisation):
    event = make_event(organisation, "Know your rights")
    translated = make_event(organisation, "Another one")
    index = EventIndexPage.objects.get(locale__language_code="es")
    spanish = translated.copy_for_translation(index.locale)
    spanish.title = "Otro evento"
    publish(spanish)
    found = read(client.get("/es" + only(organisation)))
    by_title = {component["summary"]: component for component in found["events"]}
    assert set(by_title) == {"Know your rights", "Otro evento"}
    assert by_title["Know your rights"]["summary;"] == {"language": "en"}
    assert "summary;" not in by_title["Otro evento"]
    assert by_title["Otro evento"]["uid"] == str(translated.translation_key)
    assert by_title["Otro evento"]["url"].startswith("http://testserver/es/")
    assert "Eventos" in found["calendar"]["name"]
    assert event.url in by_title["Know your rights"]["url"]


def test_asking_again_is_answered_304_until_something_changes(client, organisation):
    event = make_event(organisation)
    first = client.get(only(organisation))
    again = client.get(only(organisation), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b""
    event.unpublish()
    assert client.get(only(organisation), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_empty_calendar_is_whole(client):
    answer = client.get("/events/calendar.ics?q=zzzz-nothing")
    found = read(answer)
    assert answer.status_code == 200 and found["events"] == []


def test_at_most_the_next_hundred_events_and_the_queries_stay_the_same(
    client, organisation, django_assert_max_num_queries, monkeypatch
):
    from partners import calendars

    monkeypatch.setattr(calendars, "EVENTS", 5)
    for number in range(7):
        make_event(
            organisation, f"Event {number}", start_date=in_days(7 - number), frequency="weekly", count=9
        )
    client.get("/events/calendar.ics")  # Fills the caches.
    with django_assert_max_num_queries(20):
        # Routing, the rows, the events, their states, changed dates and terms; links come from the cache.
        found = read(client.get(only(organisation)))
    assert {component["summary"] for component in found["events"]} == {f"Event {n}" for n in range(2, 7)}


# --- Time zones and rules, by other libraries -----------------------------------------------------------------
ZONES = [
    "America/Chicago",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
]


@pytest.mark.parametrize("name", ZONES)
def test_the_time_zone_is_whole_for_years_to_come(client, organisation, name):
    """Offsets by the calendar's own VTIMEZONE, in every month of ten years, are those of the zone."""
    event = make_event(
        organisation,
        time_zone=name,
        start_date=datetime.date(2027, 1, 11),
        start_time=datetime.time(9),
        frequency="weekly",
        weekdays="MO,TU,WE,TH,FR,SA,SU",
        interval=2,
    )
    found = read(ics(client, event), until="2037-01-01")
    assert list(found["zones"]) == [name]
    assert len(found["dates"]) > 1800
    for date in found["dates"]:
        clock = datetime.datetime.combine(datetime.date.fromisoformat(date["date"]), datetime.time(9))
        expected = occurrences.instant(clock, ZoneInfo(name)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        assert (date["date"], date["start"]) == (date["date"], expected)


# Each example writes events and starts a program: a failing one is shown as found, not made smaller for minutes.
FOUND = [Phase.explicit, Phase.reuse, Phase.generate]
CLOCKS = st.times(datetime.time(4), datetime.time(21)).map(
    lambda clock: clock.replace(second=0, microsecond=0)
)


@st.composite
def plans(draw):
    """An event's fields and its changed dates, by offsets from its dates."""
    all_day = draw(st.booleans())
    start = timezone.localdate() + datetime.timedelta(days=draw(st.integers(0, 500)))
    clock = draw(CLOCKS)
    length = draw(st.sampled_from([None, 45, 120, 26 * 60]))
    end = datetime.datetime.combine(start, clock) + datetime.timedelta(minutes=length or 0)
    ends = draw(st.sampled_from(["open", "until", "count"]))
    return {
        "start_date": start,
        "all_day": all_day,
        "start_time": None if all_day else clock,
        "end_date": end.date() if length and end.date() != start else None,
        "end_time": end.time() if length and not all_day else None,
        "time_zone": draw(st.sampled_from(["America/Chicago", "America/Chicago", "Europe/London", "UTC"])),
        "frequency": draw(st.sampled_from(["", "weekly", "weekly", "monthly_date", "monthly_weekday"])),
        "interval": draw(st.integers(1, 4)),
        "weekdays": ",".join(draw(st.lists(st.sampled_from(WEEKDAY_CODES), unique=True, max_size=3))),
        "until": start + datetime.timedelta(days=draw(st.integers(0, 500))) if ends == "until" else None,
        "count": draw(st.integers(1, 30)) if ends == "count" else None,
    }, draw(
        st.lists(
            st.tuples(st.integers(0, 40), st.sampled_from("ecm"), st.integers(-5, 5), CLOCKS), max_size=5
        )
    )


def prepare(event, fields, changes):
    """Give a live event other times, as a script would, and write its rows."""
    EventPage.objects.filter(pk=event.pk).update(exception_dates=[], **fields)
    EventDate.objects.filter(event_key=event.translation_key).delete()
    event = EventPage.objects.get(pk=event.pk)
    dates = event.recurrence.dates(timezone.localdate() + occurrences.HORIZON)
    exceptions = set()
    for place, kind, days, clock in changes:
        if not fields["frequency"] or place >= len(dates) or dates[place] in exceptions:
            continue
        if kind == "e":
            exceptions.add(dates[place])
            EventDate.objects.filter(event_key=event.translation_key, date=dates[place]).delete()
            continue
        moved = {"new_date": dates[place] + datetime.timedelta(days=days)} if kind == "m" else {}
        if kind == "m" and not event.all_day:
            moved["new_start_time"] = clock
        EventDate.objects.update_or_create(
            event_key=event.translation_key,
            date=dates[place],
            defaults={"state": "moved" if kind == "m" else "cancelled", **moved},
        )
    event.exception_dates = sorted(day.isoformat() for day in exceptions)
    EventPage.objects.filter(pk=event.pk).update(exception_dates=event.exception_dates)
    occurrences.rewrite(event)
    return event


def expected_dates(event):
    rows = Occurrence.objects.filter(event_key=event.translation_key).order_by("date")
    found = []
    for row in rows:
        if event.all_day:
            end = row.local_end_date + datetime.timedelta(days=1)
            times = (row.local_date.isoformat(), end.isoformat())
        else:
            ends = row.end if event.end_time or event.end_date else row.start
            times = tuple(
                moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
                for moment in (row.start, ends)
            )
        found.append((row.date.isoformat(), *times, "CANCELLED" if row.is_cancelled else "CONFIRMED"))
    return found


@pytest.fixture
def pool(organisation):
    return [make_event(organisation, f"Event {number}") for number in range(10)]


@settings(
    max_examples=6, deadline=None, phases=FOUND, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(plans(), min_size=10, max_size=10))
def test_ical_js_finds_the_dates_that_our_rows_have(client, pool, drawn):
    events = [prepare(event, *plan) for event, plan in zip(pool, drawn, strict=True)]
    horizon = (timezone.localdate() + occurrences.HORIZON).isoformat()
    texts = [ics(client, event).content.decode() for event in events]
    for event, found in zip(events, read_all(texts, horizon), strict=True):
        parsed = [(date["date"], date["start"], date["end"], date["status"]) for date in found["dates"]]
        assert [date for date in parsed if date[0] <= horizon][:400] == expected_dates(event), (
            event.recurrence
        )


@settings(
    max_examples=6, deadline=None, phases=FOUND, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(plans(), min_size=10, max_size=10))
def test_recurring_ical_events_finds_them_too(client, pool, drawn):
    first, last = (
        timezone.localdate() - datetime.timedelta(days=40),
        timezone.localdate() + datetime.timedelta(days=600),
    )
    for event, plan in zip(pool, drawn, strict=True):
        event = prepare(event, *plan)
        calendar = icalendar.Calendar.from_ical(ics(client, event).content)
        found = recurring_ical_events.of(calendar).between(first, last)
        starts = set()
        for component in found:
            start = component.start
            if event.all_day:
                starts.add((start.isoformat(), str(component.get("STATUS"))))
            else:
                moment = start.astimezone(datetime.UTC)
                starts.add((moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"), str(component.get("STATUS"))))
        expected = {(start, status) for _date, start, _end, status in expected_dates(event)}
        horizon = max((start for start, _status in expected), default="")
        assert {pair for pair in starts if pair[0] <= horizon} == expected, event.recurrence


def test_every_identifier_looks_like_a_uuid(client):
    """Of the demonstration's own calendar too."""
    found = read(client.get("/events/calendar.ics"))
    assert all(re.fullmatch(r"[0-9a-f-]{36}", component["uid"]) for component in found["events"])
