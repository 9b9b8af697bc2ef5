"""`/api/hsds/`: every answer is what HSDS 3.0 asks for, says nothing confidential, and costs the same however much there is."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from partners.models import OrganisationLocation
from tests.partners.factories import make_organisation, make_service, publish
from tests.partners.hsds.directory import API, LISTED, SECRET, ask, check_page, make_whole, terms
from tests.partners.schemas import problems

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(only_ours):
    """What make_whole() makes, once for the file."""
    return make_whole()


@pytest.fixture
def whole(made, db):
    """The same, as it is stored."""
    return tuple(type(record).objects.get(pk=record.pk) for record in made)


# --- Every answer validates -----------------------------------------------------------------------------------


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
    assert record["interpretation_services"] == "If you ask in advance"
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


# --- Filters ----------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("resource", LISTED)
def test_hostile_words_find_nothing_and_break_nothing(client, whole, resource):
    for search in ('"', "%", "\x00", "a" * 5000, "<script>", "') OR 1=1 --", "💡", "_"):
        assert client.get(f"{API}/{resource}", {"search": search}).status_code == 200, search


# --- Other sites, caches ------------------------------------------------------------------------------------------


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
