"""Taking over a partner's own calendar: what becomes a draft, once, and what its changes change."""

import datetime
import importlib
import time

import pytest
from django.utils import timezone
from wagtail.models import WorkflowState

from partners.confidentiality.words import digest_of
from partners.ics_import import services as ics_import
from partners.models import EventDate, EventPage, ImportedEvent
from partners.workspace import submission
from partners.workspace.submission import State
from tests.partners import sweep
from tests.partners.factories import make_member, make_organisation, publish
from tests.partners.ics_files import DAY, at, calendar, event, stamp

pytestmark = pytest.mark.django_db


def only_draft(line):
    return submission.latest(EventPage.objects.get(translation_key=line.key))


# --- What becomes a draft ------------------------------------------------------------------------------------
def test_an_event_becomes_a_draft_with_all_that_the_calendar_says(take, organisation, member):
    (line,) = take(event("one", "URL:https://register.example/"))
    assert (line.result, line.title, line.sentences) == (ics_import.TAKEN, "Know your rights", [])
    draft = only_draft(line)
    assert not draft.live and draft.organisation == organisation and draft.owner == member
    assert submission.state(draft) == State.DRAFT
    assert (draft.start_date, draft.start_time, draft.end_time) == (
        DAY,
        datetime.time(9),
        datetime.time(10, 30),
    )
    assert draft.time_zone == "America/Chicago" and draft.end_date is None and not draft.all_day
    assert (draft.venue_name, draft.street_address) == ("Example Library", "2 Example Street")
    assert draft.summary == "About pay."
    assert 'href="https://example.org/list"' in draft.description
    assert draft.registration_url == "https://register.example/"
    assert draft.accessibility_contact == "office@harbor.example"
    assert not WorkflowState.objects.filter(object_id=str(draft.pk)).exists()


def test_the_same_calendar_again_changes_nothing(take):
    first = take(event("one"), event("two", SUMMARY="Another"))
    again = take(event("one"), event("two", SUMMARY="Another"))
    assert [line.result for line in again] == [ics_import.UNCHANGED] * 2
    assert [line.key for line in again] == [line.key for line in first]
    assert EventPage.objects.filter(title__in=["Know your rights", "Another"]).count() == 2


def test_what_changed_in_the_calendar_changes_the_draft_and_what_members_wrote_stays(take, member):
    (line,) = take(event())
    draft = only_draft(line)
    draft.summary, draft.cost = "Our own words.", "Free"
    submission.save_draft(draft, member)
    (again,) = take(event(SUMMARY="Know your rights at work", DTSTART=stamp(hour="080000")))
    assert (again.result, again.key) == (ics_import.CHANGED, line.key)
    changed = only_draft(again)
    assert (changed.title, changed.start_time) == ("Know your rights at work", datetime.time(8))
    assert (changed.summary, changed.cost) == ("Our own words.", "Free")


@pytest.mark.parametrize("entered", [{"venue_name": "Room 5"}, {"online_url": "https://meet.example/ours"}])
def test_a_place_that_members_entered_stays_and_the_report_says_so(take, member, entered):
    (line,) = take(event(LOCATION=""))
    draft = only_draft(line)
    for name, value in entered.items():
        setattr(draft, name, value)
    submission.save_draft(draft, member)
    (again,) = take(event(LOCATION="https://meet.example/theirs", SUMMARY="New title"))
    changed = only_draft(again)
    assert changed.title == "New title" and changed.attendance == "place"
    assert {name: getattr(changed, name) for name in entered} == entered
    assert any("What was entered here was kept" in sentence for sentence in again.sentences)
    # Nobody entered anything here: the calendar's place is taken.
    (other,) = take(event(UID="other", LOCATION=""))
    (moved,) = take(event(UID="other", LOCATION="https://meet.example/theirs"))
    assert only_draft(moved).online_url == "https://meet.example/theirs"


def test_the_report_names_words_of_members_that_the_calendar_replaces(take, member):
    (line,) = take(event(DESCRIPTION="From the calendar."))
    (again,) = take(event(DESCRIPTION="Other words in the calendar.", SUMMARY="New title"))
    assert not any("replaced" in sentence for sentence in again.sentences)
    draft = only_draft(line)
    draft.title = "Our title"
    submission.save_draft(draft, member)
    (last,) = take(event(DESCRIPTION="Other words in the calendar.", SUMMARY="Newest title"))
    assert only_draft(last).title == "Newest title"
    assert [sentence for sentence in last.sentences if "replaced" in sentence] == [
        "Your calendar changed this too, so what was written here was replaced: title."
    ]


def test_a_change_of_a_live_event_waits(take):
    (line,) = take(event())
    draft = only_draft(line)
    publish(draft)
    (again,) = take(event(SUMMARY="A new title"))
    assert again.result == ics_import.CHANGED
    stored = EventPage.objects.get(translation_key=line.key)
    assert stored.title == "Know your rights" and submission.latest(stored).title == "A new title"
    assert submission.state(stored) == State.LIVE_DRAFT


def test_what_lies_with_the_office_is_not_touched(take, member):
    (line,) = take(event())
    submission.submit(EventPage.objects.get(translation_key=line.key), member)
    (again,) = take(event(SUMMARY="A new title"))
    assert again.result == ics_import.LEFT_OUT and "the office is reviewing it" in again.sentences[0]
    assert only_draft(again).title == "Know your rights"
    submission.withdraw(EventPage.objects.get(translation_key=line.key), member)
    (after,) = take(event(SUMMARY="A new title"))
    assert after.result == ics_import.CHANGED


def test_a_place_that_members_have_hidden_does_not_come_back(take, member):
    (line,) = take(event())
    draft = only_draft(line)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    (again,) = take(event(LOCATION="Hidden House\\, 7 Quiet Lane", SUMMARY="New"))
    changed = only_draft(again)
    assert changed.title == "New" and changed.venue_name == changed.street_address == ""


def test_importing_again_writes_no_word_of_a_hidden_place_anywhere(take, member):
    place = {
        "LOCATION": "Zqmark House\\, 77 Zqmarkstreet Road",
        "SUMMARY": "Evening at Zqmark House",
        "DESCRIPTION": "Come to 77 Zqmarkstreet Road. Map: https://maps.example/77-Zqmarkstreet-Road",
    }
    (line,) = take(event("zqmark-house", **place))
    assert sweep.stored("zqmark") and not sweep.stored("zqmark") & {
        "partners_importedevent.taken",
        "partners_importedevent.uid",
    }
    draft = only_draft(line)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    assert sweep.stored("zqmark") == set()
    place["SUMMARY"] = "Night at Zqmark House"
    place["DESCRIPTION"] += " (new)"
    (again,) = take(event("zqmark-house", **place))
    assert (again.result, again.title) == (ics_import.CHANGED, "Night at […]")
    assert "were removed from" in again.sentences[0]
    changed = only_draft(again)
    assert changed.title == "Night at […]" and "(new)" in changed.description + changed.summary
    assert sweep.stored("zqmark") == set()
    assert take(event("zqmark-house", **place))[0].result == ics_import.UNCHANGED


def test_the_migration_keeps_digests_of_what_was_imported(take):
    """The rows of an older hub are known again after it."""
    (line,) = take(event())
    record = ImportedEvent.objects.get()
    migration = importlib.import_module("partners.migrations.0004_imported_as_digests")
    ImportedEvent.objects.update(uid="one", taken={"venue_name": "Zqmark House"})

    class Old:
        get_model = staticmethod(lambda *names: ImportedEvent)

    migration.forget_texts(Old, None)
    known = ImportedEvent.objects.get()
    assert known.taken == {"venue_name": digest_of('"Zqmark House"')} and known.uid == digest_of("one")
    assert record.pk == known.pk and line.key


def test_a_deleted_draft_is_taken_again(take, member):
    (line,) = take(event())
    submission.delete_draft(EventPage.objects.get(translation_key=line.key), member)
    (again,) = take(event())
    assert again.result == ics_import.TAKEN and again.key != line.key
    assert ImportedEvent.objects.count() == 1


def test_two_organisations_may_have_the_same_calendar(take):
    take(event())
    other = make_organisation("Other Example Group")
    lines = ics_import.take_over(calendar(event()), other, make_member(other, "other@group.example"), "en")
    assert [line.result for line in lines] == [ics_import.TAKEN]
    assert EventPage.objects.filter(title="Know your rights").count() == 2


def test_one_import_writes_so_many_drafts_and_the_next_one_the_rest(take, monkeypatch):
    monkeypatch.setattr(ics_import, "MAX_WRITTEN", 2)
    events = [event(f"number {number}", SUMMARY=f"Event {number}") for number in range(3)]
    first = take(*events)
    assert [line.result for line in first] == [ics_import.TAKEN, ics_import.TAKEN, ics_import.LEFT_OUT]
    assert "Import again" in first[2].sentences[0]
    assert [line.result for line in take(*events)] == [
        ics_import.UNCHANGED,
        ics_import.UNCHANGED,
        ics_import.TAKEN,
    ]


# --- Times ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("lines", "expected", "note"),
    [
        (
            ["DTSTART;TZID=Europe/London:{day}T090000"],
            {"time_zone": "Europe/London", "start_time": datetime.time(9), "end_time": None},
            "",
        ),
        (["DTSTART;TZID=Central Standard Time:{day}T090000"], {"time_zone": "America/Chicago"}, ""),
        (["DTSTART;TZID=Nowhere/Land:{day}T090000"], {"time_zone": "America/Chicago"}, "Nowhere/Land"),
        (
            ["DTSTART:{day}T090000"],
            {"time_zone": "America/Chicago", "start_time": datetime.time(9)},
            "no time zone",
        ),
        (["DTSTART;VALUE=DATE:{day}"], {"all_day": True, "start_time": None, "end_date": None}, ""),
        (["DTSTART;VALUE=DATE:{day}", "DTEND;VALUE=DATE:{next}"], {"all_day": True, "end_date": None}, ""),
        (
            ["DTSTART;VALUE=DATE:{day}", "DURATION:P3D"],
            {"all_day": True, "end_date": DAY + datetime.timedelta(days=2)},
            "",
        ),
        (
            ["DTSTART;TZID=America/Chicago:{day}T220000", "DURATION:PT4H"],
            {"end_time": datetime.time(2), "end_date": DAY + datetime.timedelta(days=1)},
            "",
        ),
        (
            ["DTSTART;TZID=America/Chicago:{day}T090000", "DTEND;TZID=America/Chicago:{day}T080000"],
            {"end_time": None},
            "ends before it begins",
        ),
        (
            ["DTSTART;TZID=America/Chicago:{day}T090000", "DTEND;TZID=America/New_York:{day}T110000"],
            {"end_time": datetime.time(10)},
            "",
        ),
    ],
)
def test_times(take, lines, expected, note):
    after = DAY + datetime.timedelta(days=1)
    filled = [line.format(day=f"{DAY:%Y%m%d}", next=f"{after:%Y%m%d}") for line in lines]
    (line,) = take(at(*filled))
    assert line.result == ics_import.TAKEN, line.sentences
    draft = only_draft(line)
    assert {name: getattr(draft, name) for name in expected} == expected
    assert note in " ".join(line.sentences) and bool(note) == bool(line.sentences)


def test_a_moment_in_utc_is_told_by_the_hubs_clock_and_a_rule_in_utc_stays_in_utc(take):
    summer = datetime.date(timezone.localdate().year + 1, 7, 7)
    once, weekly = take(
        event("a", f"DTSTART:{summer:%Y%m%d}T140000Z", DTSTART=None, DTEND=None),
        event("b", f"DTSTART:{summer:%Y%m%d}T140000Z", "RRULE:FREQ=WEEKLY", DTSTART=None, DTEND=None),
    )
    assert (only_draft(once).time_zone, only_draft(once).start_time) == ("America/Chicago", datetime.time(9))
    assert (only_draft(weekly).time_zone, only_draft(weekly).start_time) == ("UTC", datetime.time(14))


def test_the_calendars_own_zone_is_taken_where_an_event_names_none(take):
    (line,) = take(at(f"DTSTART:{stamp()}"), head=["X-WR-TIMEZONE:America/Denver"])
    assert only_draft(line).time_zone == "America/Denver"


# --- Rules ---------------------------------------------------------------------------------------------------
TUESDAY = DAY + datetime.timedelta(days=(1 - DAY.weekday()) % 7)


def ruled(rule, *lines, start=TUESDAY):
    return at(f"DTSTART;TZID=America/Chicago:{stamp(start)}", f"RRULE:{rule}", *lines)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("FREQ=WEEKLY", {"frequency": "weekly", "interval": 1, "weekdays": ""}),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH;COUNT=5", {"frequency": "weekly", "weekdays": "TU,TH", "count": 5}),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", {"frequency": "weekly", "interval": 2}),
        ("FREQ=DAILY;COUNT=3", {"frequency": "weekly", "weekdays": "MO,TU,WE,TH,FR,SA,SU", "count": 3}),
        ("FREQ=DAILY;INTERVAL=14", {"frequency": "weekly", "interval": 2}),
        ("FREQ=DAILY;INTERVAL=2", {"frequency": "daily", "interval": 2}),
        ("FREQ=MONTHLY", {"frequency": "monthly_date"}),
        ("FREQ=YEARLY", {"frequency": "monthly_date", "interval": 12}),
    ],
)
def test_rules_that_the_hub_has_words_for(take, rule, fields):
    (line,) = take(ruled(rule))
    assert line.result == ics_import.TAKEN, line.sentences
    assert {name: getattr(only_draft(line), name) for name in fields} == fields


def test_the_second_tuesday_and_the_last(take):
    second = datetime.date(DAY.year + 1, 6, 8)
    second += datetime.timedelta(days=(1 - second.weekday()) % 7)
    by_number, by_place, other = take(
        event("a", f"DTSTART:{stamp(second)}", "RRULE:FREQ=MONTHLY;BYDAY=2TU", DTSTART=None, DTEND=None),
        event(
            "b",
            f"DTSTART:{stamp(second)}",
            "RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
            DTSTART=None,
            DTEND=None,
        ),
        event("c", f"DTSTART:{stamp(second)}", "RRULE:FREQ=MONTHLY;BYDAY=3TU", DTSTART=None, DTEND=None),
    )
    assert only_draft(by_number).frequency == only_draft(by_place).frequency == "monthly_weekday"
    assert other.result == ics_import.LEFT_OUT


def test_a_series_that_begins_in_two_years_is_not_over(take):
    in_two_years = TUESDAY + datetime.timedelta(weeks=104)
    (line,) = take(ruled("FREQ=WEEKLY;BYDAY=TU", start=in_two_years))
    assert only_draft(line).start_date == in_two_years


def test_the_last_day_of_a_rule_is_a_local_date(take):
    until = TUESDAY + datetime.timedelta(days=14)
    (line,) = take(ruled(f"FREQ=WEEKLY;UNTIL={until + datetime.timedelta(days=1):%Y%m%d}T030000Z"))
    assert only_draft(line).until == until
    (line,) = take(event("b", f"RRULE:FREQ=WEEKLY;UNTIL={until:%Y%m%d}", DTSTART=None, DTEND=None) + [])
    assert line.result == ics_import.LEFT_OUT and line.sentences == ["It has no date."]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=SECONDLY", "within the same day"),
        ("FREQ=MINUTELY;COUNT=10", "within the same day"),
        ("FREQ=HOURLY", "within the same day"),
        ("FREQ=DAILY;COUNT=1000000", "400 is the most"),
        ("FREQ=WEEKLY;COUNT=999999999999999999999", "cannot be read"),
        ("FREQ=WEEKLY;COUNT=0", "400 is the most"),
        ("FREQ=WEEKLY;BYHOUR=1,2,3,4", "cannot show how it repeats"),
        ("FREQ=WEEKLY;BYDAY=2TU", "cannot show how it repeats"),
        ("FREQ=WEEKLY;BYDAY=MO", "cannot show how it repeats"),  # It does not begin on a Monday.
        ("FREQ=MONTHLY;BYDAY=MO,TU", "cannot show how it repeats"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "cannot show how it repeats"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=366", "cannot show how it repeats"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "cannot show how it repeats"),
        ("FREQ=YEARLY;INTERVAL=5", "too rarely"),
        ("FREQ=WEEKLY;INTERVAL=99999", "too rarely"),
        ("FREQ=NONSENSE", "cannot be read"),
        ("FREQ=DAILY;INTERVAL=100", "too rarely"),
    ],
)
def test_rules_that_are_refused_at_once_with_a_reason(take, rule, words):
    begun = time.monotonic()
    (line,) = take(ruled(rule))
    assert line.result == ics_import.LEFT_OUT and words in line.sentences[0], line.sentences
    assert time.monotonic() - begun < 6


def test_exceptions_and_single_dates_that_are_cancelled_or_moved(take):
    dates = [TUESDAY + datetime.timedelta(days=7 * number) for number in range(4)]
    override = ["BEGIN:VEVENT", "UID:one@calendar.example"]
    (line,) = take(
        ruled("FREQ=WEEKLY;COUNT=6", f"EXDATE;TZID=America/Chicago:{stamp(dates[1])}"),
        [
            *override,
            f"RECURRENCE-ID;TZID=America/Chicago:{stamp(dates[2])}",
            "STATUS:CANCELLED",
            "END:VEVENT",
        ],
        [
            *override,
            f"RECURRENCE-ID;TZID=America/Chicago:{stamp(dates[3])}",
            f"DTSTART;TZID=America/Chicago:{stamp(dates[3] + datetime.timedelta(days=1), '140000')}",
            "END:VEVENT",
        ],
    )
    draft = only_draft(line)
    assert draft.exception_dates == [dates[1].isoformat(), dates[2].isoformat()]
    assert draft.moved_dates[0]["date"] == dates[3].isoformat()
    assert draft.moved_dates[0]["new_start_time"] == "14:00:00"
    publish(draft)
    moved = EventDate.objects.get(event_key=draft.translation_key)
    assert (moved.date, moved.new_date) == (dates[3], dates[3] + datetime.timedelta(days=1))
