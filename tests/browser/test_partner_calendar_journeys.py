"""Journeys of partners at human pace: from asking to join to the first public event, a calendar that is subscribed, an event hidden from
a phone."""

import datetime
import re
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from partners.models import EventPage, OrganisationPage
from tests.browser.test_partner_journey import PASSWORD, mails_to
from tests.browser.walk import press, sign_in, write
from tests.partners.ics_import.test_fetching import ALLOWED, send, serving

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

NAME = "Example Legal Circle"
DAY = timezone.localdate() + datetime.timedelta(days=40)
RIVERSIDE = "/workspace/riverside-example-coalition/"


def decide(page, title):
    """As the approver who is signed in: open a submission from the list of what waits, and approve it."""
    page.goto("/admin/partner-submissions/")
    press(page, page.get_by_role("link", name=title).first)
    press(page, page.locator("main button[name=decision][value=approve]"))


def words(page):
    return page.locator("main").inner_text()


def test_a_new_organization_comes_to_its_first_public_event(fresh, clocks):
    asker, coordinator, approver, owner, reader = fresh(), fresh(), fresh(), fresh(width=390), fresh()
    for page in (asker, coordinator, approver, owner, reader):
        clocks.add(page)

    # Somebody asks to join; a coordinator reads it and approves.
    asker.goto("/partners/join/")
    write(asker, "organisation_name", NAME)
    write(asker, "website", "https://circle.example/")
    write(asker, "offers", "Free advice about unpaid wages, in English and Spanish.")
    write(asker, "contact_name", "Robin Example")
    write(asker, "contact_email", "robin@circle.example")
    press(asker, asker.get_by_role("button", name="Send the request"))
    clocks.pause()
    sign_in(coordinator, "coordinator@example.org")
    coordinator.goto("/admin/join-requests/")
    press(coordinator, coordinator.get_by_role("link", name=NAME))
    press(coordinator, coordinator.get_by_role("button", name="Approve"))

    # The owner joins on a phone, and the workspace says what comes first.
    clocks.pause(3600)
    path = re.search(r"/accounts/invitation/[^\s/]+/", mails_to("robin@circle.example")[-1].body)[0]
    owner.goto(path)
    write(owner, "first_name", "Robin")
    write(owner, "password", PASSWORD)
    press(owner, owner.get_by_role("button", name="Join"))
    assert "Write your profile" in words(owner) and "Waits for you" in words(owner)
    press(owner, owner.get_by_role("link", name=re.compile("Continue writing|To the profile")).first)
    write(owner, "email", "office@circle.example")
    clocks.pause(300)
    press(owner, owner.get_by_role("button", name="Send to the office").last)
    clocks.pause()
    owner.goto("/workspace/")
    assert "Waits for the office" in words(owner)

    # The office approves the profile: its page is public.
    sign_in(approver, "approver@example.org")
    decide(approver, NAME)
    slug = OrganisationPage.objects.get(title=NAME).slug
    assert reader.goto(f"/partners/{slug}/").status == 200
    assert "unpaid wages" in words(reader)

    # The first event, with what is required; its page names the organization.
    clocks.pause()
    owner.goto("/workspace/")
    press(owner, owner.get_by_role("link", name="Post an event").first)
    write(owner, "title", "Advice evening")
    write(owner, "summary", "Bring your pay slips.")
    write(owner, "start_date", f"{DAY:%m%d%Y}")
    write(owner, "start_time", "0530PM")
    write(owner, "venue_name", "Example Library")
    clocks.pause(300)
    press(owner, owner.get_by_role("button", name="Send to the office"))
    assert "In review" in words(owner)
    clocks.pause()
    decide(approver, "Advice evening")
    reader.goto(f"/events/?from={DAY}&to={DAY}")
    press(reader, reader.get_by_role("link", name=re.compile("Advice evening")))
    assert NAME in words(reader) and "5:30\xa0p.m." in words(reader)
    # Nothing is left to do, so the first steps are gone.
    owner.goto("/workspace/")
    assert "Write your profile" not in words(owner)


def calendar(*events):
    """A file of a calendar program with events of (uid, title, day, hour)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Calendar//EN"]
    for uid, title, day, hour in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20261101T120000Z",
            f"DTSTART;TZID=America/Chicago:{day:%Y%m%d}T{hour:02}0000",
            f"DTEND;TZID=America/Chicago:{day:%Y%m%d}T{hour + 1:02}0000",
            f"SUMMARY:{title}",
            "DESCRIPTION:Neighbors and advocates talk.",
            "LOCATION:Example Library\\, 300 Example Avenue\\, Minneapolis\\, MN 55401",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def test_a_calendar_is_subscribed_changes_at_its_source_and_is_approved(fresh, clocks, settings):
    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]
    source = {"body": calendar(("one@example", "Lantern talk", DAY, 17))}

    def answer(handler: BaseHTTPRequestHandler):
        send(handler, body=source["body"])

    member, approver, reader = fresh(), fresh(), fresh()
    for page in (member, approver, reader):
        clocks.add(page)
    with serving(answer) as (root, _asked):
        sign_in(member, "riverside@example.org")
        press(member, member.get_by_role("link", name="Import", exact=True))
        press(member, member.get_by_role("link", name="Calendar subscription"))
        write(member, "address", f"{root}/lantern.ics")
        press(member, member.get_by_role("button", name=re.compile("^(Subscribe|Read)")))
        assert "The calendar was read." in words(member) and "Lantern talk" in words(member)

        # What is still missing is added, and it is sent.
        press(member, member.get_by_role("link", name=re.compile("Lantern talk")).first)
        clocks.pause()
        press(member, member.get_by_role("button", name="Send to the office"))
        assert "In review" in words(member)
        sign_in(approver, "approver@example.org")
        decide(approver, "Lantern talk")
        assert reader.goto(f"/events/?from={DAY}&to={DAY}").status == 200 and "Lantern talk" in words(reader)

        # It is moved by two hours at its source, and read again four hours later: the public event stays until the office has approved the change.
        source["body"] = calendar(("one@example", "Lantern talk", DAY, 19))
        clocks.pause(4 * 3600)
        member.goto(f"{RIVERSIDE}subscription/")
        press(member, member.get_by_role("button", name="Read it now"))
        assert "Lantern talk" in words(member)
        reader.goto(f"/events/?from={DAY}&to={DAY}")
        assert "5\xa0p.m." in words(reader) and "7\xa0p.m." not in words(reader)
        press(member, member.get_by_role("link", name=re.compile("Lantern talk")).first)
        press(member, member.get_by_role("button", name="Send to the office"))
        assert "change" in words(member).lower()
        clocks.pause()
        decide(approver, "Lantern talk")
        reader.goto(f"/events/?from={DAY}&to={DAY}")
        assert "7\xa0p.m." in words(reader) and "5\xa0p.m." not in words(reader)


def test_an_event_is_hidden_from_a_phone_within_two_screens(fresh, clocks):
    event = (
        EventPage.objects.live()
        .filter(organisation__slug="riverside-example-coalition", place_shown="public", attendance="place")
        .exclude(street_address="")[0]
    )
    street = event.street_address
    member, reader = fresh(width=360, height=640), fresh(width=360, height=640)
    for page in (member, reader):
        clocks.add(page)
    reader.goto(event.url)
    assert street in words(reader)
    sign_in(member, "riverside@example.org")
    member.goto(f"{RIVERSIDE}events/{event.translation_key}/")
    hide = member.get_by_role("link", name="Hide the place now")
    assert hide.bounding_box()["y"] < 2 * 640
    press(member, hide)
    clocks.pause()
    press(member, member.get_by_role("button", name="Hide the place now"))
    assert "The place is hidden." in words(member)
    reader.goto(event.url)
    assert street not in reader.content()
    assert street not in reader.request.get(f"{event.url}event.ics").text()
