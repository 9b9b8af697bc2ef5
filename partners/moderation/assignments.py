"""Who at the office should decide about a submission, and by when. Anybody else who may decide still can.

An Assignment belongs to one state of the workflow's task, so it ends when that is decided or withdrawn. It also counts as ended while its
person cannot decide: the account is deactivated, left the group, or the person wrote part of the version since.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, TaskState

from partners.confidentiality import checks, store
from partners.content.cleaning import clean_text
from portal.core.working_days import working_days
from portal.exceptions import ActionNotAllowed
from portal.workflow import approvals, contributions
from portal.workflow.approvals import PARTNER_SUBMISSIONS

from . import assignment_mails
from .models import Assignment
from .services import decides

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from partners.confidentiality.words import Redactor
    from portal.accounts.models import User

    from .services import Submission

ASSIGNED, ENDED = "partners.assigned", "partners.assignment_ended"


@dataclass(frozen=True)
class Assigned:
    """An assignment as the office sees it.

    Attributes:
        assignment: the Assignment.
        may_decide: whether its person may still approve the version; otherwise the assignment has ended.
    """

    assignment: Assignment
    may_decide: bool

    @property
    def name(self) -> str:
        """How the person is called."""
        person = self.assignment.assignee
        return (person.get_full_name() or person.email) if person else _("a deleted account")

    @property
    def is_overdue(self) -> bool:
        """Whether a working day has begun after the due date."""
        due = self.assignment.due_on
        return due is not None and working_days(due, timezone.localdate()) >= 1

    def is_of(self, user: User) -> bool:
        """Whether a user should decide it."""
        return self.may_decide and self.assignment.assignee_id == user.pk


def waiting() -> QuerySet[Assignment]:
    """The assignments whose submission still waits."""
    return Assignment.objects.filter(
        task_state__status=TaskState.STATUS_IN_PROGRESS,
        task_state__workflow_state__workflow__name=PARTNER_SUBMISSIONS,
    ).select_related("assignee", "assigned_by")


def all_waiting() -> dict[int, Assigned]:
    """The assignments whose submission still waits, by the primary key of the task state.

    The number of queries depends on how many people there are, not on how many submissions.
    """
    found = list(waiting().select_related("task_state__task", "task_state__workflow_state"))
    if not found:
        return {}
    people = {one.assignee.pk: one.assignee for one in found if one.assignee}
    able = {pk: person.is_active and decides(person) for pk, person in people.items()}
    wrote = _written_by(people, {one.task_state.workflow_state.object_id for one in found})
    return {
        one.task_state_id: Assigned(
            one,
            able.get(one.assignee_id or 0, False)
            and (one.assignee_id, one.task_state.workflow_state.object_id) not in wrote,
        )
        for one in found
    }


def _written_by(people: Iterable[int], pages: Iterable[str]) -> set[tuple[int, str]]:
    """Which of these people contributed to the waiting version of which page. One query."""
    rows = contributions.open_contributions().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=pages, user__in=people
    )
    return set(rows.values_list("user_id", "object_id"))


def people_for(page: Page) -> list[User]:
    """Who may be assigned: everybody who may approve the version, by name."""
    return sorted(approvals.who_can_approve(page), key=lambda user: user.get_full_name() or user.email)


@transaction.atomic
def assign(
    submission: Submission,
    assignee: User,
    user: User,
    due_on: datetime.date | None = None,
    note: str = "",
) -> Assignment:
    """Assign a submission, in place of an earlier assignment, and tell the person.

    Args:
        submission: what waits.
        assignee: who should decide.
        user: who assigns it.
        due_on: the day by which it should be decided.
        note: for the person; only the office reads it.

    Raises:
        ActionNotAllowed: it does not wait, or one of the two people may not decide about it.
        ValidationError: the note gives away a confidential place.
    """
    task_state = _locked(submission, user)
    if assignee not in people_for(submission.page):
        raise ActionNotAllowed(
            _("This person cannot approve it. Choose someone who may approve it and did not write any of it.")
        )
    note = clean_text(note).strip()
    keys = getattr(submission.version, "phrase_keys", ())
    checks.refuse_words(store.words_of(*keys), note)
    before = _assignee(task_state)
    assignment, _is_new = Assignment.objects.update_or_create(
        task_state=task_state,
        defaults={
            "assignee": assignee,
            "assigned_by": user,
            "assigned_at": timezone.now(),
            "due_on": due_on,
            "note": note,
            "escalated_at": None,
        },
    )
    log(instance=submission.page, action=ASSIGNED, user=user, data={"user": assignee.pk})
    if assignee != user:
        assignment_mails.assigned(assignment, submission.url)
    if before not in (None, assignee, user):
        assignment_mails.ended(before, submission.url)
    return assignment


@transaction.atomic
def end(submission: Submission, user: User) -> None:
    """End the assignment of a submission; everybody who may decide sees it as before.

    Raises:
        ActionNotAllowed: it does not wait, or the user may not decide about it.
    """
    task_state = _locked(submission, user)
    before = _assignee(task_state)
    number, _rows = Assignment.objects.filter(task_state=task_state).delete()
    if number:
        log(instance=submission.page, action=ENDED, user=user)
    if before not in (None, user):
        assignment_mails.ended(before, submission.url)


def _assignee(task_state: TaskState) -> User | None:
    """Who should decide it so far."""
    found = Assignment.objects.select_related("assignee").filter(task_state=task_state).first()
    return found.assignee if found else None


def _locked(submission: Submission, user: User) -> TaskState:
    task_state = TaskState.objects.select_for_update().get(pk=submission.task_state.pk)
    if task_state.status != TaskState.STATUS_IN_PROGRESS:
        raise ActionNotAllowed(_("Someone has already decided this, or it was withdrawn."))
    if not (user.is_superuser or decides(user)):
        raise ActionNotAllowed(_("Only approvers and coordinators can decide."))
    return task_state


@transaction.atomic
def escalate() -> int:
    """Tell who assigned a submission and the coordinators, once, that its due date has passed.

    Returns:
        How many submissions the mails are about.
    """
    late = [
        found.assignment
        for found in all_waiting().values()
        if found.is_overdue and found.assignment.escalated_at is None
    ]
    coordinators = set(
        get_user_model().objects.filter(
            is_active=True, is_superuser=False, groups__name=approvals.COORDINATORS
        )
    )
    for assignment in late:
        told = set(coordinators)
        if assignment.assigned_by and decides(assignment.assigned_by):
            told.add(assignment.assigned_by)
        # Whoever should decide it needs no escalation, unless nobody else is there.
        others = {person for person in told if person.pk != assignment.assignee_id} or told
        for person in sorted(others, key=lambda one: one.pk):
            assignment_mails.overdue(assignment, person)
        assignment.escalated_at = timezone.now()
        assignment.save(update_fields=["escalated_at"])
    return len(late)


def forget(words: Redactor) -> None:
    """Remove the words of a place that became confidential from the notes."""
    for assignment in Assignment.objects.exclude(note=""):
        if words.found_in(assignment.note):
            assignment.note = words.redact(assignment.note)
            assignment.save(update_fields=["note"])
