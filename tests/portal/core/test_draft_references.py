"""Whoever deletes a picture, document, film, word or page is told of the drafts that use it."""

import datetime
import html

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from home.models import InformationPage, ResourcePage
from media.models import HubDocument, HubImage, HubMedia, VideoPage
from portal.core.draft_references import draft_references, target_of
from portal.models import TaxonomyTerm
from tests.live import approved
from tests.media.core.test_in_use import picture
from tests.partners.factories import make_event, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_uploads(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def event_with(image, state, person):
    """An event of which a draft in this state has the picture, and its row has none."""
    event = make_event(make_organisation("Example Helpers"), live=state != "new")
    draft = event.get_latest_revision_as_object()
    draft.image = image
    if state == "scheduled":
        draft.go_live_at = timezone.now() + datetime.timedelta(days=3)
        approved(draft.save_revision(user=person), person).publish()
        # A later draft has it no more.
        draft = event.get_latest_revision_as_object()
        draft.image = None
        draft.save_revision(user=person)
    else:
        draft.save_revision(user=person)
        if state == "waiting":
            draft.get_workflow().start(draft, person)
    assert type(event).objects.get(pk=event.pk).image is None
    return event


def said(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(html.unescape(answer.content.decode()).split())


@pytest.mark.parametrize("state", ["new", "changed", "waiting", "scheduled"])
def test_the_deletion_of_a_picture_counts_drafts_and_names_them(state, signed_in, account):
    image = picture()
    event = event_with(image, state, account("coordinator"))
    client = signed_in("coordinator")
    once = "is referenced 1 time."
    assert once in said(client, reverse("wagtailimages:delete", args=[image.pk]))
    together = reverse("wagtail_bulk_action", args=["media", "hubimage", "delete"])
    assert once in said(client, f"{together}?id={image.pk}")
    assert "Used 1 time" in said(client, reverse("wagtailimages:edit", args=[image.pk]))
    listed = said(client, reverse("wagtailimages:image_usage", args=[image.pk]) + "?describe_on_delete=1")
    assert event.title in listed and "(in a draft)" in listed and "the draft will lose it" in listed


def test_what_the_index_knows_is_not_counted_twice(account):
    image = picture()
    event = make_event(make_organisation("Example Helpers"), image=image)
    event.save_revision()
    assert draft_references([image]) == {}
    assert ReferenceIndex.get_grouped_references_to(image).count() == 1
    draft = event.get_latest_revision_as_object()
    draft.image = None
    draft.save_revision()
    assert ReferenceIndex.get_grouped_references_to(image).count() == 1


@pytest.mark.parametrize("kind", ["document", "film", "word", "page"])
def test_drafts_of_every_kind_of_use_are_known(kind):
    if kind == "document":
        page = ResourcePage.objects.live().first()
        used = page.document = HubDocument.objects.create(
            title="Form", file=ContentFile(b"%PDF-1.7", name="form.pdf")
        )
    elif kind == "film":
        page = VideoPage.objects.live().first()
        used = page.hosted_file = HubMedia.objects.create(
            title="Film", type="video", duration=1, file=ContentFile(b"film", name="film.webm")
        )
    elif kind == "word":
        page = make_event(make_organisation("Example Helpers"))
        used = TaxonomyTerm.objects.filter(kind="topic", locale__language_code="en").first()
        page.topics = [used]
    else:
        page = InformationPage.objects.live().first()
        used = Page.objects.live().filter(depth=4).exclude(pk=page.pk).last()
        assert not any(row.object_id == str(page.pk) for row in ReferenceIndex.get_references_to(used))
        page.related_pages = [("page", used)]
    page.save_revision()
    rows = draft_references([used])[target_of(used)]
    assert [row.object_id for row in rows].count(str(page.pk)) == 1
    if kind == "word":
        assert page.pk in [record.pk for record in used.used_by()]
    elif kind == "film":
        assert used.get_usage().count() == 1


def test_a_draft_that_names_another_record_of_the_same_number_is_none():
    page = InformationPage.objects.live().first()
    page.related_pages = [("page", page.get_parent())]
    page.save_revision()
    assert draft_references([HubImage(pk=page.get_parent().pk)]) == {}


def test_the_deletion_of_a_page_names_the_drafts_that_link_to_it(signed_in):
    page = InformationPage.objects.live().first()
    used = InformationPage.objects.get(slug="signs-to-look-for", locale__language_code="en")
    page.related_pages = [("page", used)]
    page.save_revision()
    confirmation = said(signed_in("coordinator"), reverse("wagtailadmin_pages:delete", args=[used.pk]))
    assert "(in a draft)" in confirmation and page.title in confirmation


def test_a_partners_draft_is_counted_and_not_named_to_an_editor(signed_in, account):
    image = picture()
    event = make_event(make_organisation("Example Helpers"), "Quiet evening", live=False)
    draft = event.get_latest_revision_as_object()
    draft.image = image
    draft.save_revision(user=account("riverside"))
    listed = said(signed_in("editor"), reverse("wagtailimages:image_usage", args=[image.pk]))
    assert "(in a draft)" in listed and "Quiet evening" not in listed
    assert "Quiet evening" in said(
        signed_in("approver"), reverse("wagtailimages:image_usage", args=[image.pk])
    )
