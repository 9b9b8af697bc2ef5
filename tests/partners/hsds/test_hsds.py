"""`/api/hsds/`: every answer is what HSDS 3.0 asks for, says nothing confidential, and costs the same however much there is."""

import datetime
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from partners.models import OrganisationLocation, OrganisationPage, OrganisationPhone, ServicePage
from portal.models import TaxonomyTerm
from tests.partners.factories import make_organisation, make_service, publish
from tests.partners.schemas import problems

pytestmark = pytest.mark.django_db
API = "/api/hsds"
DAY = datetime.date(2026, 11, 2)
# Where each kind of record is listed: its schema in a list, with `full=true`, and alone.
LISTED = {
    "services": ("service_list", "service", "service"),
    "organizations": ("organization_list", "organization", "organization"),
    "service_at_locations": (
        "service_at_location_list",
        "service_at_location",
        "service_at_location",
    ),
    "taxonomies": ("taxonomy", "taxonomy", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy_term", "taxonomy_term"),
}
SECRET = {
    "street_address": "99 Hidden Lane",
    "city": "Secretville",
    "region": "ZZ",
    "postal_code": "00666",
    "latitude": "44.123456",
    "longitude": "-93.654321",
    "directions": "Ring twice at the green door",
}


def terms(kind, count=2):
    return list(TaxonomyTerm.objects.filter(kind=kind, locale__language_code="en")[:count])


def add_place(organisation, name="Main office", **fields):
    address = {
        "street_address": "1 Example Street",
        "address_2": "Room 2",
        "city": "Example City",
        "region": "MN",
        "postal_code": "55400",
        "latitude": "44.977753",
        "longitude": "-93.265015",
        "directions": "Bus 10",
        "accessibility": "A lift.",
        "hours": "Monday to Friday",
    }
    return OrganisationLocation.objects.create(
        organisation=organisation, locale=organisation.locale, name=name, **{**address, **fields}
    )


def make_whole(number=1, **fields):
    """A verified organisation with all that it may have: two phones, a public and a confidential place, a service."""
    fields = {"verified_on": DAY, "verified_by": "The office", "email": "hello@example.org", **fields}
    organisation = make_organisation(
        f"Whole Example {number}",
        areas=terms("area"),
        languages=terms("language"),
        year_founded=1999,
        **fields,
    )
    for kind, number_ in (("voice", "+16125550100"), ("text", "+16125550101"), ("tty", "+16125550102")):
        OrganisationPhone.objects.create(
            organisation=organisation,
            locale=organisation.locale,
            kind=kind,
            number=number_,
            display=number_,
            label="Front desk",
            hours="Day and night",
            languages="English, Somali",
        )
    public = add_place(organisation)
    hidden = add_place(organisation, "Refuge by the mill", is_confidential=True, **SECRET)
    service = make_service(
        organisation,
        description="<p>First a <b>talk</b>.</p><p>Then papers.</p>",
        populations=terms("population"),
        languages=terms("language"),
        categories=terms("service"),
        interpreters="request",
        eligibility="Everybody",
        cost="Free",
        how_to_begin="Call",
    )
    service.places.set([public, hidden])
    publish(service)
    return organisation, service, public, hidden


@pytest.fixture(autouse=True)
def only_ours(db):
    """Nobody has verified the organisations of the demonstration."""
    OrganisationPage.objects.update(verified_on=None)


@pytest.fixture
def whole(db):
    return make_whole()


def ask(client, address, status=200, **parameters):
    answer = client.get(f"{API}{address}", parameters)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.content)


def check_page(answer, schema):
    contents = answer.pop("contents")
    assert set(answer) == {
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
    }
    assert answer["size"] == len(contents)
    assert answer["empty"] is (not contents)
    wrong = [problem for record in contents for problem in problems(record, schema)]
    assert wrong == []
    return contents


# --- Every answer validates -----------------------------------------------------------------------------------


def test_the_first_address_says_which_version_this_is(client):
    for address in ("", "/"):
        answer = ask(client, address)
        assert answer["version"] == "3.0"
        assert answer["profile"].startswith("https://")
        assert answer["openapi_url"].endswith("openapi.json")


@pytest.mark.parametrize("resource", LISTED)
@pytest.mark.parametrize("slash", ["", "/"])
def test_lists_validate_and_each_record_of_them_alone_does(client, whole, resource, slash):
    short, _full, alone = LISTED[resource]
    records = check_page(ask(client, f"/{resource}{slash}"), short)
    assert records
    for record in records[:10]:
        found = ask(client, f"/{resource}/{record['id']}{slash}")
        assert problems(found, alone) == []
        assert found["id"] == record["id"]


@pytest.mark.parametrize("resource", ["services", "organizations", "service_at_locations"])
@pytest.mark.parametrize("include", ["", "unverified"])
def test_full_lists_validate(client, whole, resource, include):
    records = check_page(ask(client, f"/{resource}", full="true", include=include), LISTED[resource][1])
    assert records


def test_full_services_of_organisations_validate(client, whole):
    organisation = whole[0]
    records = check_page(ask(client, "/organizations", full_service="true"), "organization")
    assert records[0]["services"][0]["phones"]
    alone = ask(client, f"/organizations/{organisation.translation_key}", full_service="true")
    assert problems(alone, "organization") == []
    assert alone["services"][0]["phones"]


def test_the_shortest_list_of_services_validates_too_and_is_one_page(client, whole):
    for number in range(2):
        make_service(whole[0], f"Another {number}")
    answer = ask(client, "/services", minimal="true")
    records = answer["contents"]
    assert answer["last_page"] is True
    assert len(records) == answer["total_items"] >= 3
    for record in records:
        assert set(record) == {"id", "name", "status", "last_modified", "modified_date"}
        assert problems({k: v for k, v in record.items() if k != "modified_date"}, "service_list") == []


@pytest.mark.parametrize("resource", LISTED)
def test_empty_results_validate(client, resource):
    assert (
        check_page(ask(client, f"/{resource}", search="zzzzqqq", include="unverified"), LISTED[resource][0])
        == []
    )


# --- What is said -----------------------------------------------------------------------------------------------


def test_a_service_says_all_that_its_page_says(client, whole):
    organisation, service, public, _hidden = whole
    record = ask(client, f"/services/{service.translation_key}")
    assert record["id"] == str(service.translation_key)
    assert record["organization_id"] == record["organization"]["id"] == str(organisation.translation_key)
    assert record["description"] == "Advice about work and pay.\nFirst a talk.\nThen papers."
    assert record["url"].endswith("/partners/whole-example-1/legal-help/")
    assert record["assured_date"] == record["organization"]["assured_date"] == "2026-11-02"
    assert "assurer_email" not in record
    assert record["status"] == "active"
    assert record["fees_description"] == "Free"
    assert record["eligibility_description"] == "Everybody"
    assert record["application_process"] == "Call"
    assert record["interpretation_services"] == "When asked for beforehand"
    assert [phone["type"] for phone in record["phones"]] == ["voice", "text", "textphone"]
    assert [area["name"] for area in record["service_areas"]] == [term.name for term in terms("area")]
    assert [language["code"] for language in record["languages"]] == [t.slug for t in terms("language")]
    [at] = record["service_at_locations"]
    assert at["location_id"] == str(public.translation_key)
    assert at["location"]["addresses"][0]["address_1"] == "1 Example Street"
    assert at["location"]["addresses"][0]["country"] == "US"
    kinds = {attribute["link_type"] for attribute in record["attributes"]}
    assert kinds == {"service_type", "intended_audience"}


def test_identifiers_do_not_change(client, whole):
    service = whole[1]
    before = ask(client, f"/services/{service.translation_key}")
    service.title = "Another name"
    publish(service)
    after = ask(client, f"/services/{service.translation_key}")
    assert _identifiers(after) == _identifiers(before)
    assert after["name"] == "Another name"


def _identifiers(value):
    if isinstance(value, dict):
        return {value["id"]} | {found for entry in value.values() for found in _identifiers(entry)}
    if isinstance(value, list):
        return {found for entry in value for found in _identifiers(entry)}
    return set()


def test_each_organisation_stands_once_in_the_first_language(client, whole):
    organisation, service = whole[:2]
    spanish = Locale.objects.get(language_code="es")
    translation = organisation.copy_for_translation(spanish, copy_parents=True)
    translation.title = "Ejemplo entero"
    publish(translation)
    translated = service.copy_for_translation(spanish)
    translated.title = "Ayuda legal"
    publish(translated)
    for resource in ("organizations", "services"):
        names = [record["name"] for record in ask(client, f"/{resource}")["contents"]]
        assert len(names) == len(set(names)) == 1
        assert "Ejemplo" not in names[0] and "Ayuda" not in names[0]
    assert len(ask(client, "/service_at_locations")["contents"]) == 1


def test_what_is_no_longer_live_is_gone(client, whole, committed):
    organisation, service = whole[:2]
    with committed():
        organisation.unpublish()
    assert ask(client, "/services")["empty"] is True
    ask(client, f"/services/{service.translation_key}", status=404)
    ask(client, f"/organizations/{organisation.translation_key}", status=404)


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


# --- Confidential places -----------------------------------------------------------------------


def every_answer(client):
    """The text of every answer of the directory, each list long and short, each record alone."""
    for resource in LISTED:
        for parameters in ({}, {"full": "true"}, {"full_service": "true"}):
            answer = ask(client, f"/{resource}", include="unverified", per_page=100, **parameters)
            yield json.dumps(answer)
        for record in answer["contents"]:
            if resource not in ("taxonomies", "taxonomy_terms"):
                yield json.dumps(ask(client, f"/{resource}/{record['id']}", include="unverified"))


def test_a_confidential_place_appears_only_as_service_area_and_phone(client, whole):
    service, hidden = whole[1], whole[3]
    said = "\n".join(every_answer(client))
    for word in [*SECRET.values(), "Refuge by the mill", str(hidden.translation_key)]:
        assert word not in said
    record = ask(client, f"/services/{service.translation_key}")
    assert len(record["service_at_locations"]) == 1
    assert record["service_areas"] and record["phones"]


def test_a_place_that_is_confidential_in_one_language_is_in_no_answer(client, whole):
    organisation, _service, public, _hidden = whole
    spanish = make_organisation("Ejemplo entero", "es", translation_key=organisation.translation_key)
    OrganisationLocation.objects.create(
        organisation=spanish,
        locale=spanish.locale,
        translation_key=public.translation_key,
        name="Oficina",
        is_confidential=True,
    )
    said = "\n".join(every_answer(client))
    assert "1 Example Street" not in said
    assert str(public.translation_key) not in said


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


def names(client, address="/services", **parameters):
    return [record["name"] for record in ask(client, address, **parameters)["contents"]]


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


def test_services_at_locations_are_narrowed_likewise(client, whole):
    organisation = whole[0]
    for parameters, count in (
        ({"organization_id": organisation.translation_key}, 1),
        ({"organization_id": "5f0c3c0e-0b5b-4c39-9d0b-1f4a3f0f8a11"}, 0),
        ({"search": "legal"}, 1),
        ({"search": "shelter"}, 0),
        ({"taxonomy_term_id": terms("service")[0].translation_key}, 1),
        ({"modified_after": "2999-01-01"}, 0),
    ):
        assert ask(client, "/service_at_locations", **parameters)["total_items"] == count, parameters


def test_organisations_and_words_are_found_by_words(client, two):
    assert names(client, "/organizations", search="second") == ["Second Example"]
    term = terms("area")[0]
    assert term.name in names(client, "/taxonomy_terms", search=term.name.lower())
    lists = {record["name"]: record["id"] for record in ask(client, "/taxonomies")["contents"]}
    areas = ask(client, "/taxonomy_terms", taxonomy_id=lists["Area"], per_page=100)["contents"]
    assert {record["taxonomy"] for record in areas} == {"Area"}
    assert names(client, "/taxonomy_terms", parent_id=uuid.uuid4()) == []
    assert names(client, "/taxonomy_terms", top_only="true")


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


@pytest.mark.parametrize("resource", LISTED)
@pytest.mark.parametrize(
    "identifier",
    ["x", "1", "%00", "..", "'", "5f0c3c0e-0b5b-4c39-9d0b-1f4a3f0f8a11", "a" * 64, "a" * 70, "a/b"],
)
def test_an_identifier_that_is_not_there_is_said_in_json(client, resource, identifier):
    answer = ask(client, f"/{resource}/{identifier}", status=404)
    assert answer["error"].endswith(".")


@pytest.mark.parametrize("search", ['"', "%", "\x00", "a" * 5000, "<script>", "') OR 1=1 --", "💡", "_"])
@pytest.mark.parametrize("resource", LISTED)
def test_hostile_words_find_nothing_and_break_nothing(client, whole, resource, search):
    assert client.get(f"{API}/{resource}", {"search": search}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_directory_can_only_be_read(client, method):
    from django.test import Client

    for strict in (client, Client(enforce_csrf_checks=True)):
        answer = getattr(strict, method)(f"{API}/services")
        assert answer.status_code == 405
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
        assert json.loads(answer.content)["error"].endswith(".")


# --- Other sites, caches ------------------------------------------------------------------------------------------


def test_pages_of_other_sites_may_read_the_directory_and_nothing_else(client):
    answer = client.options(f"{API}/services", headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in answer
    for address in ("/", "/partners/", "/healthz", "/admin/", "/events/"):
        assert "Access-Control-Allow-Origin" not in client.get(address)


def test_head_answers_without_a_body(client, whole):
    answer = client.head(f"{API}/services")
    assert answer.status_code == 200
    assert answer.content == b""


def test_who_has_the_answer_already_is_told_so_until_it_changes(client, whole):
    answer = client.get(f"{API}/services")
    tag = answer["ETag"]
    assert client.get(f"{API}/services", headers={"If-None-Match": tag}).status_code == 304
    whole[1].title = "Changed"
    publish(whole[1])
    assert client.get(f"{API}/services", headers={"If-None-Match": tag}).status_code == 200


def test_reading_sets_no_cookie(client, whole):
    assert not client.get(f"{API}/services").cookies


# --- Cost -----------------------------------------------------------------------------------------------------------


COSTS = {
    "/": 0,
    "/services": 2,
    "/services?full=true": 6,
    "/services?minimal=true": 2,
    "/services?search=legal&modified_after=2020-01-01": 2,
    "/services/{service}": 5,
    "/organizations": 2,
    "/organizations?full=true": 6,
    "/organizations?full_service=true": 10,
    "/organizations/{organisation}": 5,
    "/service_at_locations": 3,
    "/service_at_locations?full=true": 8,
    "/taxonomies": 0,
    "/taxonomy_terms": 0,
}


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in seen.captured_queries]


def test_an_answer_costs_what_is_named_for_it_and_no_more_when_there_is_more(client, whole):
    organisation, service = whole[:2]
    addresses = {
        API + address.format(service=service.translation_key, organisation=organisation.translation_key): most
        for address, most in COSTS.items()
    }
    for number in range(2, 7):
        make_whole(number)
    for address, most in addresses.items():
        seen = cost(client, address)
        assert len(seen) <= most, address + "\n" + "\n".join(seen)
