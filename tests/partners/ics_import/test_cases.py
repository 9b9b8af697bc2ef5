"""Calendars that real programs export: each event is taken exactly, or left out with a sentence that says why."""

import datetime
from pathlib import Path

import pytest
import time_machine

from partners.ics_import.map import readings
from partners.ics_import.parse import read_calendar
from partners.ics_import.verify import shown
from tests.partners.ics_files import calendar

pytestmark = pytest.mark.one_database

CALENDARS = Path(__file__).parent / "calendars"
TODAY = datetime.date(2027, 1, 10)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel(datetime.datetime(2027, 1, 10, 18, tzinfo=datetime.UTC), tick=True):
        yield


def read(data):
    return readings(read_calendar(data), TODAY)


def read_file(name):
    (path,) = CALENDARS.glob(f"{name}-*.ics")
    return read(path.read_bytes())


def dates(reading):
    """Begin and end of the dates that the hub shows, in words."""
    assert not reading.reason, reading.reason
    found = shown(reading.fields, TODAY, datetime.date(2029, 1, 1))
    if reading.fields["all_day"]:
        return [f"{begin:%m-%d}" for begin, _end in found]
    return [f"{begin:%m-%d %H:%M}" + (f"–{end:%H:%M}" if end else "") for begin, end in found]


def series(*overrides, **values):
    """A weekly series on Thursdays in April 2027, with components that change its dates."""
    properties = {
        "DTSTART;TZID=America/Chicago": "20270401T100000",
        "DTEND;TZID=America/Chicago": "20270401T110000",
        "RRULE": "FREQ=WEEKLY;COUNT=4",
    }
    properties = {name: value for name, value in (properties | values).items() if value}
    lines = [
        "BEGIN:VEVENT",
        "UID:a",
        "SUMMARY:Course",
        *(f"{name}:{value}" for name, value in properties.items()),
    ]
    return calendar(
        [*lines, "END:VEVENT"],
        *(["BEGIN:VEVENT", "UID:a", "SUMMARY:Course", *lines, "END:VEVENT"] for lines in overrides),
    )


ZONE = "TZID=America/Chicago"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01", ["04-01", "04-16", "04-29", "05-13"]),
        ("02", ["04-05 10:00–11:00"]),
        (
            "03",
            ["04-01 10:00–11:00", "04-08 13:00–14:00", "04-15 13:00–14:00", "04-22 13:00–14:00"],
        ),
        ("05", ["04-08 12:00–13:00"]),
        ("06", ["02-26 17:00–18:00", "03-26 17:00–18:00", "04-30 17:00–18:00"]),
        ("09", ["04-07 10:00–11:00", "04-14 10:00–13:00", "04-21 10:00–11:00"]),
        ("11", ["04-03 10:00–12:00", "04-11 10:00–12:00", "04-24 10:00–12:00"]),
        ("12", ["04-12 12:00–13:00"]),
    ],
)
def test_dates_are_taken_exactly(name, expected):
    (reading,) = read_file(name)
    assert dates(reading) == expected


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("04", "On April 9, 2027 it lasts all day"),
    ],
)
def test_what_the_hub_cannot_hold_is_left_out_with_a_reason(name, words):
    (reading,) = read_file(name)
    assert not reading.fields and words in reading.reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("07", ["04-06", "04-20", "05-04", "05-18", "06-01", "06-15"]),
        ("13", ["01-31", "02-28", "03-31", "04-30"]),
    ],
)
def test_several_days_and_the_last_day_of_a_month_are_taken(name, expected):
    (reading,) = read_file(name)
    assert [date.partition(" ")[0] for date in dates(reading)][: len(expected)] == expected


def test_a_zone_that_stands_only_in_the_file_counts():
    (reading,) = read_file("02")
    assert reading.fields["time_zone"] == "America/New_York" and reading.notes == []


def test_one_date_of_a_series_that_is_missing_is_an_event():
    (reading,) = read_file("05")
    assert reading.fields["frequency"] == "" and "one date of a series" in reading.notes[0]


def test_the_newer_version_of_an_event_is_taken():
    old, new = read_file("08")
    assert new.fields["title"] == "New title" and dates(new) == ["04-01 14:00–15:00"]
    assert "We used the newer one" in old.reason and not old.fields


def test_the_newer_version_of_a_date_is_taken():
    def moved(hour, sequence):
        return [
            f"RECURRENCE-ID;{ZONE}:20270408T100000",
            f"DTSTART;{ZONE}:20270408T{hour}0000",
            f"DTEND;{ZONE}:20270408T{hour + 1}0000",
            f"SEQUENCE:{sequence}",
        ]

    for versions in ([moved(15, 3), moved(13, 2)], [moved(13, 2), moved(15, 3)]):
        (reading,) = read(series(*versions))
        assert dates(reading)[1] == "04-08 15:00–16:00"


def test_another_place_of_one_date_is_taken():
    (reading,) = read_file("09")
    assert reading.fields["date_places"] == "2027-04-14: Example Park, shelter 2"
    assert not reading.place_notes


def changed_on(day, *lines):
    return ["BEGIN:VEVENT", "UID:a", f"RECURRENCE-ID;{ZONE}:202704{day}T100000", *lines, "END:VEVENT"]


def weekly(*changes, place="Example Library", words="Bring your questions."):
    """Thursdays in April 2027 at ten."""
    master = [
        *(
            "BEGIN:VEVENT",
            "UID:a",
            "SUMMARY:Open hour",
            f"DTSTART;{ZONE}:20270401T100000",
            "RRULE:FREQ=WEEKLY;COUNT=5",
        ),
        *(f"LOCATION:{place}", f"DESCRIPTION:{words}", "END:VEVENT"),
    ]
    (reading,) = read(calendar(master, *changes))
    return reading


def test_the_words_of_one_date_are_its_note():
    reading = weekly(
        changed_on("08", "DESCRIPTION:Bring your questions. Today with an interpreter."),
        changed_on("15", "SUMMARY:Open hour for cooks", "DESCRIPTION:<p>Bring your <b>pay stubs</b>.</p>"),
        changed_on("22", "DESCRIPTION:" + "Long. " * 60),
        changed_on("29", "LOCATION:Example Library"),
    )
    assert reading.fields["date_notes"].splitlines() == [
        "2027-04-08: Today with an interpreter.",
        "2027-04-15: Open hour for cooks Bring your pay stubs.",
    ]
    assert reading.fields["date_places"] == ""
    assert "Text that belongs to only one of its dates was left out." in reading.notes


def test_all_later_dates_have_another_place_but_those_that_say_something_else():
    reading = weekly(
        [
            "BEGIN:VEVENT",
            "UID:a",
            f"RECURRENCE-ID;RANGE=THISANDFUTURE;{ZONE}:20270415T100000",
            "LOCATION:Example Park",
            "END:VEVENT",
        ],
        changed_on("22", "STATUS:CANCELLED"),
    )
    assert reading.fields["date_places"].splitlines() == [
        "2027-04-15: Example Park",
        "2027-04-29: Example Park",
    ]


@pytest.mark.parametrize("place", ["https://meet.example.org/room", "x" * 161])
def test_a_place_of_one_date_that_is_none_is_left_out_and_said(place):
    reading = weekly(changed_on("08", f"LOCATION:{place}"))
    ((with_place, without),) = reading.place_notes
    assert reading.fields["date_places"] == ""
    assert "April 8, 2027" in with_place and place[:20] in with_place
    assert "April 8, 2027" in without and place[:20] not in without


def test_an_online_event_has_no_place_on_one_date():
    reading = weekly(changed_on("08", "LOCATION:Example Park"), place="https://meet.example.org/room")
    assert reading.fields["date_places"] == "" and len(reading.place_notes) == 1


@pytest.mark.parametrize(
    ("title", "is_canceled"),
    [
        ("Canceled: Evening talk", True),
        ("CANCELLED - Evening talk", True),
        ("Cancelado: Charla", True),
        ("[Cancelada] Charla", True),
        ("Evening talk (canceled)", True),
        ("Evening talk – CANCELLED", True),
        ("Canceled checks and stolen wages", False),
        ("What to do when a visa is canceled", False),
    ],
)
def test_a_title_that_says_canceled(title, is_canceled):
    (reading,) = read(
        calendar(["BEGIN:VEVENT", "UID:a", f"SUMMARY:{title}", "DTSTART:20270409T180000", "END:VEVENT"])
    )
    assert reading.is_cancelled == is_canceled and bool(reading.fields) != is_canceled


def test_a_date_whose_title_says_canceled_does_not_take_place():
    override = [
        f"RECURRENCE-ID;{ZONE}:20270408T100000",
        f"DTSTART;{ZONE}:20270408T100000",
        "SUMMARY:Canceled: Course",
    ]
    data = series(override).replace(b"SUMMARY:Course\r\nRECURRENCE", b"RECURRENCE")
    (reading,) = read(data)
    assert dates(reading) == ["04-01 10:00–11:00", "04-15 10:00–11:00", "04-22 10:00–11:00"]


def test_an_event_without_identifier_is_known_again():
    first, second = read_file("14")
    again, _second = read_file("14")
    assert first.uid == again.uid and dates(first) == ["04-13 10:00–11:00"]
    assert second.reason == "It has no valid date."


# --- Single dates ---------------------------------------------------------------------------------------------
def test_a_change_of_only_the_end_counts():
    (reading,) = read(
        series(
            [
                f"RECURRENCE-ID;{ZONE}:20270408T100000",
                f"DTSTART;{ZONE}:20270408T100000",
                f"DTEND;{ZONE}:20270408T123000",
            ]
        )
    )
    assert dates(reading)[:3] == ["04-01 10:00–11:00", "04-08 10:00–12:30", "04-15 10:00–11:00"]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=2", None])
def test_an_event_without_any_date_left(rule):
    excluded = {"RRULE": rule, f"EXDATE;{ZONE}": "20270401T100000,20270408T100000"}
    (reading,) = read(series(**excluded))
    assert reading.reason == "All of its dates are excluded."


def test_an_exception_at_another_time_excludes_nothing():
    (reading,) = read(series(**{f"EXDATE;{ZONE}": "20270408T110000", "EXDATE;VALUE=DATE": "20270415"}))
    assert dates(reading) == ["04-01 10:00–11:00", "04-08 10:00–11:00", "04-22 10:00–11:00"]


def test_an_exception_in_universal_time():
    (reading,) = read(series(EXDATE="20270408T150000Z"))
    assert dates(reading) == ["04-01 10:00–11:00", "04-15 10:00–11:00", "04-22 10:00–11:00"]


def test_all_later_dates_canceled():
    override = [f"RECURRENCE-ID;RANGE=THISANDFUTURE;{ZONE}:20270415T100000", "STATUS:CANCELLED"]
    (reading,) = read(series(override, RRULE="FREQ=WEEKLY"))
    assert dates(reading) == ["04-01 10:00–11:00", "04-08 10:00–11:00"]


def test_another_time_from_a_date_on_without_an_end_is_refused():
    override = [
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;{ZONE}:20270415T100000",
        f"DTSTART;{ZONE}:20270415T130000",
        f"DTEND;{ZONE}:20270415T140000",
    ]
    (reading,) = read(series(override, RRULE="FREQ=WEEKLY"))
    assert "From April 15, 2027 on" in reading.reason and "two events" in reading.reason


def test_a_changed_date_that_the_rule_does_not_have_is_one_more_date():
    override = [
        f"RECURRENCE-ID;{ZONE}:20270409T100000",
        f"DTSTART;{ZONE}:20270410T130000",
        f"DTEND;{ZONE}:20270410T150000",
    ]
    (reading,) = read(series(override))
    assert reading.fields["extra_dates"] == ["2027-04-10"]
    assert dates(reading)[2] == "04-10 13:00–15:00" and len(dates(reading)) == 5


def test_a_second_time_on_the_same_day_is_refused():
    override = [
        f"RECURRENCE-ID;{ZONE}:20270409T100000",
        f"DTSTART;{ZONE}:20270408T130000",
        f"DTEND;{ZONE}:20270408T140000",
    ]
    (reading,) = read(series(override))
    assert "It also takes place on April 8, 2027" in reading.reason


@pytest.mark.parametrize(
    "override",
    [
        # It ends on another day than the others of its length, has no end, and lasts two days.
        ["DTSTART;{zone}:20270408T100000"],
        ["DTSTART;{zone}:20270408T100000", "DTEND;{zone}:20270410T110000"],
    ],
)
def test_dates_that_would_be_shown_otherwise_are_left_out(override):
    lines = [line.format(zone=ZONE) for line in override]
    (reading,) = read(series([f"RECURRENCE-ID;{ZONE}:20270408T100000", *lines]))
    assert reading.reason == "Its dates cannot be shown exactly here. Post it by hand."


def test_whatever_is_mapped_wrongly_is_left_out(monkeypatch):
    """The guarantee does not rest on the mapping."""
    from partners.ics_import import overrides

    monkeypatch.setattr(overrides.Overrides, "_move", lambda *args: None)
    (reading,) = read_file("03")
    assert reading.reason == "Its dates cannot be shown exactly here. Post it by hand."


def test_additional_dates_that_the_rule_has_anyway_are_no_obstacle():
    (reading,) = read(series(**{f"RDATE;{ZONE}": "20270401T100000,20270415T100000"}))
    assert len(dates(reading)) == 4


@pytest.mark.parametrize(
    ("start", "rule", "expected"),
    [
        ("20270531", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2", ["05-31", "05-29"]),
        ("20270525", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TU;COUNT=3", ["05-25", "07-27", "09-28"]),
        ("20270528", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1;UNTIL=20270731", ["05-28", "06-25", "07-30"]),
    ],
)
def test_the_last_weekday_of_the_month_from_any_date(start, rule, expected):
    values = {"DTSTART;TZID=America/Chicago": None, "DTEND;TZID=America/Chicago": None}
    (reading,) = read(series(**values, **{"DTSTART;VALUE=DATE": start, "RRULE": rule}))
    assert dates(reading) == expected


# --- Time zones -----------------------------------------------------------------------------------------------
def zoned(lines, rule=""):
    zone = ["BEGIN:VTIMEZONE", "TZID:Our Zone", *lines, "END:VTIMEZONE"]
    event = ["BEGIN:VEVENT", "UID:a", "SUMMARY:Talk", "DTSTART;TZID=Our Zone:20270705T100000"]
    event += ["DTEND;TZID=Our Zone:20270705T110000", *([f"RRULE:{rule}"] if rule else []), "END:VEVENT"]
    return read(calendar(event, head=zone))[0]


def standard(offset, *lines):
    return [
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        *lines,
        "END:STANDARD",
    ]


def test_a_zone_without_an_equal_is_converted_for_a_single_event():
    once, weekly = zoned(standard("-0730")), zoned(standard("-0730"), "FREQ=WEEKLY")
    # 10:00 is 17:30 in UTC, which in July is 12:30 in Chicago.
    assert dates(once) == ["07-05 12:30–13:30"] and once.fields["time_zone"] == "America/Chicago"
    assert "Our Zone" in weekly.reason


def test_a_zone_of_the_file_that_is_the_hubs_own_has_its_name():
    lines = [
        *["BEGIN:STANDARD", "DTSTART:20071104T020000", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"],
        *["TZOFFSETFROM:-0500", "TZOFFSETTO:-0600", "END:STANDARD"],
        *["BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"],
        *["TZOFFSETFROM:-0600", "TZOFFSETTO:-0500", "END:DAYLIGHT"],
    ]
    reading = zoned(lines, "FREQ=WEEKLY;COUNT=2")
    assert reading.fields["time_zone"] == "America/Chicago" and reading.notes == []


@pytest.mark.parametrize(
    "lines",
    [
        [],
        standard("-0730", "RRULE:FREQ=SECONDLY"),
        standard("-9999"),
        standard("-0730", *[f"RDATE:2000010{day}T000000" for day in range(1, 9)] * 20),
        standard("-0730") * 400,
    ],
)
def test_rules_of_a_zone_that_are_not_understood_are_not_guessed(lines):
    reading = zoned(lines)
    assert "We do not know its time zone “Our Zone”" in reading.notes[0]


# --- Place ----------------------------------------------------------------------------------------------------
def placed(location="", *lines):
    event = ["BEGIN:VEVENT", "UID:a", "SUMMARY:Talk", f"DTSTART;{ZONE}:20270405T100000"]
    (reading,) = read(
        calendar([*event, *([f"LOCATION:{location}"] if location else []), *lines, "END:VEVENT"])
    )
    return reading


def test_teams_is_no_place():
    (reading,) = read_file("12")
    fields = reading.fields
    assert (fields["title"], fields["attendance"]) == ("Webinar & questions", "online")
    assert (fields["venue_name"], fields["online_url"]) == ("", "https://meet.example.org/abc")
    assert "Everyone will see the address to join online" in reading.notes[0]


MEETING = "https://teams.microsoft.com/l/meetup-join/example"


@pytest.mark.parametrize(
    ("location", "lines", "expected"),
    [
        ("Microsoft Teams Meeting", [f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{MEETING}"], ("online", "", MEETING)),
        ("Reunión de Microsoft Teams", [], ("online", "", "")),
        (
            "Google Meet",
            ["X-GOOGLE-CONFERENCE:https://meet.google.com/abc"],
            ("online", "", "https://meet.google.com/abc"),
        ),
        ("Zoom: https://zoom.us/j/1", [], ("online", "", "https://zoom.us/j/1")),
        ("https://zoom.us/j/1", [], ("online", "", "https://zoom.us/j/1")),
        ("", [f"DESCRIPTION:Join here: {MEETING}."], ("online", "", MEETING)),
        ("Example Library", [f"DESCRIPTION:Or join: {MEETING}"], ("both", "Example Library", MEETING)),
        ("Example Library", ["DESCRIPTION:See https://example.org/"], ("place", "Example Library", "")),
        ("Online", ["DESCRIPTION:https://example.org/a https://example.org/b"], ("online", "", "")),
        ("Zoom Coffee House", [], ("place", "Zoom Coffee House", "")),
        ("Online Community Center", [], ("place", "Online Community Center", "")),
    ],
)
def test_online_or_at_a_place(location, lines, expected):
    fields = placed(location, *lines).fields
    assert (fields["attendance"], fields["venue_name"], fields["online_url"]) == expected


def test_an_address_to_join_that_is_too_long_is_said():
    reading = placed("Zoom", f"DESCRIPTION:https://zoom.us/j/{'1' * 300}")
    assert reading.fields["online_url"] == "" and "longer than 200 characters" in reading.notes[0]


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (
            "Example Library\\, 12 Example Street\\, Minneapolis\\, MN 55401",
            ("Example Library", "12 Example Street", "Minneapolis", "MN", "55401"),
        ),
        (
            "Example Library\\n12 Example Street\\nSt. Paul MN 55101-1234\\nUnited States",
            ("Example Library", "12 Example Street", "St. Paul", "MN", "55101-1234"),
        ),
        (
            "12 Example Street\\, Room 3\\, Minneapolis\\, MN\\, 55401\\, USA",
            ("", "12 Example Street, Room 3", "Minneapolis", "MN", "55401"),
        ),
        ("Example Library\\, Minneapolis\\, MN 55401", ("Example Library", "", "Minneapolis", "MN", "55401")),
        ("Example Library\\, 2 Example Street", ("Example Library", "2 Example Street", "", "", "")),
        ("Room 2\\, MN 55401", ("Room 2", "MN 55401", "", "", "")),
        ("R&amp\\;D House", ("R&D House", "", "", "", "")),
        ("R&D House &copy", ("R&D House &copy", "", "", "", "")),
    ],
)
def test_the_parts_of_an_address(location, expected):
    fields = placed(location).fields
    names = ("venue_name", "street_address", "city", "region", "postal_code")
    assert tuple(fields[name] for name in names) == expected
