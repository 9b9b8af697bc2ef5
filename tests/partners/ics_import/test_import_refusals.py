"""The import of calendars: what is not taken and why, files that mean harm, who may import."""

import datetime
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from partners.ics_import import services as ics_import
from partners.ics_import.parse import NotACalendar, read_calendar
from partners.models import EventPage, EventStatus
from partners.workspace import submission
from tests.partners.factories import make_event, make_member, make_organisation, publish
from tests.partners.ics_files import DAY, at, calendar, event, stamp, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def workspace(client, organisation, member):
    """A client of a plain member, and the address of the import."""
    client.force_login(member)
    return client, f"/workspace/{organisation.slug}/import/"


def only_draft(line):
    return submission.latest(EventPage.objects.get(translation_key=line.key))


# --- What is not taken ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("component", "words"),
    [
        (event(SUMMARY=None), "no title"),
        (event(DTSTART=None, DTEND=None), "no date"),
        (event("a", "CLASS:PRIVATE"), "private"),
        (event("a", "RDATE;VALUE=PERIOD:20270501T090000Z/PT2H"), "single dates that cannot be imported"),
        (at("DTSTART:20200101T090000"), "over"),
        (at("DTSTART:20200107T090000", "RRULE:FREQ=WEEKLY;COUNT=3"), "over"),
        (at("DTSTART:20990101T090000"), "years ahead"),
        (at("DTSTART:99999999T999999"), "cannot be read"),
        (at("DTSTART;VALUE=DATE:2027"), "cannot be read"),
        (at(f"DTSTART:{stamp()}", "DURATION:P400D"), "three months"),
        (at(f"DTSTART:{stamp()}", "DURATION:P999999999999999D"), "cannot be read"),
        (event("a", "STATUS:CANCELLED"), "canceled"),
    ],
)
def test_what_is_not_taken_is_named_with_its_reason(take, component, words):
    good = event("good", SUMMARY="The good one")
    bad_first, good_line = take(component, good)
    assert bad_first.result == ics_import.LEFT_OUT and words in " ".join(bad_first.sentences), bad_first
    assert good_line.result == ics_import.TAKEN


def test_an_event_that_was_called_off_there_is_said_not_done(take):
    (line,) = take(event())
    publish(only_draft(line))
    (again,) = take(event("one@calendar.example", "STATUS:CANCELLED"))
    assert again.key == line.key and "Cancel it here too" in again.sentences[0]
    assert EventPage.objects.get(translation_key=line.key).live
    assert not EventStatus.objects.filter(event_key=line.key, state="cancelled").exists()


def test_the_same_identifier_twice_in_a_file_is_taken_once(take):
    first, second = take(event(), event(SUMMARY="Other"))
    assert (first.result, second.result) == (ics_import.TAKEN, ics_import.LEFT_OUT)


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
    ] == [ics_import.UNCHANGED]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not an iCalendar file"),
        (b"\0" * 1000, "not an iCalendar file"),
        (b"<!doctype html><html>Please sign in</html>", "not an iCalendar file"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "not an iCalendar file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "not an iCalendar file"),
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
    assert line.result == ics_import.TAKEN and time.monotonic() - begun < 5


def test_many_exceptions_cost_little(take):
    days = ",".join(f"{DAY + datetime.timedelta(days=number):%Y%m%d}T090000" for number in range(1000))
    (line,) = take(event("one", f"EXDATE;TZID=America/Chicago:{days}", "RRULE:FREQ=DAILY"))
    assert line.result == ics_import.LEFT_OUT and "exceptions" in line.sentences[0]


# --- In the workspace ------------------------------------------------------------------------------------------
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
    client.force_login(other)
    assert "Know your rights" not in client.get(location).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"address": ""}, "Paste the address of a calendar, or choose a file."),
        ({"address": "http://127.0.0.1:8000/x.ics"}, "private network"),
        ({"address": "http://169.254.169.254/latest/meta-data/"}, "private network"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "private network"),
        ({"address": "javascript:alert(1)"}, "full web address"),
        ({"address": "<script>alert(1)</script>"}, "full web address"),
        ({"address": "x" * 3000}, "too long"),
        (upload(b"nothing of the kind"), "not an iCalendar file"),
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
    from partners.ics_import import views as view

    monkeypatch.setattr(view, "LIMIT", 2)
    client, address = workspace
    statuses = [client.post(address, upload(calendar(event()))).status_code for _number in range(3)]
    assert statuses == [302, 302, 429]


def test_only_members_of_the_organisation_import(client, workspace, organisation):
    _client, address = workspace
    stranger = make_member(make_organisation("Other Example Group"), "stranger@other.example")
    client.force_login(stranger)
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
    assert line.result == ics_import.TAKEN and line.key != str(own.translation_key)
    assert submission.latest(own).title == "Theirs"
