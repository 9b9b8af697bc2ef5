"""The published description is the present one; that answers agree with it, described.py checks in every test."""

import pytest
from django.test import Client

from partners.api.views import DESCRIPTION
from tests.partners.api.described import document
from tests.tools import partner_api


def test_the_committed_description_is_the_present_one():
    assert DESCRIPTION.read_text() == partner_api.document(), "Run `python -m tests.tools.partner_api`."


def test_everybody_can_read_it(db):
    answer = Client().get("/api/partner/openapi.json")
    assert answer.status_code == 200 and answer.json() == document() and not answer.cookies


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_can_only_be_read(db, method):
    answer = Client(enforce_csrf_checks=True).generic(method, "/api/partner/openapi.json", b"{}")
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD"
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["status"] == 405


def test_each_operation_needs_a_token_and_names_its_refusals():
    for path, operations in document()["paths"].items():
        for operation in operations.values():
            assert operation["security"] == [{"token": []}], path
            assert {"401", "403", "429"} <= set(operation["responses"]), path
