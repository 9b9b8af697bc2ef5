"""Which revision may go public, and who may approve one.

A revision of a record with `requires_approval` is published only while an Approval of it is in force: refuse_unapproved() refuses
anything else. An approval ends when another version goes public, and when the record is unpublished; to restore that, somebody
approves it anew.

A "record" is a page or a reviewed snippet. The models import this module, so it refers to them by string.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Manager, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published, unpublished

from portal.audit import trail as audit
from portal.core import language_names
from portal.exceptions import ActionNotAllowed, EditConflict

from . import contributions
from .choices import CONFIRMED_AFTERWARDS, Ground
from .content import content_digest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrPromise
    from wagtail.models import Revision, Task

    from portal.accounts.models import User
    from portal.pages.models import HubPage
    from portal.workflow.models.approval import Approval
    from portal.workflow.models.deputy import Deputy
    from portal.workflow.models.snippets import ReviewedSnippet

APPROVERS, COORDINATORS = "Approvers", "Coordinators"
REVIEW_BY_THE_OFFICE = "Review by the office"
PARTNER_SUBMISSIONS = "Partner submissions"
HELP_LINES_REVIEW = "Review of help lines"
WROTE_PART_OF_IT = _("You wrote part of this version. Another person must approve it.")
NOBODY_CAN_APPROVE = _(
    "Nobody can approve it now: everyone who could approve it wrote part of it or does not read its language. A coordinator can name a deputy (Settings, Deputies), who can then approve it."
)

# Shown when somebody decides on a version that is no longer the newest.
NEWER_VERSION = _(
    "Someone saved a newer version after you opened this one. Nothing was approved. Read the newer version first."
)

# Sent when a record is rejected for good: sender, instance (the WorkflowState), user.
declined = Signal()


class NotApproved(ActionNotAllowed):
    """Publication of a version that is not approved, or approval by a person who may not approve it."""

    def __init__(self, message: str | StrPromise | None = None) -> None:
        super().__init__(
            message
            or _("Nobody has approved this version yet. Send it for review; another person approves it.")
        )


class ChangedSinceApproval(NotApproved):
    """Publication of a revision whose content was changed in place after it was approved."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This version was changed after it was approved, so it was not published. Save it again and send it for review; another person approves it."
            )
        )


@transaction.atomic
def approve_revision(
    revision: Revision, approver: User | None, ground: str, part_of: Approval | None = None
) -> Approval:
    """Record that a revision may go public, with a digest of the content for which this is said.

    The approval is added. One of the same revision that is in force ends and stays as history.

    Args:
        revision: a saved Revision, with the content that was read.
        approver: who approved it; None for what is loaded with a new hub.
        ground: a value of Ground.
        part_of: for an emergency, the Approval in the first language; this one copies its values to a translation.

    Returns:
        The Approval.

    Raises:
        EditConflict: the stored revision was overwritten after this one was read.
    """
    now = timezone.now()
    digest = content_digest(revision.content)
    # Nobody overwrites it until the transaction ends (portal/workflow/kept_versions.py).
    stored = apps.get_model("wagtailcore", "Revision").objects.select_for_update().get(pk=revision.pk)
    if content_digest(stored.content) != digest:
        raise EditConflict(NEWER_VERSION)
    in_force(revision).update(ended_at=now)
    return _approvals().create(
        revision=revision,
        approver=approver,
        ground=ground,
        approved_at=now,
        part_of=part_of,
        content_digest=digest,
    )


@transaction.atomic
def approve_and_publish(revision: Revision, approver: User | None, ground: str) -> None:
    """Record that a revision may go public, and publish it now or at the time that it names.

    Raises:
        EditConflict: see approve_revision().
        ValidationError: the revision lacks what the public needs; then it is not approved either.
    """
    approve_revision(revision, approver, ground)
    revision.publish(user=approver, skip_permission_checks=True)


def confirm_emergency(approval: Approval, user: User) -> bool:
    """Record that a second person has checked an emergency. Who published it, when and why stays as it is.

    Args:
        approval: an Approval.
        user: the second person.

    Returns:
        Whether it was an emergency in force that nobody had confirmed.
    """
    unconfirmed = _approvals().filter(ground=Ground.EMERGENCY, ended_at=None, confirmed_at=None)
    return bool(unconfirmed.filter(pk=approval.pk).update(confirmed_by=user, confirmed_at=timezone.now()))


def trusted_of(record: HubPage) -> QuerySet[Approval]:
    """The approvals of a page's trusted updates that nobody has confirmed, in force or followed by another such update."""
    return _all_of(record).filter(ground=Ground.TRUSTED, confirmed_at=None)


def confirm_trusted(record: HubPage, user: User) -> int:
    """Record that a second person has seen what trusted updates have changed in a page. Returns how many approvals that are."""
    return trusted_of(record).update(confirmed_by=user, confirmed_at=timezone.now())


def seen_version(record: HubPage) -> Revision | None:
    """The version that was public last with the approval of a second person, or None: what a trusted update is compared with."""
    seen = _all_of(record).exclude(ground__in=CONFIRMED_AFTERWARDS, confirmed_at=None)
    approval = seen.select_related("revision").order_by("-approved_at", "-pk").first()
    return approval.revision if approval else None


@transaction.atomic
def rewrite_content(revision: Revision, content: dict[str, Any], reason: str, **fields: Any) -> None:
    """Change the stored content of a revision in place. Only for what the hub itself must change in every stored version.

    Its approvals stay in force: they get the digest of the new content, and the audit trail says so. If the content was not the
    approved one before, they keep their digest and publishing stays refused. The former digest is kept nowhere, because
    whoever knows the rest of the content could find words that were taken out by trying.

    Args:
        revision: the Revision.
        content: its new content.
        reason: a value of Rewrite.
        **fields: further columns of the revision to write, such as `object_str`.
    """
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(pk=revision.pk)
    before = content_digest(revisions.select_for_update().values_list("content", flat=True).get())
    # Not save(): it would count as writing, and its signals would lead here again.
    revisions.update(content=content, **fields)
    after = content_digest(content)
    approvals = _approvals().filter(revision=revision, content_digest=before)
    if after != before and approvals.update(content_digest=after):
        kind = apps.get_model("contenttypes", "ContentType").objects.get_for_id(revision.content_type_id)
        audit.add(
            "approval.content_rewritten",
            audit.who(),
            f"{kind.app_label}.{kind.model}",
            revision.object_id,
            {"reason": str(reason), "revision": revision.pk},
        )


def in_force(revision: Revision | int) -> QuerySet[Approval]:
    """The approval of a revision (or of the number of one) that is in force: a queryset of one or none."""
    return _approvals().filter(revision=revision, ended_at=None)


def is_approved(revision: Revision | int) -> bool:
    """Whether an approval of a revision (or of the number of one) is in force, whatever its content is now."""
    return in_force(revision).exists()


def may_approve(user: User, record: HubPage | ReviewedSnippet) -> bool:
    """Whether a person may approve the newest version of a record.

    Args:
        user: the person.
        record: what waits for approval, or will. If it is not in review, approvers, coordinators and deputies may approve it.

    Returns:
        False for people outside the groups that decide and for everybody who wrote part of it, superusers included.
    """
    if not user.is_active:
        return False
    task = record.current_workflow_task
    decides = is_office(user) if task is None else task.user_can_access_editor(record, user)
    return decides and not is_blocked(user, record)


def approval_blocker(user: User, record: HubPage | ReviewedSnippet) -> str:
    """Why a person of the groups that decide may not approve the newest version of a record, and who can.

    Returns:
        Sentences; "" for a person who may approve it.
    """
    sentence = WROTE_PART_OF_IT if contributed(user, record) else language_blocker(user, record)
    return f"{sentence} {who_else(record)}" if sentence else ""


def is_blocked(user: User, record: HubPage | ReviewedSnippet) -> bool:
    """Whether approval_blocker() has a reason, without the queries that name who can approve it."""
    return contributed(user, record) or bool(language_blocker(user, record))


def contributed(user: User, record: HubPage | ReviewedSnippet) -> bool:
    """Whether a person saved the newest version, or wrote part of it since the last approved version."""
    latest = newest(record)
    return (latest is not None and latest.user_id == user.pk) or contributions.contributors(record).filter(
        pk=user.pk
    ).exists()


def who_can_approve(record: HubPage | ReviewedSnippet, task: Task | None = None) -> list[User]:
    """Who may approve the newest version of a record.

    Args:
        record: what waits for approval, or will.
        task: the step of the review; by default the one at which it waits.

    Returns:
        A list of users, without those who wrote part of it and without operators.
    """
    task = task or record.current_workflow_task
    found = active_approvers()
    if task is not None:
        asked = Q(groups__in=task.groups.all()) | Q(pk__in=found.values("pk"))
        found = _accepted(get_user_model().objects.filter(asked, is_active=True))
    latest = newest(record)
    wrote: set[int | None] = set(contributions.contributors(record).values_list("pk", flat=True))
    wrote.add(latest.user_id if latest else None)
    return [
        user
        for user in found.filter(is_superuser=False).distinct().order_by("pk")
        if user.pk not in wrote
        and not language_blocker(user, record)
        and (task is None or task.user_can_access_editor(record, user))
    ]


def who_else(record: HubPage | ReviewedSnippet) -> str | StrPromise:
    """A sentence that names who can approve the newest version of a record, or says what to do where nobody can."""
    names = [user.get_full_name() or user.email for user in who_can_approve(record)]
    if names:
        return _("These people can approve it: %(names)s.") % {"names": ", ".join(names)}
    return NOBODY_CAN_APPROVE


def language_blocker(user: User, record: HubPage | ReviewedSnippet) -> str:
    """Why a person may not approve a record in its language; "" for a person who may."""
    locale = getattr(record, "locale", None)
    if locale and locale.language_code not in (settings.LANGUAGE_CODE, *user.approves_in):
        return _(
            "Someone who reads %(language)s must approve this. A coordinator can add languages to an account."
        ) % {"language": language_names.name_of(locale.language_code)}
    return ""


def is_deputy(user: User | AnonymousUser) -> bool:
    """Whether a person is a deputy today."""
    today = timezone.localdate()
    return user.pk is not None and _deputies(today).filter(user=user).exists()


def is_office(user: User | AnonymousUser) -> bool:
    """Whether a person is an approver, a coordinator, or a deputy today."""
    return user.is_active and active_approvers().filter(pk=user.pk).exists()


def active_approvers() -> QuerySet[User]:
    """Approvers, coordinators and today's deputies whose account is active and who have accepted their invitation.

    Returns:
        A queryset of users. An office needs two of them: nobody approves what he or she wrote.
    """
    deputies = _deputies(timezone.localdate()).values("user")
    office = get_user_model().objects.filter(groups__name__in=(APPROVERS, COORDINATORS)).values("pk")
    people = get_user_model().objects.filter(Q(pk__in=office) | Q(pk__in=deputies), is_active=True)
    return _accepted(people)


def _accepted(people: QuerySet[User]) -> QuerySet[User]:
    """Without those who have not accepted their invitation."""
    return people.exclude(staff_invitation__isnull=False, staff_invitation__accepted_at=None)


def newest(record: HubPage | ReviewedSnippet) -> Revision | None:
    """The newest stored revision of a record, or None. `record.latest_revision` may be older: it is as old as the object."""
    return record.revisions.order_by("-created_at", "-pk").first()


def newest_version(record: HubPage | ReviewedSnippet) -> HubPage | ReviewedSnippet:
    """A record as its newest stored revision says; as its row says while it has none."""
    revision = newest(record)
    return revision.as_object() if revision else record


def revision_token(revision: Revision | None) -> str:
    """What a form sends back to say which version its reader saw: revision and time, because autosave overwrites revisions in place."""
    return f"{revision.pk}:{revision.created_at.isoformat()}" if revision else ""


def refuse_unapproved(revision: Revision) -> None:
    """Refuse to publish a revision that nobody has approved, or whose content is not the one that was approved.

    Raises:
        NotApproved: no approval of it is in force.
        ChangedSinceApproval: its content was changed in place after its approval.
    """
    approved = in_force(revision).values_list("content_digest", flat=True).first()
    if approved is None:
        raise NotApproved
    if approved != content_digest(revision.content):
        raise ChangedSinceApproval


def connect() -> None:
    """End approvals when another version goes public, and when a record is unpublished."""
    published.connect(_end_others, dispatch_uid="approvals_published")
    unpublished.connect(_end_all, dispatch_uid="approvals_unpublished")


def _end_others(
    instance: HubPage | ReviewedSnippet, revision: Revision | None = None, **_kwargs: Any
) -> None:
    # A version that is planned for later does not end the approval of the one that is public until then.
    if revision is not None and instance.live:
        _of(instance).exclude(revision=revision).update(ended_at=timezone.now())


def _end_all(instance: HubPage | ReviewedSnippet, **_kwargs: Any) -> None:
    _of(instance).update(ended_at=timezone.now())


def _of(record: HubPage | ReviewedSnippet) -> QuerySet[Approval]:
    return _all_of(record).filter(ended_at=None)


def _all_of(record: HubPage | ReviewedSnippet) -> QuerySet[Approval]:
    return _approvals().filter(
        revision__base_content_type=record.get_base_content_type(), revision__object_id=str(record.pk)
    )


def _deputies(today: datetime.date) -> QuerySet[Deputy]:
    deputies = apps.get_model("portal", "Deputy").objects
    return deputies.filter(starts_on__lte=today, ends_on__gte=today, waits=False)


def _approvals() -> Manager[Approval]:
    return apps.get_model("portal", "Approval").objects
