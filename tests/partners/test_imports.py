"""Taking over a partner's own calendar: what becomes a draft, what does not and why, and files that mean harm."""

import datetime
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import WorkflowState

from partners import imports, submission
from partners.foreign_calendars import NotACalendar, read_calendar
from partners.models import EventDate, EventPage, EventStatus, ImportedEvent
from partners.submission import State

from .factories import make_event, make_member, make_organisation, publish

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + datetime.timedelta(days=30)


@pytest.fixture
def organisation():
    return make_organisation("Harbor Example Group", email="office@harbor.example")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@harbor.example")


@pytest.fixture
def workspace(client, organisation, member):
    """A client of a plain member, and the address of the import."""
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client, f"/workspace/{organisation.slug}/import/"


def stamp(day=DAY, hour="090000"):
    return f"{day:%Y%m%d}T{hour}"


def event(uid="one@calendar.example", *lines, **values):
    """A VEVENT; `lines` are added, `values` replace what it has (None takes away)."""
    properties = {
        "UID": uid,
        "SUMMARY": "Know your rights",
        "DTSTART;TZID=America/Chicago": stamp(),
        "DTEND;TZID=America/Chicago": stamp(hour="103000"),
        "LOCATION": "Example Library\\, 2 Example Street",
        "DESCRIPTION": "About pay.\\n\\nBring papers: https://example.org/list",
    }
    for name, value in values.items():
        for known in [known for known in properties if known.partition(";")[0] == name]:
            del properties[known]
        if value is not None:
            properties[name] = value
    return [
        "BEGIN:VEVENT",
        *(f"{name}:{value}" for name, value in properties.items() if value),
        *lines,
        "END:VEVENT",
    ]


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *head]
    for one in events:
        lines += one
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def at(*lines):
    """A VEVENT whose times are these lines."""
    return event("one@calendar.example", *lines, DTSTART=None, DTEND=None)


@pytest.fixture
def take(organisation, member):
    return lambda *events, **head: imports.take_over(calendar(*events, **head), organisation, member, "en")


def only_draft(line):
    return submission.latest(EventPage.objects.get(translation_key=line.key))


# --- What becomes a draft ------------------------------------------------------------------------------------
def test_an_event_becomes_a_draft_with_all_that_the_calendar_says(take, organisation, member):
    (line,) = take(event("one", "URL:https://register.example/"))
    assert (line.result, line.title, line.sentences) == (imports.TAKEN, "Know your rights", [])
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
    assert [line.result for line in again] == [imports.UNCHANGED] * 2
    assert [line.key for line in again] == [line.key for line in first]
    assert EventPage.objects.filter(title__in=["Know your rights", "Another"]).count() == 2


def test_what_changed_in_the_calendar_changes_the_draft_and_what_members_wrote_stays(take, member):
    (line,) = take(event())
    draft = only_draft(line)
    draft.summary, draft.cost = "Our own words.", "Free"
    submission.save_draft(draft, member)
    (again,) = take(event(SUMMARY="Know your rights at work", DTSTART=stamp(hour="080000")))
    assert (again.result, again.key) == (imports.CHANGED, line.key)
    changed = only_draft(again)
    assert (changed.title, changed.start_time) == ("Know your rights at work", datetime.time(8))
    assert (changed.summary, changed.cost) == ("Our own words.", "Free")


def test_a_change_of_a_live_event_waits(take):
    (line,) = take(event())
    draft = only_draft(line)
    publish(draft)
    (again,) = take(event(SUMMARY="A new title"))
    assert again.result == imports.CHANGED
    stored = EventPage.objects.get(translation_key=line.key)
    assert stored.title == "Know your rights" and submission.latest(stored).title == "A new title"
    assert submission.state(stored) == State.LIVE_DRAFT


def test_what_lies_with_the_office_is_not_touched(take, member):
    (line,) = take(event())
    submission.submit(EventPage.objects.get(translation_key=line.key), member)
    (again,) = take(event(SUMMARY="A new title"))
    assert again.result == imports.LEFT_OUT and "lies with the office" in again.sentences[0]
    assert only_draft(again).title == "Know your rights"
    submission.withdraw(EventPage.objects.get(translation_key=line.key), member)
    (after,) = take(event(SUMMARY="A new title"))
    assert after.result == imports.CHANGED


def test_a_place_that_members_have_hidden_does_not_come_back(take, member):
    (line,) = take(event())
    draft = only_draft(line)
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    (again,) = take(event(LOCATION="Hidden House\\, 7 Quiet Lane", SUMMARY="New"))
    changed = only_draft(again)
    assert changed.title == "New" and changed.venue_name == changed.street_address == ""


def test_a_deleted_draft_is_taken_again(take, member):
    (line,) = take(event())
    submission.delete_draft(EventPage.objects.get(translation_key=line.key), member)
    (again,) = take(event())
    assert again.result == imports.TAKEN and again.key != line.key
    assert ImportedEvent.objects.count() == 1


def test_two_organisations_may_have_the_same_calendar(take):
    take(event())
    other = make_organisation("Other Example Group")
    lines = imports.take_over(calendar(event()), other, make_member(other, "other@group.example"), "en")
    assert [line.result for line in lines] == [imports.TAKEN]
    assert EventPage.objects.filter(title="Know your rights").count() == 2


def test_one_import_writes_so_many_drafts_and_the_next_one_the_rest(take, monkeypatch):
    monkeypatch.setattr(imports, "MAX_WRITTEN", 2)
    events = [event(f"number {number}", SUMMARY=f"Event {number}") for number in range(3)]
    first = take(*events)
    assert [line.result for line in first] == [imports.TAKEN, imports.TAKEN, imports.LEFT_OUT]
    assert "Import again" in first[2].sentences[0]
    assert [line.result for line in take(*events)] == [imports.UNCHANGED, imports.UNCHANGED, imports.TAKEN]


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
    assert line.result == imports.TAKEN, line.sentences
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
        ("FREQ=MONTHLY", {"frequency": "monthly_date"}),
        ("FREQ=YEARLY", {"frequency": "monthly_date", "interval": 12}),
    ],
)
def test_rules_that_the_hub_has_words_for(take, rule, fields):
    (line,) = take(ruled(rule))
    assert line.result == imports.TAKEN, line.sentences
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
    assert other.result == imports.LEFT_OUT


def test_the_last_day_of_a_rule_is_a_local_date(take):
    until = TUESDAY + datetime.timedelta(days=14)
    (line,) = take(ruled(f"FREQ=WEEKLY;UNTIL={until + datetime.timedelta(days=1):%Y%m%d}T030000Z"))
    assert only_draft(line).until == until
    (line,) = take(event("b", f"RRULE:FREQ=WEEKLY;UNTIL={until:%Y%m%d}", DTSTART=None, DTEND=None) + [])
    assert line.result == imports.LEFT_OUT and line.sentences == ["It has no date."]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=SECONDLY", "within the same day"),
        ("FREQ=MINUTELY;COUNT=10", "within the same day"),
        ("FREQ=HOURLY", "within the same day"),
        ("FREQ=DAILY;COUNT=1000000", "400 at most"),
        ("FREQ=WEEKLY;COUNT=999999999999999999999", "cannot be read"),
        ("FREQ=WEEKLY;COUNT=0", "400 at most"),
        ("FREQ=WEEKLY;BYHOUR=1,2,3,4", "no words"),
        ("FREQ=WEEKLY;BYDAY=2TU", "no words"),
        ("FREQ=WEEKLY;BYDAY=MO", "no words"),  # It does not begin on a Monday.
        ("FREQ=MONTHLY;BYDAY=MO,TU", "no words"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no words"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=366", "no words"),
        ("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "no words"),
        ("FREQ=YEARLY;INTERVAL=5", "too rarely"),
        ("FREQ=WEEKLY;INTERVAL=99999", "too rarely"),
        ("FREQ=NONSENSE", "cannot be read"),
        ("FREQ=DAILY;INTERVAL=2", "no words"),
    ],
)
def test_rules_that_are_refused_at_once_with_a_reason(take, rule, words):
    begun = time.monotonic()
    (line,) = take(ruled(rule))
    assert line.result == imports.LEFT_OUT and words in line.sentences[0], line.sentences
    assert time.monotonic() - begun < 2


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


# --- What is not taken ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("component", "words"),
    [
        (event(SUMMARY=None), "no title"),
        (event(uid=""), "no identifier"),
        (event(DTSTART=None, DTEND=None), "no date"),
        (event("a", "CLASS:PRIVATE"), "private"),
        (event("a", "RDATE:20270101T090000"), "additional dates"),
        (at("DTSTART:20200101T090000"), "over"),
        (at("DTSTART:20200107T090000", "RRULE:FREQ=WEEKLY;COUNT=3"), "over"),
        (at("DTSTART:20990101T090000"), "years ahead"),
        (at("DTSTART:99999999T999999"), "cannot be read"),
        (at("DTSTART;VALUE=DATE:2027"), "cannot be read"),
        (at(f"DTSTART:{stamp()}", "DURATION:P400D"), "three months"),
        (at(f"DTSTART:{stamp()}", "DURATION:P999999999999999D"), "cannot be read"),
        (event("a", "STATUS:CANCELLED"), "cancelled"),
    ],
)
def test_what_is_not_taken_is_named_with_its_reason(take, component, words):
    good = event("good", SUMMARY="The good one")
    bad_first, good_line = take(component, good)
    assert bad_first.result == imports.LEFT_OUT and words in " ".join(bad_first.sentences), bad_first
    assert good_line.result == imports.TAKEN


def test_an_event_that_was_called_off_there_is_said_not_done(take):
    (line,) = take(event())
    publish(only_draft(line))
    (again,) = take(event("one@calendar.example", "STATUS:CANCELLED"))
    assert again.key == line.key and "Cancel it here, too" in again.sentences[0]
    assert EventPage.objects.get(translation_key=line.key).live
    assert not EventStatus.objects.filter(event_key=line.key, state="cancelled").exists()


def test_the_same_identifier_twice_in_a_file_is_taken_once(take):
    first, second = take(event(), event(SUMMARY="Other"))
    assert (first.result, second.result) == (imports.TAKEN, imports.LEFT_OUT)


# --- Hostile files ---------------------------------------------------------------------------------------------
def refusal(data):
    begun = time.monotonic()
    with pytest.raises(NotACalendar) as failure:
        read_calendar(data)
    assert time.monotonic() - begun < 5
    return str(failure.value)


def test_hostile_text_is_cleaned_or_left_out(take):
    (line,) = take(
        event(
            "<script>alert(1)</script>",
            "URL:javascript:alert(document.cookie)",
            SUMMARY="<script>alert(1)</script>\u202eRights\\nBcc: x@example.org",
            DESCRIPTION='<p onclick="x()">Hello</p><script>alert(1)</script><a href="javascript:x()">a</a>'
            '<img src=x onerror=alert(1)><a href="https://example.org/">b</a>',
            LOCATION="javascript:alert(1)",
        )
    )
    draft = only_draft(line)
    assert "web address" in line.sentences[0]
    assert draft.registration_url == "" and draft.online_url == ""
    assert (
        draft.title == "<script>alert(1)</script>Rights Bcc: x@example.org"
    )  # Words, escaped wherever they show.
    assert "script" not in draft.description and "onclick" not in draft.description
    assert "javascript" not in draft.description and 'href="https://example.org/"' in draft.description


def test_very_long_texts_are_cut(take):
    (line,) = take(event("u" * 5000, SUMMARY="T" * 5000, LOCATION="L" * 3000, DESCRIPTION="D" * 15_000))
    draft = only_draft(line)
    assert len(draft.title) <= 255 and len(draft.venue_name) <= 120 and len(draft.summary) <= 300
    assert [
        entry.result
        for entry in take(
            event("u" * 5000, SUMMARY="T" * 5000, LOCATION="L" * 3000, DESCRIPTION="D" * 15_000)
        )
    ] == [imports.UNCHANGED]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no iCalendar file"),
        (b"\0" * 1000, "no iCalendar file"),
        (b"<!doctype html><html>Please sign in</html>", "no iCalendar file"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "no iCalendar file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "no iCalendar file"),
        (calendar(event())[:-40], "damaged"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "damaged"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000, "too"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1000, "nested too deep"),
        (calendar(*[event(f"n{number}", SUMMARY="x") for number in range(501)]), "more than 500 events"),
        (b"BEGIN:VCALENDAR\r\n" + b"X-A:b\r\n" * 80_000 + b"END:VCALENDAR\r\n", "too long"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * 50 * 1024 * 1024, "larger than 2 MB"),
    ],
)
def test_files_that_are_no_calendar_or_too_much_are_refused_whole(data, words):
    assert words in refusal(data)


def test_time_zone_rules_alarms_and_attachments_never_reach_the_parser(take):
    zone = ["BEGIN:VTIMEZONE", "TZID:Bomb", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    zone += ["RRULE:FREQ=SECONDLY", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE"]
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT1H", "ACTION:EMAIL", "ATTACH:file:///etc/passwd", "END:VALARM"]
    begun = time.monotonic()
    (line,) = take(
        event("one", *alarm, f"ATTACH;ENCODING=BASE64;VALUE=BINARY:{'A' * 500_000}", "RRULE:FREQ=WEEKLY"),
        head=zone,
    )
    assert line.result == imports.TAKEN and time.monotonic() - begun < 5


def test_many_exceptions_cost_little(take):
    days = ",".join(f"{DAY + datetime.timedelta(days=number):%Y%m%d}T090000" for number in range(1000))
    (line,) = take(event("one", f"EXDATE;TZID=America/Chicago:{days}", "RRULE:FREQ=DAILY"))
    assert line.result == imports.LEFT_OUT and "exceptions" in line.sentences[0]


# --- In the workspace ------------------------------------------------------------------------------------------
def upload(data, name="calendar.ics"):
    return {"address": "", "file": SimpleUploadedFile(name, data, "text/calendar")}


def test_a_member_uploads_a_file_and_reads_the_report(workspace):
    client, address = workspace
    answer = client.post(address, upload(calendar(event(), event("two", SUMMARY=None))))
    assert answer.status_code == 302 and answer["Cache-Control"] == "no-store"
    report = client.get(answer["Location"])
    text = report.content.decode()
    assert "Know your rights" in text and "It has no title." in text and "New drafts" in text
    key = EventPage.objects.get(title="Know your rights").translation_key
    assert f"/events/{key}/" in text
    assert client.get(answer["Location"]).status_code == 200
    assert EventPage.objects.filter(title="Know your rights").count() == 1


def test_the_report_belongs_to_who_imported(workspace, client, organisation):
    member_client, address = workspace
    location = member_client.post(address, upload(calendar(event())))["Location"]
    other = make_member(organisation, "colleague@harbor.example")
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Know your rights" not in client.get(location).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"address": ""}, "Paste the address of a calendar, or choose a file."),
        ({"address": "http://127.0.0.1:8000/x.ics"}, "private network"),
        ({"address": "http://169.254.169.254/latest/meta-data/"}, "private network"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "private network"),
        ({"address": "javascript:alert(1)"}, "whole address"),
        ({"address": "<script>alert(1)</script>"}, "whole address"),
        ({"address": "x" * 3000}, "too long"),
        (upload(b"nothing of the kind"), "no iCalendar file"),
        (upload(b"x" * (3 * 1024 * 1024)), "larger than 2 MB"),
        (upload(b""), "This file is empty."),
    ],
)
def test_what_is_refused_comes_back_with_a_sentence_and_what_was_typed(workspace, data, words):
    client, address = workspace
    answer = client.post(address, data)
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "<script>alert" not in text
    if data.get("address"):
        assert data["address"].replace("<", "&lt;").replace(">", "&gt;") in text


def test_an_address_is_read_from_a_real_server(workspace, settings):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(calendar(event()))

        def log_message(self, *args):
            pass

    settings.IMPORT_NETWORKS = ["127.0.0.2/32"]
    server = ThreadingHTTPServer(("127.0.0.2", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client, address = workspace
    try:
        answer = client.post(address, {"address": f"http://127.0.0.2:{server.server_port}/x.ics"})
    finally:
        server.shutdown()
        server.server_close()
    assert answer.status_code == 302
    assert EventPage.objects.filter(title="Know your rights").count() == 1


def test_an_organisation_may_import_so_often(workspace, monkeypatch):
    from partners.views import imports as view

    monkeypatch.setattr(view, "LIMIT", 2)
    client, address = workspace
    statuses = [client.post(address, upload(calendar(event()))).status_code for _number in range(3)]
    assert statuses == [302, 302, 429]


def test_only_members_of_the_organisation_import(client, workspace, organisation):
    _client, address = workspace
    stranger = make_member(make_organisation("Other Example Group"), "stranger@other.example")
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404
    assert client.post(address, upload(calendar(event()))).status_code == 404
    client.logout()
    answer = client.get(address)
    assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    assert client.post(address, upload(calendar(event()))).status_code == 302
    assert not EventPage.objects.filter(title="Know your rights").exists()


def test_an_organisations_own_event_is_never_another_ones(take, organisation):
    """A foreign identifier that looks like one of the hub's own events changes nothing of it."""
    own = make_event(make_organisation("Third Example Group"), "Theirs")
    (line,) = take(event(str(own.translation_key)))
    assert line.result == imports.TAKEN and line.key != str(own.translation_key)
    assert submission.latest(own).title == "Theirs"
