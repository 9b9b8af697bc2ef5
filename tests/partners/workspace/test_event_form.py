"""The form of an event, as members' browsers send it."""

import datetime
import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image

from media.models import HubImage
from partners.content import plain_markup
from partners.models import EventPage
from partners.workspace import submission
from partners.workspace.submission import State
from portal.models import TaxonomyTerm
from tests.partners.factories import make_event, make_member

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + datetime.timedelta(days=30)
LEAST = {
    "title": "Know your rights",
    "summary": "An hour about pay and papers.",
    "start_date": DAY.isoformat(),
    "start_time": "10:00",
    "attendance": "place",
    "venue_name": "Example Library",
    "accessibility_contact": "access@example.org",
}
WHOLE = {
    **LEAST,
    "discreet_title": "Meeting",
    "description": "Come **early**.\n\n- tea\n- papers\n\nSee https://example.org/rights",
    "end_time": "11:30",
    "time_zone": "America/Denver",
    "frequency": "weekly",
    "interval": "2",
    "weekdays": ["TU", "TH"],
    "count": "6",
    "exception_dates": f"{(DAY + datetime.timedelta(days=14)).isoformat()}\n7/5/2027",
    "attendance": "both",
    "online_url": "https://meet.example/room",
    "street_address": "12 Example Street",
    "city": "Example City",
    "region": "MN",
    "postal_code": "00000",
    "directions": "Bus 5, ring the bell.",
    "registration_url": "https://register.example/",
    "cost": "Free",
    "accessibility_request_by": (DAY - datetime.timedelta(days=7)).isoformat(),
    "contact_name": "Events team",
    "contact_email": "events@example.org",
    "contact_phone": "202-555-0123",
    "place_shown": "public",
}


@pytest.fixture(autouse=True)
def english():
    """An answer in another language leaves that language behind it."""
    with translation.override("en"):
        yield


def new_address(organisation):
    return reverse("partners:event_new", args=[organisation.slug])


def address(event, name="event"):
    return reverse(f"partners:{name}", args=[event.organisation.slug, event.translation_key])


def words(response):
    return html.unescape(response.content.decode())


def the_event():
    return submission.latest(EventPage.objects.order_by("-pk").first())


def picture(size=(640, 480), kind="JPEG", **info):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **info)
    return SimpleUploadedFile("Maria at 12 Heron Road.jpg", file.getvalue(), content_type="image/jpeg")


# --- Drafts and sending -----------------------------------------------------------------------------------------
def test_an_incomplete_draft_is_kept_and_shown_again(workspace, organisation):
    response = workspace.post(new_address(organisation), {"title": "Tea", "action": "save"}, follow=True)
    assert response.status_code == 200 and 'value="Tea"' in words(response)
    assert "Saved as a draft" in words(response)
    assert submission.state(the_event()) == State.DRAFT


def test_a_draft_may_be_quite_empty(workspace, organisation):
    assert workspace.post(new_address(organisation), {"action": "save"}).status_code == 302
    assert the_event().title == ""


def test_the_least_is_enough_to_send(workspace, organisation):
    response = workspace.post(new_address(organisation), {**LEAST, "action": "send"}, follow=True)
    assert submission.state(the_event()) == State.IN_REVIEW
    page = words(response)
    assert "What happens next" in page and "usually answers within" in page
    assert 'name="title"' not in page  # Nobody changes what is in review.


def test_all_that_was_typed_is_kept(workspace, organisation):
    topics = list(TaxonomyTerm.objects.filter(kind="topic", locale__language_code="en")[:2])
    offered = list(TaxonomyTerm.objects.filter(kind="accessibility", locale__language_code="en")[:1])
    data = {**WHOLE, "topics": [term.pk for term in topics], "accessibility": [offered[0].pk]}
    assert workspace.post(new_address(organisation), {**data, "action": "save"}).status_code == 302
    event = the_event()
    for name in set(WHOLE) & {field.name for field in EventPage._meta.concrete_fields} - {
        "description",
        "exception_dates",
        "extra_dates",
        "month_positions",
        "month_days",
        "weekdays",
    }:
        value = getattr(event, name)
        kept = value.isoformat(timespec="minutes") if isinstance(value, datetime.time) else str(value)
        assert kept == WHOLE[name], name
    assert event.weekdays == "TU,TH" and "2027-07-05" in event.exception_dates
    assert set(event.topics.all()) == set(topics) and list(event.accessibility.all()) == offered
    assert event.description == (
        "<p>Come <b>early</b>.</p><ul><li>tea</li><li>papers</li></ul>"
        '<p>See <a href="https://example.org/rights">example.org</a></p>'
    )
    shown = words(workspace.get(address(event)))
    for value in (
        "Meeting",
        "https://meet.example/room",
        "12 Example Street",
        "Bus 5, ring the bell.",
        "- tea",
    ):
        assert value in shown, value
    # Sent as it is shown, nothing changes.
    before = {
        name: getattr(event, name) for name in ("description", "weekdays", "exception_dates", "start_time")
    }
    workspace.post(address(event), {**data, "base_revision": event.latest_revision_id, "action": "save"})
    assert {name: getattr(the_event(), name) for name in before} == before


def test_what_is_missing_is_said_beside_its_field_and_the_draft_is_kept(workspace, organisation):
    answer = workspace.post(new_address(organisation), {"title": "Tea", "cost": "Free", "action": "send"})
    # A page of its own, so that Back and reloading send nothing again.
    assert (answer.status_code, answer["Location"]) == (302, f"{address(the_event())}?missing=1")
    response = workspace.get(answer["Location"])
    page = words(response)
    assert response.status_code == 200 and "<title>Error:" in page
    summary = re.search(r'<div class="error-summary" role="alert".*?</div>', page, re.DOTALL)[0]
    assert "Kept as a draft, not sent." in summary
    for target in re.findall(r'<a href="#([^"]*)">', summary):
        assert f'id="{target}"' in page
    for sentence in ("Give the date.", "Give the place.", "Say who people can contact", "Write a summary"):
        assert sentence in summary, sentence
    assert 'value="Tea"' in page and 'value="Free"' in page
    assert the_event().title == "Tea" and submission.state(the_event()) == State.DRAFT
    # The form goes on with the draft that was kept, it does not make a second one.
    assert f'name="base_revision" value="{the_event().latest_revision_id}"' in page
    action = re.search(r'<form class="form event-form flow" method="post"[^>]*action="([^"]*)"', page)[1]
    assert action == address(the_event())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("online_url", "javascript:alert(1)", "Enter a full web address"),
        ("registration_url", "data:text/html,<script>", "Enter a full web address"),
        ("start_date", "soon", "Enter the day with the month as a word"),
        ("start_time", "tea time", "Enter the time with AM or PM"),
        ("exception_dates", "Christmas", "Enter the day with the month as a word"),
        ("interval", "99", "more than a year apart"),
        ("month_days", "first", "Write days from 1 to 31"),
        ("extra_dates", "soon", "Enter the day with the month as a word"),
        ("contact_email", "not an address", "e"),
        ("title", "x" * 300, "120 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_typed_is_lost(
    workspace, organisation, name, value, message
):
    response = workspace.post(new_address(organisation), {**WHOLE, name: value, "action": "save"})
    page = words(response)
    assert response.status_code == 422
    assert message in re.search(rf'id="id_{name}_error">(.*?)</p>', page, re.DOTALL)[1]
    assert html.unescape(value) in page and "Bus 5, ring the bell." in page
    assert not EventPage.objects.filter(organisation=organisation).exists()


def test_hostile_text_is_words_everywhere(workspace, organisation):
    bomb = '"><script>alert(1)</script>'
    data = {name: bomb for name in ("title", "summary", "description", "venue_name", "cost", "directions")}
    workspace.post(new_address(organisation), {**LEAST, **data, "action": "save"})
    event = the_event()
    for name in ("event", "event_preview", "event_history"):
        answer = workspace.get(address(event, name)).content.decode()
        assert "<script>alert" not in answer, name
    board = workspace.get(reverse("partners:dashboard", args=[organisation.slug])).content.decode()
    assert "<script>alert" not in board and "&lt;script&gt;" in board


def test_an_untouched_new_form_asks_little_and_knows_the_profile(workspace, organisation):
    page = words(workspace.get(new_address(organisation), follow=True))
    assert page.count("(required)") == 5
    assert "<details" in page and " open>" not in page[page.index('class="form-sections"') :]


def test_no_hint_repeats_its_label(workspace, organisation):
    page = words(workspace.get(new_address(organisation), follow=True))
    for repeated in ("The last day on which it can take place.", "Instead of a last day.", "ZIP code."):
        assert f">{repeated}<" not in page
    assert page.count("Last day on which it can take place") == 1


def test_a_part_that_holds_something_stands_open(workspace, organisation):
    workspace.post(new_address(organisation), {**LEAST, "cost": "Free", "action": "save"})
    page = words(workspace.get(address(the_event())))
    assert '<details id="part-audience" open>' in page and '<details id="part-time">' in page


def test_only_members_see_the_language_of_their_account_first(workspace, organisation, member):
    member.language = "es"
    member.save()
    workspace.post(new_address(organisation), {**LEAST, "action": "save"})
    assert the_event().locale.language_code == "es"
    workspace.post(new_address(organisation), {**LEAST, "language": "en", "action": "save"})
    assert the_event().locale.language_code == "en"


# --- Places -----------------------------------------------------------------------------------------------------
def test_a_place_that_becomes_confidential_is_forgotten_in_every_version(workspace, organisation):
    workspace.post(new_address(organisation), {**WHOLE, "street_address": "12 Heron Road", "action": "save"})
    event = the_event()
    data = {**WHOLE, "street_address": "12 Heron Road", "place_shown": "confidential"}
    workspace.post(address(event), {**data, "base_revision": event.latest_revision_id, "action": "save"})
    event = the_event()
    assert event.place_shown == "confidential" and event.street_address == event.venue_name == ""
    for revision in event.revisions.all():
        assert "Heron" not in str(revision.content)
    for name in ("event", "event_preview", "event_history"):
        assert "Heron" not in words(workspace.get(address(event, name)))


# --- Pictures ---------------------------------------------------------------------------------------------------
def test_a_picture_needs_words_and_a_declaration(workspace, organisation):
    response = workspace.post(new_address(organisation), {**LEAST, "picture": picture(), "action": "save"})
    page = words(response)
    assert response.status_code == 422
    assert "Say what the picture shows" in page and "Confirm that you may use the picture" in page
    assert (
        'value="Know your rights"' in page and not HubImage.objects.filter(file__contains="event-").exists()
    )


def test_a_picture_is_freed_of_what_the_camera_wrote(workspace, organisation, member):
    exif = Image.Exif()
    exif[0x010E] = "12 Heron Road"
    data = {
        **LEAST,
        "picture": picture((3000, 1000), exif=exif, comment=b"Heron"),
        "picture_description": "A bowl of tea",
        "picture_suitable": "on",
        "action": "save",
    }
    assert workspace.post(new_address(organisation), data).status_code == 302
    image = the_event().image
    assert image.description == "A bowl of tea" and image.suitable and image.uploaded_by_user == member
    assert "Maria" not in image.file.name and image.width == 2400
    with image.file.open() as file:
        assert b"Heron" not in file.read()


def test_a_picture_is_not_lost_when_something_else_is_wrong(workspace, organisation):
    data = {
        **LEAST,
        "start_date": "soon",
        "picture": picture(),
        "picture_description": "A bowl of tea",
        "picture_suitable": "on",
    }
    page = words(workspace.post(new_address(organisation), data))
    kept = re.search(r'name="picture_kept" value="([^"]+)"', page)[1]
    del data["picture"]
    workspace.post(new_address(organisation), {**data, "start_date": DAY.isoformat(), "picture_kept": kept})
    assert the_event().image.description == "A bowl of tea"


@pytest.mark.parametrize(
    "content", [b"GIF89a not a picture", b"<svg onload=alert(1)>", b"%PDF-1.4", b"\x89PNG\r\n\x1a\nbroken"]
)
def test_what_is_no_picture_is_refused(workspace, organisation, content):
    data = {
        **LEAST,
        "picture": SimpleUploadedFile("x.jpg", content, content_type="image/jpeg"),
        "picture_description": "A lantern in a window",
        "picture_suitable": "on",
    }
    response = workspace.post(new_address(organisation), data)
    assert response.status_code == 422 and "We could not read this file as a picture" in words(response)


def test_another_persons_picture_cannot_be_taken(workspace, organisation, account):
    image = HubImage.objects.first()
    workspace.post(new_address(organisation), {**LEAST, "picture_kept": str(image.pk), "action": "save"})
    assert the_event().image is None


# --- Changing ---------------------------------------------------------------------------------------------------
def test_changing_a_live_event_leaves_the_public_page_as_it_is(workspace, organisation, client):
    event = make_event(organisation, "Evening of the tests")
    before = client.get(event.url).content.decode()
    data = {**LEAST, "title": "Another title", "base_revision": event.latest_revision_id}
    workspace.post(address(event), {**data, "action": "send"})
    event.refresh_from_db()
    assert submission.state(EventPage.objects.get(pk=event.pk)) == State.LIVE_IN_REVIEW
    assert event.title == "Evening of the tests"
    after = client.get(event.url).content.decode()
    assert "Another title" not in after and "Evening of the tests" in before


def test_the_second_of_two_members_loses_nothing(workspace, organisation, member):
    event = make_event(organisation, "Evening of the tests", live=False)
    base = event.save_revision(user=member, clean=False).pk
    colleague = make_member(
        organisation, "colleague@coalition.example", first_name="Cole", last_name="Example"
    )
    page = submission.latest(EventPage.objects.get(pk=event.pk))
    page.title = "Cole's title"
    submission.save_draft(page, colleague, base)
    data = {**LEAST, "title": "My title", "cost": "Free tea", "base_revision": base, "action": "save"}
    response = workspace.post(address(event), data)
    shown = words(response)
    assert response.status_code == 409 and "Cole Example saved another version" in shown
    assert 'value="My title"' in shown and 'value="Free tea"' in shown
    assert address(event, "event_preview") in shown
    assert the_event().title == "Cole's title"
    newer = re.search(r'name="base_revision" value="(\d+)"', shown)[1]
    assert workspace.post(address(event), {**data, "base_revision": newer}).status_code == 302
    assert the_event().title == "My title"


# --- Descriptions as plain text -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One\nTwo\n\nThree", "<p>One<br>Two</p><p>Three</p>"),
        ("Bring:\n- tea\n* bread", "<p>Bring:</p><ul><li>tea</li><li>bread</li></ul>"),
        ("1. come\n2) go", "<ol><li>come</li><li>go</li></ol>"),
        (
            "[the page](https://example.org/a?b=c&d)",
            '<p><a href="https://example.org/a?b=c&amp;d">the page</a></p>',
        ),
        ("[bad](javascript:alert(1))", "<p>[bad](javascript:alert(1))</p>"),
        (
            "<b>bold</b> & <script>x</script>",
            "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>",
        ),
        (
            "See https://www.example.org/a?b=c.",
            '<p>See <a href="https://www.example.org/a?b=c">example.org</a>.</p>',
        ),
        ("*soft* and **loud**", "<p><i>soft</i> and <b>loud</b></p>"),
        ("5 * 3 * 2", "<p>5 * 3 * 2</p>"),
        ("", ""),
    ],
)
def test_a_description_is_typed_with_a_few_signs(typed, kept):
    assert plain_markup.to_html(typed) == kept
    assert plain_markup.to_html(plain_markup.to_text(kept)) == kept
