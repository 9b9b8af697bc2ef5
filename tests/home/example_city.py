"""Example City: another state, another time zone, English and French. Used by the tests of opening a real hub."""

import datetime

from django.core.cache import cache
from django.test import override_settings
from wagtail.models import Page

from home.models import DefinitionPage
from home.start_hub.answers import checked
from home.start_hub.services import Starter
from partners.models import OrganisationLocation
from portal.core.cache_version import bump_cache_version
from portal.models import (
    HelpLine,
    HubPage,
    OfficeIdentity,
    SafetySettings,
    TaxonomyTerm,
)
from tests.live import published

LANGUAGES = [("en", "English"), ("fr", "Français")]
# What the environment of this city says.
settings_of_the_city = override_settings(
    LANGUAGES=LANGUAGES,
    WAGTAIL_CONTENT_LANGUAGES=LANGUAGES,
    TIME_ZONE="America/Los_Angeles",
    WAGTAILADMIN_BASE_URL="https://hub.example-city.example",
    DEFAULT_FROM_EMAIL="hub@example-city.example",
    OFFICE_MAIL=["safety@example-city.example"],
    DEMONSTRATION_NOTICE=False,
    EMAIL_BACKEND="portal.notifications.outbox.OutboxBackend",  # pytest-django puts another in its place.
)


def answers():
    """The office's answers, as the file of a real city would have them."""
    return {
        "site_name": "Free to Work",
        "city_name": "Example City",
        "office_name": "Office of Public Safety",
        "state_name": "Example State",
        "address": "1 Main Street\nExample City",
        "hours": "9 a.m. – 5 p.m.",
        "email": "safety@example-city.example",
        "website": "https://example-city.example/",
        "phones": [
            {"label": "City information", "display": "202-555-0100"},
            {"label": "City information", "display": "202-555-0101", "kind": "tty"},
        ],
        "exit_url": "https://news.example/",
        "languages": ["en", "fr"],
        "coordinator": {"email": "robin@example-city.example", "first_name": "Robin", "last_name": "Example"},
        "help_lines": [
            {
                "name": "Example Advocates",
                "kind": "confidential",
                "display": "202-555-0123",
                "in_strip": True,
                "order": 20,
                "who_answers": "An advocate of Example Advocates.",
            }
        ],
        "laws": [
            {
                "term": term,
                "quotation": f"Whoever commits {term}.",
                "citation": "Example Stat. 1.2",
                "url": "https://law.example/1.2",
                "jurisdiction": "Example State",
                "checked_on": datetime.date(2026, 11, 1),
            }
            for term in ("sex-trafficking", "labor-trafficking", "wage-theft", "coerced-begging")
        ],
        "translations": {"fr": {"site_name": "Libre de travailler", "city_name": "Ville d’Example"}},
    }


def start(**changes):
    """Open Example City's hub; returns its first coordinator."""
    return Starter(checked({**answers(), **changes})).start()


def pages():
    """All pages of the hub, specific, parents first."""
    return [page.specific for page in Page.objects.filter(depth__gt=1).order_by("depth", "path")]


def publish_everything():
    """Do what the office does before it opens: complete the drafts that are not ready, and publish them all."""
    for page in pages():
        if isinstance(page, DefinitionPage):
            page.summary = page.summary or "Somebody is made to beg."
            page.plain_words = page.plain_words or "<p>Somebody makes you beg and takes the money.</p>"
            page.sources = page.sources or [
                ("source", {"title": "Example Code", "url": "https://law.example/"})
            ]
        assert isinstance(page, HubPage) and not page.live
        published(page)
    for model in (HelpLine, OfficeIdentity, SafetySettings):
        for record in model.objects.all():
            published(record)
    cache.clear()
    # The checks of the first pages have read, and this process keeps, that there was no office yet: nothing is committed here.
    bump_cache_version()


def partners_post():
    """What partners add once the hub is open: an organisation with a service and a place, and an event.

    Returns:
        (the organisation, the event).
    """
    from tests.partners.factories import make_event, make_member, make_organisation, make_service, publish

    organisation = make_organisation("Example Advocates", languages=TaxonomyTerm.objects.filter(slug="ase"))
    organisation.locations.add(
        OrganisationLocation(
            name="Main office",
            street_address="1 Main Street",
            city="Example City",
            locale=organisation.locale,
        )
    )
    publish(organisation)
    make_service(organisation)
    make_member(organisation, "member@advocates.example")
    event = make_event(
        organisation, frequency="weekly", count=4, attendance="both", online_url="https://a.example/"
    )
    cache.clear()
    return organisation, event
