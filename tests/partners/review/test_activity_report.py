"""The report of what partners do: one row for each organisation, nothing of a draft."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from partners.models import OrganisationPage
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/hub/partner-activity/"


def rows(client, query=""):
    response = client.get(f"{REPORT}?{query}&export=csv")
    text = b"".join(response.streaming_content).decode()
    return {row["Organization"]: row for row in csv.DictReader(io.StringIO(text))}


def test_it_counts_people_public_events_and_what_waits(signed_in):
    busy = make_organisation("Busy Helpers", verified_on=datetime.date(2026, 5, 4))
    member = make_member(busy, "busy@example.org")
    make_member(busy, "gone@example.org", is_active=False)
    make_event(busy)
    waiting = make_event(busy, title="Waits", live=False)
    waiting.save_revision(user=member, clean=False)
    waiting.get_workflow().start(waiting, member)
    make_event(busy, title="Secret draft", live=False)
    client = signed_in("approver")
    row = rows(client)["Busy Helpers"]
    assert (row["Members"], row["Public events"], row["Waiting for review"]) == ("1", "1", "1")
    assert row["Verified"] == "2026-05-04"
    assert row["Last change"].startswith(timezone.localdate().isoformat())
    assert "Secret draft" not in client.get(REPORT).content.decode()


def test_it_finds_the_quiet_the_empty_and_the_unverified(signed_in):
    quiet, new = make_organisation("Quiet Helpers"), make_organisation("New Helpers")
    make_member(quiet, "quiet@example.org")
    Page.objects.filter(pk=quiet.pk).update(latest_revision_created_at="2020-01-01T00:00Z")
    OrganisationPage.objects.filter(pk=new.pk).update(verified_on=datetime.date(2020, 1, 1))
    client = signed_in("approver")
    mine = {"Quiet Helpers", "New Helpers"}
    for query, found in (
        ("quiet=quiet", {"Quiet Helpers"}),
        ("quiet=nobody", {"New Helpers"}),
        ("verified=old", {"New Helpers"}),
        ("verified=never", {"Quiet Helpers"}),
    ):
        assert mine & set(rows(client, query)) == found, query


def test_a_name_that_a_partner_chose_is_no_formula(signed_in):
    organisation = make_organisation("Helpers")
    Page.objects.filter(pk=organisation.pk).update(title='=HYPERLINK("https://evil.example/")')
    assert '\'=HYPERLINK("https://evil.example/")' in rows(signed_in("approver"))


def test_it_costs_the_same_however_many_organisations_there_are(signed_in):
    client = signed_in("approver")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{REPORT}results/")
        return len(queries)

    make_event(make_organisation("First"))
    cost()
    few = cost()
    for number in range(6):
        make_event(make_organisation(f"Organization {number}"))
    assert cost() == few
