"""A place that must not be known is stored nowhere (design.md §4, corrections 17, users.md 6).

Where it is ticked, in a draft or live, its address, coordinates and directions go at once from the live rows, every
revision, the translators' sources and memory, the search index and the admin's open forms, in all languages. Their exact
words also go from the page's own texts (partners/erasing.py): a name or street in the description says as much as a field.
Un-ticking brings nothing back. Signals see every path: workspace, admin, import, translation, publication.
"""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.signals import post_save, pre_save
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

from partners import erasing, notifications
from partners.models import EventPage, EventStatus, OrganisationLocation, OrganisationPage, ServicePage
from partners.models.event import EVENT_PLACE_FIELDS
from partners.models.organisation import PLACE_FIELDS
from portal import frame

PUBLIC = EventPage.PlaceShown.PUBLIC
COORDINATES = ("latitude", "longitude")
# Fields whose exact words are taken out of the page's texts, too; a city's name alone tells nobody the place.
TELLING_EVENT_FIELDS = ("venue_name", "street_address", "directions")
TELLING_PLACE_FIELDS = ("street_address", "directions")


# --- Events ---------------------------------------------------------------------------------------------------
@transaction.atomic
def scrub_event(event, user=None):
    """Empty the place of an event everywhere, in all its languages.

    Args:
        event: an EventPage, as stored or as a draft says. Where it says “public” the place becomes confidential.
        user: who caused it, for the history.

    Returns:
        Whether anything was stored that had to go.
    """
    shown = event.place_shown if event.place_shown != PUBLIC else EventPage.PlaceShown.CONFIDENTIAL
    event.place_shown = shown
    event.scrub()
    pages = list(EventPage.objects.filter(translation_key=event.translation_key).order_by("pk"))
    found, changed = [], False
    for page in pages:
        values = [getattr(page, name) for name in EVENT_PLACE_FIELDS]
        if any(values) or page.place_shown == PUBLIC:
            changed = True
            found.append({name: getattr(page, name) for name in EVENT_PLACE_FIELDS})
            _update(page, **_emptied_event(page.place_shown, shown))
    for holder, content in _contents(pages):
        before = {name: content.get(name) for name in EVENT_PLACE_FIELDS}
        if any(before.values()) or content.get("place_shown") == PUBLIC:
            changed = True
            found.append(before)
            content.update(_emptied_event(content.get("place_shown"), shown))
            _keep(holder, content)
    if not changed:
        return False
    _scrub_translations(pages, EVENT_PLACE_FIELDS, found)
    telling = [place[name] for place in found for name in TELLING_EVENT_FIELDS if place.get(name)]
    words = erasing.Words(telling, kept=event.organisation.title)
    erasing.erase_in_memory(event, words)
    _finish(pages, words, user, own_slug=True)
    if any(page.live for page in pages):
        EventStatus.count_change(event.translation_key, user)
    return True


def _emptied_event(said, shown):
    return {**dict.fromkeys(EVENT_PLACE_FIELDS, ""), "place_shown": shown if said in (PUBLIC, None) else said}


# --- Organisations --------------------------------------------------------------------------------------------
@transaction.atomic
def scrub_organisation(page, user=None):
    """Empty every place that an organisation's page calls confidential, wherever it is still stored.

    The same place elsewhere is the one with its key, its number or its name: the admin gives a place that was never
    public a new key with each draft.

    Args:
        page: an OrganisationPage, as stored or as a draft says.
        user: who caused it, for the history.

    Returns:
        Whether anything was stored that had to go.
    """
    secret = [place for place in page.locations.all() if place.is_confidential]
    for place in secret:
        place.scrub()
    if not secret:
        return False
    pages = list(OrganisationPage.objects.filter(translation_key=page.translation_key).order_by("pk"))
    places = _SecretPlaces(secret, OrganisationLocation.objects.filter(organisation__in=pages))
    places.empty_rows()
    places.empty_copies(pages)
    if not places.emptied:
        return False
    _scrub_translations(
        pages, PLACE_FIELDS, places.emptied, [f"locations.{key}." for key in sorted(places.keys)]
    )
    telling = [place[name] for place in places.emptied for name in TELLING_PLACE_FIELDS if place.get(name)]
    services = ServicePage.objects.filter(organisation__in=pages)
    words = erasing.Words(telling, kept=page.title)
    erasing.erase_in_memory(page, words)
    _finish([*pages, *services], words, user, own_slug=False)
    return True


class _SecretPlaces:
    """How confidential places are known wherever they are stored, and what was stored of them.

    Args:
        secret: OrganisationLocations that are confidential.
        rows: all stored places of the organisation, in every language.
    """

    def __init__(self, secret, rows):
        self._rows = list(rows)
        self._numbers = {place.pk for place in secret if place.pk}
        self._names = {place.name.casefold() for place in secret}
        # A place's other languages have its key, but another number.
        self.keys = {str(place.translation_key) for place in secret}
        self.keys |= {str(row.translation_key) for row in self._rows if row.pk in self._numbers}
        self.emptied = []

    def _has(self, key, number, name):
        return str(key) in self.keys or number in self._numbers or str(name).casefold() in self._names

    def _take(self, key, before, is_confidential):
        """Note what is stored of a place. Returns whether it has to go."""
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
                OrganisationLocation.objects.filter(pk=row.pk).update(**_emptied_place())

    def empty_copies(self, pages):
        """Empty the places in revisions and translators' sources."""
        for holder, content in _contents(pages):
            touched = False
            for place in content.get("locations") or ():
                key = place.get("translation_key")
                before = {name: place.get(name) for name in PLACE_FIELDS}
                if self._has(key, place.get("pk"), place.get("name")) and self._take(
                    key, before, place.get("is_confidential")
                ):
                    place.update(_emptied_place())
                    touched = True
            if touched:
                _keep(holder, content)


@transaction.atomic
def make_place_confidential(organisation, key, user):
    """Make one place of an organisation confidential at once, wherever it stands; no draft is made.

    Args:
        organisation: the OrganisationPage as stored.
        key: the place's translation_key.
        user: who does it.
    """
    draft = organisation.get_latest_revision_as_object()
    places = list(draft.locations.all())
    for place in places:
        place.is_confidential = place.is_confidential or place.translation_key == key
    draft.locations.set(places, clear=True)
    if scrub_organisation(draft, user):
        _tell(organisation, user)


def _has_place(values):
    return any(value not in (None, "") for value in values.values())


def _emptied_place():
    empty = {name: None if name in COORDINATES else "" for name in PLACE_FIELDS}
    return {**empty, "is_confidential": True}


# --- What both need -------------------------------------------------------------------------------------------
def _update(page, **fields):
    """Write a row without its signals, and keep the object in step."""
    type(page).objects.filter(pk=page.pk).update(**fields)
    for name, value in fields.items():
        setattr(page, name, value)


def _contents(pages):
    """All copies of the pages' content: revisions and translators' sources, each with its dictionary."""
    numbers = [str(page.pk) for page in pages]
    for revision in Revision.page_revisions.filter(object_id__in=numbers):
        yield revision, revision.content
    for source in TranslationSource.objects.filter(object_id__in={page.translation_key for page in pages}):
        yield source, json.loads(source.content_json)


def _keep(holder, content):
    if isinstance(holder, Revision):
        # Not save(): its signals would lead here again.
        Revision.objects.filter(pk=holder.pk).update(content=content)
    else:
        holder.content_json = json.dumps(content)
        holder.save(update_fields=["content_json"])


def _scrub_translations(pages, names, found, prefixes=("",)):
    """Empty the translators' memory of these fields, and of what they held."""
    keys = {page.translation_key for page in pages}
    paths = {f"{prefix}{name}" for prefix in prefixes for name in names}
    contexts = [
        context.pk
        for context in TranslationContext.objects.filter(object_id__in=keys)
        if context.path in paths
    ]
    for model in (StringTranslation, SegmentOverride, StringSegment, OverridableSegment):
        model.objects.filter(context_id__in=contexts).delete()
    erasing.forget_exact_strings({str(place[name]) for place in found for name in names if place.get(name)})


def _finish(pages, words, user, own_slug):
    erasing.erase(pages, words, own_slug=own_slug)
    erasing.forget_forms(pages)
    erasing.reindex(pages)
    # Read anew: its title may have changed, and the history keeps the title.
    log(instance=type(pages[0]).objects.get(pk=pages[0].pk), action="partners.place_emptied", user=user)
    transaction.on_commit(frame.forget)


def _tell(page, user):
    """Mail the office, when a public page has changed without its review (corrections 9)."""
    stored = type(page).objects.get(pk=page.pk)
    if stored.live and user is not None:
        notifications.place_emptied(stored, user)


# --- Every path by which a place is written -------------------------------------------------------------------
def connect():
    """Watch revisions and live rows; called once, when the app is ready."""
    for signal, sender, receiver in (
        (pre_save, Revision, _clean_revision),
        (post_save, Revision, _follow_revision),
        (pre_save, EventPage, _clean_event_row),
        (post_save, EventPage, _follow_event_row),
        (pre_save, OrganisationLocation, _watch_place_row),
        (post_save, OrganisationLocation, _follow_place_row),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"confidential:{receiver.__name__}")


def _model_of(revision):
    return ContentType.objects.get_for_id(revision.content_type_id).model_class()


def _clean_revision(instance, update_fields=None, raw=False, **kwargs):
    """No revision is written with a place that must not be known; not even by a form opened before it was hidden."""
    if raw or (update_fields and "content" not in update_fields):
        return
    model, content = _model_of(instance), instance.content
    if model is EventPage:
        shown = content.get("place_shown")
        if shown == PUBLIC and any(content.get(name) for name in EVENT_PLACE_FIELDS):
            shown = _hidden(content.get("translation_key")) or shown
        if shown != PUBLIC:
            content.update(_emptied_event(shown, shown))
    elif model is OrganisationPage:
        for place in content.get("locations") or ():
            if place.get("is_confidential"):
                place.update(_emptied_place())


def _follow_revision(instance, update_fields=None, raw=False, **kwargs):
    if raw or (update_fields and "content" not in update_fields):
        return
    model, content = _model_of(instance), instance.content
    # The object that is being saved, where the revision was made from one: its caller goes on using it.
    page = instance.content_object
    if model is EventPage and content.get("place_shown") != PUBLIC:
        page = page if getattr(page, "place_shown", PUBLIC) != PUBLIC else instance.as_object()
        changed = scrub_event(page, instance.user)
    elif model is OrganisationPage and any(
        place.get("is_confidential") for place in content.get("locations") or ()
    ):
        secret = any(place.is_confidential for place in page.locations.all())
        changed = scrub_organisation(page if secret else instance.as_object(), instance.user)
    else:
        return
    if changed:
        _tell(instance.base_content_object.specific, instance.user)
        instance.content = Revision.objects.values_list("content", flat=True).get(pk=instance.pk)


def _hidden(key):
    """The value of place_shown that "Hide place now" forces upon an event until the office allows a place again."""
    hidden = EventStatus.objects.filter(event_key=key, place_hidden=True).exists()
    return EventPage.PlaceShown.CONFIDENTIAL if hidden else None


def _clean_event_row(instance, update_fields=None, raw=False, **kwargs):
    instance._place_goes = False
    if raw or update_fields and "place_shown" not in update_fields:
        return
    if instance.place_shown == PUBLIC and any(getattr(instance, name) for name in EVENT_PLACE_FIELDS):
        if _hidden(instance.translation_key):
            instance.place_shown = EventPage.PlaceShown.CONFIDENTIAL
            instance.scrub()
    elif instance.place_shown != PUBLIC and not instance._state.adding:
        # Only when it becomes so: a newer draft may rightly name a place again.
        instance._place_goes = EventPage.objects.filter(pk=instance.pk, place_shown=PUBLIC).exists()


def _follow_event_row(instance, **kwargs):
    if getattr(instance, "_place_goes", False):
        instance._place_goes = False
        scrub_event(instance)


def _watch_place_row(instance, raw=False, **kwargs):
    instance._place_goes = (
        not raw
        and instance.is_confidential
        and bool(instance.pk)
        and OrganisationLocation.objects.filter(pk=instance.pk, is_confidential=False).exists()
    )


def _follow_place_row(instance, **kwargs):
    if getattr(instance, "_place_goes", False):
        instance._place_goes = False
        scrub_organisation(OrganisationPage.objects.get(pk=instance.organisation_id))
