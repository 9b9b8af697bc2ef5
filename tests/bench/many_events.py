"""`python -m tests.bench.many_events 10000`: fills a demonstration with invented organisations, services and events.

Rows are written in bulk, past forms, reviews and revisions: what is measured afterwards is how they are read. Every
organisation holds ten events. The first hundred events lie within four weeks, and among them and the first organisations
are enough of whatever the bench looks for: every page that it measures is full from the beginning, so that a hub with many
events is compared with answers of equal length. The other events lie between half a year ago and a year ahead.
"""

import datetime
import random
import sys
import uuid

import django

EVENTS_OF_ONE = 10
# Beside them, the events of an organization of the demonstration, whose members see a workspace that grows.
MEMBERS_ORGANISATION = "riverside-example-coalition"
OF_ITS_OWN = 50  # One for so many of the others.
FIRST_OF_ITS_OWN = 60  # Enough that what the workspace shows of public and of past events is full.
SERVICES_OF_ONE = 2
CHUNK = 500
SMALL = 100
# The organisations of a small hub: more than the holders of its events, so that a page of their list is full.
FIRST_ORGANISATIONS = 30
WORDS = [
    "workers",
    "neighbors",
    "rights",
    "training",
    "evening",
    "library",
    "support",
    "staff",
    "wages",
    "family",
]


def add_pages(parent, model, values):
    """Bulk rows of a page type below a parent: treebeard's paths, Wagtail's table and the type's own."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page

    parent = Page.objects.get(pk=parent.pk)
    content_type, now = ContentType.objects.get_for_model(model), timezone.now()
    pages = []
    for number, fields in enumerate(values, start=parent.numchild + 1):
        pages.append(
            Page(
                path=Page._get_path(parent.path, parent.depth + 1, number),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}{fields['slug']}/",
                content_type=content_type,
                locale_id=parent.locale_id,
                translation_key=uuid.uuid4(),
                live=True,
                first_published_at=now,
                last_published_at=now,
                title=fields["title"],
                draft_title=fields["title"],
                slug=fields["slug"],
            )
        )
    Page.objects.bulk_create(pages, batch_size=CHUNK)
    made = []
    for page, fields in zip(pages, values, strict=True):
        record = model(**fields)
        for field in Page._meta.concrete_fields:
            setattr(record, field.attname, getattr(page, field.attname))
        record.page_ptr_id = page.pk
        made.append(record)
    writer = model._base_manager.all()
    writer._for_write = True
    # bulk_create refuses tables with parents; theirs are there already.
    writer._batched_insert(made, fields=model._meta.local_concrete_fields, batch_size=CHUNK)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(values))
    return made


def _choose(model, name, records, pick):
    """Rows of a list of terms: `pick` gives the terms of one record."""
    through = model._meta.get_field(name).remote_field.through
    key = f"{model._meta.model_name}_id"
    rows = [
        through(**{key: record.pk, "taxonomyterm_id": term}) for record in records for term in pick(record)
    ]
    through.objects.bulk_create(rows, batch_size=CHUNK)


def _word(number, chance):
    """A word of a summary, in the first organisations the one that the bench looks for."""
    return WORDS[0] if number < FIRST_ORGANISATIONS else chance.choice(WORDS)


def _terms(locale):
    """The lists of terms of a language: a dict of kind to a dict of slug to number."""
    from portal.models import TaxonomyTerm

    return {
        kind: dict(TaxonomyTerm.objects.filter(kind=kind, locale=locale).values_list("slug", "pk"))
        for kind in TaxonomyTerm.Kind.values
    }


def _pair(organisation, terms, looked_for, chance):
    """Two terms of a kind, in the first organisations one of them that the bench looks for."""
    found = chance.sample(sorted(terms.values()), 2)
    first = int(organisation.slug.removeprefix("bench-")) < FIRST_ORGANISATIONS
    return {terms[looked_for], found[0]} if first else found


def organisations(count, chance):
    """Organisations with services, a phone and two places, one of them confidential.

    Returns:
        A list of OrganisationPage.
    """
    from django.utils import timezone

    from partners.models import OrganisationIndexPage, OrganisationPage

    index = OrganisationIndexPage.objects.get(locale__language_code="en")
    terms = _terms(index.locale)
    first = OrganisationPage.objects.filter(slug__startswith="bench-").count()
    made = add_pages(
        index,
        OrganisationPage,
        [
            {
                "title": f"Bench organization {number:04}",
                "slug": f"bench-{number}",
                "summary": f"Invented for the bench. {_word(number, chance).capitalize()} and {chance.choice(WORDS)}.",
                "offers": "<p>Somebody listens. You choose what comes next.</p>",
                # Not an address that is reserved for examples: those are verified and listed otherwise.
                "website": "https://bench.invalid/",
                "verified_on": timezone.localdate(),
                "verified_by": "Bench",
            }
            for number in range(first, first + count)
        ],
    )
    _choose(
        OrganisationPage,
        "areas",
        made,
        lambda record: _pair(record, terms["area"], "minneapolis", chance),
    )
    _choose(
        OrganisationPage,
        "languages",
        made,
        lambda record: chance.sample(sorted(terms["language"].values()), 2),
    )
    _contacts(made)
    _services(made, terms, chance)
    return made


def _contacts(made):
    """A phone and two places of each organisation."""
    from partners.models import OrganisationLocation, OrganisationPhone

    OrganisationPhone.objects.bulk_create(
        [
            OrganisationPhone(
                organisation=record, locale_id=record.locale_id, number="+16125550100", display="612-555-0100"
            )
            for record in made
        ],
        batch_size=CHUNK,
    )
    OrganisationLocation.objects.bulk_create(
        [
            OrganisationLocation(
                organisation=record,
                locale_id=record.locale_id,
                name="House" if hidden else "Office",
                is_confidential=hidden,
                street_address="" if hidden else "1 Bench Street",
                city="" if hidden else "Example City",
            )
            for record in made
            for hidden in (False, True)
        ],
        batch_size=CHUNK,
    )


def _services(made, terms, chance):
    """The services of each organisation, at the place that everybody may know."""
    from partners.models import OrganisationLocation, ServicePage

    offices = dict(
        OrganisationLocation.objects.filter(organisation__in=made, is_confidential=False).values_list(
            "organisation_id", "pk"
        )
    )
    given_at = ServicePage._meta.get_field("places").remote_field.through
    for record in made:
        services = add_pages(
            record,
            ServicePage,
            [
                {
                    "title": f"Bench service {number}",
                    "slug": f"service-{number}",
                    "summary": "Invented for the bench.",
                    "organisation_id": record.pk,
                }
                for number in range(SERVICES_OF_ONE)
            ],
        )
        _choose(
            ServicePage,
            "categories",
            services,
            lambda service: _pair(service.organisation, terms["service"], "training", chance),
        )
        _choose(
            ServicePage,
            "languages",
            services,
            lambda service: chance.sample(sorted(terms["language"].values()), 1),
        )
        given_at.objects.bulk_create(
            [
                given_at(servicepage=service, organisationlocation_id=offices[record.pk])
                for service in services
            ]
        )


def events(holders, chance, near, numbers=range(EVENTS_OF_ONE)):
    """Events of each organisation.

    Args:
        holders: a list of OrganisationPage.
        chance: a random.Random.
        near: whether all lie within the next four weeks.
        numbers: of the events of each.

    Returns:
        A list of EventPage.
    """
    from django.utils import timezone

    from partners.models import EventIndexPage, EventPage

    index = EventIndexPage.objects.get(locale__language_code="en")
    terms = _terms(index.locale)
    today = timezone.localdate()
    days = (1, 28) if near else (-180, 365)
    values = []
    for holder in holders:
        for number in numbers:
            # Of every organisation some are over and some to come, so that its page is as full as any other's.
            place = number % EVENTS_OF_ONE
            span = (1, 28) if place < 2 else (-28, -1) if place in (2, 3, 5) else days
            day = today + datetime.timedelta(days=chance.randint(*span))
            weekly = number % 5 == 0
            words = ("workers", "evening") if near and number % 3 == 0 else chance.choices(WORDS, k=2)
            values.append(
                {
                    "title": f"Bench {' '.join(words)} {holder.slug.removeprefix('bench-')}-{number}",
                    "slug": f"bench-{holder.slug.removeprefix('bench-')}-{number}",
                    "summary": f"Invented for the bench: {chance.choice(WORDS)} and {chance.choice(WORDS)}.",
                    "organisation_id": holder.pk,
                    "description": "<p>Come as you are.</p>" * 3,
                    "start_date": day,
                    "start_time": datetime.time(8 + number % EVENTS_OF_ONE),
                    "end_time": datetime.time(9 + number % EVENTS_OF_ONE),
                    "frequency": "weekly" if weekly else "",
                    "count": 8 if weekly else None,
                    "attendance": chance.choice(["online", "both"] if near else ["place", "online", "both"]),
                    "venue_name": "Example Library",
                    "city": "Example City",
                    "online_url": "https://meet.example.org/bench",
                    "accessibility_contact": "access@bench.example.org",
                }
            )
    made = add_pages(index, EventPage, values)
    for name, kind, most in (
        ("topics", "topic", 2),
        ("languages", "language", 2),
        ("accessibility", "accessibility", 3),
        ("audience", "population", 1),
    ):
        found = sorted(terms[kind].values())
        _choose(EventPage, name, made, lambda record: chance.sample(found, chance.randint(1, most)))  # noqa: B023
    return made


def fill(total, index=True):
    """Fill up to so many events, with dates, search and cache as if they had been published one by one.

    Args:
        total: how many events of the bench there are to be, a multiple of ten.
        index: whether they are written into the search; else the caller does it.
    """
    from django.core.management import call_command
    from django.db import transaction

    from partners.events import occurrences
    from partners.models import EventPage, OrganisationPage
    from portal.core.cache_version import bump_cache_version

    chance = random.Random(total)
    ours = OrganisationPage.objects.filter(slug__startswith="bench-")
    holders = total // EVENTS_OF_ONE
    with transaction.atomic():
        organisations(max(holders, FIRST_ORGANISATIONS) - ours.count(), chance)
        idle = ours.exclude(pk__in=EventPage.objects.values("organisation")).order_by("pk")
        events(idle[: holders - (ours.count() - idle.count())], chance, near=total <= SMALL)
        own = OrganisationPage.objects.get(slug=MEMBERS_ORGANISATION, locale__language_code="en")
        before = EventPage.objects.filter(slug__startswith=f"bench-{MEMBERS_ORGANISATION}-").count()
        last = max(FIRST_OF_ITS_OWN, total // OF_ITS_OWN)
        made = events([own], chance, near=total <= SMALL, numbers=range(before, last))
        for event in EventPage.objects.filter(pk__in=[record.pk for record in made]):
            # Members are shown the newest version, not the public row.
            revision = event.save_revision(changed=False, clean=False)
            EventPage.objects.filter(pk=event.pk).update(live_revision=revision)
        occurrences.extend_all()
    if index:
        call_command("update_index", verbosity=0, chunk_size=CHUNK)
    bump_cache_version()
    return EventPage.objects.count(), OrganisationPage.objects.count()


if __name__ == "__main__":
    django.setup()
    print("{} events of {} organisations".format(*fill(int(sys.argv[1]))))
