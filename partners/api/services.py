"""What a program does with events of its organization: the same services and the same form as in the workspace, in the maker's name.

Each write is logged with the number of the token, besides what the workspace's services log.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.log_actions import log
from wagtail.models import Page

from partners.confidentiality import store
from partners.confidentiality.words import digest_of
from partners.ics_import.services import digests
from partners.members.permissions import Access
from partners.workspace import submission
from partners.workspace.forms.event import EventForm, initial_of
from partners.workspace.forms.event_fields import EMPTY
from portal.exceptions import ActionNotAllowed

from . import selectors
from .models import CreatedEvent
from .problems import ChangedMeanwhile, KeyUsed, NoPrecondition, named

if TYPE_CHECKING:
    from uuid import UUID

    from partners.events.models import EventPage

    from .models import ApiToken

CREATED, CHANGED, SENT, WITHDRAWN = (
    "partners.api.created",
    "partners.api.changed",
    "partners.api.sent",
    "partners.api.withdrawn",
)
LONGEST_KEY = 255
# Of the form, but no field of the API: the picture stays, and which version was read says If-Match.
NOT_SENT = {"picture_description", "base_revision", "co_hosts"}


def event_of(token: ApiToken, key: UUID | str) -> EventPage:
    """An event of the token's organization, as it is stored.

    Raises:
        Http404: the organization has no such event.
    """
    event = Access(token.made_by).event(token.organisation, key)
    if event is None:
        raise Http404
    return event


# --- Creating ----------------------------------------------------------------------------------------------------
def create(
    token: ApiToken, values: dict[str, Any], idempotency_key: str = ""
) -> tuple[EventPage, set[str], bool]:
    """Create a draft, once for each key.

    Args:
        token: of the program.
        values: the validated data of NewEvent.
        idempotency_key: chosen by the program; "" creates a draft each time.

    Returns:
        The EventPage as it is stored, the fields from which words were removed, and whether it is new.

    Raises:
        ValidationError: a value cannot be accepted.
        KeyUsed: another request had the same key.
    """
    if len(idempotency_key) > LONGEST_KEY:
        raise ValidationError(
            {
                "Idempotency-Key": [
                    _("This is too long. Please use %(limit_value)d characters or fewer.")
                    % {"limit_value": LONGEST_KEY}
                ]
            }
        )
    try:
        with transaction.atomic():
            return _create(token, values, idempotency_key)
    except IntegrityError:
        # Another request with the same key has created it at the same moment.
        with transaction.atomic():
            return _create(token, values, idempotency_key)


def _create(
    token: ApiToken, values: dict[str, Any], idempotency_key: str
) -> tuple[EventPage, set[str], bool]:
    content = json.dumps(values, sort_keys=True, default=str)
    known = _known(token, idempotency_key) if idempotency_key else None
    access = Access(token.made_by)
    if known and (event := access.event(token.organisation, known.event_key)):
        if known.content not in digests(content, store.keys()):
            raise KeyUsed(_("Another request had this Idempotency-Key. Use a new key for each event."))
        return event, set(), False
    form = _form({**EMPTY, **values}, token)
    language = form.cleaned_data["language"] or settings.LANGUAGE_CODE
    draft = _refusing(
        lambda: submission.new_event(token.organisation, token.made_by, language, **form.values())
    )
    if idempotency_key:
        record = known or CreatedEvent(organisation=token.organisation, key=digest_of(idempotency_key))
        record.event_key, record.content = draft.translation_key, digest_of(content)
        record.save()
        store.keep_keys()
    event = event_of(token, draft.translation_key)
    _log(event, CREATED, token)
    return event, draft.removed_from | set(form.removed), True


def _known(token: ApiToken, idempotency_key: str) -> CreatedEvent | None:
    rows = CreatedEvent.objects.filter(
        organisation=token.organisation, key__in=digests(idempotency_key, store.keys())
    )
    return rows.select_for_update().first()


# --- Changing and sending ------------------------------------------------------------------------------------------
@transaction.atomic
def change(token: ApiToken, key: UUID, values: dict[str, Any], if_match: str) -> tuple[EventPage, set[str]]:
    """Save a new draft in which the given fields are changed; a public version stays as it is.

    Args:
        token: of the program.
        key: the event's translation_key.
        values: the validated data of EventFields.
        if_match: the header If-Match.

    Returns:
        The EventPage as it is stored, and the fields from which words were removed.

    Raises:
        Http404, NoPrecondition, ChangedMeanwhile: see event_of() and _locked().
        ValidationError: a value cannot be accepted.
        ActionNotAllowed: it is with the office, or locked.
    """
    event = _locked(token, key, if_match)
    draft = submission.latest(event)
    form = _form({**initial_of(draft), **values}, token, draft)
    found = form.values()
    for name in values:
        setattr(draft, name, found[name])
    _refusing(lambda: submission.save_draft(draft, token.made_by))
    stored = event_of(token, key)
    _log(stored, CHANGED, token)
    return stored, draft.removed_from | set(form.removed)


@transaction.atomic
def send(token: ApiToken, key: UUID, if_match: str) -> EventPage:
    """Send the version that the program has read to the office.

    Raises:
        Http404, NoPrecondition, ChangedMeanwhile: see event_of() and _locked().
        ActionNotAllowed: it is incomplete, with the office already, or unchanged.
    """
    event = _locked(token, key, if_match)
    submission.submit(event, token.made_by)
    stored = event_of(token, key)
    _log(stored, SENT, token)
    return stored


@transaction.atomic
def withdraw(token: ApiToken, key: UUID) -> EventPage:
    """Take an event back from the office.

    Raises:
        Http404: the organization has no such event.
        ActionNotAllowed: it is not with the office.
    """
    submission.withdraw(event_of(token, key), token.made_by)
    stored = event_of(token, key)
    _log(stored, WITHDRAWN, token)
    return stored


def _locked(token: ApiToken, key: UUID, if_match: str) -> EventPage:
    """The event, with its row locked until the transaction ends, if it is as the program has read it.

    Raises:
        NoPrecondition: the program does not say what it has read.
        ChangedMeanwhile: it is not; nothing of others is overwritten.
    """
    event = event_of(token, key)
    if not if_match:
        raise NoPrecondition(_("Send the ETag of the event that you have read as If-Match."))
    Page.objects.select_for_update().filter(pk=event.pk).first()
    event = event_of(token, key)
    current = selectors.etag(selectors.event_data(event))
    # Servers that compress an answer make its tag a weak one.
    if current not in {tag.removeprefix("W/") for tag in parse_etags(if_match)}:
        raise ChangedMeanwhile(
            _("The event has changed since you read it. Read it again, and repeat your change.")
        )
    return event


# --- Helpers -------------------------------------------------------------------------------------------------------
def _form(values: dict[str, Any], token: ApiToken, draft: EventPage | None = None) -> EventForm:
    """The workspace's form with these values, which are valid.

    Raises:
        ValidationError: they are not.
    """
    data = {name: _typed(value) for name, value in values.items() if name not in NOT_SENT}
    if isinstance(days := data.get("month_days"), list):
        data["month_days"] = ", ".join(days)
    form = EventForm(data, user=token.made_by, event=draft, organisation=token.organisation)
    if not form.is_valid():
        raise ValidationError(named(form.errors))
    return form


def _typed(value: Any) -> Any:
    """A value as a browser would send it."""
    if isinstance(value, list | tuple):
        return [_typed(item) for item in value]
    return value if isinstance(value, bool) else "" if value is None else str(value)


def _refusing(save: Callable[[], Any]) -> Any:
    """Call a function; fields that it refuses are an error of the request, not of the event's state."""
    try:
        return save()
    except ActionNotAllowed as refused:
        if refused.field_errors:
            raise ValidationError(named(refused.field_errors)) from None
        raise


def _log(event: EventPage, action: str, token: ApiToken) -> None:
    log(instance=event, action=action, user=token.made_by, data={"token": token.pk})
