"""Posting an event takes a new member at most three minutes, and posting it again one."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.browser.human_pace import Person
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.slow

DAY = timezone.localdate() + datetime.timedelta(days=40)
DATE = f"{DAY:%m%d%Y}"
RIVERSIDE = "riverside-example-coalition"


@pytest.fixture
def invitation(served):
    """The address in the mail that invites a new member."""
    from django.contrib.auth import get_user_model

    from partners.members import invitations
    from partners.members.models import Role
    from partners.models import OrganisationPage
    from portal.models import OutboxMessage

    organisation = OrganisationPage.objects.get(slug=RIVERSIDE, locale__language_code="en")
    owner = get_user_model().objects.get(email="riverside@example.org")
    invitations.invite(organisation, "newcomer@example.org", Role.MEMBER, owner)
    mail = OutboxMessage.objects.order_by("pk").last()
    return re.search(r"/accounts/invitation/[^\s/]+/", mail.body)[0]


def test_a_new_member_posts_her_first_event_within_three_minutes(fresh, invitation):
    """From the link in the mail to the event in review, reading all that stands on the way."""
    person = Person(fresh())
    page = person.page
    person.open(invitation)
    join = page.get_by_role("button", name="Join")
    person.read_to(join)
    person.write("first_name", "Robin")
    person.write("password", "copper-willow-teapot-19")
    person.press(join)
    joined = person.seconds
    post = page.get_by_role("link", name="Post an event").first
    person.read_to(post)
    person.press(post)
    send = page.get_by_role("button", name="Send to the office")
    person.read_to(send)
    person.write("title", "Wage theft: bring your pay slips")
    person.write("summary", "We read your pay slips together and tell you what is owed.")
    person.write("start_date", DATE)
    person.write("start_time", "0530PM")
    person.write("venue_name", "Example Library, room 2")
    person.press(send)
    person.read_to(page.locator(".workspace-state"))
    assert "In review" in page.locator("main").inner_text()
    print(f"\nA new member's first event: {person}; of it {joined:.0f} s for joining")
    assert person.seconds <= 180, str(person)


def test_a_member_posts_an_event_again_within_a_minute(fresh):
    """Signing in included; she knows the pages, and reads the message with which the hub answers, and the event's state."""
    person = Person(fresh())
    page = person.page
    person.open("/accounts/login/")
    person.write("login", "riverside@example.org")
    person.write("password", DEMO_PASSWORD)
    person.press(page.locator("main form:has([name=password]) button[type=submit]"))
    signed_in = person.seconds
    person.press(page.get_by_role("button", name=re.compile("^Post again")).first)
    person.write("start_date", DATE)
    person.press(page.get_by_role("button", name="Send to the office"))
    person.read(page.locator("main").get_by_role("status").first)
    person.read(page.locator(".workspace-state .callout-title"))
    assert "In review" in page.locator("main").inner_text()
    print(f"\nAn event again: {person}; of it {signed_in:.0f} s for signing in")
    assert person.seconds <= 60, str(person)
