"""Dates of events as rows: clocks and daylight saving, changes, translations, the daily command."""

import datetime
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from partners.events import occurrences
from partners.events.dates import LIMIT, instant, wall_clock
from partners.management.commands.extend_occurrences import Command
from partners.models import EventDate, EventIndexPage, EventPage, EventStatus, Occurrence
from tests.partners.factories import make_event, make_organisation, publish

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
# Daylight saving begins on Sunday 14 March 2027 and ends on Sunday 7 November 2027.
TODAY = datetime.date(2027, 1, 4)


@pytest.fixture
def organisation():
    return make_organisation("Example of a partner")


def rows(event):
    return list(Occurrence.objects.filter(event_key=event.translation_key).order_by("date"))


def utc(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


def bare(**fields):
    """An event that is not saved, for what needs no database."""
    return EventPage(
        **{"time_zone": "America/Chicago", "translation_key": uuid.uuid4(), "title": "x", **fields}
    )


def test_nine_o_clock_stays_nine_o_clock_across_daylight_saving(organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 3, 8),
        start_time=datetime.time(9),
        end_time=datetime.time(10, 30),
        frequency="weekly",
        count=2,
    )
    before, after = rows(event)
    assert (before.start, before.end) == (utc(2027, 3, 8, 15), utc(2027, 3, 8, 16, 30))
    assert (after.start, after.end) == (utc(2027, 3, 15, 14), utc(2027, 3, 15, 15, 30))
    assert {row.start.astimezone(CHICAGO).time() for row in (before, after)} == {datetime.time(9)}


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1)),
    st.sampled_from(["America/Chicago", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
def test_a_row_shows_the_hour_that_was_written_wherever_that_hour_exists(clock, name):
    zone = ZoneInfo(name)
    shown = instant(clock, zone).astimezone(zone).replace(tzinfo=None, fold=0)
    exists = clock.replace(tzinfo=zone, fold=0).utcoffset() <= clock.replace(
        tzinfo=zone, fold=1
    ).utcoffset() or (shown == clock)
    if shown != clock:
        assert not exists or shown > clock


def test_an_hour_that_does_not_exist_is_counted_from_the_hour_before(organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 3, 14),
        start_time=datetime.time(2, 30),
        end_time=datetime.time(2, 45),
    )
    (row,) = rows(event)
    assert row.start == utc(2027, 3, 14, 8, 30)  # Clocks show 3.30.
    assert row.end >= row.start and row.local_date == datetime.date(2027, 3, 14)


def test_an_hour_that_comes_twice_is_the_first(organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 11, 7),
        start_time=datetime.time(1, 30),
        end_time=datetime.time(3),
    )
    (row,) = rows(event)
    assert (row.start, row.end) == (utc(2027, 11, 7, 6, 30), utc(2027, 11, 7, 9))


def test_an_end_that_clocks_overtake_is_not_before_the_start(organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 3, 14),
        start_time=datetime.time(2, 30),
        end_time=datetime.time(3, 10),
    )
    (row,) = rows(event)
    assert row.end == row.start


def test_a_whole_day_is_the_same_date_in_every_zone(organisation):
    for name in ("America/Chicago", "Pacific/Auckland", "Pacific/Honolulu"):
        event = make_event(
            organisation,
            f"A day in {name}",
            start_date=datetime.date(2027, 3, 13),
            end_date=datetime.date(2027, 3, 14),
            start_time=None,
            end_time=None,
            all_day=True,
            time_zone=name,
        )
        (row,) = rows(event)
        assert (row.local_date, row.local_end_date) == (
            datetime.date(2027, 3, 13),
            datetime.date(2027, 3, 14),
        )
        assert row.start.astimezone(ZoneInfo(name)).time() == datetime.time()


def test_past_midnight_and_until_midnight(organisation):
    night = {"start_date": datetime.date(2027, 1, 20), "end_date": datetime.date(2027, 1, 21)}
    (row,) = rows(
        make_event(organisation, "Late", start_time=datetime.time(22), end_time=datetime.time(1), **night)
    )
    assert (row.local_date, row.local_end_date) == (night["start_date"], night["end_date"])
    (row,) = rows(
        make_event(organisation, "Till", start_time=datetime.time(22), end_time=datetime.time(0), **night)
    )
    assert row.local_end_date == night["start_date"]


def test_without_an_end_it_is_listed_for_an_hour(organisation):
    (row,) = rows(make_event(organisation, end_time=None))
    assert row.end - row.start == datetime.timedelta(hours=1)


def test_a_draft_has_no_rows_and_loses_them_when_it_is_unpublished(organisation):
    draft = make_event(organisation, live=False)
    assert rows(draft) == []
    publish(draft)
    assert len(rows(draft)) == 1
    draft.unpublish()
    assert rows(draft) == []


def test_deleting_the_page_deletes_its_rows(organisation):
    event = make_event(organisation)
    event.delete()
    assert rows(event) == []


def test_publishing_a_change_moves_the_rows_and_tells_calendars(organisation):
    event = make_event(organisation, frequency="weekly", count=4)
    assert not EventStatus.objects.filter(event_key=event.translation_key).exists()
    first = rows(event)
    event.count, event.start_time, event.end_time = 3, datetime.time(14), datetime.time(15)
    publish(event)
    now = rows(event)
    assert [row.date for row in now] == [row.date for row in first[:3]]
    assert {row.start.astimezone(CHICAGO).time() for row in now} == {datetime.time(14)}
    assert [row.pk for row in now] == [row.pk for row in first[:3]]
    assert EventStatus.objects.get(event_key=event.translation_key).sequence == 1


def test_a_draft_change_of_a_live_event_moves_nothing(organisation):
    event = make_event(organisation)
    before = rows(event)[0].start
    event.start_time = datetime.time(8)
    event.save_revision(clean=False)
    occurrences.rewrite(event)
    assert [row.start for row in rows(event)] == [before]


def test_a_cancelled_date_stays_as_a_row_and_a_moved_one_takes_place_elsewhere(organisation):
    event = make_event(
        organisation,
        start_date=datetime.date(2027, 1, 5),
        frequency="weekly",
        count=4,
        exception_dates=["2027-01-12"],
    )
    EventDate.objects.create(
        event_key=event.translation_key, date=datetime.date(2027, 1, 19), state="cancelled", reason="illness"
    )
    EventDate.objects.create(
        event_key=event.translation_key,
        date=datetime.date(2027, 1, 26),
        state="moved",
        new_date=datetime.date(2027, 1, 28),
        new_start_time=datetime.time(18),
    )
    # One that the rule does not name changes nothing.
    EventDate.objects.create(
        event_key=event.translation_key, date=datetime.date(2027, 1, 7), state="cancelled"
    )
    occurrences.rewrite(event)
    assert [(row.date.day, row.local_date.day, row.is_cancelled) for row in rows(event)] == [
        (5, 5, False),
        (19, 19, True),
        (26, 28, False),
    ]
    moved = rows(event)[-1]
    assert moved.start == utc(2027, 1, 29, 0) and moved.end - moved.start == datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("change", "begin", "end"),
    [
        ({"new_date": datetime.date(2027, 1, 6)}, (6, 10), (6, 11)),
        ({"new_start_time": datetime.time(14)}, (5, 14), (5, 15)),
        ({"new_start_time": datetime.time(14), "new_end_time": datetime.time(18)}, (5, 14), (5, 18)),
        ({"new_end_time": datetime.time(12)}, (5, 10), (5, 12)),
        ({"new_start_time": datetime.time(23), "new_end_time": datetime.time(1)}, (5, 23), (6, 1)),
    ],
)
def test_what_a_move_leaves_open_stays_as_planned(change, begin, end):
    event = bare(
        start_date=datetime.date(2027, 1, 5), start_time=datetime.time(10), end_time=datetime.time(11)
    )
    moved = EventDate(date=event.start_date, state="moved", **change)
    found = wall_clock(event, event.start_date, moved)
    assert [(clock.day, clock.hour) for clock in found] == [begin, end]


def test_an_event_taken_down_has_no_rows(organisation):
    event = make_event(organisation)
    EventStatus.objects.create(event_key=event.translation_key, taken_down=True)
    occurrences.rewrite(event)
    assert rows(event) == []
    call_command("extend_occurrences")
    assert rows(event) == []


def translation_of(event):
    index = EventIndexPage.objects.get(locale__language_code="es")
    page = event.copy_for_translation(index.locale)
    page.title = "Conozca sus derechos"
    return publish(page)


def test_translations_never_double_the_dates(organisation):
    event = make_event(organisation, frequency="weekly", count=3)
    translated = translation_of(event)
    assert {row.event_id for row in rows(event)} == {event.pk} and len(rows(event)) == 3
    event.unpublish()
    assert {row.event_id for row in rows(event)} == {translated.pk} and len(rows(event)) == 3
    publish(event)
    assert {row.event_id for row in rows(event)} == {event.pk}
    event.delete()
    assert {row.event_id for row in rows(event)} == {translated.pk}
    translated.unpublish()
    assert rows(event) == []


def test_at_most_400_dates_the_next_ones_first(organisation):
    today = timezone.localdate()
    event = make_event(
        organisation,
        start_date=today - datetime.timedelta(days=300),
        frequency="weekly",
        weekdays="MO,TU,WE,TH,FR,SA,SU",
    )
    found = rows(event)
    assert len(found) == LIMIT
    assert found[0].date >= today - datetime.timedelta(days=1)
    occurrences.remove(event)
    assert rows(event) == []


def test_an_old_event_goes_on(organisation):
    event = make_event(organisation, start_date=datetime.date(2015, 1, 6), frequency="weekly")
    found = [row.date for row in rows(event)]
    today = timezone.localdate()
    assert len(found) == LIMIT
    assert found[-1] > today + datetime.timedelta(days=540)
    assert any(date < today for date in found)


def test_the_daily_command_extends_and_changes_nothing_when_run_again(organisation):
    event = make_event(organisation, start_date=TODAY, frequency="monthly_date")
    occurrences.extend_all(TODAY)
    last = rows(event)[-1].date
    assert last == datetime.date(2028, 7, 4)
    assert occurrences.extend_all(TODAY) == occurrences.Changes()
    # Two months later there are two more.
    assert occurrences.extend_all(datetime.date(2027, 3, 8)).written >= 2
    assert rows(event)[-1].date == datetime.date(2028, 9, 4)
    assert occurrences.extend_all(datetime.date(2027, 3, 8)) == occurrences.Changes()


def test_the_daily_command_mends_what_is_not_as_it_should_be(organisation, capsys):
    event, other = make_event(organisation), make_event(organisation, "Gone")
    call_command("extend_occurrences")
    Occurrence.objects.filter(event_key=event.translation_key).update(start=utc(2030, 1, 1))
    EventPage.objects.filter(pk=other.pk).update(live=False)
    capsys.readouterr()
    call_command(Command())
    assert "1 dates written, 1 deleted." in capsys.readouterr().out
    assert rows(event)[0].start < utc(2030, 1, 1)
    assert rows(other) == []


def test_its_queries_do_not_grow_with_the_events(organisation, django_assert_max_num_queries):
    for number in range(12):
        make_event(organisation, f"Event {number}", frequency="weekly", count=20)
    with django_assert_max_num_queries(10):
        # The keys, the pages, their states, changed dates and rows, rows of pages that are gone, two savepoints.
        occurrences.extend_all()
    Occurrence.objects.filter(event__title__startswith="Event").delete()
    with django_assert_max_num_queries(14):
        # And three statements of at most 100 rows.
        assert occurrences.extend_all().written == 240
