"""Signal handlers for records around the pages of partners that could reveal their places: translations, comments, pictures, redirects,
requests to join, names of members, and what the admin stores of open forms."""

from typing import cast

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Field, Q
from django.db.models.signals import post_save, pre_save
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import (
    autocreate_redirects_on_page_move,
    autocreate_redirects_on_slug_change,
)
from wagtail.models import Comment, CommentReply, Page, PageLogEntry, Revision, TaskState
from wagtail.signals import page_slug_changed, post_page_move
from wagtail_localize.models import SegmentOverride, StringTranslation

from media.models import HubImage
from partners.confidentiality import erasure, store
from partners.confidentiality.pages import ConfidentialPlaceMixin
from partners.events.models import EventPage, EventStatus
from partners.events.models.event import EVENT_PLACE_FIELDS
from partners.members.models import Invitation, JoinRequest, Membership
from partners.organisations.models import OrganisationPage, ServicePage
from partners.organisations.models.organisation import PLACE_FIELDS
from portal.models import OfficeRedirect

CHOOSE_ANOTHER = _("This address gives away a confidential place. Choose another one.")


def connect():
    """Connect the handlers; called once, when the app is ready."""
    watched = {
        StringTranslation: (_of_translation, ["data"]),
        SegmentOverride: (_of_translation, ["data_json"]),
        Comment: (_of_comment, ["text"]),
        CommentReply: (_of_reply, ["text"]),
        TaskState: (_of_review, ["comment"]),
        PageLogEntry: (_of_entry, ["label", "data"]),
        EventStatus: (_of_status, ["removal_reason"]),
        JoinRequest: (_of_request, None),
        get_user_model(): (words_of_person, ["first_name", "last_name"]),
        **{model: (_of_users, None) for model in _media_models()},
    }
    for model, (find, names) in watched.items():
        pre_save.connect(
            _cleaner(find, names), sender=model, weak=False, dispatch_uid=f"words:{model.__name__}"
        )
    pre_save.connect(_keep_no_form, sender=FormState, dispatch_uid="words:FormState")
    post_save.connect(_follow_membership, sender=Membership, dispatch_uid="words:Membership")
    post_save.connect(_drop_redirect, sender=Redirect, dispatch_uid="words:Redirect")
    # Wagtail creates redirects without signals when an address changes. Its receivers are connected here, so that they run
    # before these handlers. Connecting them twice has no effect.
    page_slug_changed.connect(autocreate_redirects_on_slug_change)
    post_page_move.connect(autocreate_redirects_on_page_move)
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_drop_redirects_to, dispatch_uid="words:redirects")
    # A validator of the field, so that forms show the message beside it.
    for model in (OfficeRedirect, Redirect):
        for name in ("old_path", "redirect_link"):
            cast(Field, model._meta.get_field(name)).validators.append(refuse_address)


def _media_models():
    return {field.related_model for field in erasure.media_fields(EventPage)}


def _cleaner(find, names):
    """A receiver that removes phrases from the given fields of a record; without names, from all its texts."""

    def clean(instance, raw=False, update_fields=None, **kwargs):
        if raw or (update_fields and names and not set(names) & set(update_fields)):
            return
        fields = erasure.text_fields(type(instance))
        written = [
            field for field in fields if (not names or field.name in names) and getattr(instance, field.name)
        ]
        if not written and not (names and any(getattr(instance, name) for name in names)):
            return
        words = find(instance)
        if not words:
            return
        for name in names or [field.name for field in written]:
            value = getattr(instance, name)
            is_text = isinstance(value, str)
            cleaned = (
                words.redact_field(instance._meta.get_field(name), value)
                if is_text
                else words.redact_json(value)
            )
            if cleaned != value:
                setattr(instance, name, cleaned)

    return clean


# --- Which phrases apply ----------------------------------------------------------------------------------------
def _words_of_key(key):
    """The phrases that a page with this translation_key must not contain; for a service, those of its organization."""
    return store.words_of(key, *_organisations_of([key]))


def _organisations_of(keys):
    """The keys of the organizations to which events and services with these translation_keys belong."""
    found = set()
    for model in (EventPage, ServicePage):
        pages = model.objects.filter(translation_key__in=keys, organisation__isnull=False)
        found |= set(pages.values_list("organisation__translation_key", flat=True))
    return found


def _words_of_page(page):
    specific = page.specific if page else None
    return store.words_of(*specific.phrase_keys) if isinstance(specific, ConfidentialPlaceMixin) else None


def _of_translation(record):
    return _words_of_key(record.context.object_id) if record.context_id else None


def _of_comment(comment):
    return _words_of_page(comment.page)


def _of_reply(reply):
    return _words_of_page(reply.comment.page)


def _of_review(task_state):
    subject = task_state.workflow_state.content_object
    return _words_of_page(subject) if isinstance(subject, Page) else None


def _of_entry(entry):
    model = entry.content_type.model_class() if entry.content_type_id else None
    if not (model and issubclass(model, ConfidentialPlaceMixin)):
        return None
    return _words_of_page(Page.objects.filter(pk=entry.page_id).first())


def _of_status(status):
    return _words_of_key(status.event_key)


def _of_request(request):
    return store.words_of(request.organisation.translation_key) if request.organisation_id else None


def words_of_person(user):
    """The phrases of the organizations for which a person works."""
    return store.words_of(*_workplaces(user)) if user.pk else None


def _workplaces(user):
    return Membership.objects.filter(user=user).values_list("organisation__translation_key", flat=True)


def _of_users(item):
    """The phrases of the events that use a picture, in the row or in any revision, and of the organizations of its uploader."""
    keys = set(_workplaces(item.uploaded_by_user)) if item.uploaded_by_user_id else set()
    if item.pk:
        used_by = _events_with(item)
        keys |= used_by | _organisations_of(used_by)
    return store.words_of(*keys) if keys else None


def _events_with(item):
    """The translation_keys of the events that use a library item, in the row or in any revision."""
    keys = set()
    for field in erasure.media_fields(EventPage):
        if field.related_model is not type(item):
            continue
        versions = Revision.page_revisions.filter(
            **{f"content__{field.name}": item.pk, "content_type__app_label": "partners"}
        )
        numbers = list(versions.values_list("object_id", flat=True).distinct())
        pages = EventPage.objects.filter(Q(**{field.name: item.pk}) | Q(pk__in=numbers))
        keys |= set(pages.values_list("translation_key", flat=True))
    return keys


# --- What is erased with a page -----------------------------------------------------------------------------------
def erase_chosen(page, content):
    """Remove the phrases from library items that a revision uses: they may have been described before.

    Args:
        page: a page that ConfidentialPlaceMixin.
        content: the content of the revision.
    """
    fields = [field for field in erasure.media_fields(type(page)) if content.get(field.name)]
    words = store.words_of(*page.phrase_keys) if fields else None
    if words:
        for field in fields:
            erasure.erase_media(field.related_model.objects.filter(pk=content[field.name]), words)


def erase_statuses(events, words):
    """Remove the phrases from the reasons that members gave for the removal of events."""
    for status in EventStatus.objects.filter(event_key__in={event.translation_key for event in events}):
        erasure.erase_record(status, words)


def erase_people(organisations, words):
    """Remove the phrases from records about an organization's people: requests to join, invitations that have ended, names of members,
    pictures that they uploaded.

    Email addresses are kept, because people sign in with them.

    Args:
        organisations: the pages of one organization, in all its languages.
        words: a Redactor.
    """
    for request in JoinRequest.objects.filter(organisation__in=organisations):
        erasure.erase_record(request, words)
    ended = Invitation.objects.filter(organisation__in=organisations).exclude(
        accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    for invitation in ended:
        erasure.erase_record(invitation, words)
    people = get_user_model().objects.filter(memberships__organisation__in=organisations).distinct()
    for person in people:
        _erase_names(person, words)
    erasure.erase_media(HubImage.objects.filter(uploaded_by_user__in=people), words)


def erase_unused_pictures(organisation, words):
    """Remove the phrases from pictures that were uploaded with a form of the organization but are used by no event.

    Args:
        organisation: the OrganisationPage that holds the event.
        words: a Redactor.
    """
    people = Membership.objects.filter(organisation__translation_key=organisation.translation_key)
    sent = HubImage.objects.filter(uploaded_by_user__in=people.values("user"))
    erasure.erase_media([image for image in sent if not _events_with(image)], words)


def _erase_names(person, words):
    names = {name: words.redact(getattr(person, name)) for name in ("first_name", "last_name")}
    if any(getattr(person, name) != cleaned for name, cleaned in names.items()):
        type(person).objects.filter(pk=person.pk).update(**names)


def _follow_membership(instance, raw=False, **kwargs):
    """When somebody joins an organization, remove phrases of its confidential place from the person's name."""
    words = None if raw else store.words_of(instance.organisation.translation_key)
    if words:
        _erase_names(instance.user, words)


# --- Open forms of the admin ----------------------------------------------------------------------------------------
def _keep_no_form(instance, raw=False, **kwargs):
    """Remove a confidential place from what Wagtail stores of a form for the preview. The preview then shows the draft."""
    model = instance.content_type.model_class()
    if raw or not (model and issubclass(model, ConfidentialPlaceMixin)):
        return
    fields = QueryDict(instance.data)
    words = _of_form(model, instance, fields)
    typed = [value for _name, values in fields.lists() for value in values]
    if _has_confidential_place(fields) or any(words.found_in(value) for value in typed):
        instance.data = ""


def _has_confidential_place(fields):
    """Whether a submitted form has a confidential place."""
    event = fields.get("place_shown", EventPage.PlaceShown.PUBLIC) != EventPage.PlaceShown.PUBLIC
    if event and any(fields.get(name) for name in EVENT_PLACE_FIELDS):
        return True
    secret = {
        name.rpartition("-")[0] for name in fields if name.endswith("-is_confidential") and fields[name]
    }
    return any(fields.get(f"{place}-{name}") for place in secret for name in PLACE_FIELDS)


def _of_form(model, state, fields):
    page = model.objects.filter(pk=state.object_id).first() if state.object_id else None
    keys = set(page.phrase_keys) if page else set()
    numbers = {fields.get("organisation"), state.parent_object_id} - {None, ""}
    above = OrganisationPage.objects.filter(pk__in=[number for number in numbers if str(number).isdigit()])
    return store.words_of(*keys, *above.values_list("translation_key", flat=True))


# --- Redirects --------------------------------------------------------------------------------------------------
def refuse_address(value):
    """Refuse an address that reveals any confidential place.

    Raises:
        ValidationError: it does.
    """
    if value and store.phrases_of_all_places().found_in(value):
        raise ValidationError(CHOOSE_ANOTHER)


def _drop_redirect(instance, raw=False, **kwargs):
    """Delete a new redirect whose address reveals a place."""
    words = None if raw else store.phrases_of_all_places()
    if words and (words.found_in(instance.old_path) or words.found_in(instance.redirect_link)):
        Redirect.objects.filter(pk=instance.pk).delete()


def _drop_redirects_to(instance, **kwargs):
    """Delete redirects to the page of a partner from addresses that reveal a place."""
    page = instance.specific
    if isinstance(page, ConfidentialPlaceMixin) and (words := store.words_of(*page.phrase_keys)):
        erasure.forget_redirects([page, *page.get_descendants().specific()], words)
