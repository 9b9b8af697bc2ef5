"""Empties confidential places wherever they are stored.

When a place is marked as confidential, in a draft or live, its address, coordinates and directions are removed at once from the live
rows, all revisions, translation sources and memory, the search index and the admin's open forms, in all languages. The same phrases are
removed from the page's own texts (erasure.py), because a name or street in the description reveals as much as a field. The phrases of
an organization's place are also removed from its services and events, and the place of events that are held there becomes confidential.
Removing the mark restores nothing. Signal handlers cover all ways of writing: workspace, admin, import, translation, publication.
"""

import datetime
import json
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    TranslationContext,
    TranslationSource,
)

from partners.confidentiality import erasure, store
from partners.events import co_hosts
from partners.events.models import EventPage, EventStatus
from partners.events.models.event import EVENT_PLACE_FIELDS
from partners.moderation import notifications
from partners.moderation.immediate_actions import PLACE_EMPTIED
from partners.organisations.models import OrganisationLocation, OrganisationPage, ServicePage
from partners.organisations.models.organisation import PLACE_FIELDS
from portal.core import cache_version, secure_deletion
from portal.workflow import approvals, immediate_actions
from portal.workflow.choices import Rewrite

from . import related

PUBLIC = EventPage.PlaceShown.PUBLIC
COORDINATES = ("latitude", "longitude")
# The fields that say where an event is held. Directions are not among them, because they may name other places as well.
VENUE_FIELDS = ("venue_name", "street_address")


# --- Events ---------------------------------------------------------------------------------------------------
@transaction.atomic
def scrub_event(event, user=None):
    """Empty the place of an event everywhere, in all its languages.

    Args:
        event: an EventPage, as stored or as in a draft. If its place is public, it becomes confidential.
        user: the user who caused it, for the history.

    Returns:
        Whether anything was removed.
    """
    shown = event.place_shown if event.place_shown != PUBLIC else EventPage.PlaceShown.CONFIDENTIAL
    event.place_shown = shown
    event.scrub()
    pages = list(EventPage.objects.filter(translation_key=event.translation_key).order_by("pk"))
    changed, found = _empty_event(pages, shown)
    for values in found:
        store.note(event, values)
    event.remove_confidential_phrases()
    if not (changed or store.are_new(event.translation_key)):
        return False
    _scrub_translations(pages, EVENT_PLACE_FIELDS, found)
    words = store.words_of(event.translation_key)
    erasure.erase(pages, words)
    related.erase_statuses(pages, words)
    related.erase_unused_pictures(event.organisation, words)
    store.are_erased(event.translation_key)
    _finish(pages, user)
    if any(page.live for page in pages):
        EventStatus.count_change(event.translation_key, user)
    return True


def _empty_event(pages, shown):
    """Empty the place of an event in its rows, revisions and translation sources.

    Returns:
        (whether anything changed, the former values of the places: a list of dicts).
    """
    found, changed = [], False
    for page in pages:
        values = {name: getattr(page, name) for name in EVENT_PLACE_FIELDS}
        if any(values.values()) or page.place_shown == PUBLIC:
            changed = True
            found.append(values)
            _update(page, **emptied_event(page.place_shown, shown))
    for holder, content in _contents(pages):
        before = {name: content.get(name) for name in EVENT_PLACE_FIELDS}
        if any(before.values()) or content.get("place_shown") == PUBLIC:
            changed = True
            found.append(before)
            content.update(emptied_event(content.get("place_shown"), shown))
            _keep(holder, content)
    return changed, found


def emptied_event(said, shown):
    """The values of the place's fields after it is emptied: `place_shown` as stated, or `shown`."""
    return {**dict.fromkeys(EVENT_PLACE_FIELDS, ""), "place_shown": shown if said in (PUBLIC, None) else said}


# --- Organisations --------------------------------------------------------------------------------------------
@transaction.atomic
def scrub_organisation(page, user=None):
    """Empty every place that an organization's page marks as confidential, wherever it is still stored.

    Copies of the place are found by translation_key, primary key or name, because the admin gives a place that was never public a new
    key in each draft.

    Args:
        page: an OrganisationPage, as stored or as in a draft.
        user: the user who caused it, for the history.

    Returns:
        Whether anything was removed. `page.emptied_events` is then the number of events whose place was emptied with it.
    """
    secret = [place for place in page.locations.all() if place.is_confidential]
    for place in secret:
        place.scrub()
    if not secret:
        return False
    pages = list(OrganisationPage.objects.filter(translation_key=page.translation_key).order_by("pk"))
    places = _ConfidentialPlaces(secret, OrganisationLocation.objects.filter(organisation__in=pages))
    places.empty_rows()
    places.empty_copies(pages)
    for values in places.emptied:
        store.note(page, values)
    page.remove_confidential_phrases()
    if not (places.emptied or store.are_new(page.translation_key)):
        return False
    _scrub_translations(
        pages, PLACE_FIELDS, places.emptied, [f"locations.{key}." for key in sorted(places.keys)]
    )
    page.emptied_events = _erase_of_organisation(page, pages, user)
    return True


def _erase_of_organisation(organisation, pages, user):
    """Remove the phrases of an organization's places from everything stored about it, its services and its events.

    Returns:
        The number of events whose place was emptied with it.
    """
    key = organisation.translation_key
    events = list(_with_co_hosted(pages))
    emptied = _empty_events_there(organisation, events, user)
    words = store.words_of(key)
    everything = [*pages, *ServicePage.objects.filter(organisation__in=pages), *events]
    erasure.erase(everything, words)
    related.erase_statuses(events, words)
    related.erase_people(pages, words)
    store.are_erased(key)
    _finish(everything, user)
    return emptied


def _with_co_hosted(organisations):
    """As _events_of(), with the events of others whose co-host the organization is with its agreement."""
    keys = co_hosts.keys_of(
        OrganisationPage.objects.filter(pk__in=[page.pk for page in organisations]).values("pk")
    )
    return _events_of(organisations) | EventPage.objects.filter(translation_key__in=keys)


def _events_of(organisations):
    """The events of an organization in all languages, including those that belong to it only in a draft."""
    numbers = [page.pk for page in organisations]
    drafts = Revision.page_revisions.filter(
        content__organisation__in=numbers, content_type=ContentType.objects.get_for_model(EventPage)
    )
    numbered = Q(pk__in=[int(number) for number in drafts.values_list("object_id", flat=True).distinct()])
    return EventPage.objects.filter(Q(organisation__in=numbers) | numbered).order_by("pk")


def events_at(organisation, words):
    """The events of an organization that are held at a place.

    Args:
        organisation: an OrganisationPage.
        words: the Redactor of the place.

    Returns:
        A list of EventPages, one for each event, the latest first.
    """
    pages = OrganisationPage.objects.filter(translation_key=organisation.translation_key)
    found = {}
    for event in _events_of(pages):
        if event.translation_key not in found and _is_held_at(event, words):
            found[event.translation_key] = event
    return sorted(found.values(), key=lambda event: event.start_date or datetime.date.min, reverse=True)


def _is_held_at(event, words):
    """Whether an event, in its row or in any revision, names a place as its own."""
    versions = [{name: getattr(event, name) for name in VENUE_FIELDS}]
    versions += [content for _holder, content in _contents([event])]
    return any(
        version.get("place_shown", PUBLIC) == PUBLIC
        and words.found_in(version.get(name), is_address=name == "street_address")
        for version in versions
        for name in VENUE_FIELDS
    )


def _empty_events_there(organisation, events, user):
    """Empty the place of events that are held at a confidential place of their organization.

    Other names that these events give to the place must be removed too, also from other events.

    Returns:
        The number of these events.
    """
    emptied: set[UUID] = set()
    while True:
        words = store.words_of(organisation.translation_key)
        rest = [event for event in events if event.translation_key not in emptied]
        there = {event.translation_key for event in rest if _is_held_at(event, words)}
        if not there:
            return len(emptied)
        for key in there:
            pages = [event for event in events if event.translation_key == key]
            _changed, found = _empty_event(pages, EventPage.PlaceShown.CONFIDENTIAL)
            for values in found:
                store.note(organisation, values)
            _scrub_translations(pages, EVENT_PLACE_FIELDS, found)
            if any(page.live for page in pages):
                EventStatus.count_change(key, user)
        store.store_noted_phrases(organisation)
        emptied |= there


class _ConfidentialPlaces:
    """Identifies copies of confidential places wherever they are stored, and collects their former values.

    Args:
        secret: OrganisationLocations that are confidential.
        rows: all stored places of the organization, in every language.
    """

    def __init__(self, secret, rows):
        self._rows = list(rows)
        self._numbers = {place.pk for place in secret if place.pk}
        self._names = {place.name.casefold() for place in secret}
        # Translations of a place have the same translation_key, but another primary key.
        self.keys = {str(place.translation_key) for place in secret}
        self.keys |= {str(row.translation_key) for row in self._rows if row.pk in self._numbers}
        self.emptied = []

    def _has(self, key, number, name):
        return str(key) in self.keys or number in self._numbers or str(name).casefold() in self._names

    def _take(self, key, before, is_confidential):
        """Remember the values of a stored place. Returns whether it must be emptied."""
        if is_confidential and not _has_place(before):
            return False
        self.emptied.append(before)
        self.keys.add(str(key))
        return True

    def empty_rows(self):
        """Empty the stored places."""
        for row in self._rows:
            before = {name: getattr(row, name) for name in PLACE_FIELDS}
            if self._has(row.translation_key, row.pk, row.name) and self._take(
                row.translation_key, before, row.is_confidential
            ):
                OrganisationLocation.objects.filter(pk=row.pk).update(**emptied_place())

    def empty_copies(self, pages):
        """Empty the places in revisions and translation sources."""
        for holder, content in _contents(pages):
            touched = False
            for place in content.get("locations") or ():
                key = place.get("translation_key")
                before = {name: place.get(name) for name in PLACE_FIELDS}
                if self._has(key, place.get("pk"), place.get("name")) and self._take(
                    key, before, place.get("is_confidential")
                ):
                    place.update(emptied_place())
                    touched = True
            if touched:
                _keep(holder, content)


@transaction.atomic
def make_place_confidential(organisation, key, user):
    """Make one place of an organization confidential at once, wherever it is stored, without a draft.

    Args:
        organisation: the OrganisationPage as stored.
        key: the place's translation_key.
        user: the user who does it.
    """
    draft = organisation.get_latest_revision_as_object()
    places = list(draft.locations.all())
    for place in places:
        place.is_confidential = place.is_confidential or place.translation_key == key
    draft.locations.set(places, clear=True)
    if scrub_organisation(draft, user):
        tell(organisation, user, draft.emptied_events)


def _has_place(values):
    return any(value not in (None, "") for value in values.values())


def emptied_place():
    """The values of a place's fields after it is emptied."""
    empty = {name: None if name in COORDINATES else "" for name in PLACE_FIELDS}
    return {**empty, "is_confidential": True}


# --- Shared by both -------------------------------------------------------------------------------------------
def _update(page, **fields):
    """Update a row without signals, and the object with it."""
    type(page).objects.filter(pk=page.pk).update(**fields)
    for name, value in fields.items():
        setattr(page, name, value)


def _contents(pages):
    """All copies of the pages' content: revisions and translation sources, each with its dictionary."""
    numbers = [str(page.pk) for page in pages]
    for revision in Revision.page_revisions.filter(object_id__in=numbers):
        yield revision, revision.content
    for source in TranslationSource.objects.filter(object_id__in={page.translation_key for page in pages}):
        yield source, json.loads(source.content_json)


def _keep(holder, content):
    if isinstance(holder, Revision):
        approvals.rewrite_content(holder, content, Rewrite.REDACTION)
    else:
        holder.content_json = json.dumps(content)
        holder.save(update_fields=["content_json"])


def _scrub_translations(pages, names, found, prefixes=("",)):
    """Delete translations of these fields, and of their former values, from the translation memory."""
    keys = {page.translation_key for page in pages}
    paths = {f"{prefix}{name}" for prefix in prefixes for name in names}
    contexts = [
        context.pk
        for context in TranslationContext.objects.filter(object_id__in=keys)
        if context.path in paths
    ]
    for model in (StringTranslation, SegmentOverride, StringSegment, OverridableSegment):
        model.objects.filter(context_id__in=contexts).delete()
    erasure.forget_exact_strings({str(place[name]) for place in found for name in names if place.get(name)})


def _finish(pages, user):
    erasure.forget_forms(pages)
    erasure.reindex(pages)
    # Reloaded, because its title may have changed and the history stores the title.
    log(instance=type(pages[0]).objects.get(pk=pages[0].pk), action="partners.place_emptied", user=user)
    transaction.on_commit(cache_version.withdraw_cached_pages, robust=True)
    secure_deletion.forget_after_commit()


def tell(page, user, events=0):
    """Mail the office if a public page was changed without review, and let a second person confirm it.

    Args:
        page: an EventPage or OrganisationPage.
        user: the user who caused it.
        events: the number of events whose place was emptied with it.
    """
    stored = type(page).objects.get(pk=page.pk)
    if stored.live and user is not None:
        immediate_actions.record_action(stored, PLACE_EMPTIED, user)
        notifications.place_emptied(stored, user, events)
