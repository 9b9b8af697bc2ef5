"""Dates that nobody can mean: refused in every form, and where they stand already, nothing shared fails."""

import datetime
import logging

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from partners.events import occurrences
from partners.models import EventDate, EventPage, Occurrence
from partners.workspace import submission
from partners.workspace.forms.event import EventForm
from partners.workspace.forms.status import MoveForm
from portal.core.dates import validate_date
from portal.models import Alert, QualityFinding
from tests.partners.factories import make_event, make_member, make_organisation, publish
from tests.portal.public import sitemap_parts

pytestmark = pytest.mark.django_db

LAST, FIRST = datetime.date(9999, 12, 31), datetime.date(1, 1, 1)
# Before all others of its list.
SOON = timezone.localdate() + datetime.timedelta(days=1)
SHARED = [
    "/events/",
    "/events/past/",
    "/events/calendar.ics",
    "/events/calendar.ics?title=discreet",
    "/events/feed.atom",
    "/es/events/",
    "/es/events/calendar.ics",
    "/es/events/feed.atom",
    "/sitemap.xml",
    "/search/?q=rights",
    "/",
    "/campaigns/",
    "/partners/",
    "/api/hsds/services",
    "/api/hsds/organizations?full=true",
]
# What somebody may have written into the row of a public event around every form.
WRITTEN = {
    "until 9999": {"frequency": "weekly", "until": LAST},
    "last day 9999": {"end_date": LAST},
    "date 9999": {"start_date": LAST},
    "date 9999 and a zone": {"start_date": LAST, "time_zone": "Pacific/Kiritimati"},
    "date 9999, every month": {"start_date": LAST, "frequency": "monthly_weekday"},
    "year 1": {"start_date": FIRST},
    "year 1, every week": {"start_date": FIRST, "frequency": "weekly"},
    "no date": {"start_date": None},
    "last day before the first": {"end_date": FIRST},
    "no times": {"start_time": None, "end_time": None},
    "end without a beginning": {"start_time": None},
    "no such zone": {"time_zone": "Mars/Olympus"},
    "a path for a zone": {"time_zone": "../../etc/passwd"},
    "no zone": {"time_zone": ""},
    "no such rule": {"frequency": "yearly"},
    "every zero weeks": {"frequency": "weekly", "interval": 0},
    "every 32767 months": {"frequency": "monthly_date", "interval": 32767},
    "no such weekday": {"frequency": "weekly", "weekdays": "XX,,MO"},
    "exceptions that are none": {"frequency": "weekly", "exception_dates": ["never", None, 7, "9999-12-31"]},
    "extra dates that are none": {"frequency": "weekly", "extra_dates": ["never", None, 7, "9999-12-31"]},
    "a list without dates": {"frequency": "dates", "extra_dates": ["0001-01-01"]},
    "no such position": {"frequency": "monthly_weekday", "month_positions": "x,,99,-7"},
    "no such day of the month": {"frequency": "monthly_date", "month_days": "77,x,0"},
    "no such workday": {"frequency": "monthly_workday", "month_positions": "0"},
    "every 32767 days": {"frequency": "daily", "interval": 32767},
    "every day since the year 1": {"start_date": FIRST, "frequency": "daily"},
    "moves that are none": {"frequency": "weekly", "moved_dates": [{"date": "x"}, {"date": "9999-12-31"}]},
    "ask by 9999": {"accessibility_request_by": LAST},
}


@pytest.fixture
def riverside():
    return make_organisation("Riverbend Example Center")


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def assert_nothing_shared_fails(client, bad, good):
    """Every shared address answers, and names the good event; the bad one's own pages answer or are not found."""
    month = f"/events/month/{good.start_date:%Y/%m}/"
    for address in [*SHARED, *sitemap_parts(client), month]:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if address in ("/events/calendar.ics", "/events/feed.atom", "/events/", "/es/events/", month):
            assert good.title in body(answer).decode(), address
    for event in bad:
        for address in (event.url, f"{event.url}event.ics"):
            assert client.get(address).status_code in (200, 404), (address, event.title)
    assert client.get(good.organisation.url).status_code == 200


def test_rows_that_cannot_be_take_nothing_shared_down(client, riverside):
    bad = []
    for name, values in WRITTEN.items():
        event = make_event(riverside, f"Bad rights evening, {name}")
        EventPage.objects.filter(pk=event.pk).update(**values)
        bad.append(event)
    good = make_event(riverside, "Good rights evening", start_date=SOON)
    # Their dates are still those that were public.
    assert_nothing_shared_fails(client, bad, good)
    occurrences.extend_all()
    assert Occurrence.objects.filter(event=good).exists()
    assert_nothing_shared_fails(client, bad, good)


def test_members_and_the_office_see_their_lists_all_the_same(client, signed_in, riverside):
    make_member(riverside, "keeper@example.org")
    live, drafts = [], []
    for values in WRITTEN.values():
        live.append(make_event(riverside, "Live rights evening"))
        drafts.append(make_event(riverside, "Draft rights evening", live=False))
        for event in (live[-1], drafts[-1]):
            EventPage.objects.filter(pk=event.pk).update(**values)
            event.refresh_from_db()
            event.save_revision(clean=False)
        drafts[-1].get_workflow().start(drafts[-1], None)
    home = f"/workspace/{riverside.slug}/"
    addresses = {
        "keeper": [home, *(f"{home}events/{event.translation_key}/" for event in live + drafts)],
        "approver": [
            "/admin/",
            "/admin/partner-submissions/",
            *(f"/admin/partner-submissions/{event.pk}/" for event in drafts),
        ],
    }
    for name, asked in addresses.items():
        signed_in(name)
        for address in asked:
            answer = client.get(address, follow=True)
            assert answer.status_code < 500, (name, address)


def test_what_is_left_out_is_logged_without_its_words_and_reported_to_the_office(client, riverside, caplog):
    bad = make_event(riverside, "Bad rights evening", description="<p>Call Ramona.</p>")
    EventPage.objects.filter(pk=bad.pk).update(frequency="weekly", until=LAST, contact_name="Ramona")
    # Wagtail logs titles where its logger says more than here.
    caplog.clear()
    with caplog.at_level(logging.ERROR):
        client.get("/events/calendar.ics")
    said = [record.getMessage() for record in caplog.records if record.name == "portal.checks.faults"]
    assert len(said) == 1 and f"partners.EventPage {bad.pk} is left out of the calendar" in said[0]
    assert "Ramona" not in caplog.text and "Bad rights" not in caplog.text
    finding = QualityFinding.objects.get(page_id=bad.pk, code="left-out")
    assert finding.level == "stop" and "leave this page out" in finding.message
    with caplog.at_level(logging.ERROR):
        client.get("/events/calendar.ics")
    assert QualityFinding.objects.filter(page_id=bad.pk).count() == 1


def test_the_daily_look_reports_it_even_if_nobody_has_asked(riverside):
    from portal.quality.services import check_pages

    bad = make_event(riverside, "Bad rights evening")
    EventPage.objects.filter(pk=bad.pk).update(frequency="weekly", until=LAST)
    pages, _findings = check_pages()
    assert pages > 10
    assert QualityFinding.objects.filter(page_id=bad.pk, code="left-out").exists()


def test_a_row_of_its_dates_that_cannot_be_is_left_out(client, riverside):
    bad, good = (
        make_event(riverside, "Bad rights evening"),
        make_event(riverside, "Good rights evening", start_date=SOON),
    )
    far = datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.UTC)
    Occurrence.objects.filter(event=bad).update(start=far, end=far, local_date=LAST, local_end_date=LAST)
    EventPage.objects.filter(pk=bad.pk).update(time_zone="Pacific/Kiritimati")
    assert_nothing_shared_fails(client, [bad], good)


def test_a_moved_date_that_cannot_be_takes_nothing_down(client, riverside):
    bad = make_event(riverside, "Bad rights evening", frequency="weekly")
    good = make_event(riverside, "Good rights evening", start_date=SOON)
    first = bad.start_date
    EventDate.objects.create(event_key=bad.translation_key, date=first, state="moved", new_date=LAST)
    EventDate.objects.create(event_key=bad.translation_key, date=LAST, state="moved", new_date=FIRST)
    occurrences.extend_all()
    assert_nothing_shared_fails(client, [bad], good)


# --- Refused where they are written -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["start_date", "end_date", "until", "accessibility_request_by"])
@pytest.mark.parametrize("day", [LAST, FIRST, datetime.date(2099, 12, 31)])
def test_the_member_is_told_which_year_an_event_can_have(riverside, name, day):
    draft = make_event(riverside, live=False, frequency="weekly")
    setattr(draft, name, day)
    errors = submission.problems(draft)
    assert errors[name] and "year" in errors[name][0]


@pytest.mark.parametrize("value", ["9999-12-31", "0001-01-01"])
def test_the_form_of_the_workspace_refuses_the_date_and_keeps_what_was_typed(
    client, signed_in, riverside, value
):
    make_member(riverside, "keeper@example.org")
    signed_in("keeper")
    for name in ("start_date", "end_date", "until", "accessibility_request_by", "exception_dates"):
        typed = {"title": "Kitchen evening", name: value, "action": "save"}
        answer = client.post(f"/workspace/{riverside.slug}/events/new/", typed)
        assert answer.status_code == 422, name
        page = answer.content.decode()
        assert value in page and "Kitchen evening" in page
    assert not EventPage.objects.filter(title="Kitchen evening").exists()


@pytest.mark.parametrize("year", [2500, 2099, 1900])
def test_an_event_has_one_limit_of_years_told_in_one_sentence(client, signed_in, riverside, year):
    """Whoever mends the year is not told of another limit: in the workspace, in the admin, and for a date that is moved."""
    this = timezone.localdate().year
    sentence = f"Check the year: it must be between {this - 40} and {this + 5}."
    names = ("start_date", "end_date", "until", "accessibility_request_by")
    form = EventForm({name: f"{year}-05-05" for name in (*names, "exception_dates")}, user=None)
    assert {name: form.errors[name] for name in names} == {name: [sentence] for name in names}
    assert form.errors["exception_dates"] == [sentence]
    assert MoveForm({"new_date": f"{year}-05-05"}).errors["new_date"] == [sentence]
    event = make_event(riverside)
    for name in names:
        setattr(event, name, datetime.date(year, 5, 5))
    with pytest.raises(ValidationError) as refused:
        event.full_clean()
    assert {name: refused.value.message_dict[name] for name in names} == {name: [sentence] for name in names}
    in_admin = EventPage.get_edit_handler().get_form_class()(
        {name: f"{year}-05-05" for name in names}, instance=event
    )
    for name in names:
        with pytest.raises(ValidationError, match="must be between"):
            in_admin.fields[name].clean(f"{year}-05-05")
        assert not any(one is validate_date for one in in_admin.fields[name].validators)


def test_no_path_makes_such_an_event_public(riverside):
    event = make_event(riverside, live=False, frequency="weekly")
    event.until = LAST
    with pytest.raises(ValidationError):
        publish(event)
    assert not EventPage.objects.get(pk=event.pk).live


def test_every_date_of_every_form_and_model_has_limits():
    for field in (forms.DateField(), forms.DateTimeField()):
        with pytest.raises(ValidationError, match="Check the year"):
            field.clean("9999-12-31")
        assert field.clean("1865-12-06")
    with pytest.raises(ValidationError):
        models.DateField().clean(FIRST, None)
    alert = Alert(title="x", starts_at=datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.UTC))
    with pytest.raises(ValidationError) as refused:
        alert.full_clean(exclude=["locale"])
    assert "starts_at" in refused.value.error_dict


@pytest.mark.parametrize("name", ["go_live_at", "expire_at"])
def test_a_planned_publication_in_the_year_9999_is_a_sentence(client, signed_in, name):
    from home.models import InformationPage

    page = InformationPage.objects.filter(locale__language_code="en").first()
    setattr(page, name, datetime.datetime(9999, 12, 31, 23, 59, tzinfo=datetime.UTC))
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert name in refused.value.error_dict


def test_a_page_reviewed_in_the_year_9999_is_no_error():
    page = EventPage(last_reviewed=LAST, review_interval=32767)
    assert page.next_review.year == 9999


@pytest.mark.parametrize("value", ["9999-12-31", "0001-01-01", "2099-12-31"])
@pytest.mark.parametrize("name", ["from", "to"])
def test_the_filters_of_addresses_take_any_date(client, name, value):
    for place in ("", "past/", "calendar.ics", "feed.atom", f"month/{timezone.localdate():%Y/%m}/"):
        assert client.get(f"/events/{place}", {name: value}).status_code == 200, place
    assert client.get("/api/hsds/services", {"modified_after": value}).status_code in (200, 400)


@pytest.mark.parametrize(("until", "kept"), [("20991231T000000Z", None), ("99991231T235959Z", None)])
def test_an_imported_series_that_ends_in_many_years_has_no_end(riverside, until, kept):
    from partners.ics_import.services import take_over

    user = make_member(riverside, "keeper@example.org")
    begin = timezone.localdate() + datetime.timedelta(days=9)
    data = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:one@x\r\nDTSTAMP:20260101T000000Z\r\n"
        f"SUMMARY:Weekly circle\r\nDTSTART:{begin:%Y%m%d}T100000Z\r\nDTEND:{begin:%Y%m%d}T110000Z\r\n"
        f"RRULE:FREQ=WEEKLY;UNTIL={until}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
    [line] = take_over(data, riverside, user, "en")
    assert line.key, line.sentences
    event = submission.latest(EventPage.objects.get(translation_key=line.key))
    assert event.until is kept and any("without an end" in text for text in line.sentences)
