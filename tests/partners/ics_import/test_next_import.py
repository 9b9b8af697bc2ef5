"""The next import of the same calendar: what counts as changed, and what stays as members wrote it."""

import pytest

from partners.confidentiality.words import digest_of
from partners.ics_import import services as ics_import
from partners.models import EventPage, ImportedEvent
from partners.workspace import submission
from tests.partners import sweep
from tests.partners.ics_files import calendar, event, stamp

pytestmark = pytest.mark.django_db

ADDRESS = "Example Library\\, 12 Example Street\\, Minneapolis\\, MN 55401"


def only_draft(line):
    return submission.latest(EventPage.objects.get(translation_key=line.key))


def address_of(draft):
    return (draft.venue_name, draft.street_address, draft.city, draft.region, draft.postal_code)


def test_an_event_without_identifier_becomes_one_draft(take):
    first, again = take(event(uid=""))[0], take(event(uid="", LOCATION="Elsewhere"))[0]
    assert (first.result, again.result) == (ics_import.TAKEN, ics_import.CHANGED)
    assert first.key == again.key and only_draft(again).venue_name == "Elsewhere"


def test_the_whole_address_is_filled_in(take):
    (line,) = take(event(LOCATION=ADDRESS))
    assert address_of(only_draft(line)) == (
        "Example Library",
        "12 Example Street",
        "Minneapolis",
        "MN",
        "55401",
    )
    assert take(event(LOCATION=ADDRESS))[0].result == ics_import.UNCHANGED


def test_an_address_that_was_imported_undivided_is_not_a_change(take, member):
    """What members corrected in it by hand stays, until the calendar changes it."""
    (line,) = take(event(LOCATION=ADDRESS))
    record = ImportedEvent.objects.get()
    assert record.taken["street_address"] == digest_of('"12 Example Street, Minneapolis, MN 55401"')
    assert not {"city", "region", "postal_code"} & set(record.taken)
    draft = only_draft(line)
    draft.street_address, draft.city = "12 Example Street, back door", "Saint Paul"
    submission.save_draft(draft, member)
    (again,) = take(event(LOCATION=ADDRESS, SUMMARY="A new title"))
    assert again.result == ics_import.CHANGED
    assert address_of(only_draft(again))[1:3] == ("12 Example Street, back door", "Saint Paul")
    (moved,) = take(event(LOCATION="14 Example Street\\, Saint Paul\\, MN 55101", SUMMARY="A new title"))
    assert address_of(only_draft(moved)) == ("", "14 Example Street", "Saint Paul", "MN", "55101")


def with_another_room(place):
    return [
        event("weekly", "RRULE:FREQ=WEEKLY;COUNT=3"),
        [
            "BEGIN:VEVENT",
            "UID:weekly",
            f"RECURRENCE-ID;TZID=America/Chicago:{stamp()}",
            f"DTSTART;TZID=America/Chicago:{stamp()}",
            f"DTEND;TZID=America/Chicago:{stamp(hour='120000')}",
            f"LOCATION:{place}",
            "END:VEVENT",
        ],
    ]


def test_another_place_of_one_date_is_kept_only_while_the_place_is_public(take, member):
    (line,) = take(*with_another_room("Zqmark Hall"))
    assert only_draft(line).date_places == f"{stamp()[:4]}-{stamp()[4:6]}-{stamp()[6:8]}: Zqmark Hall"
    assert only_draft(line).moved_dates[0]["new_end_time"] == "12:00:00"
    draft = only_draft(line)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    changed = with_another_room("Zqmark Hall")
    changed[0] = event("weekly", "RRULE:FREQ=WEEKLY;COUNT=3", SUMMARY="A new title")
    (again,) = take(*changed)
    assert again.result == ics_import.CHANGED
    assert "Zqmark" not in str(again.sentences) and only_draft(again).date_places == ""
    assert sweep.stored("zqmark") == set()


def test_an_event_that_another_import_takes_at_the_same_moment_is_taken_once(
    organisation, member, monkeypatch
):
    """The database refuses the second record, and the event is read once more. (Here, that also takes back what the other one wrote.)"""
    data = calendar(event("one"))
    new_event = submission.new_event

    def other_first(*args, **fields):
        monkeypatch.setattr(submission, "new_event", new_event)
        ics_import.take_over(data, organisation, member, "en")
        return new_event(*args, **fields)

    monkeypatch.setattr(submission, "new_event", other_first)
    [line] = ics_import.take_over(data, organisation, member, "en")
    assert (
        ImportedEvent.objects.get().event_key
        == EventPage.objects.get(translation_key=line.key).translation_key
    )
    assert EventPage.objects.filter(organisation=organisation).count() == 1
