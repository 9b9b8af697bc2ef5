"""An organisation's page and services in the workspace: changes wait, what is public stays, a confidential place acts at once."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from partners.models import OrganisationLocation, OrganisationPage, OrganisationPhone, ServicePage
from portal.models import TaxonomyTerm
from tests.live import fresh
from tests.partners import factories, sweep

pytestmark = pytest.mark.django_db
MARKER = "zqmark"


@pytest.fixture
def organisation():
    page = factories.make_organisation("Lantern Example Group")
    page.phones.add(OrganisationPhone(number="+12025550123", display="202-555-0123", label="Office"))
    page.locations.add(
        OrganisationLocation(
            name="Main office",
            street_address="7 Zqmark Road",
            city="Zqmarkville",
            latitude="44.9",
            longitude="-93.2",
        )
    )
    return OrganisationPage.objects.get(pk=factories.publish(page).pk)


@pytest.fixture
def inside(client, member):
    client.force_login(member)
    return client


def address(page, name="profile"):
    return reverse(f"partners:{name}", args=[page.slug])


def fields(client, page, **changes):
    """What the profile's form would send, with changes."""
    context = client.get(address(page)).context
    data = {field.html_name: field.value() for field in context["form"]}
    for records in (context["phones"], context["places"]):
        data |= {field.html_name: field.value() for field in records.formset.management_form}
        for form in records.forms:
            data |= {field.html_name: field.value() for field in form}
    data |= changes
    return {name: value for name, value in data.items() if value not in (None, False)}


def approve(page, account):
    waiting = fresh(page).current_workflow_state.current_task_state
    waiting.task.specific.on_action(waiting, account("approver"), "approve")


def test_a_change_waits_while_the_approved_version_stays(inside, organisation, account):
    data = fields(inside, organisation, summary="Now with a night line.", action="save")
    answer = inside.post(address(organisation), data, follow=True)
    assert "Saved as a draft" in answer.content.decode()
    assert "Now with a night line." not in inside.get(organisation.url).content.decode()
    preview = inside.get(address(organisation, "profile_preview")).content.decode()
    assert "Now with a night line." in preview
    assert "Preview: not public" in preview
    answer = inside.post(address(organisation, "profile_submit"), follow=True)
    assert "Sent to the office." in answer.content.decode()
    assert "With the office since" in answer.content.decode()
    approve(organisation, account)
    assert "Now with a night line." in inside.get(organisation.url).content.decode()


def test_the_reviewers_words_are_shown(inside, organisation, account):
    inside.post(address(organisation), fields(inside, organisation, summary="Short.", action="send"))
    waiting = fresh(organisation).current_workflow_state.current_task_state
    waiting.task.specific.on_action(waiting, account("approver"), "reject", comment="Say for whom.")
    page = inside.get(address(organisation)).content.decode()
    assert "Changes requested" in page
    assert "Say for whom." in page
    inside.post(address(organisation), fields(inside, organisation, summary="For workers.", action="send"))
    approve(organisation, account)
    assert fresh(organisation).summary == "For workers."


def test_phones_are_added_changed_and_removed(inside, organisation, account):
    data = fields(
        inside,
        organisation,
        **{
            "phones-0-remove": "on",
            "phones-1-kind": "text",
            "phones-1-display": "(202) 555-0199",
            "action": "send",
        },
    )
    inside.post(address(organisation), data)
    assert [phone.display for phone in fresh(organisation).phones.all()] == ["202-555-0123"]
    approve(organisation, account)
    phone = fresh(organisation).phones.get()
    assert (phone.kind, phone.number, phone.display) == ("text", "+12025550199", "(202) 555-0199")


def test_what_cannot_be_read_is_said_and_nothing_is_lost(inside, organisation):
    data = fields(
        inside,
        organisation,
        summary="Typed just now.",
        website="javascript:alert(1)",
        **{"phones-0-display": "call us"},
    )
    answer = inside.post(address(organisation), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Typed just now." in page
    assert "Enter the phone number with its area code" in page
    assert "Enter a full web address" in page
    assert not fresh(organisation).has_unpublished_changes


def test_two_members_at_once_overwrite_nothing(inside, organisation):
    mine = fields(inside, organisation, summary="Mine.")
    hers = Client()
    colleague = factories.make_member(organisation, "candle@example.org")
    hers.force_login(colleague)
    hers.post(address(organisation), fields(hers, organisation, summary="Hers."))
    answer = inside.post(address(organisation), mine)
    assert answer.status_code == 409
    assert "Someone else saved a newer version" in answer.content.decode()
    assert fresh(organisation).get_latest_revision_as_object().summary == "Hers."


def test_ticking_confidential_acts_at_once_and_unticking_brings_nothing_back(inside, organisation):
    assert "This takes effect when you save" in inside.get(address(organisation)).content.decode()
    data = fields(inside, organisation, **{"locations-0-is_confidential": "on", "action": "save"})
    answer = inside.post(address(organisation), data, follow=True)
    assert "The address of the confidential place is deleted everywhere." in answer.content.decode()
    place = fresh(organisation).locations.get()
    assert place.is_confidential
    assert place.latitude is None
    assert sweep.stored(MARKER) == set()
    data = fields(inside, organisation, action="save")
    data.pop("locations-0-is_confidential")
    inside.post(address(organisation), data)
    assert sweep.stored(MARKER) == set()
    assert fresh(organisation).locations.get().is_confidential, "The public page follows only approval."


def test_a_place_becomes_confidential_even_while_the_office_reviews(inside, organisation, account):
    inside.post(address(organisation), fields(inside, organisation, summary="New words.", action="send"))
    assert fresh(organisation).workflow_in_progress
    key = organisation.locations.get().translation_key
    confirm = reverse("partners:profile_confidential_place", args=[organisation.slug, key])
    event = factories.make_event(organisation, title="Lantern evening", street_address="7 Zqmark Road")
    assert event.title in inside.get(confirm).content.decode()
    event.delete()
    inside.post(confirm)
    assert sweep.stored(MARKER) == set()
    approve(organisation, account)
    assert fresh(organisation).summary == "New words."
    assert fresh(organisation).locations.get().is_confidential
    assert sweep.stored(MARKER) == set()
    assert sweep.shown(inside, MARKER, [organisation.url, *sweep.PUBLIC_ADDRESSES]) == set()
    assert inside.get(confirm).status_code == 404


def test_a_service_is_written_sent_and_approved(inside, organisation, account):
    word = TaxonomyTerm.objects.filter(kind="service", locale__language_code="en").first()
    data = {
        "title": "Night line",
        "summary": "Somebody listens at night.",
        "description": "Call us.\n\n- no name needed",
        "status": "active",
        "categories": [word.pk],
        "places": [organisation.locations.get().pk],
        "action": "send",
    }
    answer = inside.post(address(organisation, "service_new"), data, follow=True)
    assert "Sent to the office." in answer.content.decode()
    service = ServicePage.objects.get(title="Night line")
    assert (service.live, service.organisation_id, service.slug) == (False, organisation.pk, "night-line")
    assert inside.get(f"{organisation.url}night-line/").status_code == 404
    assert "Night line" not in inside.get(organisation.url).content.decode()
    assert "Night line" in inside.get(address(organisation)).content.decode()
    approve(service, account)
    page = inside.get(fresh(service).url).content.decode()
    assert "no name needed" in page
    assert [place.name for place in fresh(service).places.all()] == ["Main office"]


def test_an_incomplete_service_stays_a_draft_and_says_what_is_missing(inside, organisation):
    answer = inside.post(
        address(organisation, "service_new"), {"title": "Night line", "action": "send"}, follow=True
    )
    summary = BeautifulSoup(answer.content, "html.parser").select_one(".error-summary")
    assert summary.h2.get_text().startswith("Kept as a draft, not sent.")
    said = {link["href"]: link.get_text() for link in summary.select("a")}
    assert said["#id_categories_0"].startswith("Choose at least one kind of service. (")
    assert all(f'id="{href[1:]}"' in answer.content.decode() for href in said), said
    service = ServicePage.objects.get(slug="night-line")
    assert not service.workflow_in_progress
    nameless = inside.post(address(organisation, "service_new"), {"summary": "x", "action": "send"})
    assert nameless.status_code == 422
    heading = BeautifulSoup(nameless.content, "html.parser").select_one(".error-summary h2").get_text()
    assert heading.startswith("Not saved yet.")


def test_an_incomplete_profile_is_kept_and_says_what_is_missing_with_the_field(inside, organisation):
    data = {"title": organisation.title, "summary": "", "offers": "Help with work.", "action": "send"}
    for name in ("phones", "locations"):
        data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    answer = inside.post(address(organisation), data, follow=True)
    summary = BeautifulSoup(answer.content, "html.parser").select_one(".error-summary")
    assert summary.h2.get_text().startswith("Kept as a draft, not sent."), answer.content.decode()
    said = {link["href"]: link.get_text() for link in summary.select("a")}
    assert said["#id_summary"].startswith("Write a summary") and said["#id_summary"].endswith("(Summary)")
    assert not OrganisationPage.objects.get(pk=organisation.pk).workflow_in_progress


def test_other_organisations_see_no_such_address(client, organisation):
    service = factories.make_service(organisation)
    other = factories.make_organisation("Other Example Group")
    stranger = factories.make_member(other, "other@example.org")
    place = organisation.locations.get()
    client.force_login(stranger)
    for slug in (organisation.slug, other.slug):
        addresses = [
            reverse(f"partners:service{act}", args=[slug, service.translation_key])
            for act in ("", "_preview", "_submit", "_withdraw")
        ] + [reverse("partners:profile_confidential_place", args=[slug, place.translation_key])]
        if slug == organisation.slug:
            addresses += [
                address(organisation, name) for name in ("profile", "profile_preview", "service_new")
            ]
        for path in addresses:
            assert client.get(path).status_code in (404, 405)
            assert client.post(path).status_code in (404, 405)
    assert not fresh(place).is_confidential
    assert OrganisationPage.objects.get(pk=organisation.pk).locations.get().street_address
    client.logout()
    assert "/accounts/login/" in client.get(address(organisation)).url
