"""Four eyes: which revision may go public, and who may say so.

A revision of a type with `requires_approval` is published only while an Approval stands for it. It ends when another
version goes public, and when the page is unpublished, so that restoring a page needs a new one.
The models import this module; it names them by string, because Wagtail imports it while its own models are being loaded.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published, unpublished

from portal.core import language_names
from portal.exceptions import ActionNotAllowed

from . import contributions, shared_fields

APPROVERS, COORDINATORS = "Approvers", "Coordinators"
REVIEW_BY_THE_OFFICE = "Review by the office"
PARTNER_SUBMISSIONS = "Partner submissions"
HELP_LINES_REVIEW = "Review of help lines"
WROTE_IT = _("You wrote part of this version. Another person must approve it.")
NOBODY = _(
    "Nobody can approve it now: everybody who may do so wrote part of it or does not read its language. "
    "A coordinator can name a deputy (Settings, Deputies), who can then approve it."
)

# Of a decision, where the person read an older version than the newest one.
NEWER_VERSION = _(
    "Somebody saved a newer version after you opened this one. Nothing was approved. Read the newer version first."
)

# Sent when a review ends because the page is rejected for good: sender, instance (the WorkflowState), user.
declined = Signal()


class NotApproved(ActionNotAllowed):
    """Publication that nobody who may do so has approved."""

    def __init__(self, sentence=None):
        super().__init__(
            sentence
            or _("Nobody has approved this version yet. Send it for review; another person approves it.")
        )


def record(revision, approver=None, ground="review", part_of=None):
    """Write down that a revision may go public.

    Args:
        revision: a saved Revision.
        approver: who approved it; None for what is loaded with a new hub.
        ground: a value of Approval.Ground.
        part_of: of an emergency, the Approval whose values it gives to another language.

    Returns:
        The Approval.
    """
    approval, _created = _records().update_or_create(
        revision=revision,
        defaults={
            "approver": approver,
            "ground": ground,
            "approved_at": timezone.now(),
            "ended_at": None,
            "part_of": part_of,
        },
    )
    return approval


def publish(revision, approver=None, ground="review"):
    """Write down that a revision may go public, and publish it (see record)."""
    record(revision, approver, ground)
    revision.publish(user=approver, skip_permission_checks=True)


def is_approved(revision):
    """Whether an approval stands for a revision (or the number of one)."""
    return _records().filter(revision=revision, ended_at=None).exists()


def may_approve(user, page):
    """Whether a person may approve the newest version of a page or snippet.

    Args:
        user: the person.
        page: what waits for approval; while it is in no review, approvers and coordinators count.

    Returns:
        False for everybody outside the groups, and for who wrote any of it, operators too.
    """
    if not user.is_active:
        return False
    task = page.current_workflow_task
    decides = is_office(user) if task is None else task.user_can_access_editor(page, user)
    return decides and not is_blocked(user, page)


def approval_blocker(user, record):
    """Why a person who decides may not approve the newest version of a page or snippet, and who can.

    Returns:
        Sentences; "" when nothing stands in the way.
    """
    sentence = WROTE_IT if contributed(user, record) else language_blocker(user, record)
    return f"{sentence} {who_else(record)}" if sentence else ""


def is_blocked(user, record):
    """Whether a person who decides may not approve the newest version (see approval_blocker), without the sentence."""
    return contributed(user, record) or bool(language_blocker(user, record))


def contributed(user, record):
    """Whether a person wrote any of the newest version since the last one that was approved, or saved it."""
    latest = newest(record)
    return (latest is not None and latest.user_id == user.pk) or contributions.contributors(record).filter(
        pk=user.pk
    ).exists()


def who_can_approve(record, task=None):
    """Who may approve the newest version of a page or snippet.

    Args:
        record: what waits for approval, or will.
        task: at which it waits; by default its present one.

    Returns:
        A list of users, without who wrote any of it and without operators.
    """
    task = task or record.current_workflow_task
    found = active_approvers()
    if task is not None:
        asked = Q(groups__in=task.groups.all()) | Q(pk__in=found.values("pk"))
        found = get_user_model().objects.filter(asked, is_active=True)
    latest = newest(record)
    wrote = set(contributions.contributors(record).values_list("pk", flat=True))
    wrote.add(latest.user_id if latest else None)
    return [
        user
        for user in found.filter(is_superuser=False).distinct().order_by("pk")
        if user.pk not in wrote
        and not language_blocker(user, record)
        and (task is None or task.user_can_access_editor(record, user))
    ]


def who_else(record):
    """Who can approve what this reader may not, or what to do where nobody can: a sentence."""
    names = [user.get_full_name() or user.email for user in who_can_approve(record)]
    if names:
        return _("These people can approve it: %(names)s.") % {"names": ", ".join(names)}
    return NOBODY


def language_blocker(user, record):
    """Why a person may not approve what is written in the language of a record; "" when nothing stands in the way."""
    locale = getattr(record, "locale", None)
    if locale and locale.language_code not in (settings.LANGUAGE_CODE, *user.approves_in):
        return _(
            "Somebody who reads %(language)s must approve this. A coordinator names languages in the account."
        ) % {"language": language_names.name_of(locale.language_code)}
    return ""


def is_deputy(user):
    """Whether a person stands in for an approver today."""
    today = timezone.localdate()
    return user.pk is not None and _deputies(today).filter(user=user).exists()


def is_office(user):
    """Whether a person is an approver, a coordinator, or a deputy today."""
    return user.is_active and active_approvers().filter(pk=user.pk).exists()


def active_approvers():
    """Who can approve today: approvers, coordinators and deputies with an active account, who have followed their invitation.

    Returns:
        A queryset of users. Fewer than two, and nobody can approve what the other one wrote.
    """
    deputies = _deputies(timezone.localdate()).values("user")
    office = get_user_model().objects.filter(groups__name__in=(APPROVERS, COORDINATORS)).values("pk")
    people = get_user_model().objects.filter(Q(pk__in=office) | Q(pk__in=deputies), is_active=True)
    return people.exclude(staff_invitation__isnull=False, staff_invitation__accepted_at=None)


def newest(page):
    """The newest revision as it is stored now, whatever this object was read with; None without one."""
    return page.revisions.order_by("-created_at", "-pk").first()


def revision_token(revision):
    """What a form carries to say which version its reader saw; Wagtail writes autosaved changes over a revision in place."""
    return f"{revision.pk}:{revision.created_at.isoformat()}" if revision else ""


def refuse_unapproved(revision):
    """Stop the publication of a revision for which no approval stands.

    Raises:
        NotApproved: see is_approved().
    """
    if not is_approved(revision):
        raise NotApproved


def publish_reviewed(workflow_state, user=None):
    """End a review: publish what was reviewed, and nothing newer (WAGTAIL_FINISH_WORKFLOW_ACTION).

    Args:
        workflow_state: the WorkflowState, all of whose tasks are approved.
        user: who approved last.
    """
    record, revision = workflow_state.content_object, workflow_state.current_task_state.revision
    version = revision.as_object()
    # Every such type needs an approval, and nobody may publish by hand, so the approver has no such permission either.
    names = shared_fields.changed(record, version) if _is_original(record) else []
    revision.publish(user=user, skip_permission_checks=True)
    shared_fields.sync_shared_fields(record, version, names, lambda _one, its: publish(its, approver=user))


def _is_original(record):
    locale = getattr(record, "locale", None)
    return locale is not None and locale.language_code == settings.LANGUAGE_CODE


def connect():
    """End approvals when they no longer hold."""
    published.connect(_end_others, dispatch_uid="approvals_published")
    unpublished.connect(_end_all, dispatch_uid="approvals_unpublished")


def _end_others(instance, revision=None, **_kwargs):
    # A version that will go public at a later time does not end the one that is public until then.
    if revision is not None and instance.live:
        _of(instance).exclude(revision=revision).update(ended_at=timezone.now())


def _end_all(instance, **_kwargs):
    _of(instance).update(ended_at=timezone.now())


def _of(page):
    return _records().filter(
        revision__base_content_type=page.get_base_content_type(),
        revision__object_id=str(page.pk),
        ended_at=None,
    )


def _deputies(today):
    deputies = apps.get_model("portal", "Deputy").objects
    return deputies.filter(starts_on__lte=today, ends_on__gte=today, waits=False)


def _records():
    return apps.get_model("portal", "Approval").objects
