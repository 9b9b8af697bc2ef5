"""An event of an organization whose own page is a draft, archived, or gone from the public: its page is there all the same."""

import uuid

import pytest
from django.core.cache import cache

from home.models import CampaignPage, DefinitionPage, InitiativePage
from partners.models import EventPage, EventStatus
from partners.workspace import submission
from portal.core.cache_version import get_cache_version
from portal.core.page_links import links_by_id, page_links
from portal.models import HelpLine
from tests.partners.factories import make_event, make_member, make_organisation, make_service, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer():
    return make_organisation("Newcomer Example Circle", live=False)


def test_a_visitor_reads_the_first_event_of_a_new_partner(client, newcomer):
    event = make_event(newcomer)
    for _again in range(2):  # With an empty cache and from the cache.
        for address in (
            event.url,
            f"{event.url}event.ics",
            "/events/",
            "/events/calendar.ics",
            "/events/feed.atom",
        ):
            assert client.get(address).status_code == 200, address
    assert "Newcomer" not in client.get(event.url).content.decode()
    publish(make_organisation("Another Example Circle"))  # Every publication renews the cache.
    assert client.get(event.url).status_code == 200


def test_the_member_and_the_approver_are_told(client, signed_in, newcomer):
    make_member(newcomer, "keeper@example.org")
    event = make_event(newcomer, live=False)
    submission.submit(event, None)
    signed_in("keeper")
    page = client.get(f"/workspace/{newcomer.slug}/events/{event.translation_key}/").content.decode()
    assert "is not public yet" in page
    signed_in("approver")
    page = client.get(f"/admin/partner-submissions/{event.pk}/").content.decode()
    assert "The page of “Newcomer Example Circle” is not public yet" in page
    assert [failure.code for failure in event.publishing_warnings()].count("holder") == 1
    publish(newcomer)
    event = EventPage.objects.get(pk=event.pk)
    assert not event.organisation_notice
    assert "is not public yet" not in client.get(f"/admin/partner-submissions/{event.pk}/").content.decode()


@pytest.mark.parametrize("gone", ["unpublished", "deleted", "never"])
def test_what_replaces_an_event_may_be_gone(client, gone):
    organisation = make_organisation("Riverbend Example Center")
    event, other = make_event(organisation), make_event(organisation, "Later evening")
    key = uuid.uuid4() if gone == "never" else other.translation_key
    EventStatus.objects.create(event_key=event.translation_key, state="postponed", replacement_key=key)
    if gone == "unpublished":
        EventPage.objects.filter(pk=other.pk).update(live=False)
    elif gone == "deleted":
        other.delete()
    cache.clear()
    page = client.get(event.url)
    assert page.status_code == 200 and "Later evening" not in page.content.decode()


def test_links_answer_for_every_number_they_are_asked_for():
    draft = make_organisation("Newcomer Example Circle", live=False)
    numbers = [draft.pk, 999_999_999]
    get_cache_version()
    for _again in range(2):
        assert links_by_id(numbers) == dict.fromkeys(numbers)
        assert page_links(numbers) == []


@pytest.mark.parametrize("model", [InitiativePage, CampaignPage, DefinitionPage])
def test_pages_whose_related_pages_are_gone_answer(client, model):
    """Each page names two pages that are no longer public and one that never was; help lines and translations likewise."""
    draft = make_organisation("Newcomer Example Circle", live=False)
    gone = make_service(make_organisation("Riverbend Example Center"))
    gone.unpublish()
    for page in model.objects.live():
        page.related_pages = [("page", draft), ("page", gone)]
        raw = [*page.related_pages.raw_data, {"type": "page", "value": 999_999_999, "id": str(uuid.uuid4())}]
        column = page._meta.get_field("related_pages")
        model.objects.filter(pk=page.pk).update(related_pages=column.to_python(str(raw).replace("'", '"')))
    HelpLine.objects.update(live=False)
    cache.clear()
    for page in model.objects.live():
        assert client.get(page.url).status_code == 200, page.url
    assert client.get("/get-help/").status_code == 200
