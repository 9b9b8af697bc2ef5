"""A new organization sees its first steps and what waits for whom; before its page is public, no page fails because of it."""

import html
import re

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.actions.unpublish_page import UnpublishPageAction

from partners import urls
from partners.models import OrganisationPage
from partners.workspace import submission
from tests.partners.factories import make_event, make_member, make_organisation, make_service, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def organisation(db):
    """A new organization, as the office makes it for its first member."""
    return make_organisation("Dawn Example Group", live=False, summary="", offers="", website="")


def stored(organisation):
    return OrganisationPage.objects.get(pk=organisation.pk)


@pytest.fixture
def steps(workspace, organisation):
    """The states of the steps, and their words."""

    def read():
        page = workspace.get(reverse("partners:dashboard", args=[organisation.slug]))
        assert page.status_code == 200
        text = " ".join(html.unescape(page.content.decode()).split())
        shown = re.search(r'<ol class="first-steps">.*?</ol>', text)
        if not shown:
            return [], ""
        for address in re.findall(r'href="([^"]+)"', shown[0]):
            assert workspace.get(address, follow=True).status_code == 200, address
        return re.findall(r'<li class="(\w+)">', shown[0]), shown[0]

    return read


def test_from_a_new_organization_to_its_first_public_event(workspace, organisation, member, account, steps):
    states, text = steps()
    assert states == ["yours", "later", "later", "yours"]
    assert "answers are missing." in text or "answer is missing." in text
    profile = reverse("partners:profile", args=[organisation.slug])
    assert f'href="{profile}?missing=1"' in text
    assert reverse("partners:event_new", args=[organisation.slug]) in text

    draft = submission.latest(stored(organisation))
    draft.summary, draft.offers, draft.website = "Help.", "<p>Help with work.</p>", "https://dawn.example/"
    submission.save_draft(draft, member)
    assert submission.problems(submission.latest(stored(organisation))) == {}
    states, text = steps()
    assert states == ["done", "yours", "later", "yours"] and "It can be sent." in text

    review = submission.submit(stored(organisation), member)
    states, text = steps()
    assert states == ["done", "done", "office", "yours"]
    assert "With the office since" in text and "usually answers" in text

    review.current_task_state.reject(user=account("approver"), comment="Say what you offer.")
    states, text = steps()
    assert states == ["yours", "later", "later", "yours"] and "asks for changes." in text

    publish(submission.latest(stored(organisation)))
    assert steps()[0] == ["done", "done", "done", "yours"]
    event = make_event(stored(organisation), "First evening", live=False)
    states, text = steps()
    assert states[3] == "yours" and str(event.translation_key) in text and "not sent yet." in text
    submission.submit(event, member)
    assert steps()[0][3] == "office"
    publish(submission.latest(event))
    assert steps() == ([], "")


def test_who_filters_events_sees_no_steps(workspace, organisation):
    address = reverse("partners:dashboard", args=[organisation.slug])
    assert "First steps" in workspace.get(address).content.decode()
    assert "First steps" not in workspace.get(address + "?when=coming").content.decode()


def test_an_organization_with_public_events_sees_none(client, account):
    old = make_organisation("Old Example Group")
    make_event(old, "Evening")
    client.force_login(make_member(old, "old@example.org"))
    page = client.get(reverse("partners:dashboard", args=[old.slug])).content.decode()
    assert "First steps" not in page


# --- An organization that is not public -----------------------------------------------------------------------------
PUBLIC = [
    "/",
    "/es/",
    "/partners/",
    "/events/",
    "/es/events/",
    "/events/past/",
    "/events/calendar.ics",
    "/events/feed.atom",
    "/search/?q=dawn",
    "/search/?q=evening",
    "/sitemap.xml",
    "/api/hsds/organizations",
    "/api/hsds/services",
]


@pytest.mark.parametrize("case", ["never public", "in review", "unpublished"])
def test_no_page_fails_because_an_organization_is_not_public(client, organisation, member, case):
    public = make_event(organisation, "Dawn evening", frequency="weekly", count=6)
    draft = make_event(organisation, "Dawn draft", live=False)
    service = make_service(organisation, "Dawn service", live=False)
    if case != "never public":
        full = submission.latest(stored(organisation))
        full.summary, full.offers, full.website = "Help.", "<p>Help.</p>", "https://dawn.example/"
        submission.save_draft(full, member)
    if case == "in review":
        submission.submit(stored(organisation), member)
    if case == "unpublished":
        publish(submission.latest(stored(organisation)))
        UnpublishPageAction(stored(organisation)).execute(skip_permission_checks=True)
    for path in [*PUBLIC, public.url, public.url + "event.ics"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Dawn Example Group" not in html.unescape(answer.content.decode()), path
    assert client.get(organisation.url).status_code == 404

    client.force_login(member)
    for pattern in urls.urlpatterns:
        names = set(pattern.pattern.converters)
        if "slug" not in names or not names <= {"slug", "key"}:
            continue
        events = [service] if pattern.name.startswith("service") else [public, draft]
        for page in events if "key" in names else [None]:
            parts = {"slug": organisation.slug, "key": page and page.translation_key}
            path = reverse(f"partners:{pattern.name}", kwargs={name: parts[name] for name in names})
            assert client.get(path).status_code in (200, 302, 404, 405), path
            if pattern.name in ("dashboard", "profile", "event", "event_preview", "event_history", "service"):
                assert client.get(path).status_code == 200, path
