"""Single dates of a series that have a place or a note of their own: what readers, members and the office see."""

import datetime
import json
import re
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar
from wagtail.models import Revision

from partners.confidentiality import store
from partners.events import date_texts
from partners.models import EventPage
from partners.redaction import places
from partners.workspace import submission
from tests.live import fresh
from tests.partners import factories, sweep

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2027, 4, 1, 12, 0, tzinfo=datetime.UTC)
# Thursdays.
PLACE, NOTE = "Example Library, 12 Elm Street", "Bring your pay stubs."
FIELDS = {
    "start_date": datetime.date(2027, 4, 8),
    "frequency": "weekly",
    "count": 4,
    "venue_name": "Example Hall",
    "date_places": f"2027-04-15: {PLACE}",
    "date_notes": f"2027-04-22: {NOTE}",
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event(organisation):
    return factories.make_event(organisation, title="Open hour", **FIELDS)


def words(answer):
    text = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_readers_see_where_each_date_takes_place(client, event):
    page = words(client.get(event.url))
    assert f"Thursday, April 15, 2027: {PLACE}" in page
    assert f"Place: {PLACE}" in page and NOTE in page
    listed = client.get("/events/calendar.json?q=open").json()["events"]
    assert [entry["place"].partition(",")[0] for entry in listed] == [
        "Example Hall",
        "Example Library",
        *["Example Hall"] * 2,
    ]
    assert "Example Library" in words(client.get("/events/?q=open"))


def test_calendar_programs_know_it(client, event):
    calendar = Calendar.from_ical(client.get(f"{event.url}event.ics").content)
    master, other, noted = calendar.walk("VEVENT")
    assert "RECURRENCE-ID" not in master and "Example Hall" in master["LOCATION"]
    assert other["RECURRENCE-ID"].dt.date() == datetime.date(2027, 4, 15) and other["LOCATION"] == PLACE
    assert noted["RECURRENCE-ID"].dt.date() == datetime.date(2027, 4, 22)
    assert noted["DESCRIPTION"].startswith(NOTE) and "Example Hall" in noted["LOCATION"]
    assert NOTE not in master["DESCRIPTION"]
    discreet = client.get(f"{event.url}event.ics?title=discreet").content.decode()
    assert "Library" not in discreet and "pay stubs" not in discreet


def test_search_engines_know_the_place_of_the_next_date(client, event):
    with time_machine.travel(NOW + datetime.timedelta(days=9)):
        page = client.get(event.url).content.decode()
    graph = json.loads(
        re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    data = next(part for part in graph.get("@graph", [graph]) if part["@type"] == "Event")
    assert data["location"] == {"@type": "Place", "name": PLACE, "address": PLACE}


def test_a_hidden_place_hides_those_of_single_dates_everywhere(client, event, member, workspace):
    workspace.post(
        reverse("partners:event_hide_place", args=[event.organisation.slug, event.translation_key]),
        {"confirmed": "on"},
    )
    stored = fresh(event)
    if stored.date_places:  # Hiding asks first.
        places.scrub_event(stored, member)
        stored = fresh(event)
    assert stored.date_places == "" and not any(
        revision.content.get("date_places") for revision in Revision.page_revisions.filter(object_id=event.pk)
    )
    assert sweep.stored("12 elm") == set()
    for address in (event.url, f"{event.url}event.ics", "/events/calendar.json?q=open"):
        assert "Elm" not in client.get(address).content.decode()
    # The words of the place cannot be written again, also not in a note.
    draft = submission.latest(fresh(event))
    draft.date_notes = "2027-04-22: At 12 Elm Street this time."
    submission.save_draft(draft, member)
    assert "Elm" not in submission.latest(fresh(event)).date_notes
    assert store.words_of(event.translation_key)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2027-04-16: Example Library", "does not take place on Friday, April 16, 2027"),
        ("Example Library", "one date on each line"),
        ("2027-04-15: A\n2027-04-15: B", "each date once"),
        ("2027-04-15: " + "x" * 161, "160 characters"),
        ("2027-13-45: A", "one date on each line"),
    ],
)
def test_a_place_of_no_date_is_refused(organisation, text, says):
    event = EventPage(
        organisation=organisation,
        title="Open hour",
        slug="open",
        path="x",
        depth=2,
        **{**FIELDS, "date_places": text},
    )
    with pytest.raises(ValidationError) as refused:
        event.full_clean(exclude=["content_type", "locale", "translation_key", "summary"])
    assert says in str(refused.value.message_dict["date_places"])


# --- The form of members --------------------------------------------------------------------------------------
def form_of(event):
    return reverse("partners:event", args=[event.organisation.slug, event.translation_key])


def sent(event, **changes):
    data = {
        **{
            "title": "Open hour",
            "start_date": "2027-04-08",
            "start_time": "10:00",
            "frequency": "weekly",
            "count": "4",
        },
        **{"venue_name": "Example Hall", "interval": "1", "action": "save"},
    }
    return {**data, **changes}


def test_members_write_it_in_pairs_of_day_and_words(workspace, event):
    page = workspace.get(form_of(event)).content.decode()
    assert 'name="date_places-day" value="2027-04-15"' in page and f'value="{PLACE}"' in page
    answer = workspace.post(
        form_of(event),
        sent(
            event,
            **{
                "date_places-day": ["4/22/2027", ""],
                "date_places-words": ["Example Park", ""],
                "date_notes-day": "",
                "date_notes-words": "",
            },
        ),
    )
    assert answer.status_code == 302
    draft = submission.latest(fresh(event))
    assert (draft.date_places, draft.date_notes) == ("2027-04-22: Example Park", "")
    # Readers see the approved version until the office has approved the draft.
    assert fresh(event).date_places == FIELDS["date_places"]


@pytest.mark.parametrize(
    ("day", "said", "says"),
    [
        ("2027-04-16", "Example Park", "It does not take place on Friday, April 16, 2027."),
        ("", "Example Park", "Give the day of “Example Park”."),
        ("2027-04-15", "", "Write something for 2027-04-15, or empty the day."),
        ("soon", "Example Park", "date"),
    ],
)
def test_what_belongs_to_no_date_is_refused_beside_the_field_and_kept(workspace, event, day, said, says):
    answer = workspace.post(
        form_of(event), sent(event, **{"date_places-day": day, "date_places-words": said})
    )
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and says in page
    assert f'name="date_places-day" value="{day}"' in page and f'value="{said}"' in page


def test_a_date_that_leaves_the_series_takes_no_words_with_it_silently(workspace, event):
    pairs = {"date_places-day": "2027-04-15", "date_places-words": PLACE, "exception_dates": "2027-04-15"}
    answer = workspace.post(form_of(event), sent(event, **pairs))
    assert answer.status_code == 422 and "It does not take place on Thursday, April 15, 2027." in words(
        answer
    )


def test_the_office_reads_it_in_words(event, member, signed_in):
    draft = submission.latest(event)
    draft.date_places, draft.date_notes = "2027-04-29: Example Park", ""
    submission.save_draft(draft, member)
    submission.submit(fresh(event), member)
    page = words(signed_in("approver").get(f"/admin/partner-submissions/{event.pk}/"))
    assert "Thursday, April 29, 2027: Example Park" in page and f"Thursday, April 22, 2027: {NOTE}" in page
    assert "Place: Example Park" in page


def test_an_event_posted_again_has_none(event, member):
    again = submission.duplicate(event, member)
    assert (again.date_places, again.date_notes) == ("", "")


def test_lines_that_nobody_can_read_are_left_out():
    assert date_texts.read("nonsense\n2027-02-30: A\n2027-04-15: B: C") == {
        datetime.date(2027, 4, 15): "B: C"
    }
    assert date_texts.write({datetime.date(2027, 4, 15): " B\n C "}) == "2027-04-15: B C"
