"""Who sees what of an organisation: every address of the workspace and of the directory, asked by every kind of person.

The addresses are read from the URL patterns: one that is missing from the tables below makes a test fail. Members of
another organisation and staff must not even learn that something exists: 404, whatever they ask.
"""

import copy
import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners import urls
from partners.api import tokens
from partners.hsds import urls as hsds_urls
from partners.members import invitations
from partners.models import EventPage, Invitation, Membership, OrganisationLocation
from partners.workspace import status_changes
from tests.partners.factories import make_event, make_member, make_organisation, make_service, publish
from tests.portal.public import sitemap_parts

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SIGN_IN = "/accounts/login/?next="
# No part of an organisation: (GET, POST) for everybody, signed in or not.
OPEN_TO_ALL = {
    "invitation": (404, 404),  # A link that nobody sent.
    "left": (200, 405),
    "join": (200, 422),
    "join_done": (200, 405),
    "embed": (200, 405),  # Of public events.
    "api": (200, 405),
}
# Of the person, not of an organisation: (GET, POST) for who is signed in.
OWN = {"workspace": (200, 200), "account": (200, 422)}
# (GET, POST) for the organisation's owner, where the POST is sent without any answer.
MEMBERS_PAGES = {
    "members": (200, 405),
    "members_invite": (405, 422),
    "members_leave": (200, 422),
    "members_role": (405, 302),
    "members_remove": (200, 302),
    "members_second_factor": (200, 302),
    "members_revoke": (405, 302),
    "members_again": (405, 302),
}
# Only for owners of the organisation, not for the office.
TOKEN_PAGES = {"api_tokens": (200, 405), "api_token_new": (405, 422), "api_token_revoke": (405, 302)}
# What a member who is no owner may not: for her these addresses are not there.
OWNERS_ONLY = set(MEMBERS_PAGES) - {"members", "members_leave"} | set(TOKEN_PAGES)
ORGANISATION_PAGES = {
    "dashboard": (200, 405),
    # Each form has an address of its own.
    "event_new": (302, 302),
    "import": (200, 422),
    "website": (200, 302),
    "subscription": (200, 422),
    "subscription_read": (405, 302),
    "subscription_end": (405, 302),
    "import_send": (302, 302),  # Without a report: to the import.
    "profile": (200, 422),
    "profile_preview": (200, 405),
    "profile_submit": (405, 302),
    "profile_withdraw": (405, 302),
    "profile_confidential_place": (200, 302),
    "service_new": (302, 422),
    "service": (200, 422),
    "service_preview": (200, 405),
    "service_submit": (405, 302),
    "service_withdraw": (405, 302),
}
# For members, by the state of their own event: (GET, POST).
EVENT_PAGES = {
    "event": {"draft": (200, 302), "live": (200, 302), "cancelled": (200, 302)},
    "subscription_keep": {"draft": (405, 302), "live": (405, 302), "cancelled": (405, 302)},
    "event_preview": {"draft": (200, 405), "live": (200, 405), "cancelled": (200, 405)},
    "event_submit": {"draft": (405, 302), "live": (405, 302), "cancelled": (405, 302)},
    "event_withdraw": {"draft": (405, 302), "live": (405, 302), "cancelled": (405, 302)},
    "event_duplicate": {"draft": (405, 302), "live": (405, 302), "cancelled": (405, 302)},
    "event_delete": {"draft": (200, 302), "live": (200, 302), "cancelled": (200, 302)},
    "event_removal": {"draft": (200, 422), "live": (200, 422), "cancelled": (200, 422)},
    "event_history": {"draft": (200, 405), "live": (200, 405), "cancelled": (200, 405)},
    "event_cancel": {"draft": (200, 422), "live": (200, 422), "cancelled": (200, 422)},
    "event_postpone": {"draft": (200, 422), "live": (200, 422), "cancelled": (200, 422)},
    "event_hide_place": {"draft": (200, 422), "live": (200, 302), "cancelled": (200, 302)},
    "event_take_down": {"draft": (200, 422), "live": (200, 302), "cancelled": (200, 302)},
    "event_reinstate": {"draft": (200, 422), "live": (200, 422), "cancelled": (200, 302)},
    "event_dates": {"draft": (200, 405), "live": (200, 405), "cancelled": (200, 405)},
    "event_cancel_date": {"draft": (404, 404), "live": (200, 422), "cancelled": (200, 422)},
    "event_move_date": {"draft": (404, 404), "live": (200, 422), "cancelled": (200, 422)},
    "event_messages": {"draft": (200, 422), "live": (200, 422), "cancelled": (200, 422)},
    # Their own event names others, not themselves.
    "co_host": {"draft": (404, 404), "live": (404, 404), "cancelled": (404, 404)},
    "event_full": {"draft": (405, 404), "live": (405, 302), "cancelled": (405, 302)},
}
STATES = ("draft", "live", "cancelled")
OFFICE = ("editor", "approver", "coordinator")
# What a form sends besides: nothing that would make it complete.
EMPTY = {"nothing": "1"}


@pytest.fixture(scope="module")
def made(file_transaction):
    """Two organisations, their people and events, and the office's."""
    office = {name: get_user_model().objects.get(email=f"{name}@example.org") for name in OFFICE}
    alpha, beta = make_organisation("Alpha House"), make_organisation("Beta House")
    people = {
        "owner": make_member(alpha, "alpha.owner@example.org", "owner"),
        "member": make_member(alpha, "alpha.member@example.org"),
        "stranger": make_member(beta, "beta.owner@example.org", "owner"),
        **office,
    }
    alpha.locations.add(OrganisationLocation(name="Alpha's office", street_address="1 Example Street"))
    publish(alpha)
    monthly = {"frequency": "weekly", "count": 8}
    events = {
        "draft": make_event(alpha, "Alpha's draft", live=False, **monthly),
        "live": make_event(alpha, "Alpha's live event", **monthly),
        "cancelled": make_event(alpha, "Alpha's cancelled event", **monthly),
    }
    status_changes.cancel(events["cancelled"], people["owner"], "weather")
    invitations.invite(alpha, "somebody@example.org", "member", people["owner"])
    return SimpleNamespace(
        alpha=alpha,
        beta=beta,
        people=people,
        events=events,
        service=make_service(alpha, "Alpha's service"),
        place=OrganisationLocation.objects.get(organisation=alpha),
        theirs=make_event(beta, "Beta's event", live=False),
        membership=Membership.objects.get(user=people["member"]).pk,
        invitation=Invitation.objects.get(organisation=alpha).pk,
        token=tokens.make(alpha, people["owner"], "Calendar", 30)[0].pk,
        date=(timezone.localdate() + datetime.timedelta(days=21)).isoformat(),
    )


@pytest.fixture
def house(made, db):
    """The same for each test, which may change it."""
    return copy.deepcopy(made)


def address(house, pattern, state=None, organisation=None, event=None):
    """The address that a pattern stands for, with the parts of Alpha's unless others are named."""
    keyed = house.events.get(state) or house.events["live"]
    if pattern.name.startswith("service"):
        keyed = house.service
    elif pattern.name == "profile_confidential_place":
        keyed = house.place
    parts = {
        "slug": (organisation or house.alpha).slug,
        "key": (event or keyed).translation_key,
        "pk": _number(house, str(pattern.pattern)),
        "date": house.date,
        "token": "a" * 43,
    }
    wanted = pattern.pattern.converters
    return reverse(f"partners:{pattern.name}", kwargs={name: parts[name] for name in wanted})


def _number(house, pattern):
    if "/api/" in pattern:
        return house.token
    return house.invitation if "invitations/" in pattern else house.membership


def answers(client, url):
    """What an address answers to GET and to POST: two responses; nothing that the POST did stays."""
    got = client.get(url)
    # The test is one transaction: what a POST did is undone, so that the next address finds all as it was.
    undo = transaction.savepoint()
    posted = client.post(url, EMPTY)
    transaction.savepoint_rollback(undo)
    return got, posted


def signed_in(house, name):
    """A browser of its own, in which a person is signed in."""
    client = Client()
    if name:
        client.force_login(house.people[name])
    return client


def differences(house, name, expected, **parts):
    """The addresses that answer otherwise than expected: expected(pattern, state) → (GET, POST), or None for any."""
    found = []
    client = signed_in(house, name)
    # Each address is asked as by somebody who has just come: another may have set a cookie or ended the session.
    cookies = client.cookies
    for pattern in urls.urlpatterns:
        states = STATES if "key" in pattern.pattern.converters else (None,)
        for state in states:
            wanted = expected(pattern, state)
            if wanted is None:
                continue
            url = address(house, pattern, state, **parts)
            client.cookies = copy.deepcopy(cookies)
            seen = tuple(
                response.status_code if not response.get("Location", "").startswith(SIGN_IN) else "sign in"
                for response in answers(client, url)
            )
            if seen != wanted:
                found.append(f"{pattern.name} ({state}): {seen}, not {wanted}")
    return found


def test_the_tables_name_every_address_of_the_workspace():
    named = {*OPEN_TO_ALL, *OWN, *MEMBERS_PAGES, *TOKEN_PAGES, *ORGANISATION_PAGES, *EVENT_PAGES}
    there = {pattern.name for pattern in urls.urlpatterns}
    assert there - named == set(), "Say in tests/partners/workspace/test_isolation.py who may open these."
    assert named - there == set(), "These addresses are gone."


def test_a_stranger_without_an_account_is_led_to_the_sign_in(house):
    expected = {**OPEN_TO_ALL}
    assert not differences(
        house, None, lambda pattern, state: expected.get(pattern.name, ("sign in", "sign in"))
    )


@pytest.mark.parametrize("name", ["stranger", "editor", "approver"])
def test_for_others_an_organisation_has_no_workspace(house, name):
    def expected(pattern, state):
        return None if pattern.name in {*OPEN_TO_ALL, *OWN} else (404, 404)

    assert not differences(house, name, expected)


def test_a_coordinator_looks_after_members_and_sees_nothing_else(house):
    def expected(pattern, state):
        if pattern.name in {*OPEN_TO_ALL, *OWN}:
            return None
        if pattern.name == "members_leave":
            return (404, 404)
        return MEMBERS_PAGES.get(pattern.name, (404, 404))

    assert not differences(house, "coordinator", expected)


def _for_members(pattern, state, owner):
    if pattern.name in OWNERS_ONLY and not owner:
        return (404, 404)
    if pattern.name in EVENT_PAGES:
        return EVENT_PAGES[pattern.name][state]
    tables = {
        **OPEN_TO_ALL,
        **MEMBERS_PAGES,
        **TOKEN_PAGES,
        **ORGANISATION_PAGES,
        "account": OWN["account"],
        "workspace": (302, 302),
    }
    if pattern.name == "members_leave" and not owner:
        return (200, 302)
    return tables[pattern.name]


@pytest.mark.parametrize("name", ["owner", "member"])
def test_members_work_with_what_is_their_own(house, name):
    assert not differences(house, name, lambda pattern, state: _for_members(pattern, state, name == "owner"))


def test_an_event_of_another_organisation_is_not_there_under_ones_own_address_either(house):
    def expected(pattern, state):
        return (404, 404) if "key" in pattern.pattern.converters else None

    assert not differences(house, "owner", expected, event=house.theirs)
    assert not differences(house, "owner", expected, organisation=house.beta, event=house.theirs)


def test_who_has_left_or_is_switched_off_finds_nothing_more(house):
    def expected(pattern, state):
        return None if pattern.name in {*OPEN_TO_ALL, *OWN} else (404, 404)

    Membership.objects.filter(user=house.people["member"]).delete()
    assert not differences(house, "member", expected)
    browser = signed_in(house, "owner")
    house.people["owner"].is_active = False
    house.people["owner"].save()
    response = browser.get(reverse("partners:dashboard", args=[house.alpha.slug]))
    assert response.status_code == 302
    assert response["Location"].startswith(SIGN_IN)


# --- What everybody may read: the public page, lists, calendars, the directory for machines ------------------------
PUBLIC = [
    "/events/",
    "/events/past/",
    "/events/calendar.ics",
    "/events/feed.atom",
    "/search/?q=alpha",
    "/sitemap.xml",
    "/partners/",
    "/partners/alpha-house/",
]


def _directory(house):
    """Every address of the directory for other programs, with each identifier that it could be asked for."""
    keys = [page.translation_key for page in [*house.events.values(), house.alpha, house.beta]]
    yield from ("/api/hsds/", "/api/hsds/elsewhere")
    for resource in hsds_urls.RESOURCES:
        yield f"/api/hsds/{resource}"
        yield from (f"/api/hsds/{resource}/{key}" for key in keys)


@pytest.mark.parametrize("name", [None, "stranger", "owner", "editor", "coordinator"])
def test_drafts_are_in_no_public_output_whoever_asks(house, name):
    make_service(house.alpha, "Alpha's draft service", live=False)
    hidden_organisation = make_organisation("Gamma draft house", live=False)
    client = signed_in(house, name)
    draft = house.events["draft"]
    live = house.events["live"]
    # A change of a live event waits: the public reads the old title until it is approved.
    changed = EventPage.objects.get(pk=live.pk)
    changed.title = "Alpha's unapproved title"
    changed.save_revision(user=house.people["owner"], clean=False)
    for url in [*PUBLIC, *sitemap_parts(client), live.url, live.url + "event.ics", *_directory(house)]:
        text = client.get(url).content.decode()
        for secret in (draft.title, "draft service", hidden_organisation.title, "unapproved title"):
            assert secret not in text.replace("&#x27;", "'"), f"{secret} stands in {url}"
        assert draft.slug not in text, url
    for url in (draft.url, draft.url + "event.ics", hidden_organisation.url):
        assert client.get(url).status_code == 404, url


@pytest.mark.parametrize("name", [None, "owner", "approver", "coordinator"])
def test_the_directory_is_read_only_for_everybody(house, name):
    client = signed_in(house, name)
    for url in _directory(house):
        for method in (client.post, client.put, client.patch, client.delete):
            assert method(url).status_code == 405, url


@pytest.mark.parametrize("name", ["owner", "member", "stranger"])
def test_members_never_reach_the_admin(house, name):
    client = signed_in(house, name)
    draft = house.events["draft"]
    for url in (
        "/admin/",
        f"/admin/pages/{draft.pk}/edit/",
        f"/admin/pages/{draft.pk}/history/",
        f"/admin/pages/{draft.pk}/revisions/{draft.latest_revision_id}/view/",
        f"/admin/pages/{draft.pk}/view_draft/",
    ):
        response = client.get(url)
        assert response.status_code == 403, url
        assert draft.title not in response.content.decode()
