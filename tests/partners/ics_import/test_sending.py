"""All complete drafts of an import are sent with one button, after a confirmation; the others are named with the reasons."""

import datetime
import html
import re

import pytest
from django.utils import timezone, translation

from partners.ics_import import sending
from partners.models import EventPage, OrganisationLocation
from partners.workspace import status_changes, submission
from partners.workspace.submission import State
from tests.partners.factories import make_event, make_member, make_organisation, publish
from tests.partners.ics_files import calendar, event, upload

pytestmark = pytest.mark.django_db
COMPLETE = event("one", SUMMARY="Complete one"), event("two", SUMMARY="Complete two")
NO_PLACE = event("three", SUMMARY="Without a place", LOCATION="")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def site(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def address(organisation):
    return f"/workspace/{organisation.slug}/import/"


@pytest.fixture
def imported(site, address):
    """The address of the report of an import."""
    return site.post(address, upload(calendar(*COMPLETE, NO_PLACE)))["Location"]


def confirmation_of(report):
    return report.replace("import/?", "import/send/?")


def words(response):
    return " ".join(html.unescape(response.content.decode()).split())


def page_of(title):
    return EventPage.objects.get(draft_title=title)


def state(title):
    return submission.state(page_of(title))


def confirmed(site, address):
    """The hidden fields of the confirmation."""
    return {"draft": re.findall(r'name="draft" value="([^"]+)"', site.get(address).content.decode())}


def test_the_report_says_how_many_are_complete_and_what_the_others_lack(site, imported):
    report = words(site.get(imported))
    assert "2 drafts are complete" in report and "1 draft cannot be sent yet." in report
    entry = re.search(r'<li class="entry">(?:(?!<li class="entry">).)*Without a place.*?</div></li>', report)[
        0
    ]
    assert "It cannot be sent yet:" in entry and "Give the place." in entry
    assert f'href="{confirmation_of(imported)}"' in report


def test_all_complete_drafts_are_sent_after_a_confirmation(site, imported):
    confirmation = confirmation_of(imported)
    asked = words(site.get(confirmation))
    assert "<h1>Send 2 drafts to the office?</h1>" in asked
    assert asked.index("Complete two") < asked.index("Not sent with them") < asked.index("Without a place")
    assert "Give the place." in asked
    assert state("Complete one") == State.DRAFT, "Nothing is sent by opening the page."
    answer = site.post(confirmation, confirmed(site, confirmation), follow=True)
    assert answer.redirect_chain[-1][0] == imported
    report = words(answer)
    assert "2 drafts were sent to the office." in report and "were not sent" not in report
    assert state("Complete one") == state("Complete two") == State.IN_REVIEW
    assert state("Without a place") == State.DRAFT
    assert report.count('<span class="badge in_review">In review</span>') == 2
    assert "Send all complete drafts" not in report
    assert "<h1>No draft can be sent yet</h1>" in words(site.get(confirmation))


def test_only_what_was_confirmed_is_sent(site, imported, member):
    confirmation = confirmation_of(imported)
    fields = confirmed(site, confirmation)
    # A colleague empties one and completes another one in the meantime.
    for title, change in (("Complete one", {"summary": ""}), ("Without a place", {"venue_name": "Library"})):
        draft = submission.latest(page_of(title))
        for name, value in change.items():
            setattr(draft, name, value)
        submission.save_draft(draft, member)
    report = words(site.post(confirmation, fields, follow=True))
    assert "1 draft was sent to the office." in report
    assert "1 draft was not sent, because it has changed since." in report
    assert state("Complete two") == State.IN_REVIEW
    assert state("Complete one") == state("Without a place") == State.DRAFT
    assert "Nothing was sent." in words(site.post(confirmation, {}, follow=True))


def test_what_only_a_person_can_decide_is_not_sent_with_the_others(site, imported, member, account, address):
    asked = submission.submit(page_of("Complete one"), member)
    asked.current_task_state.reject(user=account("approver"), comment="Please name the room.")
    publish(page_of("Complete two"))
    status_changes.take_down(page_of("Complete two"), member)
    text = words(site.get(confirmation_of(imported)))
    assert "<h1>No draft can be sent yet</h1>" in text
    assert "The office asks for changes." in text and "It was taken down." in text
    report = site.post(address, upload(calendar(*COMPLETE, NO_PLACE)))["Location"]
    site.post(confirmation_of(report), {"draft": [str(page_of("Complete two").translation_key)]})
    assert state("Complete one") == State.CHANGES_REQUESTED and state("Complete two") == State.TAKEN_DOWN


def test_a_draft_with_removed_words_is_not_sent(site, organisation, address):
    organisation.locations.add(
        OrganisationLocation(name="Shelter", is_confidential=True, street_address="7 Zqmark Road")
    )
    publish(organisation)
    answer = site.post(address, upload(calendar(event("one", SUMMARY="Evening at 7 Zqmark Road"))))
    assert "No draft can be sent yet" in words(answer), "The words are shown once, with the report."
    asked = words(site.get(confirmation_of(answer.made_at)))
    assert "“[…]”" in asked and "zqmark" not in asked.lower()


def test_unchanged_drafts_of_an_earlier_import_are_sent_too(site, imported, address):
    again = site.post(address, upload(calendar(*COMPLETE)))["Location"]
    assert "2 drafts are complete" in words(site.get(again))


def test_a_report_of_another_person_or_none_sends_nothing(site, client, imported, organisation):
    confirmation = confirmation_of(imported)
    fields = confirmed(site, confirmation)
    for path in (
        confirmation.partition("?")[0],
        confirmation[:-4] + "ffff",
        confirmation.partition("=")[0] + "=<script>",
    ):
        answer = site.post(path, fields)
        assert answer.status_code == 302 and "/import/?report=" in answer["Location"]
    client.force_login(make_member(organisation, "colleague@harbor.example"))
    answer = client.post(confirmation, fields, follow=True)
    assert "The report is kept for only an hour." in words(answer)
    assert state("Complete one") == State.DRAFT


def test_no_event_of_another_organization_is_in_what_is_sent(organisation):
    theirs = make_event(make_organisation("Other Example Group"), "Theirs", live=False)
    lines = [{"key": str(theirs.translation_key)}, {"key": ""}]
    assert sending.unsent(lines, organisation) == sending.Unsent()


def test_a_long_import_is_sent_in_parts(organisation, monkeypatch):
    monkeypatch.setattr(sending, "MOST", 2)
    day = timezone.localdate() + datetime.timedelta(days=9)
    lines = [
        {"key": str(make_event(organisation, f"Draft {number}", live=False, start_date=day).translation_key)}
        for number in range(5)
    ]
    found = sending.unsent(lines, organisation)
    assert (len(found.drafts), found.more) == (2, 3)
