"""Confirming, as a second person, what took effect at once without review (portal/workflow/immediate_actions.py).

Approvers, coordinators and deputies confirm, but not what they did themselves. What has waited for a day is in their morning mail, and
the dashboard counts it; nothing else depends on it. Emergencies are on the same page (emergencies.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from portal.core.language_names import name_of as language_name
from portal.dashboard.home import name_of
from portal.dashboard.items import edit_url
from portal.exceptions import EditConflict
from portal.notifications import preferences
from portal.notifications.preferences import Due
from portal.workflow import approvals
from portal.workflow import immediate_actions as actions
from portal.workflow.models import ImmediateAction

from . import emergencies

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User

# Of those that wait, the page shows the oldest; of those that were dealt with, the newest of the last weeks.
MOST_ROWS, MOST_FINISHED = 50, 20
FINISHED_FOR = datetime.timedelta(days=30)
# Longer than this, and it is in the morning mail.
PATIENCE = datetime.timedelta(days=1)
CONFIRMATION = "confirmation"


@dataclass
class Entry:
    """One action as the page shows it.

    Attributes:
        action: the ImmediateAction.
        title: what its object is called today, or was called when it was deleted.
        edit_url: where the object is edited, or "".
        what: what was done, with languages and date.
        reason: why, or "".
        person: who did it.
        undo: how it is undone (portal.workflow.immediate_actions.Undo).
        approval_blocker: why the reader may not confirm it; "" for who may.
        is_late: whether it has waited longer than a day.
    """

    action: ImmediateAction
    title: str
    edit_url: str
    what: str
    reason: str | StrPromise
    person: str
    undo: actions.Undo
    approval_blocker: str
    is_late: bool

    @property
    def is_read_first(self) -> bool:
        """Whether it is confirmed on a page of its own."""
        return bool(self.undo.url) and actions.KINDS[self.action.action].is_read_first

    @property
    def ending(self) -> str:
        """Who confirmed it and when, or that it was changed back."""
        confirmed = self.action.confirmed_at
        moment = confirmed or self.action.ended_at
        if moment is None:
            return ""
        who = name_of(self.action.confirmed_by if confirmed else self.action.ended_by)
        words = {"day": date_format(timezone.localtime(moment), "DATETIME_FORMAT"), "person": who}
        if confirmed:
            return _("Confirmed by %(person)s, %(day)s") % words
        if ending := actions.KINDS[self.action.action].ending:
            return f"{ending} {', '.join(filter(None, (who, words['day'])))}"
        if who:
            return _("Changed back by %(person)s, %(day)s. Nobody needs to confirm it.") % words
        return _("Changed back, %(day)s. Nobody needs to confirm it.") % words


def waiting_for(user: User) -> list[ImmediateAction]:
    """What a user of those who approve may confirm, oldest first. One query."""
    return list(actions.waiting().exclude(person=user).select_related("person"))


def entries(user: User, first: str = "") -> list[Entry]:
    """What waits for a second person, oldest first. The number of queries does not depend on how many there are.

    Args:
        user: the reader.
        first: the key of an object whose actions come first (immediate_actions.key_of).

    Returns:
        At most MOST_ROWS.
    """
    found = (
        actions.waiting()
        .select_related("person")
        .order_by(Case(When(key=first, then=0), default=1), "at", "pk")
    )
    return as_entries(list(found[:MOST_ROWS]), user)


def finished(user: User) -> list[Entry]:
    """What was confirmed or changed back lately, newest first."""
    ended = Coalesce("confirmed_at", "ended_at")
    found = ImmediateAction.objects.annotate(moment=ended).filter(moment__gte=timezone.now() - FINISHED_FOR)
    found = found.select_related("person", "confirmed_by", "ended_by").order_by("-moment", "-pk")
    return as_entries(list(found[:MOST_FINISHED]), user)


def as_entries(found: list[ImmediateAction], user: User) -> list[Entry]:
    """Actions as the page and the dashboard show them.

    Args:
        found: the actions, with `person`.
        user: the reader.
    """
    objects = actions.objects_of(found)
    labels = _labels_of([action for action in found if action.pk not in objects])
    people = emergencies.recipients()
    is_office, since = any(one.pk == user.pk for one in people), timezone.now() - PATIENCE
    result = []
    for action in found:
        record, kind = objects.get(action.pk), actions.KINDS[action.action]
        own = action.person_id == user.pk or not is_office
        blocker = (
            f"{_('You did this. Another person must confirm it.')} {emergencies.who_else(people, {user.pk})}"
        )
        result.append(
            Entry(
                action=action,
                title=str(record) if record is not None else labels.get(action.pk, ""),
                edit_url=edit_url(record),
                what=_what(action, kind),
                reason=(kind.reasons or {}).get(action.reason, ""),
                person=name_of(action.person),
                undo=kind.undo(action, record),
                approval_blocker=blocker if own else "",
                is_late=action.at < since,
            )
        )
    return result


def _what(action: ImmediateAction, kind: actions.Kind) -> str:
    parts = [language_name(code) for code in action.languages] if len(settings.LANGUAGES) > 1 else []
    if action.date:
        parts.append(date_format(action.date, "DATE_FORMAT"))
    return f"{kind.label}: {', '.join(parts)}" if parts else str(kind.label)


def _labels_of(deleted: list[ImmediateAction]) -> dict[int, str]:
    """What deleted objects were called, as the log has it. Two queries."""
    page = ContentType.objects.get_for_model(Page).pk
    numbers = {action.object_id for action in deleted if action.base_content_type_id != page}
    pages = {int(action.object_id) for action in deleted if action.base_content_type_id == page}
    labels: dict[tuple[int, str], str] = {}
    if deleted:
        for entry in PageLogEntry.objects.filter(action=actions.DELETED, page_id__in=pages):
            labels[(page, str(entry.page_id))] = entry.label
        for entry in ModelLogEntry.objects.filter(action=actions.DELETED, object_id__in=numbers):
            labels[(entry.content_type_id, entry.object_id)] = entry.label
    return {action.pk: labels.get((action.base_content_type_id, action.object_id), "") for action in deleted}


def confirm(action: ImmediateAction, user: User) -> bool:
    """Confirm an action as a second person.

    Args:
        action: an ImmediateAction, as the user read it.
        user: the user who confirms.

    Returns:
        Whether it still waited.

    Raises:
        PermissionDenied: the user may not approve.
        NotApproved: the user did it.
        EditConflict: it was done in another language, too, since the user read it.
    """
    if not approvals.is_office(user):
        raise PermissionDenied
    if action.person_id == user.pk:
        raise approvals.NotApproved(_("You did this. Another person must confirm it."))
    if actions.confirm(action, user):
        return True
    if actions.waiting().filter(pk=action.pk).exists():
        raise EditConflict(
            _(
                "The same was done in another language since you opened the list. Nothing is confirmed yet. Read the row again."
            )
        )
    return False


def is_anything_waiting() -> bool:
    """Whether anything waits for a second person, emergencies included."""
    return actions.waiting().exists() or emergencies.waiting().exists()


def how_many_for(user: User) -> int:
    """How much a user of those who approve may confirm, emergencies included."""
    return actions.waiting().exclude(person=user).count() + len(emergencies.waiting_for(user))


# --- The morning mail ---------------------------------------------------------------------------------------------
def confirmations_due(now: datetime.datetime, day: datetime.date) -> Iterator[Due]:
    """What has waited for more than a day, each morning again, for everybody who may confirm it."""
    late = list(actions.waiting().filter(at__lt=now - PATIENCE))
    for user in emergencies.recipients() if late else []:
        for action in late:
            if action.person_id != user.pk:
                yield Due(user, f"{action.pk}:{day}", reverse("emergencies"), count=_count)


def _count(count: int) -> str:
    return ngettext(
        "One change that became public at once has waited for a second person for more than a day.",
        "%(count)s changes that became public at once have waited for a second person for more than a day.",
        count,
    ) % {"count": count}


def connect() -> None:
    """Register the kind of mail; called once, when the app is ready."""
    kind = preferences.register(
        preferences.Kind(
            CONFIRMATION,
            gettext_lazy("Changes that became public at once and wait for a second person"),
            gettext_lazy(
                "Canceled, hidden, unpublished or deleted more than a day ago. You cannot turn this off."
            ),
            (preferences.DAILY, preferences.WEEKLY),
            preferences.DAILY,
            approvals.is_office,
        )
    )
    if confirmations_due not in kind.due:
        kind.due.append(confirmations_due)
