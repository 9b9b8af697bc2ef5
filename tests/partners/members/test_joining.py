"""An organization asks to join; the office decides."""

import datetime
import html

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from partners.members.joining import LIMIT, approve, decline
from partners.models import Invitation, JoinRequest, OrganisationPage
from portal.exceptions import ActionNotAllowed
from portal.management.commands.run_scheduler import scheduled_commands
from portal.models import OutboxMessage
from tests.partners.factories import make_organisation

pytestmark = pytest.mark.django_db

FORM = "/partners/join/"
WHOLE = {
    "organisation_name": "Lantern Example Center",
    "website": "https://lantern.example/",
    "offers": "We teach hotel staff. <b>And</b> more.",
    "contact_name": "Ana Ruiz",
    "contact_email": "ana@lantern.example",
    "homepage": "",
}


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def record():
    Client().post(FORM, WHOLE)
    return JoinRequest.objects.get()


def test_a_request_is_kept_and_the_office_is_told_without_details(client):
    response = client.post(FORM, WHOLE, follow=True)
    assert response.redirect_chain == [("/partners/join/done/", 302)]
    record = JoinRequest.objects.get()
    assert (record.state, record.language) == ("open", "en")
    mail = OutboxMessage.objects.get()
    assert mail.recipients == ["coordinator@example.org"]
    for detail in ("Lantern", "Ana", "ana@", "hotel"):
        assert detail not in mail.subject + mail.body


def test_the_form_stands_in_every_language_and_nothing_of_it_stays_in_a_cache(client):
    for address in (FORM, f"/es{FORM}"):
        response = client.get(address)
        assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    client.post(f"/es{FORM}", WHOLE)
    assert JoinRequest.objects.get().language == "es"


@pytest.mark.parametrize("name", ["organisation_name", "offers", "contact_name", "contact_email"])
def test_what_is_missing_is_said_and_what_was_typed_stays(client, name):
    response = client.post(FORM, {**WHOLE, name: ""})
    page = words(response)
    assert response.status_code == 422 and "<title>Error:" in page
    assert f'href="#id_{name}"' in page and 'value="https://lantern.example/"' in page
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://lantern.example/", "not an address"])
def test_a_website_is_an_address_of_the_web(client, website):
    client.post(FORM, {**WHOLE, "website": website})
    assert not JoinRequest.objects.filter(website__startswith=website.partition(":")[0] + ":").exists()


def test_the_trap_catches_programs(client):
    assert client.post(FORM, {**WHOLE, "homepage": "https://spam.example/"}).status_code == 422
    assert not JoinRequest.objects.exists()


def test_over_the_limit_what_was_typed_stays_and_the_phone_is_named(client):
    for _turn in range(LIMIT):
        assert client.post(FORM, WHOLE).status_code == 302
    response = client.post(FORM, WHOLE)
    page = words(response)
    assert response.status_code == 429 and "We teach hotel staff." in page and 'href="tel:' in page
    assert JoinRequest.objects.count() == LIMIT


def test_a_coordinator_approves_and_an_owner_is_invited(signed_in, record):
    client = signed_in("coordinator")
    assert "We teach hotel staff." in words(client.get(f"/admin/join-requests/decide/{record.pk}/"))
    client.post(f"/admin/join-requests/decide/{record.pk}/", {"approve": "yes"})
    record.refresh_from_db()
    page = OrganisationPage.objects.get(title="Lantern Example Center")
    assert record.state == "approved" and record.organisation == page
    assert not page.live and page.get_parent().slug == "partners"
    assert "<b>" not in page.offers and page.website == WHOLE["website"]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.organisation) == (
        "ana@lantern.example",
        "owner",
        page,
    )
    assert OutboxMessage.objects.latest("pk").recipients == ["ana@lantern.example"]
    assert Client().get(page.url).status_code == 404


def test_an_organisation_stands_under_the_partners_of_its_language(account):
    Client().post(f"/es{FORM}", WHOLE)
    page = approve(JoinRequest.objects.get(), account("coordinator"))
    assert page.locale.language_code == "es"


def test_two_organisations_of_one_name_have_two_addresses(account, record):
    make_organisation("Lantern Example Center")
    page = approve(record, account("coordinator"))
    assert page.slug == "lantern-example-center-2"


def test_declining_needs_a_reason_and_mails_it(signed_in, record):
    client = signed_in("coordinator")
    address = f"/admin/join-requests/decide/{record.pk}/"
    assert client.post(address, {"decline": "yes", "reason": " "}).status_code == 422
    client.post(address, {"decline": "yes", "reason": "Please ask the county first.", "confirmed": "on"})
    record.refresh_from_db()
    assert record.state == "declined" and record.decided_by.email == "coordinator@example.org"
    mail = OutboxMessage.objects.latest("pk")
    assert mail.recipients == ["ana@lantern.example"] and "Please ask the county first." in mail.body
    assert not OrganisationPage.objects.filter(title="Lantern Example Center").exists()
    assert ModelLogEntry.objects.filter(action="partners.join_request.declined").exists()


def test_a_request_is_decided_once(account, record):
    decline(record, account("coordinator"), "No.")
    with pytest.raises(ActionNotAllowed):
        approve(record, account("coordinator"))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["editor", "approver", "translator", "riverside"])
def test_only_coordinators_see_and_decide(signed_in, record, name):
    client = signed_in(name)
    for address in (f"/admin/join-requests/decide/{record.pk}/", "/admin/join-requests/"):
        response = client.post(address, {"approve": "yes"})
        assert response.status_code in (302, 403, 405) and b"Lantern" not in client.get(address).content
    record.refresh_from_db()
    assert record.state == "open"


def test_the_list_opens_for_coordinators(signed_in, record):
    client = signed_in("coordinator")
    response = client.get("/admin/join-requests/")
    assert response.status_code == 200
    assert f"/admin/join-requests/decide/{record.pk}/" in words(response)


def test_decided_requests_go_when_the_records_schedule_says_so(account, record, settings):
    decline(record, account("coordinator"), "No.")
    JoinRequest.objects.update(decided_at=timezone.now() - datetime.timedelta(days=31))
    Client().post(FORM, WHOLE)
    call_command("delete_old_requests")
    assert JoinRequest.objects.count() == 2
    settings.JOIN_REQUESTS_KEPT_DAYS = 30
    call_command("delete_old_requests")
    assert JoinRequest.objects.get().state == "open"


def test_invitations_that_serve_nobody_any_more_are_deleted_daily(account, record):
    approve(record, account("coordinator"))
    call_command("delete_old_requests")
    assert Invitation.objects.exists()
    Invitation.objects.update(revoked_at=timezone.now() - datetime.timedelta(days=31))
    call_command("delete_old_requests")
    assert not Invitation.objects.exists()
    assert "delete_old_requests" in dict(scheduled_commands())
