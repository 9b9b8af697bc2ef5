"""Who contributed to a version that waits for approval: a contributor does not approve it, whoever saved or sent it last.

Contributions are stored for

- each save of a revision: who saved it;
- each change or deletion of a translated part: who did it, and once more with the revision that holds the part;
- each return to an earlier version: its authors.

Those since the last approved version count. Models import this module, so it refers to them by string.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import F, Manager, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from portal.audit import trail as audit

from .choices import CONFIRMED_AFTERWARDS

if TYPE_CHECKING:
    from wagtail.models import Page, Revision

    from portal.accounts.models import User
    from portal.workflow.models.contribution import Contribution


def contributors(record: Model, until: datetime.datetime | None = None) -> QuerySet[User]:
    """Who wrote the newest version of a page, snippet or word of a list, since its last approval.

    Args:
        record: the page or record.
        until: a moment after which contributions do not count any more.

    Returns:
        A queryset of users.
    """
    rows = open_contributions().filter(**_of(record))
    if until:
        rows = rows.filter(at__lte=until)
    return get_user_model().objects.filter(pk__in=rows.values("user"))


def open_contributions() -> QuerySet[Contribution]:
    """The contributions to versions that no second person has approved. What was public at once counts as approved once it is confirmed."""
    approved = (
        apps.get_model("portal", "Approval")
        .objects.filter(
            revision__base_content_type=OuterRef("base_content_type"),
            revision__object_id=OuterRef("object_id"),
        )
        .exclude(ground__in=CONFIRMED_AFTERWARDS, confirmed_at=None)
        .order_by("-revision")
    )
    rows = _rows().annotate(
        approved=Subquery(approved.values("revision")[:1]),
        since=Subquery(approved.values("revision__created_at")[:1]),
    )
    # By number, too: a clock that was ahead makes an approved version look newer than what is written later.
    return rows.filter(Q(approved=None) | Q(revision__gt=F("approved")) | Q(at__gt=F("since")))


def note(
    record: Model,
    users: Iterable[User | int],
    at: datetime.datetime | None = None,
    revision: Revision | None = None,
) -> None:
    """Record that people contributed to a record.

    Args:
        record: the page, snippet or word of a list.
        users: the people, or their numbers.
        at: when; by default now.
        revision: the revision that they saved, if it is one.
    """
    for user in users:
        who = {**_of(record), "user_id": getattr(user, "pk", user), "revision": revision}
        # Not update_or_create(): of a person there are several without a revision once revisions were deleted.
        if not _rows().filter(**who).update(at=at or timezone.now()):
            _rows().create(**who, at=at or timezone.now())


def note_parts(record: Model, revision: Revision, since: datetime.datetime | None) -> None:
    """Record who wrote the parts of a translation that a version is the first to hold.

    A part may wait for a long time before a version holds it; an approval of another version meanwhile is none of the part.

    Args:
        record: the translation.
        revision: its Revision that was made of the parts.
        since: when a version was made of the parts the last time before; None for the first time.
    """
    rows = _rows().filter(**_of(record), revision=None)
    if since:
        rows = rows.filter(at__gt=since)
    note(record, set(rows.values_list("user", flat=True)), revision.created_at, revision)


def note_return(record: Model, earlier: Revision) -> None:
    """Going back to a version that was never approved brings back what its authors wrote.

    Args:
        record: the page or snippet.
        earlier: the Revision that is taken up again.
    """
    approvals = apps.get_model("portal", "Approval").objects.filter(
        revision__base_content_type=earlier.base_content_type_id, revision__object_id=earlier.object_id
    )
    if approvals.filter(revision=earlier).exists():
        return
    before = approvals.filter(revision__created_at__lt=earlier.created_at).order_by("-revision__created_at")
    since = before.values_list("revision__created_at", flat=True).first()
    rows = _rows().filter(**_of(record), at__lte=earlier.created_at)
    note(record, set((rows.filter(at__gt=since) if since else rows).values_list("user", flat=True)))


def delete_contributions(record: Model) -> None:
    """Delete the contributions to a record that is deleted itself."""
    _rows().filter(**_of(record)).delete()


def forget_approved(copy: Page, original: Page) -> None:
    """Delete of a copied history the contributions that were approved in the original."""
    kept = set(contributors(original).values_list("pk", flat=True))
    newest = copy.revisions.order_by("-created_at", "-pk").first()
    _rows().filter(**_of(copy)).exclude(Q(user__in=kept) | Q(revision=newest)).delete()


def connect() -> None:
    """Record who saves revisions and translated parts."""
    post_save.connect(
        _on_revision, sender=apps.get_model("wagtailcore", "Revision"), dispatch_uid="contributions_revision"
    )
    for name in ("StringTranslation", "SegmentOverride"):
        model = apps.get_model("wagtail_localize", name)
        post_save.connect(_on_part, sender=model, dispatch_uid=f"contributions_{name}")
        post_delete.connect(_on_part_deleted, sender=model, dispatch_uid=f"contributions_{name}_deleted")
    post_delete.connect(_on_delete, dispatch_uid="contributions_delete")


def _on_revision(
    instance: Revision, raw: bool = False, update_fields: Iterable[str] | None = None, **_kwargs: Any
) -> None:
    # Saving with update_fields changes no content.
    if raw or update_fields is not None or instance.user_id is None:
        return
    _rows().update_or_create(
        base_content_type_id=instance.base_content_type_id,
        object_id=instance.object_id,
        user_id=instance.user_id,
        revision=instance,
        defaults={"at": instance.created_at},
    )


def _on_part(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw and instance.last_translated_by_id is not None:
        _note_part(instance, instance.last_translated_by_id)


def _on_part_deleted(instance: Any, **_kwargs: Any) -> None:
    # Readers then get the words of the original. Who deleted the part need not be who wrote it.
    if person := audit.who():
        _note_part(instance, person)


def _note_part(part: Any, user: User | int) -> None:
    if part.context is None:
        return
    model = part.context.object.content_type.model_class()
    record = model._default_manager.filter(
        translation_key=part.context.object_id, locale=part.locale_id
    ).first()
    if record is not None:
        note(record, [user])


def _on_delete(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    kept = hasattr(instance, "translation_key") or hasattr(instance, "get_base_content_type")
    if kept and isinstance(instance.pk, int):
        delete_contributions(instance)


def _of(record: Model) -> dict[str, Any]:
    kind = (
        record.get_base_content_type()
        if hasattr(record, "get_base_content_type")
        else apps.get_model("contenttypes", "ContentType").objects.get_for_model(record)
    )
    return {"base_content_type": kind, "object_id": str(record.pk)}


def _rows() -> Manager[Contribution]:
    return apps.get_model("portal", "Contribution").objects
