"""What members do to their events and to their organisation's page. Every path of a member leads through here.

A live page's row is never written: a change waits as a draft revision until the office approves it.
What a transaction writes of the review is whole or absent: mails are rows of the outbox in the same transaction.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from partners.confidentiality import store
from partners.content.cleaning import clean_page
from partners.events import wording
from partners.events.models import EventIndexPage, EventPage, EventStatus
from partners.events.models.event import EVENT_PLACE_FIELDS
from partners.events.models.event_times import zone_or_default
from partners.moderation import notifications
from partners.redaction import places
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.signoff.services import MARKS
from portal.workflow.edit_conflicts import newer_version_by_others

from .submission_status import State, name_of, rejection, reviewers_words, state, state_of  # noqa: F401

# What another date does not inherit from the event that is posted again.
NOT_POSTED_AGAIN = {
    "start_date",
    "end_date",
    "until",
    "exception_dates",
    "moved_dates",
    "accessibility_request_by",
    "status_note",
}
NOT_YET = _("This cannot be sent yet. Please fix what is named below.")


# --- Reading --------------------------------------------------------------------------------------------------
def latest(page):
    """The newest version of a page, to be edited and given to save_draft().

    Args:
        page: an EventPage or OrganisationPage from the database.

    Returns:
        The page as its newest revision says; saving it directly would be public at once.
    """
    return page.get_latest_revision_as_object()


# --- Writing --------------------------------------------------------------------------------------------------
@transaction.atomic
def new_event(organisation, user, language, **fields):
    """Make a draft.

    Args:
        organisation: the OrganisationPage that holds the event, in the language it was first written in.
        user: who makes it.
        language: a language code; English where the hub has no events in it.
        **fields: fields of EventPage, lists of terms included.

    Returns:
        The EventPage as it stands in its first revision.

    Raises:
        ActionNotAllowed: an address is not one of the web.
    """
    found = EventIndexPage.objects.select_related("locale").order_by("locale_id")
    index = found.filter(locale__language_code=language).first() or found.first()
    if index is None:
        raise ActionNotAllowed(_("The hub has no page of events yet. Please tell the office."))
    lists = {field.name for field in EventPage._meta.many_to_many} & set(fields)
    event = EventPage(
        live=False,
        owner=user,
        locale=index.locale,
        organisation=organisation,
        **{name: value for name, value in fields.items() if name not in lists},
    )
    clean(event)
    # Before its address is made of the title.
    event.take_out_place()
    title, event.slug = event.title, _free_slug(event, index)
    # The tree needs a title; the draft itself may have none yet.
    event.title = event.draft_title = title or gettext("Event without a title")
    index.add_child(instance=event)
    event.title = title
    for name in lists:
        setattr(event, name, fields[name])
    # The new row is in the log already.
    event.save_revision(user=user, clean=False)
    return event


@transaction.atomic
def save_draft(page, user, base_revision_id=None):
    """Keep a new version of a page as a draft; it may be incomplete.

    Args:
        page: what latest() gave, changed.
        user: who changed it.
        base_revision_id: the revision on which the change was made; None when nobody can have come between.

    Returns:
        The new Revision.

    Raises:
        EditConflict: somebody saved another version since.
        ActionNotAllowed: the page is in review or locked, or an address is not one of the web.
    """
    stored = _locked(page)
    _refuse_while_in_review(stored)
    _refuse_edit_conflict(page, stored, user, base_revision_id)
    clean(page)
    page.take_out_place()
    draft_only = isinstance(page, EventPage) and not stored.live
    if draft_only and not stored.first_published_at:
        _sync_title_and_slug(page, stored)
    revision = _save_revision(page, user)
    if draft_only and page.place_shown != EventPage.PlaceShown.PUBLIC:
        # Earlier versions of the draft must not remember the place either.
        places.scrub_event(page, user)
        revision.refresh_from_db()
    return revision


@transaction.atomic
def submit(page, user):
    """Send the newest version to the office.

    Args:
        page: an EventPage or OrganisationPage.
        user: who sends it.

    Returns:
        The WorkflowState.

    Raises:
        ActionNotAllowed: it is incomplete (see `errors`), in review already, or unchanged.
    """
    stored = _locked(page)
    _refuse_while_in_review(stored)
    if stored.live and not stored.has_unpublished_changes:
        raise ActionNotAllowed(
            _("Nothing has changed since the office approved it. There is nothing to send.")
        )
    draft = latest(stored)
    errors = problems(draft)
    if errors:
        raise ActionNotAllowed(NOT_YET, errors)
    review = stored.current_workflow_state
    if review:
        review.resume(user)
        return review
    workflow = stored.get_workflow()
    if workflow is None:
        raise ActionNotAllowed(_("The hub has no review yet. Please tell the office."))
    return workflow.start(draft, user)


def problems(draft):
    """What keeps a draft from being sent: what its fields refuse, and what the public would miss.

    Args:
        draft: what latest() gave.

    Returns:
        A dict of field name ("" for the whole) to a list of sentences; empty when it is ready.
    """
    errors: dict[str, list[str]] = {}
    for failure in draft.publishing_errors():
        errors.setdefault(failure.field, []).append(str(failure.message))
    try:
        draft.full_clean()
    except ValidationError as error:
        for name, found in error.error_dict.items():
            # What is missing was said above, in words for this field.
            missing = any(one.code in ("blank", "null") for one in found)
            fill_in = gettext("Write a title.") if name == "title" else gettext("Fill this in.")
            sentences = [fill_in] if missing else [str(text) for text in ValidationError(found)]
            errors.setdefault("" if name == "__all__" else name, sentences)
    if isinstance(draft, EventPage) and not draft.live and "start_date" not in errors:
        last = draft.until if draft.frequency else draft.last_day
        if last and last < timezone.localdate(timezone=zone_or_default(draft.time_zone)):
            name = "until" if draft.frequency else "start_date"
            errors.setdefault(name, [gettext("This day has passed. Give the next one.")])
    return errors


@transaction.atomic
def withdraw(page, user):
    """Take a page back from the office, to go on writing.

    Raises:
        ActionNotAllowed: it is not with the office.
    """
    review = _locked(page).current_workflow_state
    if not review:
        raise ActionNotAllowed(_("It is not with the office any more. Look at its state below."))
    review.cancel(user=user)


@transaction.atomic
def duplicate(event, user):
    """Post an event again: a new draft of all but the date, the state and the approvals.

    Returns:
        The new EventPage.
    """
    source = latest(event)
    many = [field.name for field in EventPage._meta.many_to_many if field.model is EventPage]
    own = {
        field.name
        for field in EventPage._meta.local_concrete_fields
        if not field.primary_key and field.name not in NOT_POSTED_AGAIN
    } - {"organisation", "steward", "last_reviewed", *MARKS}
    fields = {name: getattr(source, name) for name in [*own, "title"]}
    fields |= {name: list(getattr(source, name).all()) for name in many}
    event = new_event(source.organisation, user, source.locale.language_code, **fields)
    # It may well take place where the other one does.
    store.copy(source.translation_key, event.translation_key)
    return event


@transaction.atomic
def delete_draft(event, user):
    """Delete an event that was never public.

    Raises:
        ActionNotAllowed: it is or was public, or lies with the office.
    """
    stored = _locked(event)
    if stored.live or stored.first_published_at:
        raise ActionNotAllowed(_("This event is or was public. Cancel it, or ask the office to remove it."))
    if stored.current_workflow_state:
        raise ActionNotAllowed(_("This event is in review. Withdraw it first, then delete it."))
    stored.delete(user=user, skip_permission_checks=True)


@transaction.atomic
def request_removal(event, user, reason):
    """Ask the office to remove an event that is or was public.

    Args:
        event: the EventPage.
        user: who asks.
        reason: why, in the member's words; only the office sees it.

    Raises:
        ActionNotAllowed: it was never public, or there is no reason.
    """
    stored = _locked(event)
    if not (stored.live or stored.first_published_at):
        raise ActionNotAllowed(_("This event was never public. You can delete it yourself."))
    if not reason.strip():
        sentence = gettext("Say why the event should be removed.")
        raise ActionNotAllowed(sentence, {"reason": [sentence]})
    status, _created = EventStatus.objects.select_for_update().get_or_create(event_key=stored.translation_key)
    if status.removal_requested_at:
        raise ActionNotAllowed(_("The office has been asked already."))
    status.removal_requested_at = timezone.now()
    status.removal_reason = reason.strip()[:300]
    status.save(update_fields=["removal_requested_at", "removal_reason"])
    log(instance=stored, action="partners.removal_requested", user=user)
    notifications.removal_requested(stored)


# --- Rules ----------------------------------------------------------------------------------------------------
def _locked(page):
    """The page as it is stored, its row held until the transaction ends: two members at once follow one another."""
    Page.objects.select_for_update().filter(pk=page.pk).first()
    return type(page).objects.get(pk=page.pk)


def _refuse_while_in_review(stored):
    if stored.locked:
        raise ActionNotAllowed(_("The office has locked this page. Ask the office before you change it."))
    if stored.workflow_in_progress:
        raise ActionNotAllowed(
            _("The office is reviewing this version. Withdraw it first, change it, and send it again.")
        )


def _refuse_edit_conflict(page, stored, user, base_revision_id):
    newer = newer_version_by_others(stored, user, base_revision_id)
    if newer is None:
        return
    saved_at = timezone.localtime(newer.created_at)
    organisation = getattr(page, "organisation", None) or page
    raise EditConflict(
        gettext(
            "%(name)s saved another version on %(when)s, after you had opened this page. Nothing was overwritten; "
            "what you typed is still here."
        )
        % {
            "name": name_of(newer.user, organisation),
            "when": f"{wording.date_words(saved_at)}, {wording.time_words(saved_at)}",
        },
        newer,
    )


def clean(page):
    """Clean what a page says, in place (partners/content/cleaning.py).

    Raises:
        ActionNotAllowed: an address is not one of the web.
    """
    refused = clean_page(page)
    if refused:
        raise ActionNotAllowed(
            _("An address cannot be used. Nothing was saved."),
            {name: [str(sentence)] for name, sentence in refused.items()},
        )


def _save_revision(page, user):
    """Keep a version, and say so in the log under a name: a draft without a title has that of its row."""
    revision = page.save_revision(user=user, clean=False)
    named = page if page.title else type(page).objects.get(pk=page.pk)
    log(instance=named, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    return revision


def _sync_title_and_slug(page, stored):
    """A draft that was never public takes its address from its title; once public, the address stays."""
    before = latest(stored)
    page.slug = stored.slug
    names = ("title", "discreet_title", "place_shown")
    if not page.title or all(getattr(page, name) == getattr(before, name) for name in names):
        return
    page.slug = _free_slug(page, stored.get_parent(), before)
    stored.title, stored.slug = page.title, page.slug
    stored.set_url_path(stored.get_parent())
    stored.save(update_fields=["title", "slug", "url_path"], clean=False)
    page.url_path = stored.url_path


def _free_slug(event, index, before=None):
    """An address that no other event of the language has, made from the title without the words of a hidden place."""
    words = slugify(event.discreet_title or event.title).split("-")
    hidden = set()
    if event.place_shown != EventPage.PlaceShown.PUBLIC:
        places = [
            getattr(version, name) for version in (event, before or event) for name in EVENT_PLACE_FIELDS
        ]
        hidden = {word for place in places for word in slugify(place).split("-")}
    base = "-".join(word for word in words if word and word not in hidden)[:60].strip("-")
    if not base:
        return f"event-{uuid.uuid4().hex[:8]}"
    taken = set(
        index.get_children().exclude(pk=event.pk).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(slug for slug in numbered(base) if slug not in taken)


def numbered(base):
    """A base and its numbered followers: "circle", "circle-2" …"""
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
