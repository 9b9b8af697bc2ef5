"""All actions of members on their events and their organization's page.

The row of a live page is never written: a change is a draft revision until the office approves it. Mails are stored in the outbox in
the same transaction as the review, so that both are written or neither.
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
from partners.moderation import notifications
from partners.moderation import services as moderation
from partners.redaction import places
from portal.exceptions import ActionNotAllowed, EditConflict
from portal.quality import titles
from portal.signoff.services import SIGNOFF_FIELDS
from portal.workflow import contributions
from portal.workflow.edit_conflicts import newer_version_by_others

from .submission_status import (  # noqa: F401
    State,
    compute_state,
    hidden_state,
    name_of,
    rejection,
    reviewer_comment,
    state,
)

# Fields that are not copied when an event is posted again.
NOT_POSTED_AGAIN = {
    *("start_date", "end_date", "until", "extra_dates", "exception_dates", "moved_dates"),
    *("date_places", "date_notes"),
    *("accessibility_request_by", "status_note"),
}
NOT_YET = _("This cannot be sent yet. Please fix the problems below.")


# --- Reading --------------------------------------------------------------------------------------------------
def latest(page):
    """The latest revision of a page, to be edited and passed to save_draft().

    Args:
        page: an EventPage or OrganisationPage from the database.

    Returns:
        The page as it is in its latest revision. Do not save it directly: that would publish it.
    """
    return page.get_latest_revision_as_object()


def notices(draft):
    """What the members should look at before they submit a draft; it does not prevent that.

    Args:
        draft: the result of latest().

    Returns:
        A list of messages, the same as in the admin.
    """
    organisation = getattr(draft, "organisation_notice", "")
    return [str(organisation)] * bool(organisation) + [str(found.message) for found in titles.check(draft)]


# --- Writing --------------------------------------------------------------------------------------------------
@transaction.atomic
def new_event(organisation, user, language, **fields):
    """Create a draft event.

    Args:
        organisation: the OrganisationPage that holds the event, in the language it was first written in.
        user: the member who creates it.
        language: a language code; English if the hub has no events page in it.
        **fields: fields of EventPage, including lists of terms.

    Returns:
        The EventPage as it is in its first revision.

    Raises:
        ActionNotAllowed: an address is not http or https.
    """
    found = EventIndexPage.objects.select_related("locale").order_by("locale_id")
    index = found.filter(locale__language_code=language).first() or found.first()
    if index is None:
        raise ActionNotAllowed(_("This site has no events page yet. Please tell the office."))
    lists = {field.name for field in EventPage._meta.many_to_many} & set(fields)
    event = EventPage(
        live=False,
        owner=user,
        locale=index.locale,
        organisation=organisation,
        **{name: value for name, value in fields.items() if name not in lists},
    )
    clean(event)
    # Before the slug is made from the title.
    event.remove_confidential_phrases()
    title, event.slug = event.title, _free_slug(event, index)
    # The page tree needs a title; the draft itself may have none yet.
    event.title = event.draft_title = title or gettext("Event without a title")
    index.add_child(instance=event)
    event.title = title
    for name in lists:
        setattr(event, name, fields[name])
    # The creation of the row was already logged.
    event.save_revision(user=user, clean=False)
    return event


@transaction.atomic
def save_draft(page, user, base_revision_id=None):
    """Save a new draft revision of a page, which may be incomplete.

    Args:
        page: the result of latest(), changed.
        user: the member who changed it.
        base_revision_id: the revision on which the change is based; None if no conflict is possible.

    Returns:
        The new Revision.

    Raises:
        EditConflict: somebody has saved another revision since.
        ActionNotAllowed: the page is in review or locked, or an address is not http or https.
    """
    stored = locked(page)
    _refuse_while_in_review(stored)
    _refuse_edit_conflict(page, stored, user, base_revision_id)
    clean(page)
    page.remove_confidential_phrases()
    draft_only = isinstance(page, EventPage) and not stored.live
    if draft_only and not stored.first_published_at:
        _sync_title_and_slug(page, stored)
    revision = _save_revision(page, user)
    if draft_only and page.place_shown != EventPage.PlaceShown.PUBLIC:
        # Earlier revisions of the draft must not contain the place either.
        places.scrub_event(page, user)
        revision.refresh_from_db()
    return revision


@transaction.atomic
def submit(page, user):
    """Submit the latest revision to the office.

    Args:
        page: an EventPage or OrganisationPage.
        user: the member who submits it.

    Returns:
        The WorkflowState.

    Raises:
        ActionNotAllowed: it is incomplete (see `errors`), already in review, or unchanged.
    """
    stored = locked(page)
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
        raise ActionNotAllowed(_("This site has no review process yet. Please tell the office."))
    return workflow.start(draft, user)


def problems(draft):
    """What prevents a draft from being submitted: invalid fields and failed publishing checks.

    Args:
        draft: the result of latest().

    Returns:
        A dict of field name ("" for the whole page) to a list of messages; empty if it is ready.
    """
    errors: dict[str, list[str]] = {}
    for failure in draft.publishing_errors():
        errors.setdefault(failure.field, []).append(str(failure.message))
    try:
        draft.full_clean()
    except ValidationError as error:
        for name, found in error.error_dict.items():
            # What is missing was reported above, with a message for this field.
            missing = any(one.code in ("blank", "null") for one in found)
            fill_in = gettext("Enter a title.") if name == "title" else gettext("Fill this in.")
            sentences = [fill_in] if missing else [str(text) for text in ValidationError(found)]
            errors.setdefault("" if name == "__all__" else name, sentences)
    is_new = isinstance(draft, EventPage) and not draft.live
    if is_new and "start_date" not in errors and moderation.has_passed(draft):
        name = "until" if draft.recurrence.has_rule and draft.until else "start_date"
        errors.setdefault(name, [gettext("This day has passed. Give the next one.")])
    return errors


@transaction.atomic
def withdraw(page, user):
    """Withdraw a page from review, so that it can be edited.

    Raises:
        ActionNotAllowed: it is not in review.
    """
    review = locked(page).current_workflow_state
    if not review:
        raise ActionNotAllowed(_("It is no longer with the office."))
    review.cancel(user=user)


@transaction.atomic
def duplicate(event, user):
    """Post an event again: a new draft with everything except dates, state and approvals.

    Returns:
        The new EventPage.
    """
    source = latest(event)
    many = [field.name for field in EventPage._meta.many_to_many if field.model is EventPage]
    own = {
        field.name
        for field in EventPage._meta.local_concrete_fields
        if not field.primary_key and field.name not in NOT_POSTED_AGAIN
    } - {"organisation", "steward", "last_reviewed", *SIGNOFF_FIELDS}
    fields = {name: getattr(source, name) for name in [*own, "title"]}
    fields |= {name: list(getattr(source, name).all()) for name in many}
    again = new_event(source.organisation, user, source.locale.language_code, **fields)
    # The new draft says what they wrote, and nobody has approved it yet.
    contributions.note(again, contributions.contributors(event))
    # It may take place at the same place as the other one.
    store.copy(source.translation_key, again.translation_key)
    return again


@transaction.atomic
def delete_draft(event, user):
    """Delete an event that was never public.

    Raises:
        ActionNotAllowed: it is or was public, or is in review.
    """
    stored = locked(event)
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
        user: the member who asks.
        reason: the reason, in the member's words; only the office sees it.

    Raises:
        ActionNotAllowed: it was never public, or the reason is empty.
    """
    stored = locked(event)
    if not (stored.live or stored.first_published_at):
        raise ActionNotAllowed(_("This event was never public. You can delete it yourself."))
    if not reason.strip():
        sentence = gettext("Say why the event should be removed.")
        raise ActionNotAllowed(sentence, {"reason": [sentence]})
    status, _created = EventStatus.objects.select_for_update().get_or_create(event_key=stored.translation_key)
    if status.removal_requested_at:
        raise ActionNotAllowed(_("You have already asked the office."))
    status.removal_requested_at = timezone.now()
    status.removal_reason = reason.strip()[:300]
    status.save(update_fields=["removal_requested_at", "removal_reason"])
    log(instance=stored, action="partners.removal_requested", user=user)
    notifications.removal_requested(stored)


# --- Helpers --------------------------------------------------------------------------------------------------
def locked(page):
    """The page as stored, with its row locked until the transaction ends; raises ActionNotAllowed if it was deleted since."""
    Page.objects.select_for_update().filter(pk=page.pk).first()
    stored = type(page).objects.filter(pk=page.pk).first()
    if stored is None:
        raise ActionNotAllowed(_("The draft is deleted."))
    return stored


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
    """Clean the fields of a page, in place (partners/content/cleaning.py).

    Raises:
        ActionNotAllowed: an address is not http or https.
    """
    refused = clean_page(page)
    if refused:
        raise ActionNotAllowed(
            _("A web address cannot be used. Nothing was saved."),
            {name: [str(sentence)] for name, sentence in refused.items()},
        )


def _save_revision(page, user):
    """Save a revision and log it under a title: for a draft without one, the title of its row."""
    revision = page.save_revision(user=user, clean=False)
    named = page if page.title else type(page).objects.get(pk=page.pk)
    log(instance=named, action="wagtail.edit", user=user, revision=revision, content_changed=True)
    return revision


def _sync_title_and_slug(page, stored):
    """Give a draft that was never public a slug made from its title. The slug of a published page is not changed."""
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
    """A slug that no other event in the language has, made from the title without phrases of a confidential place."""
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
    # Until the transaction ends, nobody else looks for a free one.
    EventIndexPage.objects.select_for_update(of=("self",), no_key=True).filter(pk=index.pk).first()
    taken = set(
        index.get_children().exclude(pk=event.pk).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(slug for slug in numbered(base) if slug not in taken)


def numbered(base):
    """A base and its numbered variants: "circle", "circle-2" …"""
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
