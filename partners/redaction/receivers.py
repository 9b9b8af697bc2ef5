"""Signal handlers for every way in which the place of a partner, or its phrases, can be written."""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save, pre_save
from wagtail.models import Revision

from partners.confidentiality import erasure, store
from partners.confidentiality.pages import ConfidentialPlaceMixin
from partners.events.models import EventPage, EventStatus
from partners.events.models.event import EVENT_PLACE_FIELDS
from partners.organisations.models import OrganisationLocation, OrganisationPage
from partners.organisations.models.organisation import PLACE_FIELDS

from . import places, related

PUBLIC = EventPage.PlaceShown.PUBLIC


def connect():
    """Connect the handlers; called once, when the app is ready."""
    for signal, sender, receiver in (
        (pre_save, Revision, _clean_revision),
        (post_save, Revision, _follow_revision),
        (pre_save, EventPage, _clean_event_row),
        (post_save, EventPage, _follow_event_row),
        (pre_save, OrganisationLocation, _watch_place_row),
        (post_save, OrganisationLocation, _follow_place_row),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"confidentiality:{receiver.__name__}")
    related.connect()


def _model_of(revision):
    return ContentType.objects.get_for_id(revision.content_type_id).model_class()


def _clean_revision(instance, update_fields=None, raw=False, **kwargs):
    """Remove confidential places from a revision before it is saved, even if its form was opened before the place became confidential."""
    if raw or (update_fields and "content" not in update_fields):
        return
    model, content = _model_of(instance), instance.content
    if not issubclass(model, ConfidentialPlaceMixin):
        return
    secret = []
    if model is EventPage:
        shown = content.get("place_shown")
        if shown == PUBLIC and any(content.get(name) for name in EVENT_PLACE_FIELDS):
            shown = _hidden(content.get("translation_key")) or shown
        if shown != PUBLIC:
            secret.append({name: content.get(name) for name in EVENT_PLACE_FIELDS})
            content.update(places.emptied_event(shown, shown))
    elif model is OrganisationPage:
        for place in content.get("locations") or ():
            if place.get("is_confidential"):
                secret.append({name: place.get(name) for name in PLACE_FIELDS})
                place.update(places.emptied_place())
    page = instance.content_object
    for values in secret:
        if any(values.values()):
            store.note(page, values)
    words = store.store_noted_phrases(page)
    slug = erasure.neutral_slug(page) if words.found_in(page.slug) else page.slug
    if words and erasure.erase_content(content, page, words, slug):
        instance.object_str = words.redact(instance.object_str)


def _follow_revision(instance, update_fields=None, raw=False, **kwargs):
    if raw or (update_fields and "content" not in update_fields):
        return
    model, content = _model_of(instance), instance.content
    if issubclass(model, ConfidentialPlaceMixin):
        related.erase_chosen(instance.content_object, content)
    # The object from which the revision was made; its caller continues to use it.
    page = instance.content_object
    if model is EventPage and content.get("place_shown") != PUBLIC:
        page = page if getattr(page, "place_shown", PUBLIC) != PUBLIC else instance.as_object()
        changed = places.scrub_event(page, instance.user)
    elif model is OrganisationPage and any(
        place.get("is_confidential") for place in content.get("locations") or ()
    ):
        secret = any(place.is_confidential for place in page.locations.all())
        page = page if secret else instance.as_object()
        changed = places.scrub_organisation(page, instance.user)
    else:
        return
    if changed:
        places.tell(instance.base_content_object.specific, instance.user, getattr(page, "emptied_events", 0))
        instance.content = Revision.objects.values_list("content", flat=True).get(pk=instance.pk)


def _hidden(key):
    """The value of place_shown that "Hide place now" sets for an event until the office allows a place again."""
    hidden = EventStatus.objects.filter(event_key=key, place_hidden=True).exists()
    return EventPage.PlaceShown.CONFIDENTIAL if hidden else None


def _clean_event_row(instance, update_fields=None, raw=False, **kwargs):
    instance._place_goes = False
    if raw or update_fields and "place_shown" not in update_fields:
        return
    if instance.place_shown == PUBLIC and any(getattr(instance, name) for name in EVENT_PLACE_FIELDS):
        if _hidden(instance.translation_key):
            instance.place_shown = EventPage.PlaceShown.CONFIDENTIAL
            instance.remove_confidential_phrases()
    elif instance.place_shown != PUBLIC and not instance._state.adding:
        # Only when it becomes confidential: a newer draft may have a place again.
        instance._place_goes = EventPage.objects.filter(pk=instance.pk, place_shown=PUBLIC).exists()


def _follow_event_row(instance, **kwargs):
    if getattr(instance, "_place_goes", False):
        instance._place_goes = False
        places.scrub_event(instance)


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
        places.scrub_organisation(OrganisationPage.objects.get(pk=instance.organisation_id))
