"""Entries of the audit trail, and what makes them."""

from io import StringIO

from django.core.management import call_command
from django.urls import reverse


def only(entries):
    assert len(entries) == 1, entries
    return entries[0]


def export(**options):
    out = StringIO()
    call_command("export_audit", stdout=out, **options)
    return out.getvalue()


def sign_in(client, email, password):
    return client.post(reverse("account_login"), {"login": email, "password": password})
