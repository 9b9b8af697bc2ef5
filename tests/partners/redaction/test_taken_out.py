"""A member is told which words were removed from a text: in the answer itself, and nowhere else."""

import html

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from partners.confidentiality import store
from partners.ics_import import services as ics_import
from partners.models import EventPage, OrganisationLocation, OrganisationPage
from portal.core.encryption import decrypt
from portal.models import SentForm
from tests.home.edit_form import posted
from tests.partners import factories, ics_files, sweep
from tests.partners.redaction.test_confidential_first_save import TYPED
from tests.partners.typed import HOUSE, MARKER, STREET, WEB
from tests.partners.workspace.test_event_form import picture
from tests.portal.forms import form_fields

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def organisation(db):
    """Its shelter must not be known."""
    organisation = factories.make_organisation("Lantern Example Group")
    place = {"street_address": STREET, "address_2": HOUSE}
    organisation.locations.add(OrganisationLocation(name="Shelter", is_confidential=True, **place))
    factories.publish(organisation)
    assert store.has_forbidden_words(organisation.translation_key)
    return OrganisationPage.objects.get(pk=organisation.pk)


def words(answer):
    return html.unescape(answer.content.decode())


def is_told_nowhere_else(client, answer):
    """The words stand in this answer only: not stored, in no address, header, cookie or message."""
    assert sweep.stored(MARKER) == set()
    headers = f"{answer.headers} {answer.cookies} {answer.request['PATH_INFO']}"
    assert MARKER not in headers.lower() and answer["Cache-Control"] == "no-store"
    kept = [decrypt(sent.answer, "once") for sent in SentForm.objects.exclude(answer="")]
    assert not [text for text in kept if MARKER in text.lower()]
    assert not [one for one in get_messages(answer.wsgi_request) if MARKER in str(one).lower()]


def test_a_new_event_shows_the_words_beside_the_names_of_the_fields(workspace, organisation):
    address = reverse("partners:event_new", args=[organisation.slug])
    fields = form_fields(workspace.get(address, follow=True).content.decode())
    data = {**fields, **TYPED, "place_shown": "confidential", "action": "send"}
    answer = workspace.post(address, {**data, "picture": picture()})
    assert answer.status_code == 200
    page = words(answer)
    for told in (
        "<li>Title: <q>Zqmark House</q></li>",
        "<li>Summary: <q>Zqmark House</q>, <q>77 Zqmarkstreet Rd</q></li>",
        "<q>https://zqmarkhouse.example/register</q>",
        "<q>events@zqmark-house.example</q>",
        "<q>https://maps.example/77-Zqmarkstreet-Road</q>",
        "<li>Picture: <q>Zqmark House</q></li>",
    ):
        assert told in page, told
    assert "Kept as a draft, not sent." in page and 'value="Evening at […]"' in page
    is_told_nowhere_else(workspace, answer)
    # A second click: no second event, and the fields are named; the words are not known any more.
    again = workspace.get(workspace.post(address, {**data, "picture": picture()})["Location"])
    assert "were removed from" in words(again) and MARKER not in words(again).lower()
    assert EventPage.objects.filter(organisation=organisation).count() == 1


def test_a_changed_event_a_profile_and_a_service_say_them_too(workspace, organisation):
    event = factories.make_event(organisation, "Lantern evening")
    service = factories.make_service(organisation)
    for name, names in (
        ("event", {"key": event.translation_key}),
        ("service", {"key": service.translation_key}),
        ("profile", {}),
    ):
        address = reverse(f"partners:{name}", kwargs={"slug": organisation.slug, **names})
        fields = form_fields(workspace.get(address).content.decode())
        answer = workspace.post(
            address, {**fields, "title": "Lantern", "summary": f"Ask in {HOUSE}.", "action": "save"}
        )
        assert answer.status_code == 200, name
        assert "<li>Summary: <q>Zqmark House</q></li>" in words(answer), name
        assert "Ask in […]." in words(answer)
        is_told_nowhere_else(workspace, answer)


def test_the_report_of_an_import_says_them_once(workspace, organisation, member):
    one = ics_files.event("one", f"URL:{WEB}", SUMMARY=f"Evening in {HOUSE}", LOCATION="Example Library")
    address = reverse("partners:import", args=[organisation.slug])
    answer = workspace.post(address, ics_files.upload(ics_files.calendar(one)))
    assert answer.status_code == 200 and "<li>Title: <q>Zqmark House</q></li>" in words(answer)
    is_told_nowhere_else(workspace, answer)
    assert "report=" in answer.made_at
    report = words(workspace.get(answer.made_at))
    assert "were removed from" in report and MARKER not in report.lower()
    (line,) = ics_import.take_over(ics_files.calendar(one), organisation, member, "en")
    assert line.result == ics_import.UNCHANGED


@pytest.mark.parametrize("name", ["event_removal", "event_cancel", "event_postpone"])
def test_a_short_text_is_refused_with_the_words(workspace, organisation, name):
    event = factories.make_event(organisation, "Lantern evening")
    address = reverse(f"partners:{name}", args=[organisation.slug, event.translation_key])
    text = f"Everybody knows {HOUSE}."
    data = {"reason": text} if name == "event_removal" else {"reason": "organiser", "note": text}
    answer = workspace.post(address, data)
    assert answer.status_code == 422
    assert "gives away a confidential place: “Zqmark House”." in words(answer) and text in words(answer)
    is_told_nowhere_else(workspace, answer)
    assert not EventPage.objects.get(pk=event.pk).status.sequence


def test_a_name_that_tells_the_place_is_refused(workspace, member):
    answer = workspace.post(
        reverse("partners:account"), {"first_name": HOUSE, "last_name": "Lee", "language": "en"}
    )
    assert answer.status_code == 422 and "“Zqmark House”" in words(answer)
    assert sweep.stored(MARKER) == set()


def test_the_office_is_told_the_fields_only(client, organisation, account):
    event = factories.make_event(organisation, "Lantern evening")
    page = EventPage.objects.get(pk=event.pk)
    client.force_login(account("editor"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, posted(page, account("editor"), summary=f"In {HOUSE}."), follow=True)
    assert "were removed from: summary" in words(answer).lower()
    assert MARKER not in words(answer).lower()
