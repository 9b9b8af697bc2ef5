"""A directory with something of everything, and what is asked of it."""

import datetime
import json

from partners.models import OrganisationLocation, OrganisationPhone
from portal.models import TaxonomyTerm
from tests.partners.factories import make_organisation, make_service, publish
from tests.partners.schemas import problems

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
    "postal_code": "Z-00666",  # Digits alone can stand in an identifier by chance.
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


def names(client, address="/services", **parameters):
    return [record["name"] for record in ask(client, address, **parameters)["contents"]]
