"""What the pages of the directory cost the database, whatever the number of organisations (times: make bench)."""

import pytest

from partners.models import OrganisationIndexPage, OrganisationPage
from partners.organisations import directory
from portal.core.cache_version import bump_cache_version
from portal.models import TaxonomyTerm
from tests.home.test_queries import queries, routing
from tests.partners.factories import make_event
from tests.partners.hsds.directory import make_whole

pytestmark = pytest.mark.django_db

# Every page: its translations (hreflang), its language, and the pages above it.
PAGE = ["translations", "language", "breadcrumbs"]
EVENTS = ["dates", "events", "their states", "languages and accessibility of the events"]
COSTS = {
    "/partners/": [*PAGE, "rows"],
    "/partners/?area={area}&service={service}&q=whole": [*PAGE, "rows"],
    "/partners/?q=zzzzqqq": [*PAGE, "rows"],
    "/partners/whole-example-1/": [*PAGE, "places", *EVENTS],
    "/partners/whole-example-1/legal-help/": [*PAGE, "organisation", "places"],
}


@pytest.fixture
def whole(committed):
    with committed():
        return make_whole()


@pytest.mark.parametrize("address", COSTS)
def test_a_page_of_the_directory_costs_what_is_named_for_it(client, whole, committed, address):
    with committed():
        for number in range(7):
            make_event(whole[0], f"Evening {number}")
    chosen = {kind: TaxonomyTerm.objects.filter(kind=kind).first().slug for kind in ("area", "service")}
    seen = queries(client, address.format(**chosen))
    cost = len(seen) - routing(address)
    assert cost <= len(COSTS[address]) <= 8, "\n".join(seen[routing(address) :])


def make_many(numbers):
    """Organizations as rows: to publish a thousand one by one would take minutes."""
    index = OrganisationIndexPage.objects.get(locale__language_code="en")
    words = {
        kind: list(TaxonomyTerm.objects.filter(kind=kind, locale__language_code="en"))
        for kind in ("area", "language")
    }
    for number in numbers:
        page = OrganisationPage(
            title=f"Many {number}",
            slug=f"many-{number}",
            summary="Helps.",
            locale=index.locale,
            website="https://x.example/",
            live=False,
        )
        page.offers = "<p>Help.</p>"
        page.areas = [words["area"][number % len(words["area"])]]
        page.languages = [words["language"][number % len(words["language"])]]
        index.add_child(instance=page)
    OrganisationPage.objects.filter(slug__startswith="many-").update(live=True)


def test_sixty_more_organisations_cost_no_query_more(client, whole):
    addresses = [address for address in COSTS if "{" not in address] + ["/partners/?q=helps"]
    addresses += ["/api/hsds/services", "/api/hsds/organizations?include=unverified"]
    make_many(range(20))
    bump_cache_version()
    before = {address: len(queries(client, address)) for address in addresses}
    make_many(range(20, 80))
    bump_cache_version()
    assert len(directory.entries("en")) >= 80
    assert {address: len(queries(client, address)) for address in addresses} == before
