"""A new event that hides its place from the first save: what tells the place in other fields goes, is told, and never public."""

import datetime
import html

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from partners.confidentiality import erasure
from partners.models import EventPage, ForbiddenWords, OrganisationPage
from partners.moderation import services as moderation
from partners.workspace import submission
from partners.workspace.submission import State
from portal.exceptions import ActionNotAllowed
from portal.workflow import approvals
from tests.live import approved
from tests.partners import factories, sweep
from tests.partners.workspace.test_event_form import picture

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + datetime.timedelta(days=30)
MARKER = "zqmark"
TYPED = {
    "title": "Evening at Zqmark House",
    "summary": "We meet in Zqmark House, 77 Zqmarkstreet Rd.",
    "description": "Come to **77** Zqmarkstreet Road.\n\nSee [the map](https://maps.example/77-Zqmarkstreet-Road).",
    "start_date": DAY.isoformat(),
    "start_time": "10:00",
    "attendance": "place",
    "venue_name": "Zqmark House",
    "street_address": "77 Zqmarkstreet Road",
    "public_area": "near Zqmark House",
    "accessibility_contact": "Ask at Zqmark House",
    "registration_url": "https://zqmarkhouse.example/register",
    "contact_email": "events@zqmark-house.example",
    "contact_name": "Events team",
    "picture_description": "People at Zqmark House",
    "picture_suitable": "on",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def write_again(draft):
    """The member writes whole sentences where words were taken out."""
    for record in (draft, draft.image):
        for field in erasure.text_fields(type(record)):
            value = field.value_from_object(record)
            if "[…]" in str(value):
                setattr(record, field.name, str(value).replace("[…]", "there"))
    draft.image.save()


def approve(event, account):
    waiting = EventPage.objects.get(pk=event.pk).current_workflow_state.current_task_state
    waiting.task.specific.on_action(
        waiting, account("approver"), "approve", seen=approvals.revision_token(waiting.revision)
    )


@pytest.mark.parametrize("shown", ["confidential", "registered"])
def test_no_word_of_a_place_hidden_at_first_save_is_kept_or_public(
    workspace, client, organisation, account, shown
):
    address = reverse("partners:event_new", args=[organisation.slug])
    data = {**TYPED, "place_shown": shown, "picture": picture(), "action": "send"}
    answer = html.unescape(workspace.post(address, data, follow=True).content.decode())
    assert "were removed from" in answer and "Title" in answer and "Summary" in answer
    assert "Kept as a draft, not sent." in answer
    event = EventPage.objects.order_by("-pk").first()
    assert sweep.stored(MARKER) == set()
    assert submission.state(event) == State.DRAFT, "The member reads it once more before it is sent."

    draft = submission.latest(event)
    assert draft.title == "Evening at […]" and draft.image.description == "People at […]"
    assert draft.registration_url == draft.contact_email == ""
    with pytest.raises(ActionNotAllowed) as refused:
        submission.submit(event, account("lantern"))
    assert {"title", "summary", "description", "image"} <= set(refused.value.field_errors)

    write_again(draft)
    submission.save_draft(draft, account("lantern"))
    submission.submit(event, account("lantern"))
    waiting = moderation.submission_of(EventPage.objects.get(pk=event.pk))
    assert waiting.has_forbidden_words and not waiting.tells and not waiting.gaps
    client.force_login(account("approver"))
    page = html.unescape(client.get(waiting.url).content.decode())
    assert "Nothing was found." in page

    approve(event, account)
    event.refresh_from_db()
    assert event.live
    client.logout()
    addresses = [*sweep.PUBLIC_ADDRESSES, event.url, f"{event.url}event.ics", "/search/?q=zqmark"]
    assert sweep.shown(client, MARKER, [a for a in addresses if "zqmark" not in a]) == set()
    assert sweep.stored(MARKER) == set()


def test_what_was_written_before_the_place_is_cleaned_too(workspace, organisation, account):
    member = account("lantern")
    event = submission.new_event(
        organisation, member, "en", title="Evening at Zqmark House", summary="In Zqmark House."
    )
    assert "wagtailcore_revision.content" in sweep.stored(MARKER)
    draft = submission.latest(event)
    draft.place_shown, draft.venue_name = "confidential", "Zqmark House"
    submission.save_draft(draft, member)
    assert sweep.stored(MARKER) == set()


def test_words_that_come_later_are_taken_out_by_their_digests(workspace, organisation, account):
    member = account("lantern")
    event = submission.new_event(
        organisation, member, "en", title="Evening", place_shown="confidential", venue_name="Zqmark House"
    )
    assert ForbiddenWords.objects.filter(holder=event.translation_key).exists()
    draft = submission.latest(EventPage.objects.get(pk=event.pk))
    draft.summary = "In Zqmark-House."
    submission.save_draft(draft, member)
    assert draft.removed_from == {"summary"}
    assert sweep.stored(MARKER) == set()


def test_nothing_is_public_while_a_word_stands_anywhere(organisation):
    event = factories.make_event(
        organisation, title="Evening", place_shown="confidential", venue_name="Zqmark House"
    )
    # By a path that nobody watches.
    EventPage.objects.filter(pk=event.pk).update(summary="In Zqmark House.", slug="at-zqmark-house")
    page = EventPage.objects.get(pk=event.pk)
    assert {failure.field for failure in page.publishing_errors()} == {"summary", "slug"}
    revision = page.latest_revision
    content = {**revision.content, "summary": "In Zqmark House."}
    type(revision).objects.filter(pk=revision.pk).update(content=content)
    revision = type(revision).objects.get(pk=revision.pk)
    approved(revision, ground="demonstration")
    with pytest.raises(ValidationError):
        revision.publish(skip_permission_checks=True)


def test_an_organisations_confidential_place_is_taken_out_of_its_texts_and_checked_in_its_events(
    workspace, organisation, account
):
    address = reverse("partners:profile", args=[organisation.slug])
    data = {
        "title": organisation.title,
        "summary": "We are at 77 Zqmarkstreet Rd.",
        "offers": "Help with work and pay.",
        "website": "https://77-zqmarkstreet-road.example/",
        "email": "hello@77zqmarkstreet.example",
        "phones-TOTAL_FORMS": "0",
        "phones-INITIAL_FORMS": "0",
        "locations-TOTAL_FORMS": "1",
        "locations-INITIAL_FORMS": "0",
        "locations-0-name": "Shelter",
        "locations-0-is_confidential": "on",
        "locations-0-street_address": "77 Zqmarkstreet Road",
    }
    answer = html.unescape(workspace.post(address, {**data, "action": "save"}, follow=True).content.decode())
    assert "were removed from: Summary. They now show “[…]” instead." in answer
    assert "These web addresses gave away the confidential place and were deleted: " in answer
    assert "address, Website. Enter another one, or none." in answer
    draft = submission.latest(OrganisationPage.objects.get(pk=organisation.pk))
    assert draft.website == draft.email == "" and draft.summary == "We are at […]."
    with pytest.raises(ValidationError) as gaps:
        factories.make_service(draft, title="Help at 77 Zqmarkstreet Road", summary="77-zqmarkstreet-road")
    assert set(gaps.value.error_dict) == {"title", "summary"}
    assert sweep.stored(MARKER) == set()
    with pytest.raises(ValidationError) as refused:
        factories.make_event(organisation, title="Evening", summary="In 77 Zqmarkstreet Road.")
    assert set(refused.value.error_dict) == {"summary"}
