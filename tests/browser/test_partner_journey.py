"""The whole way of an event, by keyboard alone: invited, signed in, posted, asked to change, approved, public, in the calendar."""

import datetime
import re

import pytest
from django.utils import timezone

from tests.browser.walk import press, sign_in, tab_to, write

TITLE = "Wage theft: bring your pay slips"
PASSWORD = "copper-willow-teapot-19"
DAY = timezone.localdate() + datetime.timedelta(days=40)


def mails_to(email):
    """The mails that are on their way to an address, newest last."""
    from portal.models import OutboxMessage

    return [message for message in OutboxMessage.objects.order_by("pk") if email in message.recipients]


def decide(page, decision, reason=""):
    """As the approver who is signed in: open the submission from the list of what waits, and decide."""
    page.goto("/admin/partner-submissions/")
    press(page, page.get_by_role("link", name=TITLE).first)
    assert TITLE in page.locator("main").inner_text()
    if reason:
        write(page, "comment", reason)
    press(page, page.locator(f"main button[name=decision][value={decision}]"))


@pytest.mark.slow
@pytest.mark.slow
def test_from_an_invitation_to_the_public_calendar(fresh, clocks):
    newcomer = "newcomer@example.org"
    owner, member, approver, reader, second = fresh(), fresh(width=390), fresh(), fresh(), fresh()
    for page in (owner, member, approver, reader, second):
        clocks.add(page)

    # The owner invites.
    sign_in(owner, "riverside@example.org")
    press(owner, owner.get_by_role("link", name="Members", exact=True))
    write(owner, "email", newcomer)
    press(owner, owner.get_by_role("button", name="Send the invitation"))
    (mail,) = mails_to(newcomer)
    path = re.search(r"/accounts/invitation/[^\s/]+/", mail.body)[0]

    clocks.pause()
    # The newcomer joins, on a phone.
    member.goto(path)
    write(member, "first_name", "Robin")
    write(member, "password", PASSWORD)
    press(member, member.get_by_role("button", name="Join"))
    assert "/workspace/" in member.url

    clocks.pause()
    # She posts an event with what is required and nothing else.
    press(member, member.get_by_role("link", name="Post an event").first)
    write(member, "title", TITLE)
    clocks.pause()
    write(member, "summary", "We read them together.")
    clocks.pause(300)
    # What is missing is said, and nothing that she wrote is lost.
    press(member, member.get_by_role("button", name="Send to the office"))
    assert member.locator("[name=summary]").input_value() == "We read them together."
    assert member.get_by_role("alert").inner_text()
    clocks.pause()
    write(member, "start_date", f"{DAY:%m%d%Y}")
    write(member, "start_time", "0530PM")
    write(member, "venue_name", "Example Library")
    press(member, member.get_by_role("button", name="Send to the office"))
    assert "In review" in member.locator("main").inner_text()
    assert reader.goto(f"/events/?q={TITLE.split(':')[0]}").status == 200
    assert TITLE not in reader.locator("main").inner_text()

    clocks.pause()
    # An approver asks for a change; no mail holds the reason.
    sign_in(approver, "approver@example.org")
    decide(approver, "reject", "Please say in which languages you read pay slips.")
    told = mails_to(newcomer)[-1]
    assert TITLE in told.subject + told.body
    assert "languages" not in told.body

    clocks.pause()
    # The member reads why, answers, and sends it again.
    member.goto("/workspace/")
    assert "Please say in which languages" in member.locator("main").inner_text()
    press(member, member.get_by_role("link", name="Fix it").first)
    summary = member.locator("[name=summary]")
    tab_to(member, summary)
    member.keyboard.press("Control+a")
    member.keyboard.type("We read them together, in English and Somali.")
    clocks.pause(3600)
    press(member, member.get_by_role("button", name="Send to the office"))

    # Another approver approves it: it is public, in the list and in the calendar.
    clocks.pause()
    sign_in(second, "approver2@example.org")
    decide(second, "approve")
    reader.goto(f"/events/?from={DAY}&to={DAY}")
    press(reader, reader.get_by_role("link", name=re.compile(re.escape(TITLE))))
    text = reader.locator("main").inner_text()
    assert "in English and Somali" in text
    assert "5:30\xa0p.m." in text
    calendar = reader.request.get(f"/events/calendar.ics?from={DAY}&to={DAY}").text()
    assert f"SUMMARY:{TITLE}" in calendar.replace("\\", "").replace("\r\n ", "")
    assert f"{DAY:%Y%m%d}T173000" in calendar
