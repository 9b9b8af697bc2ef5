"""Leaving quickly, on the server's side."""

import pytest
from django.conf import settings

from tests.live import published

pytestmark = pytest.mark.django_db


def test_the_exit_goes_to_the_site_that_the_office_has_set(client):
    from portal.models import SafetySettings

    record = SafetySettings.objects.get()
    record.exit_url = "https://www.example.com/weather"
    published(record)
    response = client.get("/exit/")
    assert response.status_code == 302
    assert response["Location"] == "https://www.example.com/weather"


def test_a_draft_of_the_exit_address_changes_nothing(client):
    from portal.models import SafetySettings

    record = SafetySettings.objects.get()
    before = record.exit_url
    record.exit_url = "https://www.example.com/draft"
    record.save_revision()
    assert client.get("/exit/")["Location"] == before


def test_the_exit_ends_the_session(signed_in):
    client = signed_in("editor")
    assert client.get("/admin/").status_code == 200
    client.get("/exit/")
    assert client.get("/admin/").status_code == 302


def test_the_exit_leaves_nothing_in_caches_and_tells_the_next_site_nothing(client):
    response = client.get("/exit/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_the_exit_changes_no_cookie_of_a_reader(client):
    """It gives none, and a form that is open in another tab can still be sent."""
    assert not client.get("/exit/").cookies
    client.get("/request-accessible-format/")
    assert settings.CSRF_COOKIE_NAME in client.cookies
    assert not client.get("/exit/").cookies
