"""Serializes the directory as records of the Human Services Data Specification 3.0 (https://docs.openreferral.org/en/3.0/).

Identifiers are the translation keys of services, organizations, places, phones and terms; other records get one derived from those.
Unknown fields are left out. A confidential place has no record; its service still has the area and the phones.
"""

from collections import defaultdict

from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags

from partners.organisations.models import OrganisationPage, OrganisationPhone, ServicePage
from portal.models import TaxonomyTerm
from portal.taxonomy.selectors import all_terms, chosen_terms

from .selectors import derived, public_places, public_services, service_places

# The types of RFC 6350 §6.4.1, which HSDS requires.
PHONE_TYPES = {
    OrganisationPhone.Kind.VOICE: "voice",
    OrganisationPhone.Kind.TEXT: "text",
    OrganisationPhone.Kind.TTY: "textphone",
}
SERVICE_WORDS = ("categories", "populations", "languages")
ORGANISATION_WORDS = ("areas", "languages")


def taxonomy_id(kind):
    """The identifier of a kind of taxonomy terms."""
    return derived("taxonomy", kind)


def known(**fields):
    """A record without its empty fields."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def text(html):
    """Convert rich text to plain text, with a line for each paragraph."""
    lines = strip_tags(html.replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n"))
    return "\n".join(line.strip() for line in lines.splitlines() if line.strip())


def taxonomy(kind):
    """The record of a kind of taxonomy terms."""
    with translation.override(settings.LANGUAGE_CODE):
        label = str(TaxonomyTerm.Kind(kind).label)
    return {"id": taxonomy_id(kind), "name": label, "description": f"{label}: the words of this directory."}


def taxonomy_term(term):
    """The record of a term (portal.taxonomy.selectors.Term)."""
    return {
        "id": term.key,
        "code": term.slug,
        "name": term.name,
        "description": term.description or term.name,
        "taxonomy": str(TaxonomyTerm.Kind(term.kind).label),
        "taxonomy_id": taxonomy_id(term.kind),
        "taxonomy_detail": taxonomy(term.kind),
        "language": settings.LANGUAGE_CODE,
    }


class Records:
    """Serializes pages. Related records are read for all pages at once, in few queries.

    Args:
        address: a function that returns the absolute address of a page.
    """

    def __init__(self, address):
        self._address = address
        self._terms = all_terms(settings.LANGUAGE_CODE)

    # --- Without related records ------------------------------------------------------------------------------
    def service(self, page):
        """A service and its organization, as in lists."""
        organisation = page.organisation
        changed = max(filter(None, (page.last_published_at, organisation.last_published_at)), default=None)
        return known(
            id=str(page.translation_key),
            organization_id=str(organisation.translation_key),
            name=page.title,
            description="\n".join(part for part in (page.summary, text(page.description)) if part),
            url=self._address(page),
            email=organisation.email,
            status=page.status,
            interpretation_services=str(page.get_interpreters_display()) if page.interpreters else "",
            application_process=page.how_to_begin,
            fees_description=page.cost,
            eligibility_description=page.eligibility,
            assured_date=organisation.verified_on and organisation.verified_on.isoformat(),
            last_modified=changed and changed.isoformat(timespec="milliseconds"),
        )

    def organization(self, page, offers=False):
        """An organization, as in lists and as part of its services. `assured_date` is an addition of this directory.

        Args:
            page: an OrganisationPage.
            offers: whether the description includes what it offers, not only the summary.
        """
        return known(
            id=str(page.translation_key),
            name=page.title,
            description="\n".join([page.summary, text(page.offers)] if offers else [page.summary]),
            email=page.email,
            website=page.website,
            uri=self._address(page),
            year_incorporated=page.year_founded,
            assured_date=page.verified_on and page.verified_on.isoformat(),
        )

    def location(self, place, organisation_key):
        """A place, as in lists."""
        return known(
            id=str(place.translation_key),
            location_type="physical",
            organization_id=str(organisation_key),
            name=place.name,
            transportation=place.directions,
            latitude=place.latitude and float(place.latitude),
            longitude=place.longitude and float(place.longitude),
        )

    def _with_organization(self, page):
        return {**self.service(page), "organization": self.organization(page.organisation)}

    # --- Lists ------------------------------------------------------------------------------------------------
    def services(self, pages, full=False):
        """Services with their organizations; `full`: with all related records, which takes five more queries."""
        pages = list(pages)
        if not full:
            return [self._with_organization(page) for page in pages]
        owners = {page.organisation_id for page in pages}
        words = chosen_terms(ServicePage, [page.pk for page in pages], SERVICE_WORDS)
        areas = chosen_terms(OrganisationPage, owners, ORGANISATION_WORDS)
        phones = self._phones(owners)
        places = defaultdict(list)
        rows = service_places().filter(servicepage__in=[page.pk for page in pages])
        for row in rows.select_related("organisationlocation").order_by(
            "organisationlocation__sort_order", "pk"
        ):
            places[row.servicepage_id].append(row.organisationlocation)
        return [
            {
                **self._with_organization(page),
                **self._of_service(
                    page,
                    words[page.pk],
                    areas[page.organisation_id]["areas"],
                    phones[page.organisation_id],
                    places[page.pk],
                ),
            }
            for page in pages
        ]

    def organizations(self, pages, full=False, full_services=False, unverified=False):
        """Organizations; `full`: with all related records, `full_services`: with the related records of their services."""
        pages = list(pages)
        if not (full or full_services):
            return [self.organization(page, offers=True) for page in pages]
        numbers = [page.pk for page in pages]
        keys = {page.translation_key: page for page in pages}
        words = chosen_terms(OrganisationPage, numbers, ORGANISATION_WORDS)
        phones = self._phones(numbers)
        places = defaultdict(list)
        for place in public_places().filter(organisation__in=numbers).order_by("sort_order", "pk"):
            places[place.organisation_id].append(place)
        services = defaultdict(list)
        offered = list(
            public_services(unverified).filter(organisation__translation_key__in=keys).order_by("path")
        )
        for page, record in zip(
            offered, self.services(offered, full=True) if full_services else [], strict=False
        ):
            services[page.organisation.translation_key].append(record)
        if not full_services:
            for page in offered:
                services[page.organisation.translation_key].append(self.service(page))
        return [
            {
                **self.organization(page, offers=True),
                **known(
                    phones=phones[page.pk],
                    locations=[
                        self._whole_location(place, page.translation_key) for place in places[page.pk]
                    ],
                    attributes=[
                        *self._attributes(
                            "organization", page.translation_key, words[page.pk]["areas"], "area"
                        ),
                        *self._attributes(
                            "organization", page.translation_key, words[page.pk]["languages"], "language"
                        ),
                    ],
                    services=services[page.translation_key],
                ),
            }
            for page in pages
        ]

    def services_at_locations(self, rows, full=False):
        """Services at places; `full`: with the related records of the place and the service.

        Args:
            rows: rows of service_places(), with their places.
            full: see services().
        """
        rows = list(rows)
        pages = public_services(unverified=True).in_bulk({row.servicepage_id for row in rows})
        services = dict(zip(pages, self.services(pages.values(), full=full), strict=True))
        phones = self._phones({page.organisation_id for page in pages.values()}) if full else None
        found = []
        for row in rows:
            page, place = pages[row.servicepage_id], row.organisationlocation
            key = page.organisation.translation_key
            whole = {"phones": phones[page.organisation_id]} if phones else {}
            found.append(
                {
                    **self._at_location(page, place),
                    **known(**whole),
                    "location": self._whole_location(place, key) if full else self.location(place, key),
                    # In HSDS, a service within a service_at_location has no locations.
                    "service": {
                        name: value
                        for name, value in services[page.pk].items()
                        if name != "service_at_locations"
                    },
                }
            )
        return found

    # --- Related records of a service, an organization, a place -------------------------------------------------
    def _of_service(self, page, words, areas, phones, places):
        key = page.translation_key
        return known(
            phones=phones,
            service_areas=[
                {"id": derived(key, "area", term.key), "service_id": str(key), "name": term.name}
                for term in self._named(areas)
            ],
            service_at_locations=[
                {
                    **self._at_location(page, place),
                    "location": self._whole_location(place, page.organisation.translation_key),
                }
                for place in places
            ],
            languages=[
                {
                    "id": derived(key, "language", term.key),
                    "service_id": str(key),
                    "name": term.name,
                    "code": term.slug,
                }
                for term in self._named(words["languages"])
            ],
            attributes=[
                *self._attributes("service", key, words["categories"], "service_type"),
                *self._attributes("service", key, words["populations"], "intended_audience"),
            ],
        )

    def _at_location(self, page, place):
        return {
            "id": derived(page.translation_key, "at", place.translation_key),
            "service_id": str(page.translation_key),
            "location_id": str(place.translation_key),
        }

    def _whole_location(self, place, organisation_key):
        key = place.translation_key
        address = known(
            address_1=place.street_address,
            city=place.city,
            state_province=place.region,
            postal_code=place.postal_code,
        )
        record = self.location(place, organisation_key)
        # HSDS requires all four of these in an address.
        if len(address) == 4:
            address |= known(address_2=place.address_2, country=settings.COUNTRY, address_type="physical")
            record["addresses"] = [{"id": derived(key, "address"), "location_id": str(key), **address}]
        if place.accessibility:
            record["accessibility"] = [
                {
                    "id": derived(key, "accessibility"),
                    "location_id": str(key),
                    "description": place.accessibility,
                }
            ]
        if place.hours:
            record["schedules"] = [
                {"id": derived(key, "schedule"), "location_id": str(key), "description": place.hours}
            ]
        return record

    def _phones(self, organisations):
        """The phones of some organizations, by the organization's primary key. One query."""
        found = defaultdict(list)
        phones = OrganisationPhone.objects.filter(organisation__in=list(organisations))
        for phone in phones.select_related("organisation").order_by("sort_order", "pk"):
            found[phone.organisation_id].append(
                known(
                    id=str(phone.translation_key),
                    organization_id=str(phone.organisation.translation_key),
                    number=phone.number,
                    type=PHONE_TYPES[phone.kind],
                    description=". ".join(part for part in (phone.label, phone.hours) if part),
                    languages=[
                        {
                            "id": derived(phone.translation_key, "languages"),
                            "phone_id": str(phone.translation_key),
                            "note": phone.languages,
                        }
                    ]
                    if phone.languages
                    else [],
                )
            )
        return found

    def _named(self, numbers):
        return [term for pk, term in self._terms.items() if pk in numbers]

    def _attributes(self, entity, key, numbers, link_type):
        return [
            {
                "id": derived(key, link_type, term.key),
                "link_id": str(key),
                "taxonomy_term_id": term.key,
                "link_type": link_type,
                "link_entity": entity,
                "taxonomy_term": taxonomy_term(term),
            }
            for term in self._named(numbers)
        ]
