"""Selects what the directory for other programs contains: organizations, services and places, and their identifiers.

Confidential places are left out. Records without an identifier of their own get one that is derived from the records to which they belong.
"""

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.query import PageQuerySet

from partners.organisations.directory import in_readers_language, kept
from partners.organisations.examples import example_pks
from partners.organisations.models import OrganisationLocation, OrganisationPage, ServicePage

# The namespace of derived identifiers; changing it would change all of them.
NAMESPACE = uuid.UUID("5f0a3c0e-6a55-4d0c-9f0e-2b1c7a6f7d11")


def derived(*parts: object) -> str:
    """A stable identifier for a record that has none, derived from the identifiers of the records to which it belongs."""
    return str(uuid.uuid5(NAMESPACE, ":".join(str(part) for part in parts)))


def public_organisations(unverified: bool = False) -> PageQuerySet[OrganisationPage]:
    """The organizations of the directory, each in the default language if it is written in it.

    Args:
        unverified: whether to include those that nobody has verified. Invented ones, which nobody can verify, are always included:
            only a demonstration has them.
    """
    found = in_readers_language(OrganisationPage, settings.LANGUAGE_CODE)
    return found if unverified else found.filter(Q(verified_on__isnull=False) | Q(pk__in=example_pks()))


def public_services(unverified: bool = False) -> PageQuerySet[ServicePage]:
    """The services of the directory, with their organizations; see public_organisations()."""
    found = in_readers_language(ServicePage, settings.LANGUAGE_CODE).filter(organisation__live=True)
    if not unverified:
        found = found.filter(Q(organisation__verified_on__isnull=False) | Q(organisation__in=example_pks()))
    return found.select_related("organisation").defer(
        "sources",
        "related_pages",
        "organisation__offers",
        "organisation__sources",
        "organisation__related_pages",
    )


def public_places() -> QuerySet[OrganisationLocation]:
    """The places whose address is public: not confidential in any language."""
    return OrganisationLocation.objects.filter(~_hidden("translation_key"))


def _hidden(key: str) -> Exists:
    """A condition: the place with this key is confidential in some language."""
    return Exists(OrganisationLocation.objects.filter(translation_key=OuterRef(key), is_confidential=True))


def service_places() -> QuerySet[Any]:
    """Which service is given at which public place: rows of the intermediate table."""
    through = ServicePage.places.through
    # A subquery for each row: with two lists, SQLite would try every service with every place.
    return through.objects.filter(~_hidden("organisationlocation__translation_key"))


def place_number(identifier: UUID | str) -> int | None:
    """The primary key of the row of service_places() with this `service_at_location` identifier, or None."""
    return kept("hsds-places", _read_place_numbers).get(str(identifier))


def _read_place_numbers() -> dict[str, int]:
    rows = _places_of(public_services(unverified=True)).values_list(
        "pk", "servicepage__translation_key", "organisationlocation__translation_key"
    )
    return {derived(service, "at", place): pk for pk, service, place in rows}


def _places_of(services: PageQuerySet[ServicePage]) -> QuerySet[Any]:
    # The table has a row of the same service for each language.
    return service_places().filter(servicepage__in=services.order_by().values("pk"))


def place_numbers(services: PageQuerySet[ServicePage], name: str = "") -> list[int]:
    """The primary keys of the rows of service_places() at which these services are given, in order.

    Args:
        services: a queryset of services.
        name: a cache key, if these are all services: then the keys are cached until the next publication, because the query reads every
            service and every place.
    """

    def read() -> list[int]:
        return list(_places_of(services).order_by("pk").values_list("pk", flat=True))

    return kept(f"hsds-place-numbers:{name}", read) if name else read()
