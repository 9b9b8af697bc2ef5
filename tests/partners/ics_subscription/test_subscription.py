"""A subscribed calendar: read every few hours from a real server, into drafts; what is missing is proposed for cancellation."""

import datetime
import html
import logging
import re
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from partners.ics_import import services as ics_import
from partners.ics_subscription import services
from partners.ics_subscription.notifications import calendars_due
from partners.models import CalendarSubscription, EventPage, ImportedEvent
from partners.workspace import submission
from portal.models import MailPreference
from portal.notifications import preferences
from portal.notifications import services as notifications
from tests.partners.factories import make_event, make_member, make_organisation
from tests.partners.ics_files import calendar, event
from tests.partners.ics_import.test_fetching import ALLOWED, send, serving
from tests.partners.typed import signed_in
from tests.portal.notifications.mails import take_mails

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(hours=4)


@pytest.fixture
def organisation(db):
    return make_organisation("Harbor Example Group", email="office@harbor.example")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@harbor.example")


@pytest.fixture
def source(settings):
    """A server with a calendar whose contents, status and ETag a test can change."""
    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]
    state = SimpleNamespace(body=calendar(event("one"), event("two", SUMMARY="Tea")), status=200, etag="")

    def answer(handler):
        if state.etag and handler.headers.get("If-None-Match") == state.etag:
            return send(handler, status=304, body=b"")
        headers = {"ETag": state.etag} if state.etag else {}
        return send(handler, status=state.status, body=state.body, **headers)

    with serving(answer) as (root, asked):
        state.address, state.asked = f"{root}/calendar.ics", asked
        yield state


@pytest.fixture
def subscribed(organisation, member, source):
    return services.subscribe(organisation, member, source.address, "en")


def page(organisation, name=""):
    return f"/workspace/{organisation.slug}/subscription/{name}"


def titles(organisation):
    events = EventPage.objects.filter(organisation=organisation).order_by("pk")
    return [submission.latest(found).title for found in events]


def read_later(hours=4):
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=hours), tick=False):
        call_command("read_calendars", verbosity=0)


def news(days=1):
    now = timezone.now() + datetime.timedelta(days=days)
    return [(due.user.email, due.count(1)) for due in calendars_due(now, now.date())]


def test_a_member_subscribes_and_sees_what_was_taken(organisation, member, source):
    client = signed_in(member)
    assert "Subscribe" in client.get(page(organisation)).content.decode()
    answer = client.post(page(organisation), {"address": source.address}, follow=True)
    text = answer.content.decode()
    assert "From now on it is read every few hours." in text
    assert 'New drafts <span class="count">(2)</span>' in text
    # What is still missing stands there too, and what is complete can be sent at once.
    report = f"subscription{CalendarSubscription.objects.get().pk}"
    sending = client.get(f"/workspace/{organisation.slug}/import/send/?report={report}")
    assert sending.status_code == 200 and "Know your rights" in sending.content.decode()
    assert titles(organisation) == ["Know your rights", "Tea"]
    assert not EventPage.objects.filter(organisation=organisation, live=True).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"status": 404}, "answered with error 404"),
        ({"body": b"<html></html>"}, "not an iCalendar file"),
        ({"address": "http://127.0.0.1/calendar.ics"}, "private network"),
        ({"address": ""}, "Paste the address"),
        ({"address": "x" * 2001}, "too long"),
    ],
)
def test_what_cannot_be_read_is_not_subscribed_to(organisation, member, source, change, sentence):
    for name, value in change.items():
        setattr(source, name, value)
    answer = signed_in(member).post(page(organisation), {"address": source.address})
    assert answer.status_code == 422 and sentence in answer.content.decode().replace("&#x27;", "'")
    assert source.address[:100] in answer.content.decode()
    assert not CalendarSubscription.objects.exists()


def test_it_is_read_every_three_hours_and_new_and_changed_events_become_drafts(
    organisation, subscribed, source
):
    source.body = calendar(event("one", SUMMARY="Know your wages"), event("three", SUMMARY="Walk"))
    read_later(2)
    assert titles(organisation) == ["Know your rights", "Tea"] and len(source.asked) == 1
    read_later(4)
    assert titles(organisation) == ["Know your wages", "Tea", "Walk"] and len(source.asked) == 2


def test_what_a_member_wrote_stays_and_a_hidden_place_stays_hidden(organisation, member, subscribed, source):
    draft = submission.latest(EventPage.objects.filter(organisation=organisation).earliest("pk"))
    draft.summary, draft.place_shown = "Written here.", "confidential"
    submission.save_draft(draft, member)
    source.body = calendar(event("one", LOCATION="Secret House\\, 9 Hidden Street", SUMMARY="New name"))
    read_later()
    draft = submission.latest(EventPage.objects.get(pk=draft.pk))
    assert (draft.title, draft.summary, draft.place_shown) == ("New name", "Written here.", "confidential")
    assert not draft.venue_name and not draft.street_address


def test_an_unchanged_calendar_is_not_sent_again_but_read_in_full_once_a_day(organisation, member, source):
    source.etag = '"1"'
    services.subscribe(organisation, member, source.address, "en")
    read_later(4)
    assert source.asked[-1][1]["If-None-Match"] == '"1"'
    subscription = CalendarSubscription.objects.get()
    assert subscription.succeeded_at > subscription.read_in_full_at and not subscription.failing_since
    read_later(25)
    assert "If-None-Match" not in source.asked[-1][1]


def test_what_had_to_wait_is_taken_the_next_time(organisation, member, source, monkeypatch):
    monkeypatch.setattr(ics_import, "MAX_WRITTEN", 1)
    source.etag = '"1"'
    services.subscribe(organisation, member, source.address, "en")
    assert titles(organisation) == ["Know your rights"]
    read_later()
    assert titles(organisation) == ["Know your rights", "Tea"]


def test_a_missing_or_canceled_event_is_proposed_for_cancellation_and_can_be_kept(
    organisation, member, subscribed, source
):
    client = signed_in(member)
    source.body = calendar(event("one", STATUS="CANCELLED"))
    read_later()
    text = client.get(page(organisation)).content.decode()
    assert "No longer in your calendar" in text and text.count("Keep it") == 2
    one, two = EventPage.objects.filter(organisation=organisation).order_by("pk")
    answer = client.post(page(organisation, f"keep/{two.translation_key}/"), follow=True)
    assert "The event is kept." in answer.content.decode()
    assert [found.event.pk for found in services.proposals(organisation)] == [one.pk]
    read_later(8)
    assert [found.event.pk for found in services.proposals(organisation)] == [one.pk]
    # Back in the calendar: nothing is proposed any more, and it depends on the calendar again.
    source.body = calendar(event("one"), event("two", SUMMARY="Tea"))
    read_later(12)
    assert services.proposals(organisation) == []
    source.body = calendar(event("one"))
    read_later(16)
    assert [found.event.pk for found in services.proposals(organisation)] == [two.pk]


def test_one_page_has_one_name(organisation, member):
    client = signed_in(member)
    importing = f"/workspace/{organisation.slug}/import/"
    text = client.get(importing).content.decode() + client.get(page(organisation)).content.decode()
    for name, address in (("Calendar subscription", page(organisation)), ("Import a calendar", importing)):
        assert f"<h1>{name}</h1>" in text and f'href="{address}">{name}</a>' in text


def test_many_proposals_and_a_long_report_have_pages(organisation, member, source):
    count = 32
    source.body = calendar(*(event(f"e{number}", SUMMARY=f"Tea {number:02}") for number in range(count)))
    client = signed_in(member)
    text = client.post(page(organisation), {"address": source.address}, follow=True).content.decode()
    assert f'New drafts <span class="count">({count})</span>' in text and text.count("Tea 3") == 0
    rest = re.search(r'href="([^"]*report=[^"]*page=2)"[^>]*>Page 2 of 2 of this report', text)[1]
    text = client.get(html.unescape(rest)).content.decode()
    assert "Tea 31" in text and "Tea 29" not in text and 'rel="prev"' in text
    assert f'New drafts <span class="count">({count})</span>' in text

    source.body = calendar(event("other"))
    read_later()
    first = client.get(page(organisation)).content.decode()
    assert f'No longer in your calendar <span class="count">({count})</span>' in first
    assert first.count("Keep it") == 15 and 'rel="next" href="?page=2"' in first
    assert client.get(page(organisation), {"page": 3}).content.decode().count("Keep it") == 2


def test_events_that_were_not_in_the_calendar_are_never_proposed(organisation, member, source):
    make_event(organisation, "Typed here")
    ics_import.take_over(calendar(event("file", SUMMARY="From a file")), organisation, member, "en")
    services.subscribe(organisation, member, source.address, "en")
    source.body = calendar()
    read_later()
    assert {found.title for found in services.proposals(organisation)} == {"Know your rights", "Tea"}


def test_another_address_does_not_make_the_earlier_events_missing(organisation, member, subscribed, source):
    source.body = calendar(event("other", SUMMARY="Other"))
    services.subscribe(organisation, member, source.address, "en")
    assert services.proposals(organisation) == [] and CalendarSubscription.objects.count() == 1


def test_a_failing_source_is_told_on_the_page_at_once_and_by_mail_after_two_days(
    organisation, member, subscribed, source
):
    ImportedEvent.objects.update(arrived_at=None)
    source.status = 500
    read_later()
    text = signed_in(member).get(page(organisation)).content.decode()
    assert "The calendar cannot be read" in text and "answered with error 500" in text
    assert news(days=1) == []
    [(email, sentence)] = news(days=3)
    assert email == "member@harbor.example" and "could not be read for two days" in sentence
    source.status = 200
    read_later(8)
    assert (
        news(days=3) == []
        and "cannot be read" not in signed_in(member).get(page(organisation)).content.decode()
    )


@pytest.mark.parametrize(("frequency", "count"), [(preferences.DAILY, 1), (preferences.NEVER, 0)])
def test_the_member_is_told_once_in_the_morning_without_titles(
    organisation, member, subscribed, source, frequency, count
):
    assert "calendar" in {kind.name for kind in preferences.kinds_for(member)}
    MailPreference.objects.create(user=member, kind="calendar", frequency=frequency)
    source.body = calendar(event("one"))
    read_later()
    monday = datetime.datetime(2030, 3, 4, 7, 30, tzinfo=ZoneInfo("America/Chicago"))
    ImportedEvent.objects.update(arrived_at=monday)
    EventPage.objects.filter(organisation=organisation).update(start_date=None)
    notifications.send_digests(monday)
    mails = take_mails(member.email)
    assert len(mails) == count
    for mail in mails:
        assert "2 events came or changed in your calendar." in mail.body
        assert "1 event is no longer in your calendar." in mail.body
        assert f"/workspace/{organisation.slug}/subscription/" in mail.body
        assert "Tea" not in mail.body and "Know your" not in mail.body and ".ics" not in mail.body
    notifications.send_digests(monday + datetime.timedelta(days=1))
    assert take_mails(member.email) == []


def test_who_has_left_is_followed_by_an_owner_and_without_members_nothing_is_read(
    organisation, member, subscribed, source
):
    owner = make_member(organisation, "owner@harbor.example", "owner")
    assert services.member_of(subscribed) == member
    member.memberships.all().delete()
    assert services.member_of(subscribed) == owner
    owner.memberships.all().delete()
    read_later()
    assert len(source.asked) == 1


def test_an_error_of_the_site_with_one_calendar_does_not_stop_the_others(
    organisation, subscribed, source, monkeypatch, caplog
):
    other = make_organisation("Second Example Group")
    services.subscribe(other, make_member(other, "second@harbor.example"), source.address, "en")
    original = services.read_calendar

    def fail(data):
        monkeypatch.setattr(services, "read_calendar", original)
        raise ZeroDivisionError

    monkeypatch.setattr(services, "read_calendar", fail)
    with caplog.at_level(logging.CRITICAL):
        read_later()
    first, second = CalendarSubscription.objects.order_by("pk")
    assert first.failing_since and "error of this site" in first.failure and not second.failing_since


def test_the_address_is_encrypted_in_the_database(subscribed, source):
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM partners_calendarsubscription")
        [(stored,)] = cursor.fetchall()
    assert source.address not in stored and CalendarSubscription.objects.get().address == source.address


def test_ending_keeps_drafts(organisation, member, subscribed, source):
    answer = signed_in(member).post(page(organisation, "end/"), follow=True)
    assert "The calendar is no longer read." in answer.content.decode()
    assert len(titles(organisation)) == 2 and not CalendarSubscription.objects.exists()
    read_later()
    assert len(source.asked) == 1


def test_a_second_reading_within_a_minute_is_refused(organisation, member, subscribed, source):
    client = signed_in(member)
    answer = client.post(page(organisation, "read/"), follow=True)
    assert "read less than a minute ago" in answer.content.decode() and len(source.asked) == 1
    with time_machine.travel(timezone.now() + LATER, tick=False):
        answer = signed_in(member).post(page(organisation, "read/"), follow=True)
    assert "The calendar was read." in answer.content.decode() and len(source.asked) == 2


def test_an_address_with_the_words_of_a_confidential_place_is_refused_and_forgotten(
    organisation, member, subscribed, source
):
    draft = submission.latest(EventPage.objects.filter(organisation=organisation).earliest("pk"))
    draft.venue_name = "Zqmark"
    submission.save_draft(draft, member)
    CalendarSubscription.objects.update(address=f"{source.address}?of=Zqmark")
    draft = submission.latest(EventPage.objects.get(pk=draft.pk))
    draft.place_shown = "confidential"
    submission.save_draft(draft, member)
    assert not CalendarSubscription.objects.exists()
    assert cache.get(services._report_key(subscribed)) is None


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("changed", ["ended", "other address"])
def test_what_a_member_changes_while_the_calendar_is_read_counts(
    organisation, member, subscribed, source, monkeypatch, status, changed
):
    """Nothing comes from a calendar that was ended or replaced in the meantime, and the next one is read."""
    other = make_organisation("Second Example Group")
    services.subscribe(other, make_member(other, "second@harbor.example"), source.address, "en")
    fetch = services.fetch_if_changed

    def change_first(*args):
        monkeypatch.setattr(services, "fetch_if_changed", fetch)
        if changed == "ended":
            services.end(organisation)
        else:
            services.subscribe(organisation, member, f"{source.address}?of=another", "en")
        source.status, source.body = status, calendar(event("late", SUMMARY="Late"))
        return fetch(*args)

    monkeypatch.setattr(services, "fetch_if_changed", change_first)
    read_later()
    assert titles(organisation) == ["Know your rights", "Tea"] and services.proposals(organisation) == []
    assert not CalendarSubscription.objects.filter(
        organisation=organisation, failing_since__isnull=False
    ).exists()
    second = CalendarSubscription.objects.get(organisation=other)
    assert bool(second.failing_since) == (status == 500) and titles(other)[2:] == ["Late"] * (status == 200)


def test_a_calendar_that_is_ended_while_it_is_read_now_is_no_error(
    organisation, member, subscribed, monkeypatch
):
    read = services.read
    monkeypatch.setattr(services, "read", lambda found: services.end(organisation) or read(found) or True)
    assert signed_in(member).post(page(organisation, "read/")).status_code == 302
