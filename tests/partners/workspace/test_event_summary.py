"""The summary beside the form of an event: when it takes place, and what is missing before it can be sent."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from partners.events import wording
from partners.models import EventPage
from partners.workspace import submission
from tests.partners.factories import make_event

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + datetime.timedelta(days=30)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def shown(workspace, event, query=""):
    """The words of the summary."""
    address = reverse("partners:event", args=[event.organisation.slug, event.translation_key])
    page = " ".join(html.unescape(workspace.get(address + query).content.decode()).split())
    summary = re.search(r'<aside class="event-summary-more.*?</aside>', page)[0]
    for target in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{target}"' in page, target
    return summary


def test_a_draft_says_what_is_missing_until_nothing_is(workspace, organisation, member):
    event = submission.new_event(organisation, member, "en", title="Tea")
    summary = shown(workspace, event)
    assert "No date yet." in summary and "Still missing" in summary
    assert '<a class="standalone-link" href="#id_start_date">Give the date.</a>' in summary
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    draft.start_date, draft.start_time = DAY, datetime.time(10)
    draft.summary, draft.venue_name, draft.accessibility_contact = "Tea.", "Library", "612-555-0100"
    submission.save_draft(draft, member)
    summary = shown(workspace, event)
    assert "Nothing is missing. It can be sent." in summary and "Still missing" not in summary
    assert wording.day_words(DAY) in summary


def test_the_dates_are_those_of_the_draft_not_of_the_public_version(workspace, organisation, member):
    event = make_event(organisation, "Circle", frequency="weekly", count=4)
    assert "Still missing" not in shown(workspace, event), "A public event without a change needs nothing."
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    draft.start_date = DAY
    submission.save_draft(draft, member)
    summary = shown(workspace, event)
    for number in range(4):
        assert wording.day_words(DAY + datetime.timedelta(days=7 * number)) in summary
    assert wording.day_words(event.start_date) not in summary


def test_what_is_in_review_has_dates_and_no_checks(workspace, organisation, member):
    event = make_event(organisation, "Evening", live=False, start_date=DAY)
    submission.submit(event, member)
    summary = shown(workspace, event)
    assert wording.day_words(DAY) in summary
    assert "Nothing is missing" not in summary and "Still missing" not in summary


def test_a_draft_with_dates_that_cannot_be_is_no_error(workspace, organisation):
    event = make_event(organisation, "Evening", live=False)
    draft = submission.latest(event)
    draft.time_zone, draft.frequency, draft.interval = "Nowhere/Nothing", "weekly", 0
    draft.save_revision(clean=False)
    assert "As last saved" in shown(workspace, event)
