"""Organizations, members and events for tests, made as the hub itself makes them."""

import datetime
from contextlib import contextmanager
from unittest import mock

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify
from wagtail.signal_handlers import disable_reference_index_auto_update

from partners.members.models import Role
from partners.models import (
    EventIndexPage,
    EventPage,
    Membership,
    OrganisationIndexPage,
    OrganisationPage,
    ServicePage,
)
from portal.models import Approval, TaxonomyTerm
from tests.live import approved

PASSWORD = "river-stone-lantern-42"


def publish(page):
    """Publish what a page says now, as an approver would."""
    with _not_indexed():
        revision = page.save_revision(clean=False)
    approved(revision, ground=Approval.Ground.DEMONSTRATION)
    revision.publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def _free_slug(parent, slug):
    """An address that the demonstration's own pages leave free."""
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True))
    return next(
        free for free in (slug, *(f"{slug}-{number}" for number in range(2, 999))) if free not in taken
    )


@contextmanager
def _not_indexed():
    """What is saved here is saved again at once: only then does it go into the index of words and that of references."""
    with (
        disable_reference_index_auto_update(),
        mock.patch("modelsearch.signal_handlers.insert_or_update_object_task"),
    ):
        yield


def _add(parent, model, title, locale, live, fields):
    many = {field.name for field in model._meta.many_to_many} & set(fields)
    plain = {name: value for name, value in fields.items() if name not in many}
    slug = plain.pop("slug", None) or _free_slug(parent, slugify(title))
    page = model(title=title, slug=slug, locale=locale, live=False, **plain)
    for name in many:
        setattr(page, name, fields[name])
    with _not_indexed():
        parent.add_child(instance=page)
    if live:
        return publish(page)
    page.save_revision(clean=False)
    return page


def make_organisation(title, language="en", live=True, **fields):
    """An organisation below the partners of a language."""
    index = OrganisationIndexPage.objects.get(locale__language_code=language)
    fields = {
        "summary": f"What {title} does.",
        "offers": "<p>Help with work and pay.</p>",
        "website": "https://organisation.example/",
        **fields,
    }
    return _add(index, OrganisationPage, title, index.locale, live, fields)


def make_member(organisation, email, role=Role.MEMBER, **fields):
    """A person of an organisation, with the tests' password."""
    user = get_user_model().objects.filter(email=email).first()
    user = user or get_user_model().objects.create_user(email, PASSWORD, **fields)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


def make_event(organisation, title="Know your rights at work", live=True, language="en", **fields):
    """An event at a public place, two weeks from today at ten, unless the fields say otherwise."""
    index = EventIndexPage.objects.get(locale__language_code=language)
    fields = {
        "summary": "An hour about pay and papers.",
        "start_date": timezone.localdate() + datetime.timedelta(days=14),
        "start_time": datetime.time(10),
        "end_time": datetime.time(11),
        "venue_name": "Example Library",
        "city": "Example City",
        "accessibility_contact": "access@example.org",
        **fields,
    }
    return _add(index, EventPage, title, index.locale, live, {"organisation": organisation, **fields})


def make_service(organisation, title="Legal help", live=True, **fields):
    """A service below an organisation."""
    fields = {
        "summary": "Advice about work and pay.",
        "categories": TaxonomyTerm.objects.filter(kind="service", locale__language_code="en")[:1],
        **fields,
    }
    return _add(organisation, ServicePage, title, organisation.locale, live, fields)
