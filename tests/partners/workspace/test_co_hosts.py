"""Co-hosts of an event: chosen by the member who writes it, approved by the office, named only while they agree."""

import json
import re
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from partners.confidentiality import store
from partners.confidentiality.words import phrases_of
from partners.models import EventCoHost, EventPage, EventStatus, OrganisationLocation
from partners.redaction import places
from partners.workspace import co_hosts, history, submission
from portal.exceptions import ActionNotAllowed
from portal.models import ImmediateAction, OutboxMessage
from tests.live import fresh
from tests.partners import factories

pytestmark = pytest.mark.django_db
TITLE = "Lantern evening"
HOST, OTHER = "Riverbank Example Center", "Hillside Example Group"


@pytest.fixture
def host(db):
    return factories.make_organisation(HOST)


@pytest.fixture
def other(db):
    return factories.make_organisation(OTHER)


@pytest.fixture
def event(host, other):
    return factories.make_event(host, title=TITLE, co_hosts=[other])


@pytest.fixture
def helper(other):
    return factories.make_member(other, "hillside@example.org")


@pytest.fixture
def theirs(helper):
    client = Client()
    client.force_login(helper)
    return client


@pytest.fixture
def ours(host):
    client = Client()
    client.force_login(factories.make_member(host, "riverbank@example.org"))
    return client


def answer(client, organisation, event, words):
    return client.post(
        reverse("partners:co_host", args=[organisation.slug, event.translation_key]), {"answer": words}
    )


def board(client, organisation):
    return client.get(reverse("partners:dashboard", args=[organisation.slug])).content.decode()


def outputs(client, event, other):
    """Where the name of a co-host stands, each with the text that readers get about the event."""
    index = "/events/"
    texts = {
        "page": re.search(r'<dl class="facts">.*?</dl>', page_of(client, event), re.DOTALL)[0],
        "list": client.get(f"{index}?q=lantern").content.decode().partition('class="event-list"')[2],
        "words": client.get(f"{index}?q=hillside").content.decode(),
        "filter": client.get(f"{index}?organisation={other.slug}").content.decode(),
        "ics": client.get(f"{event.url}event.ics").content.decode().replace("\r\n ", ""),
        "atom": client.get(f"{index}feed.atom?q=lantern").content.decode(),
        "json": client.get(f"{index}calendar.json?q=lantern").content.decode(),
        "structured": json.dumps(structured(page_of(client, event)).get("organizer")),
        "frame": client.get(reverse("partners:embed", args=[other.slug])).content.decode(),
        "organization": client.get(other.url).content.decode(),
    }
    about_event = {"words", "filter", "frame", "organization"}
    return {name for name, text in texts.items() if (TITLE if name in about_event else OTHER) in text}


ALL = {"page", "list", "words", "filter", "ics", "atom", "json", "structured", "frame", "organization"}


def page_of(client, event):
    return client.get(event.url).content.decode()


def structured(page):
    graph = json.loads(
        re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    )
    return next(part for part in graph.get("@graph", [graph]) if part["@type"] == "Event")


def test_a_co_host_is_named_everywhere_once_it_agrees_and_nowhere_after_it_withdraws(
    client, theirs, event, host, other, django_capture_on_commit_callbacks
):
    assert outputs(client, event, other) == set()
    assert f"{HOST} asks you to be named as co-host." in board(theirs, other)

    with django_capture_on_commit_callbacks(execute=True):
        assert answer(theirs, other, event, "agree").status_code == 302
    assert outputs(client, event, other) == ALL
    names = [organizer["name"] for organizer in structured(page_of(client, event))["organizer"]]
    assert names == [HOST, OTHER]
    listed = client.get("/events/calendar.json?q=lantern").json()["events"][0]
    assert listed["organizations"] == names
    assert listed["organization"] == f"{HOST} and {OTHER}"
    ics = client.get(f"{event.url}event.ics").content.decode().replace("\r\n ", "")
    assert f"Organizations: {HOST} and {OTHER}" in ics
    assert f'value="{other.slug}"' in client.get("/events/").content.decode()

    before = EventStatus.objects.get(event_key=event.translation_key).sequence
    with django_capture_on_commit_callbacks(execute=True):
        assert answer(theirs, other, event, "decline").status_code == 302
    assert outputs(client, event, other) == set()
    assert EventStatus.objects.get(event_key=event.translation_key).sequence == before + 1
    actions = PageLogEntry.objects.filter(page=event.pk, action__startswith="partners.co_host").order_by("pk")
    assert [entry.action for entry in actions] == ["partners.co_host_agreed", "partners.co_host_withdrawn"]
    # Approved by the office as a field; the organization itself decides whether it is named.
    assert not ImmediateAction.objects.exists()


def test_the_members_of_a_co_host_are_told_once_that_they_are_asked(host, other, helper):
    event = factories.make_event(host, title=TITLE, co_hosts=[other])

    def told():
        return OutboxMessage.objects.filter(subject__startswith="Is your organization a co-host of")

    factories.publish(fresh(event))
    mail = told().get()
    assert mail.recipients == [helper.email] and HOST in mail.body and TITLE in mail.body
    assert reverse("partners:dashboard", args=[other.slug]) in mail.body


def test_a_co_host_declines_with_one_click_and_was_never_named(client, theirs, event, other):
    assert answer(theirs, other, event, "decline").status_code == 302
    assert outputs(client, event, other) == set()
    assert "You do not want to be named beside" in board(theirs, other)
    assert PageLogEntry.objects.filter(page=event.pk, action="partners.co_host_declined").exists()


def test_a_draft_asks_nobody_and_shows_nobody(client, theirs, host, other):
    draft = factories.make_event(host, title="Secret lantern", live=False, co_hosts=[other])
    assert "Secret lantern" not in board(theirs, other)
    assert answer(theirs, other, draft, "agree").status_code == 404
    assert not EventCoHost.objects.exists()


def test_the_member_chooses_co_hosts_in_the_form_and_the_public_page_waits(ours, theirs, host, other):
    event = factories.make_event(host, title=TITLE)
    address = reverse("partners:event", args=[host.slug, event.translation_key])
    form = ours.get(address).content.decode()
    assert "organizations that hold it with you" in form and OTHER in form
    assert f'name="co_hosts" value="{host.pk}"' not in form
    sent = ours.post(address, {"title": TITLE, "co_hosts": [other.pk], "action": "save"})
    assert sent.status_code == 302
    draft = submission.latest(fresh(event))
    assert list(draft.co_hosts.all()) == [other]
    assert "asks you to be named" not in board(theirs, other)
    whole = fresh(event)
    whole.co_hosts = draft.co_hosts.all()
    factories.publish(whole)
    assert "asks you to be named" in board(theirs, other)
    # The member sees the answer.
    assert f"{OTHER}: asked, has not answered yet." in ours.get(address).content.decode()
    answer(theirs, other, event, "agree")
    assert f"{OTHER}: has agreed, readers see its name." in ours.get(address).content.decode()
    assert [step.who for step in history.steps(event) if "co-host" in step.what] == [OTHER]


def test_more_than_four_are_refused_beside_the_field(ours, host):
    event = factories.make_event(host, title=TITLE)
    many = [factories.make_organisation(f"Lantern house {number}") for number in range(5)]
    address = reverse("partners:event", args=[host.slug, event.translation_key])
    sent = ours.post(address, {"title": TITLE, "co_hosts": [page.pk for page in many], "action": "save"})
    assert sent.status_code == 422
    assert "Choose four organizations at most." in sent.content.decode()
    event.co_hosts = many
    assert "co_hosts" in {failure.field for failure in event.publishing_errors()}


@pytest.fixture
def many(monkeypatch, other):
    """More organizations than the form lists."""
    monkeypatch.setattr("partners.workspace.forms.co_hosts.MOST_LISTED", 1)
    return factories.make_organisation("Valley Example Group")


def test_where_there_are_many_organizations_their_names_are_typed(ours, host, other, many):
    event = factories.make_event(host, title=TITLE, co_hosts=[other])
    address = reverse("partners:event", args=[host.slug, event.translation_key])
    assert f">\n{OTHER}</textarea>" in ours.get(address).content.decode()
    # The whole name, and a part that no other has.
    names = f"{OTHER.lower()}\r\n\r\nvalley\r\n"
    sent = ours.post(address, {"title": TITLE, "co_hosts": names, "action": "save"})
    assert sent.status_code == 302
    assert set(submission.latest(fresh(event)).co_hosts.all()) == {other, many}


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (
            "Hilside Exampel Group",
            "No public organization is called “Hilside Exampel Group”. Did you mean Hillside Example Group",
        ),
        (
            "Group",
            "Several organizations have “Group” in their name. Did you mean Hillside Example Group or Valley Example Group?",
        ),
        (HOST, f"No public organization is called “{HOST}”."),
        ("<b>Nobody</b>", "No public organization is called"),
    ],
)
def test_a_name_that_is_not_that_of_one_organization_is_refused_and_kept(ours, host, many, names, says):
    event = factories.make_event(host, title=TITLE)
    address = reverse("partners:event", args=[host.slug, event.translation_key])
    sent = ours.post(address, {"title": TITLE, "co_hosts": names, "action": "save"})
    page = unescape(sent.content.decode())
    assert sent.status_code == 422 and says in page and f"{names}</textarea>" in page


def test_an_organization_that_is_not_public_or_the_own_one_cannot_be_chosen(ours, host):
    hidden = factories.make_organisation("Not public yet", live=False)
    event = factories.make_event(host, title=TITLE)
    address = reverse("partners:event", args=[host.slug, event.translation_key])
    assert "Not public yet" not in ours.get(address).content.decode()
    for page in (hidden, host):
        sent = ours.post(address, {"title": TITLE, "co_hosts": [page.pk], "action": "save"})
        assert sent.status_code == 422


def test_the_office_chooses_each_organization_once(client, event, other):
    spanish = factories.make_organisation(
        "Grupo Hillside", language="es", translation_key=other.translation_key
    )
    client.force_login(get_user_model().objects.get(email="approver@example.org"))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).content.decode()
    assert re.search(rf'name="co_hosts" value="{other.pk}"[^>]*checked', form)
    assert f'name="co_hosts" value="{spanish.pk}"' not in form


def test_who_is_no_longer_chosen_must_agree_again(theirs, event, other):
    answer(theirs, other, event, "agree")
    event = fresh(event)
    event.co_hosts = []
    factories.publish(event)
    assert not EventCoHost.objects.exists()
    assert EventStatus.objects.get(event_key=event.translation_key).co_hosts == []
    event.co_hosts = [other]
    factories.publish(event)
    assert EventCoHost.objects.get().state == "asked"
    assert EventStatus.objects.get(event_key=event.translation_key).co_hosts == []


def test_publishing_again_keeps_the_answer_and_posting_again_asks_anew(ours, theirs, client, event, other):
    answer(theirs, other, event, "agree")
    factories.publish(fresh(event))
    assert outputs(client, event, other) == ALL
    ours.post(reverse("partners:event_duplicate", args=[event.organisation.slug, event.translation_key]))
    again = EventPage.objects.exclude(pk=event.pk).get(organisation=event.organisation)
    assert list(submission.latest(again).co_hosts.all()) == [other]
    assert EventCoHost.objects.count() == 1


def test_an_organization_whose_page_is_taken_down_is_not_named(client, theirs, event, other):
    answer(theirs, other, event, "agree")
    other.unpublish()
    assert OTHER not in page_of(client, event)
    assert OTHER not in client.get("/events/?q=lantern").content.decode()


@pytest.mark.parametrize("words", ["", "perhaps"])
def test_another_answer_changes_nothing(theirs, event, other, words):
    assert answer(theirs, other, event, words).status_code == 302
    assert EventCoHost.objects.get().state == "asked"


def test_nobody_else_can_answer(client, ours, event, host, other, helper):
    assert "login" in answer(client, other, event, "agree").url
    assert answer(ours, other, event, "agree").status_code == 404
    assert answer(ours, host, event, "agree").status_code == 404
    third = factories.make_organisation("Third Example House")
    stranger = factories.make_member(third, "third@example.org")
    with pytest.raises(ActionNotAllowed):
        co_hosts.answer(event, other, stranger, True)
    with pytest.raises(ActionNotAllowed):
        co_hosts.answer(event, third, stranger, True)
    assert EventCoHost.objects.get().state == "asked"


@pytest.mark.parametrize(
    "name",
    [
        *("event", "event_preview", "event_submit", "event_withdraw", "event_duplicate", "event_delete"),
        *("event_removal", "event_history", "event_cancel", "event_postpone", "event_hide_place"),
        *("event_take_down", "event_reinstate", "event_dates", "subscription_keep"),
    ],
)
def test_a_co_host_can_neither_edit_nor_see_a_draft_of_the_event(theirs, event, host, other, name):
    answer(theirs, other, event, "agree")
    event = fresh(event)
    event.title = "Unapproved lantern"
    event.save_revision(clean=False)
    for slug in (host.slug, other.slug):
        address = reverse(f"partners:{name}", args=[slug, event.translation_key])
        assert theirs.get(address).status_code == 404
        assert theirs.post(address, {"reason": "weather", "go": "on"}).status_code == 404
    assert "Unapproved" not in board(theirs, other)


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_co_hosts_cost_the_public_pages_no_query(client, host, other, helper):
    events = [factories.make_event(host, title=f"{TITLE} {number}") for number in range(8)]
    lists = ["/events/?q=lantern", "/events/feed.atom?q=lantern", "/events/calendar.ics?q=lantern", host.url]
    addresses = [*lists, "/events/calendar.json?q=lantern", events[0].url]
    before = {address: cost(client, address) for address in addresses}
    for event in events:
        event.co_hosts = [other]
        factories.publish(event)
        co_hosts.answer(event, other, helper, True)
    assert OTHER in page_of(client, events[0])
    assert {address: cost(client, address) for address in addresses} == before


# --- Confidential places of a co-host ---------------------------------------------------------------------------
PLACE = {"venue_name": "Zqmark Shelter", "street_address": "7 Zqmark Road", "city": "Zqmarkville"}


def test_words_of_a_confidential_place_of_a_co_host_are_removed_once_it_agrees(theirs, event, other):
    store.add_phrases(other.translation_key, phrases_of(PLACE, []))
    event = fresh(event)
    event.summary = "We meet behind Zqmark Shelter."
    # Before that, nobody learns by trying which words are those of another organization.
    event.save_revision(clean=False)
    assert "Zqmark Shelter" in submission.latest(fresh(event)).summary
    answer(theirs, other, event, "agree")
    event = fresh(event)
    event.summary = "We meet behind Zqmark Shelter."
    event.save_revision(clean=False)
    assert "Zqmark Shelter" not in submission.latest(fresh(event)).summary


def test_an_event_that_gives_away_a_confidential_place_cannot_name_its_organization(theirs, host, other):
    event = factories.make_event(host, title=TITLE, summary="Behind Zqmark Shelter.", co_hosts=[other])
    store.add_phrases(other.translation_key, phrases_of(PLACE, []))
    answer(theirs, other, event, "agree")
    assert EventCoHost.objects.get().state == "asked"
    assert "gives away a confidential place" in board(theirs, other)


def test_a_place_that_a_co_host_makes_confidential_goes_from_the_event_too(theirs, host, other, helper):
    other.locations.add(
        OrganisationLocation(name="Zqmark Shelter", street_address="7 Zqmark Road", city="Zqmarkville")
    )
    factories.publish(other)
    event = factories.make_event(
        host, title=TITLE, venue_name="Zqmark Shelter", street_address="7 Zqmark Road", co_hosts=[other]
    )
    answer(theirs, other, event, "agree")
    key = OrganisationLocation.objects.get(organisation=other).translation_key
    places.make_place_confidential(fresh(other), key, helper)
    event = fresh(event)
    assert (event.venue_name, event.street_address, event.place_shown) == ("", "", "confidential")
