"""What the pages of an organization and of a service show, in words, with at most one query for each part.

Services and phones are cached under the cache version. Places are never cached, because the cache could still hold an address after the
place became confidential.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.utils.translation import override

from portal.core.cache_version import get_cache_version
from portal.taxonomy.selectors import all_terms, chosen_terms

from .directory import KEPT, in_readers_language

EVENTS_SHOWN = 5
_find_events: list[Callable[..., list[Any]]] = []
SERVICE_WORDS = ("categories", "populations", "languages")


@dataclass(frozen=True)
class ServiceItem:
    """A service as shown on its organization's page, in the reader's language."""

    pk: int
    title: str
    url: str
    lang: str
    summary: str
    status: str
    status_label: str
    eligibility: str
    cost: str
    interpreters: str
    how_to_begin: str
    categories: tuple
    populations: tuple
    languages: tuple


def service_item(page, words, language):
    """A service page as a ServiceItem.

    Args:
        page: a ServicePage.
        words: the primary keys of its terms by the name of the field.
        language: the reader's language code.
    """
    names = all_terms(language)
    listed = {name: tuple(term for pk, term in names.items() if pk in words[name]) for name in words}
    spoken = page.locale.language_code
    return ServiceItem(
        page.pk,
        page.title,
        page.url or "",
        "" if spoken == language else spoken,
        page.summary,
        page.status,
        str(page.get_status_display()),
        page.eligibility,
        page.cost,
        str(page.get_interpreters_display()) if page.interpreters else "",
        page.how_to_begin,
        **listed,
    )


def previewed(page):
    """Whether a page is an unsaved revision (a preview): then its own values are shown, not those of the database."""
    return bool(getattr(page, "_cluster_related_objects", None))


def words_of(page, names):
    """The terms that a page has chosen: a dict of sets of primary keys by the name of the field."""
    if previewed(page):
        return {name: {term.pk for term in getattr(page, name).all()} for name in names}
    key = f"directory-words:{get_cache_version()}:{page.pk}"
    found = cache.get(key)
    if found is None:
        found = chosen_terms(type(page), [page.pk], names)[page.pk]
        cache.set(key, found, timeout=KEPT)
    return found


def services_of(organisation, language):
    """The live services of an organization, each in the reader's language if it is translated.

    Args:
        organisation: an OrganisationPage in any language.
        language: the reader's language code.

    Returns:
        A list of ServiceItem, sorted like the pages.
    """
    key = f"directory-services:{get_cache_version()}:{language}:{organisation.translation_key}"
    found = cache.get(key)
    if found is None:
        found = _read_services(organisation, language)
        cache.set(key, found, timeout=KEPT)
    return found


def _read_services(organisation, language):
    # Looked up by name, because its module imports this one.
    services = apps.get_model("partners", "ServicePage")
    pages = list(
        in_readers_language(services, language)
        .filter(organisation__translation_key=organisation.translation_key)
        .select_related("locale")
        .defer_streamfields()
        .order_by("path")
    )
    words = chosen_terms(services, [page.pk for page in pages], SERVICE_WORDS)
    # The list is cached under this language, whatever language is active where it is asked for.
    with override(language):
        return [service_item(page, words[page.pk], language) for page in pages]


def phones_of(organisation):
    """The phones of an organization, in its order."""
    if previewed(organisation):
        return list(organisation.phones.all())
    key = f"directory-phones:{get_cache_version()}:{organisation.pk}"
    found = cache.get(key)
    if found is None:
        found = list(organisation.phones.all())
        cache.set(key, found, timeout=KEPT)
    return found


def places_of(organisation, only=None):
    """The places of an organization. A place that is confidential in one language is confidential in all.

    Args:
        organisation: an OrganisationPage.
        only: the translation keys to include, or a queryset of them; None for all.

    Returns:
        A list of OrganisationLocation; confidential ones have neither address nor name.
    """
    # Looked up by name, because its module imports this one.
    locations = apps.get_model("partners", "OrganisationLocation")
    hidden = locations.objects.filter(translation_key=OuterRef("translation_key"), is_confidential=True)
    if previewed(organisation):
        places = [
            place
            for place in organisation.locations.all()
            if only is None or place.translation_key in set(only)
        ]
    else:
        places = locations.objects.filter(organisation=organisation)
        if only is not None:
            places = places.filter(translation_key__in=only)
        places = list(places.annotate(is_hidden=Exists(hidden)))
    for place in places:
        if place.is_confidential or getattr(place, "is_hidden", False):
            place.conceal()
    return places


def register_events(find):
    """Register the function that finds the events of an organization, which is in a package above this one.

    Args:
        find: a function of an organization, a language and a maximum number that returns the next dates as listing items.
    """
    _find_events[:] = [find]


def upcoming_events(organisation, language):
    """The next dates of an organization's events, in every language in which they were written.

    Returns:
        A list of partners.events.listing.Item, and whether there are more.
    """
    found = _find_events[0](organisation, language, EVENTS_SHOWN + 1)
    return found[:EVENTS_SHOWN], len(found) > EVENTS_SHOWN


def organisation_json_ld(page, request):
    """An organization for search engines (schema.org), without confidential places.

    Args:
        page: an OrganisationPage.
        request: the request, for absolute addresses.
    """
    language = page.locale.language_code
    data = {
        "@type": "Organization",
        "name": page.title,
        "description": page.summary,
        "mainEntityOfPage": request.build_absolute_uri(page.get_url(request) or "/"),
        "areaServed": [term.name for term in page.area_terms],
        "contactPoint": [
            {
                "@type": "ContactPoint",
                "telephone": phone.number,
                "contactType": phone.label or str(phone.get_kind_display()),
                **({"availableLanguage": phone.languages} if phone.languages else {}),
                **({"description": phone.hours} if phone.hours else {}),
            }
            for phone in page.shown_phones
        ],
        "location": [_place_json_ld(place) for place in page.shown_places if place.has_address],
        "makesOffer": [
            {
                "@type": "Offer",
                "itemOffered": {
                    "@type": "Service",
                    "name": service.title,
                    "url": request.build_absolute_uri(service.url or "/"),
                },
            }
            for service in services_of(page, language)
        ],
        "url": page.website,
        "email": page.email,
        "foundingDate": str(page.year_founded or ""),
    }
    return {name: value for name, value in data.items() if value}


def _place_json_ld(place):
    address = {
        "streetAddress": ", ".join(part for part in (place.street_address, place.address_2) if part),
        "addressLocality": place.city,
        "addressRegion": place.region,
        "postalCode": place.postal_code,
    }
    known = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "name": place.name, "address": {"@type": "PostalAddress", **known}}


def service_json_ld(page, request):
    """A service for search engines (schema.org).

    Args:
        page: a ServicePage with its organisation.
        request: for the host of addresses.
    """
    item, organisation = page.item, page.organisation
    data = {
        "@type": "Service",
        "name": page.title,
        "description": page.summary,
        "url": request.build_absolute_uri(page.get_url(request) or "/"),
        "serviceType": [term.name for term in item.categories],
        "audience": [{"@type": "Audience", "audienceType": term.name} for term in item.populations],
        "areaServed": [term.name for term in organisation.area_terms] if organisation else [],
        "provider": organisation
        and {
            "@type": "Organization",
            "name": organisation.title,
            "url": request.build_absolute_uri(organisation.get_url(request) or "/"),
        },
    }
    if item.languages:
        data["availableChannel"] = {
            "@type": "ServiceChannel",
            "availableLanguage": [term.name for term in item.languages],
        }
    return {name: value for name, value in data.items() if value}
