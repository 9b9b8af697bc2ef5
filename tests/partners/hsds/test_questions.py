"""`/api/hsds/`: filters, pages, and what is answered to questions that make no sense."""

import datetime
import json
import uuid

import pytest

from partners.models import OrganisationPage, ServicePage
from tests.partners.factories import make_organisation, make_service
from tests.partners.hsds.directory import (
    API,
    DAY,
    LISTED,
    add_place,
    ask,
    check_page,
    make_whole,
    names,
    terms,
)
from tests.partners.schemas import problems

pytestmark = pytest.mark.django_db


def test_the_first_address_says_which_version_this_is(client):
    for address in ("", "/"):
        answer = ask(client, address)
        assert answer["version"] == "3.0"
        assert answer["profile"].startswith("https://")
        assert answer["openapi_url"].endswith("openapi.json")


@pytest.mark.parametrize("resource", LISTED)
def test_empty_results_validate(client, resource):
    assert (
        check_page(ask(client, f"/{resource}", search="zzzzqqq", include="unverified"), LISTED[resource][0])
        == []
    )


# --- Unverified ---------------------------------------------------------------------------------


def test_nobody_sees_an_unverified_organisation_without_asking_for_it(client):
    organisation, service, public, _hidden = make_whole(verified_on=None, verified_by="")
    for resource, identifier in (
        ("organizations", organisation.translation_key),
        ("services", service.translation_key),
        ("service_at_locations", None),
    ):
        assert ask(client, f"/{resource}", search="Whole")["empty"] is True
        listed = ask(client, f"/{resource}", search="Whole", include="unverified")["contents"]
        assert len(listed) == 1
        assert "assured_date" not in json.dumps(listed)
        identifier = identifier or listed[0]["id"]
        ask(client, f"/{resource}/{identifier}", status=404)
        assert "assured_date" not in json.dumps(
            ask(client, f"/{resource}/{identifier}", include="unverified")
        )


def test_an_address_that_is_not_whole_is_left_out(client):
    organisation = make_organisation("Half Example", verified_on=DAY)
    add_place(organisation, postal_code="", latitude=None, longitude=None)
    record = ask(client, f"/organizations/{organisation.translation_key}")
    assert problems(record, "organization") == []
    assert "addresses" not in record["locations"][0]


# --- Filters ----------------------------------------------------------------------------------------------------


@pytest.fixture
def two(db):
    """Two organisations whose services differ in everything."""
    first = make_organisation("First Example", verified_on=DAY, areas=terms("area")[:1])
    second = make_organisation("Second Example", verified_on=DAY, areas=terms("area")[1:])
    one = make_service(first, "Counsel", categories=terms("service")[:1])
    two = make_service(
        second, "Shelter search", categories=terms("service")[1:], populations=terms("population")[:1]
    )
    return first, second, one, two


def test_services_are_narrowed_by_words_terms_organisation_and_time(client, two):
    first, _second, _one, other = two
    key = {
        kind: [str(term.translation_key) for term in terms(kind)]
        for kind in ("service", "area", "population")
    }
    assert names(client) == ["Counsel", "Shelter search"]
    assert names(client, search="first EXAMPLE") == ["Counsel"]
    assert names(client, search="first shelter") == []
    assert names(client, taxonomy_term_id=key["service"][1]) == ["Shelter search"]
    assert names(client, taxonomy_term_id=key["area"][0]) == ["Counsel"]
    assert names(client, taxonomy_term_id=key["population"][0]) == ["Shelter search"]
    assert names(client, taxonomy_term_id=uuid.uuid4()) == []
    assert names(client, organization_id=first.translation_key) == ["Counsel"]
    lists = {record["name"]: record["id"] for record in ask(client, "/taxonomies")["contents"]}
    assert names(client, taxonomy_id=lists["People served"]) == ["Shelter search"]
    assert names(client, taxonomy_id=lists["Service"]) == ["Counsel", "Shelter search"]
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    ServicePage.objects.exclude(pk=other.pk).update(last_published_at=long_ago)
    OrganisationPage.objects.update(last_published_at=long_ago)
    assert names(client, modified_after="2026-01-01") == ["Shelter search"]
    assert names(client, modified_after="2026-01-01T00:00:00Z") == ["Shelter search"]
    assert names(client, modified_after="2019-12-31T18:00:00-05:00") == ["Counsel", "Shelter search"]
    assert client.get(f"{API}/services?modified_after=2019-12-31T23:00:00+01:00").status_code == 200


def test_organisations_and_terms_are_filtered(client, two):
    assert names(client, "/organizations", search="second") == ["Second Example"]
    OrganisationPage.objects.filter(pk=two[0].pk).update(
        last_published_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    )
    assert names(client, "/organizations", modified_after="2026-01-01") == ["Second Example"]
    term = terms("area")[0]
    assert term.name in names(client, "/taxonomy_terms", search=term.name.lower())
    lists = {record["name"]: record["id"] for record in ask(client, "/taxonomies")["contents"]}
    areas = ask(client, "/taxonomy_terms", taxonomy_id=lists["Area"], per_page=100)["contents"]
    assert {record["taxonomy"] for record in areas} == {"Area"}
    assert names(client, "/taxonomy_terms", parent_id=uuid.uuid4()) == []
    assert names(client, "/taxonomy_terms", top_only="true")


def test_the_invented_organisations_of_a_demonstration_are_there_without_being_verified(client):
    organisation = make_organisation("Invented Example", website="https://www.example.org/")
    make_service(organisation, "Invented help")
    assert names(client, "/organizations") == ["Invented Example"]
    (service,) = ask(client, "/services")["contents"]
    assert service["name"] == "Invented help" and not service.get("assured_date")


def test_pages_follow_each_other_and_say_where_they_are(client):
    organisation = make_organisation("Paged Example", verified_on=DAY)
    for number in range(5):
        make_service(organisation, f"Paged {number}")
    seen = []
    for number in (1, 2, 3):
        answer = ask(client, "/services", page=number, per_page=2)
        assert (answer["total_items"], answer["total_pages"]) == (5, 3)
        assert answer["page_number"] == number
        assert answer["first_page"] is (number == 1)
        assert answer["last_page"] is (number == 3)
        seen += [record["name"] for record in answer["contents"]]
    assert seen == [f"Paged {number}" for number in range(5)]


# --- Wrong questions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "two"},
        {"page": "99"},
        {"page": "٣"},
        {"page": "9" * 400},
        {"per_page": "0"},
        {"per_page": "101"},
        {"per_page": "1e3"},
        {"full": "perhaps"},
        {"minimal": "x"},
        {"taxonomy_term_id": "'; DROP TABLE"},
        {"taxonomy_id": "\x00"},
        {"organization_id": "1"},
        {"modified_after": "yesterday"},
        {"modified_after": "2026-13-45"},
        {"modified_after": "0001-01-01T00:00:00+14:00"},
        {"format": "ndjson"},
        {"include": "everything"},
        {"postcode": "55401"},
        {"proximity": "1000"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_a_sentence(client, wrong):
    if wrong == {"taxonomy_id": "\x00"}:
        assert client.get(f"{API}/services", wrong).status_code == 200  # A NUL is nothing.
        return
    answer = ask(client, "/services", status=400, **wrong)
    assert answer["status"] == 400
    assert answer["error"].endswith(".")


# A wrong and a right value of each parameter that the directory has anywhere, and the addresses at which it filters.
ANYTHING = "5f0c3c0e-0b5b-4c39-9d0b-1f4a3f0f8a11"
SERVICES = ("/services", "/service_at_locations")
LISTS = (*SERVICES, "/organizations", "/taxonomies", "/taxonomy_terms")
VALUES = {
    "page": ("x", "1", None),
    "per_page": ("x", "1", None),
    "search": (None, "work", LISTS),
    "taxonomy_term_id": ("x", ANYTHING, SERVICES),
    "taxonomy_id": ("x", ANYTHING, (*SERVICES, "/taxonomy_terms")),
    "organization_id": ("x", ANYTHING, SERVICES),
    "modified_after": ("x", "2020-01-01", (*SERVICES, "/organizations")),
    "full": ("x", "true", None),
    "full_service": ("x", "true", None),
    "minimal": ("x", "true", None),
    "include": ("x", "unverified", None),
    "parent_id": ("x", ANYTHING, ("/taxonomy_terms",)),
    "top_only": ("x", "true", None),
    "format": ("x", "json", None),
}


@pytest.mark.parametrize("name", VALUES)
def test_no_address_ignores_a_wrong_value_or_a_filter_that_it_does_not_have(client, two, name):
    first, _second, one, _two = two
    alone = [f"/organizations/{first.translation_key}", f"/services/{one.translation_key}"]
    term = ask(client, "/taxonomy_terms")["contents"][0]["id"]
    kind = ask(client, "/taxonomies")["contents"][0]["id"]
    wrong, right, filtered = VALUES[name]
    for address in ("/", *LISTS, *alone, f"/taxonomy_terms/{term}", f"/taxonomies/{kind}"):
        if wrong:
            assert name in ask(client, address, status=400, **{name: wrong})["error"], address
        if filtered is None or address in filtered:
            ask(client, address, **{name: right})
        else:
            said = ask(client, address, status=400, **{name: right})["error"]
            assert said.startswith(f"`{name}` is not a parameter of this address, which has: "), address


def test_a_refusal_names_the_parameters_of_the_address(client):
    said = ask(client, "/taxonomies", status=400, modified_after="2026-01-01")["error"]
    assert said.endswith("which has: `page`, `per_page`, `search`, `format`.")
    assert "such as 2026-11-24" in ask(client, "/organizations", status=400, modified_after="x")["error"]
    assert ask(client, "/organizations", status=400, per_page="x")["error"].endswith("from 1 to 100.")


@pytest.mark.parametrize("resource", LISTED)
@pytest.mark.parametrize(
    "identifier",
    ["x", "1", "%00", "..", "'", "5f0c3c0e-0b5b-4c39-9d0b-1f4a3f0f8a11", "a" * 64, "a" * 70, "a/b"],
)
def test_an_identifier_that_is_not_there_is_said_in_json(client, resource, identifier):
    answer = ask(client, f"/{resource}/{identifier}", status=404)
    assert answer["error"].endswith(".")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_directory_can_only_be_read(client, method):
    from django.test import Client

    for strict in (client, Client(enforce_csrf_checks=True)):
        answer = getattr(strict, method)(f"{API}/services")
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(answer.content)["error"].endswith(".")


def test_pages_of_other_sites_may_read_the_directory_and_nothing_else(client):
    answer = client.options(f"{API}/services", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer
    for address in ("/", "/partners/", "/healthz", "/admin/", "/events/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)
