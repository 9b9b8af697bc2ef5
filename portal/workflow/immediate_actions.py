"""Actions that take effect for the public at once, without review, and that a second person confirms afterwards.

Such an action leaves an ImmediateAction. Confirming it changes nothing for the public, and not confirming it prevents nothing. When the
object is changed back, the ImmediateAction ends by itself. An emergency is a publication: its Approval says whether it is confirmed
(portal/review/emergencies.py).

Each action has a Kind, which its package registers when the hub starts. Wagtail's own two, unpublishing and deleting, are taken from
Wagtail's log, so that no way of doing them is left out; what is deleted without an entry in that log gets one here. Other packages call
record_action().
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_save, pre_delete
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log, registry
from wagtail.models import PageLogEntry
from wagtail.signals import published

from portal.audit import trail as audit

from .choices import Ground
from .models.immediate_action import OPEN, ImmediateAction

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User
    from portal.workflow.models.approval import Approval

UNPUBLISHED, DELETED = "wagtail.unpublish", "wagtail.delete"
SCHEDULED = "wagtail.unpublish.scheduled"
CONFIRMED, ENDED = "hub.action_confirmed", "hub.action_ended"
# What one person takes away in several languages within this time is one action.
TOGETHER = datetime.timedelta(minutes=10)

_not_recorded = ContextVar("not_recorded", default=False)


@dataclass(frozen=True)
class Undo:
    """How an action is undone.

    Attributes:
        text: a sentence: what is done, and who must agree.
        url: where, or "".
    """

    text: str | StrPromise
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of action.

    Attributes:
        action: the code under which it is logged.
        label: what was done, in a few words.
        is_in_force: whether the object is still as the action left it.
        undo: from the ImmediateAction and its object (None: deleted) to how it is undone.
        reasons: the reasons in words, by their codes.
        ending: what the list says when it ended without a confirmation; by default that it was changed back.
        is_read_first: whether it is confirmed on the page that `undo` leads to, and not in the list.
        on_confirmed: called in the transaction in which a second person confirms it; may refuse that person (ActionNotAllowed).
    """

    action: str
    label: str | StrPromise
    is_in_force: Callable[[ImmediateAction], bool]
    undo: Callable[[ImmediateAction, Any], Undo]
    reasons: dict[str, str | StrPromise] | None = None
    ending: str | StrPromise = ""
    is_read_first: bool = False
    on_confirmed: Callable[[ImmediateAction, User], None] | None = None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known."""
    KINDS[kind.action] = kind


@contextmanager
def not_recorded() -> Iterator[None]:
    """Context in which nothing is recorded: what is taken away belongs to an action that the caller records, or needs no second person."""
    token = _not_recorded.set(True)
    try:
        yield
    finally:
        _not_recorded.reset(token)


@transaction.atomic
def record_action(
    record: Any,
    action: str,
    user: User | None = None,
    reason: str = "",
    date: datetime.date | None = None,
    languages: Iterable[str] = (),
) -> ImmediateAction | None:
    """Record that something took effect at once and waits for a second person.

    Args:
        record: the page or snippet.
        action: the action of a registered Kind.
        user: who did it; by default who is at work.
        reason: a code of the kind's reasons.
        date: the date of a recurring event.
        languages: the codes of the languages in which it took effect; none for an action that has no languages.

    Returns:
        The ImmediateAction, which may wait already; None within not_recorded().

    Raises:
        LookupError: there is no such kind.
    """
    if action not in KINDS:
        raise LookupError(f"No kind of immediate action is registered for {action}.")
    if _not_recorded.get():
        return None
    user, key = user or audit.who(), key_of(record)
    earlier, new = of_key(key).filter(action=action, person=user, reason=reason, date=date), list(languages)
    if new:
        earlier = earlier.filter(at__gte=timezone.now() - TOGETHER)
    if found := earlier.select_for_update().first():
        if more := [language for language in new if language not in found.languages]:
            found.languages += more
            found.save(update_fields=["languages"])
        return found
    return ImmediateAction.objects.create(
        action=action,
        base_content_type=_content_type_of(record),
        object_id=str(record.pk),
        key=key,
        languages=new,
        reason=reason,
        date=date,
        person=user,
    )


def waiting() -> QuerySet[ImmediateAction]:
    """What waits for a second person, oldest first."""
    return ImmediateAction.objects.filter(OPEN).order_by("at", "pk")


def of_key(key: str) -> QuerySet[ImmediateAction]:
    """What waits for a second person of one object in all its languages."""
    return waiting().filter(key=key)


def end_replaced(record: Any, action: str, user: User) -> None:
    """End what waits of one kind on an object, because the same is done again: only what is public now is confirmed."""
    found = of_key(key_of(record)).filter(action=action)
    ImmediateAction.objects.filter(pk__in=found.values("pk")).update(ended_at=timezone.now(), ended_by=user)


def end_undone(record: Any, user: User | None = None) -> int:
    """End the actions on an object that are no longer in force, because somebody changed the object back.

    Args:
        record: the page or snippet, in any language.
        user: who changed it back; by default who is at work.

    Returns:
        How many ended.
    """
    done = 0
    for action in of_key(key_of(record)).select_related("base_content_type"):
        if KINDS[action.action].is_in_force(action):
            continue
        user = user or audit.who()
        done += ImmediateAction.objects.filter(OPEN, pk=action.pk).update(
            ended_at=timezone.now(), ended_by=user
        )
        log(instance=record, action=ENDED, user=user, data={"of": action.action})
    return done


@transaction.atomic
def confirm(action: ImmediateAction, user: User) -> bool:
    """Record that a second person agrees. Whether that person may is asked in portal/review/confirmations.py.

    Args:
        action: an ImmediateAction, as the second person read it.
        user: the second person.

    Returns:
        Whether it still waited, in the languages that the second person read.
    """
    read = waiting().filter(pk=action.pk, languages=action.languages)
    if not read.update(confirmed_at=timezone.now(), confirmed_by=user):
        return False
    if on_confirmed := KINDS[action.action].on_confirmed:
        on_confirmed(action, user)
    if found := objects_of([action]).get(action.pk):
        log(instance=found, action=CONFIRMED, user=user, data={"of": action.action})
    else:
        kind = action.base_content_type
        audit.add(CONFIRMED, user, f"{kind.app_label}.{kind.model}", action.object_id, {})
    return True


def did_last(page: Any, user: User, *actions: str) -> bool:
    """Whether a user did the last of some actions on a page, in any language, whatever others have changed since."""
    entries = PageLogEntry.objects.filter(page__translation_key=page.translation_key, action__in=actions)
    return entries.order_by("-timestamp", "-pk").values_list("user_id", flat=True).first() == user.pk


def objects_of(actions: list[ImmediateAction]) -> dict[int, Any]:
    """The objects of actions by the primary key of the action, without those that are deleted.

    One query for each type of object, however many actions there are.
    """
    numbers: dict[int, set[str]] = {}
    for action in actions:
        numbers.setdefault(action.base_content_type_id, set()).add(action.object_id)
    found: dict[tuple[int, str], Any] = {}
    for kind, wanted in numbers.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        records: Any = model._default_manager.filter(pk__in=wanted)
        # Pages as objects of their types, whose own fields nobody needs here.
        records = records.specific(defer=True) if hasattr(records, "specific") else records
        found |= {(kind, str(record.pk)): record for record in records}
    return {
        action.pk: found[place]
        for action in actions
        if (place := (action.base_content_type_id, action.object_id)) in found
    }


def key_of(record: Any) -> str:
    """What identifies an object in all its languages."""
    return str(getattr(record, "translation_key", f"{record._meta.label_lower}:{record.pk}"))


def confirmation_path(record: Any) -> str:
    """The path of the admin's page on which actions are confirmed, those on this object first.

    A mail with this path is found when words about the object must be forgotten (partners/confidentiality/erasure.py).
    """
    return f"{reverse('emergencies')}?of={key_of(record)}"


def _content_type_of(record: Any) -> ContentType:
    of_base = getattr(record, "get_base_content_type", None)
    return of_base() if of_base else ContentType.objects.get_for_model(record)


# --- Wagtail's own ---------------------------------------------------------------------------------------------
def is_away(action: ImmediateAction) -> bool:
    """Whether the object, in a language in which it was taken away, is not public."""
    model = action.base_content_type.model_class()
    if model is None:
        return True
    names = {"pk": action.object_id}
    if action.languages:
        names = {"translation_key": action.key, "locale__language_code__in": action.languages}
    lives = list(model._base_manager.filter(**names).values_list("live", flat=True))
    # A record without a row was deleted afterwards, which is no way around the second person.
    return lives.count(True) < max(1, len(action.languages))


def _publish_again(action: ImmediateAction, record: Any) -> Undo:
    from wagtail.admin.admin_url_finder import AdminURLFinder  # Wagtail's admin needs the apps to be ready.

    if record is None:
        return Undo(_("It was deleted afterwards, and cannot be published again."))
    return Undo(
        _("Open it and send it for review. It is public again once someone else has approved it."),
        AdminURLFinder().get_edit_url(record) or "",
    )


register(Kind(UNPUBLISHED, _("Unpublished"), is_away, _publish_again))
register(
    Kind(
        DELETED,
        _("Deleted while it was public"),
        lambda _action: True,
        lambda _action, _record: Undo(
            _("A deleted page cannot be restored. Write it again; it is public once approved.")
        ),
    )
)


def connect() -> None:
    """Record what is unpublished or deleted, in whatever way; end what is published again."""
    for name in ("PageLogEntry", "ModelLogEntry"):
        model = apps.get_model("wagtailcore", name)
        post_save.connect(_on_log_entry, sender=model, dispatch_uid=f"immediate_actions_{name}")
    for model in apps.get_models():
        if getattr(model, "requires_approval", False):
            pre_delete.connect(
                _on_delete, sender=model, dispatch_uid=f"immediate_actions_{model._meta.label}"
            )
    published.connect(_on_published, dispatch_uid="immediate_actions_published")


def _on_log_entry(instance: Any, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    if raw or not created or instance.action not in (UNPUBLISHED, SCHEDULED, DELETED):
        return
    model = ContentType.objects.get_for_id(instance.content_type_id).model_class()
    if model is None:
        return
    number = getattr(instance, "page_id", None) or instance.object_id
    # Wagtail logs a deletion before it deletes, and may log that of a page as one of its base class.
    record: Any = model._base_manager.filter(pk=number).first()
    record = getattr(record, "specific", record)
    if record is None or not getattr(record, "requires_approval", False):
        return
    if instance.action == DELETED and not record.live:
        return
    action, user = instance.action, instance.user
    if action == SCHEDULED:
        approval = _approval_of_time(record)
        if approval and not (approval.ground == Ground.EMERGENCY and approval.confirmed_at is None):
            return
        # An emergency that is over before a second person has seen it: who published it set the time alone.
        action, user = UNPUBLISHED, approval.approver if approval else user
    languages = [record.locale.language_code] if hasattr(record, "translation_key") else []
    record_action(record, action, user, languages=languages)


def _approval_of_time(record: Any) -> Approval | None:
    """The Approval of the version that was public until now, if that version says when it is to be taken away."""
    found = apps.get_model("portal", "Approval").objects.filter(
        revision__base_content_type=record.get_base_content_type(),
        revision__object_id=str(record.pk),
        ended_at=None,
    )
    for approval in found.select_related("revision", "approver"):
        time = parse_datetime(approval.revision.content.get("expire_at") or "")
        # JSON has no microseconds.
        if time and abs(record.expire_at - time) < datetime.timedelta(seconds=1):
            return approval
    return None


def _on_delete(instance: Any, **_kwargs: Any) -> None:
    """Log a deletion that Wagtail does not log: of several snippets at once, or by code. The log then leads to _on_log_entry()."""
    if _not_recorded.get():
        return
    # Primary keys are not used again, so that such an entry is of this object.
    if not registry.get_logs_for_instance(instance).filter(action=DELETED).exists():
        log(instance=instance, action=DELETED, user=audit.who(), deleted=True)


def _on_published(instance: Model, **_kwargs: Any) -> None:
    # "Published" is also said of what is to be public at a later time.
    if getattr(instance, "live", False):
        end_undone(instance)
