"""What stands beside an event's own texts: its picture, links, calendar, redirects, translations, comments, mails."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from media.models import HubImage
from partners.confidentiality.checks import removed_words
from partners.models import EventPage, EventStatus
from partners.workspace import status_changes, submission
from portal.models import OfficeRedirect
from tests.partners import factories, sweep
from tests.partners.workspace.test_event_form import picture

pytestmark = pytest.mark.django_db
MARKER = "zqmark"


@pytest.fixture
def image():
    return HubImage.objects.create(
        title="Sent by a partner: The door of 77 Zqmarkstreet Road",
        description="The door of Zqmark House",
        credit="Zqmark House",
        file=ContentFile(picture().read(), "event-1.jpg"),
        suitable=True,
    )


@pytest.fixture
def event(organisation, image):
    event = factories.make_event(
        organisation,
        title="Lantern evening",
        slug="lantern-evening",
        venue_name="Zqmark House",
        street_address="77 Zqmarkstreet Road",
        description='<p>See <a href="https://example.org/77-Zqmarkstreet-Road">the map</a>.</p>',
        registration_url="https://example.org/77-Zqmarkstreet-Road",
        contact_email="door@zqmarkhouse.example",
        image=image,
    )
    # As Wagtail makes it when an earlier address was changed.
    path = event.url.replace("lantern-evening", "lantern-at-zqmark-house").rstrip("/")
    Redirect.objects.create(old_path=path, redirect_page=event, automatically_created=True)
    Redirect.objects.create(old_path="/lantern", redirect_page=event)
    OfficeRedirect.objects.create(old_path="/zqmark-house", redirect_page=event, live=False).save_revision()
    return event


def test_hide_place_now_clears_picture_links_calendar_and_redirects(
    client, event, image, member, account, committed
):
    old = event.url.replace("lantern-evening", "lantern-at-zqmark-house")
    addresses = [*sweep.PUBLIC_ADDRESSES, event.url, f"{event.url}event.ics"]
    assert {event.url, f"{event.url}event.ics", "/events/calendar.ics"} <= sweep.shown(
        client, MARKER, addresses
    )
    assert client.get(old).status_code == 301
    with committed():
        status_changes.hide_place(event, member)
    assert sweep.stored(MARKER) == set()
    assert sweep.shown(client, MARKER, addresses) == set()
    assert client.get(old).status_code == 404
    assert client.get("/lantern").status_code == 301, "Other redirects stay."
    client.force_login(account("approver"))
    api = f"/admin/api/main/images/{image.pk}/"
    assert client.get(api).status_code == 200
    edit = f"/admin/images/{image.pk}/"
    assert (
        sweep.shown(client, MARKER, [api, edit, "/admin/images/", "/admin/snippets/portal/officeredirect/"])
        == set()
    )


def test_what_is_written_afterwards_passes_too(event, image, member):
    status_changes.hide_place(event, member)
    image.refresh_from_db()
    # Its description stays as it is while the event shows it (media/core/in_use.py).
    image.title = "The door of Zqmark House"
    image.save()
    Comment.objects.create(
        page=event, user=member, text="At Zqmark House, is it?", contentpath="title", position=""
    )
    EventStatus.objects.get(event_key=event.translation_key)
    submission.request_removal(
        EventPage.objects.get(pk=event.pk), member, "Everybody knows Zqmark House now."
    )
    assert (
        EventStatus.objects.get(event_key=event.translation_key).removal_reason == "Everybody knows […] now."
    )
    source, _created = TranslationSource.update_or_create_from_instance(EventPage.objects.get(pk=event.pk))
    spanish = Locale.objects.get(language_code="es")
    translation = Translation.objects.create(source=source, target_locale=spanish)
    segment = source.stringsegment_set.first()
    StringTranslation.objects.create(
        translation_of=segment.string, locale=spanish, context=segment.context, data="En Zqmark House"
    )
    translation.save_target(publish=False)
    assert sweep.stored(MARKER) == set()


def test_a_redirect_that_tells_a_place_is_an_error_of_the_form(client, event, member, account):
    status_changes.hide_place(event, member)
    coordinator = account("coordinator")
    coordinator.user_permissions.add(Permission.objects.get(codename="add_officeredirect"))
    client.force_login(coordinator)
    data = {
        "old_path": "/zqmark-house/",
        "redirect_link": "",
        "is_permanent": "on",
        "redirect_page": event.pk,
    }
    answer = client.post("/admin/snippets/portal/officeredirect/add/", data)
    assert answer.status_code == 200
    assert "gives away a confidential place" in answer.content.decode()
    Redirect.objects.create(old_path="/zqmark-house", redirect_page=event)
    assert not Redirect.objects.filter(old_path__contains=MARKER).exists()
    assert sweep.stored(MARKER) == set()


def test_the_admins_form_says_what_it_took_out_and_never_fails(client, event, member, account):
    status_changes.hide_place(event, member)
    page = EventPage.objects.get(pk=event.pk)
    assert page.registration_url == page.contact_email == ""
    page.registration_url = "https://example.org/77/zqmarkstreet-road"
    page.summary = "In Zqmark House"
    page.save_revision(user=account("editor"), clean=False)
    assert page.removed_from == {"registration_url", "summary"}
    assert sweep.stored(MARKER) == set()


GAP, DELETED, MOVED = (
    "They now show “[…]” instead.",
    "were deleted:",
    "Links to its old address no longer work.",
)


@pytest.mark.parametrize(
    ("changes", "is_public", "said"),
    [
        ({"summary": "In Zqmark House."}, True, {GAP}),
        ({"registration_url": "https://example.org/77/zqmarkstreet-road"}, True, {DELETED}),
        (
            {"summary": "In Zqmark House.", "registration_url": "https://example.org/zqmark-house"},
            True,
            {GAP, DELETED},
        ),
        ({"slug": "at-zqmark-house", "summary": "In Zqmark House."}, True, {GAP, MOVED}),
        ({"slug": "at-zqmark-house", "summary": "In Zqmark House."}, False, {GAP}),
    ],
    ids=["a text", "an address", "both", "a public page's own address", "a draft's own address"],
)
def test_only_what_happened_is_said(organisation, member, event, changes, is_public, said):
    status_changes.hide_place(event, member)
    page = EventPage.objects.get(pk=event.pk)
    if not is_public:
        page.live, page.first_published_at = False, None
    for name, value in changes.items():
        setattr(page, name, value)
    page.remove_confidential_phrases()
    sentence = removed_words(page)
    assert {one for one in (GAP, DELETED, MOVED) if one in sentence} == said, sentence
    assert "an address on the web is gone" not in sentence and MARKER not in sentence.casefold()
