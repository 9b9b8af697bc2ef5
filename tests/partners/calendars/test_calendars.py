"""Calendars as programs read them: parsed by ical.js, expanded against our own rows, safe to share."""

import datetime
import re

import pytest
from django.utils import timezone

from partners.calendars.texts import plain_text
from partners.models import EventDate, EventIndexPage, EventPage, EventStatus
from portal.models import TaxonomyTerm
from tests.partners.calendar_reading import ics, read
from tests.partners.factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db
SECRET = {
    "venue_name": "Hidden House",
    "street_address": "7 Quiet Lane",
    "directions": "Ring the green bell.",
}


@pytest.fixture
def organisation():
    return make_organisation("Riverbank Example Group")


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
    assert "Organization: Riverbank Example Group" in lines
    if topic:
        assert component["categories"] == topic.name
    assert not {"organizer", "attendee", "geo", "attach", "class"} & set(component)
    assert found["nested"] == []  # No VALARM.


def test_the_description_keeps_the_addresses_of_links(client, organisation):
    event = make_event(
        organisation,
        description='<p>Fill in <a href="https://forms.example/a?b=1&amp;c=2">our form</a> or write to '
        '<a href="mailto:team@example.org">the team</a>. <a linktype="page" id="3">A page</a></p>',
    )
    text = read(ics(client, event))["events"][0]["description"]
    assert (
        "Fill in our form (https://forms.example/a?b=1&c=2) or write to the team (team@example.org). A page"
        in text
    )
    html = '<p><a href="https://plain.example/">https://plain.example</a></p>'
    assert plain_text(html, with_addresses=True) == "https://plain.example"


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
    EventPage.objects.filter(pk=event.pk).update(title=title, cost="<script>alert(1)</script>\x1b\x07")
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
        ("cancelled", "CANCELLED", "Canceled: Know your rights at work"),
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
    assert cancelled["summary"].startswith("Canceled: ")
    assert moved["recurrence-id"] == "2027-03-23T10:00:00" and moved["dtstart"] == "2027-03-24T17:00:00"
    assert [(date["clock"], date["status"]) for date in found["dates"]] == [
        ("2027-03-02T10:00:00", "CONFIRMED"),
        ("2027-03-16T10:00:00", "CANCELLED"),
        ("2027-03-24T17:00:00", "CONFIRMED"),
        ("2027-03-30T10:00:00", "CONFIRMED"),
        ("2027-04-06T10:00:00", "CONFIRMED"),
    ]


def test_an_extra_date_that_the_rule_has_anyway_stands_once(client, organisation):
    """Thunderbird's library shows it twice when RDATE names it too."""
    first = timezone.localdate() + datetime.timedelta(days=10)
    of_rule, besides = first + datetime.timedelta(days=2), first + datetime.timedelta(days=3)
    event = make_event(
        organisation,
        start_date=first,
        frequency="daily",
        interval=2,
        count=5,
        extra_dates=[of_rule.isoformat(), besides.isoformat()],
    )
    answer = ics(client, event)
    days = [date["clock"][:10] for date in read(answer)["dates"]]
    assert len(days) == len(set(days)) == 6 and besides.isoformat() in days
    assert f"{of_rule:%Y%m%d}" not in re.search(r"RDATE.*", answer.content.decode())[0]


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
    assert override["summary"] == "Canceled: Appointment at the library"
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
    from partners.calendars import ics as calendars

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


def test_every_identifier_looks_like_a_uuid(client):
    """Of the demonstration's own calendar too."""
    found = read(client.get("/events/calendar.ics"))
    assert all(re.fullmatch(r"[0-9a-f-]{36}", component["uid"]) for component in found["events"])


def test_an_event_is_written_once_for_the_files_of_all_filters_and_anew_after_a_change(
    client, organisation, committed, monkeypatch
):
    from partners.calendars import ics as calendars

    event = make_event(organisation, "Know your rights")
    written = []
    original = calendars._Written.components

    def components(self):
        written.append(self.event.title)
        return original(self)

    monkeypatch.setattr(calendars._Written, "components", components)
    addresses = [only(organisation), f"{only(organisation)}&attendance=place", only(organisation)]
    texts = [client.get(address).content.decode() for address in addresses]
    assert all("SUMMARY:Know your rights\r\n" in text for text in texts) and texts[0] == texts[2]
    assert written == ["Know your rights"]
    # Another host, language or title is another text.
    assert "https://testserver/events/" in client.get(only(organisation), secure=True).content.decode()
    assert "SUMMARY:Appointment" in client.get(f"{only(organisation)}&title=discreet").content.decode()
    event.title = "Know your wages"
    with committed():
        publish(event)
    assert "SUMMARY:Know your wages\r\n" in client.get(only(organisation)).content.decode()


def test_what_a_reader_looked_for_does_not_end_the_file(client, organisation):
    make_event(organisation, "END:VCALENDAR")
    text = client.get("/events/calendar.ics?q=END:VCALENDAR").content.decode()
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert len(read(client.get("/events/calendar.ics?q=END:VCALENDAR"))["events"]) == 1
