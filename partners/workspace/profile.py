"""Services of an organization in the workspace."""

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from partners.confidentiality import store
from partners.confidentiality.words import Redactor, phrases_of
from partners.organisations.models import OrganisationPage, ServicePage
from partners.organisations.models.organisation import PLACE_FIELDS
from partners.redaction import places

from . import new_drafts, submission


def address(name, act="", **names):
    """The workspace address of a page, or of an action on it.

    Args:
        name: such as "partners:profile".
        act: such as "preview"; "" for the page itself.
        **names: the parts of the address.
    """
    return reverse(f"{name}_{act}" if act else name, kwargs=names)


def services(organisation):
    """The organization's services with their state, sorted by name, including drafts.

    Args:
        organisation: the OrganisationPage in the language in which it was first written.

    Returns:
        A list of dicts of page, title and state.
    """
    found = ServicePage.objects.child_of(organisation).order_by("title").select_related("latest_revision")
    return [
        {"page": page, "title": page.draft_title or page.title, "state": submission.state(page)}
        for page in found.prefetch_workflow_states()
    ]


def service(organisation, key):
    """The organization's service with a translation_key, or None."""
    return ServicePage.objects.child_of(organisation).filter(translation_key=key).first()


def blank_service(organisation, key=None):
    """An unsaved service, with a translation_key if one is given."""
    known = {"translation_key": key} if key else {}
    return ServicePage(live=False, locale=organisation.locale, organisation=organisation, **known)


def events_at(organisation, place):
    """Events of the organization whose place is emptied if this place becomes confidential.

    Args:
        organisation: the OrganisationPage.
        place: an OrganisationLocation.
    """
    values = {name: getattr(place, name) for name in PLACE_FIELDS}
    words = Redactor(phrases=phrases_of(values, store.public_names(organisation, values)))
    return places.events_at(organisation, words)


@transaction.atomic
def add_service(organisation, page, user):
    """Save a new service as a draft.

    Args:
        organisation: its parent, an OrganisationPage.
        page: the result of blank_service(), filled in.
        user: the member who creates it.

    Returns:
        The ServicePage.

    Raises:
        ActionNotAllowed: an address is not http or https, or it was saved before.
    """
    new_drafts.claim(page.translation_key, organisation, ServicePage)
    submission.clean(page)
    parent = OrganisationPage.objects.get(pk=organisation.pk)
    page.organisation = parent
    # Before the slug is made from the title.
    page.remove_confidential_phrases()
    base = slugify(page.title)[:60].strip("-") or "service"
    taken = set(parent.get_children().values_list("slug", flat=True))
    page.slug = next(slug for slug in submission.numbered(base) if slug not in taken)
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user, log_action="wagtail.create", clean=False)
    return page
