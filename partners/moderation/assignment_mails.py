"""Mails about assignments. They name no submission and hold no note: people read those after they sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.notifications import preferences
from portal.notifications.services import address, tell

from .services import decides

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Assignment

ASSIGNMENT = "assignment"


def connect() -> None:
    """Register the kind of mail; called once, when the app is ready."""
    preferences.register(
        preferences.Kind(
            ASSIGNMENT,
            gettext_lazy("Submissions that are assigned to you, and those whose due date has passed"),
            gettext_lazy("You cannot turn this off."),
            preferences.EVENT,
            preferences.AT_ONCE,
            decides,
        )
    )


def assigned(assignment: Assignment, path: str) -> None:
    """Tell a person what was assigned to him or her.

    Args:
        assignment: the Assignment.
        path: the page on which it is decided.
    """
    if assignment.assignee is not None:
        tell(assignment.assignee, ASSIGNMENT, lambda: _assigned(assignment, path), path)


def ended(person: User, path: str) -> None:
    """Tell a person that a submission is no longer assigned to him or her.

    Args:
        person: the former assignee.
        path: the page on which it is decided.
    """
    tell(person, ASSIGNMENT, lambda: _ended(path), path)


def overdue(assignment: Assignment, person: User) -> None:
    """Tell a person that the due date of an assignment has passed."""
    path = reverse("partner_submission", args=[assignment.task_state.workflow_state.object_id])
    tell(person, ASSIGNMENT, lambda: _overdue(assignment, path), path)


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.email) if user else _("a deleted account")


def _assigned(assignment: Assignment, path: str) -> tuple[str, str]:
    lines = [
        _("%(name)s asks you to decide about a submission from a partner.")
        % {"name": _name(assignment.assigned_by)}
    ]
    if assignment.due_on:
        lines.append(_("Please decide by %(day)s.") % {"day": date_format(assignment.due_on, "DATE_FORMAT")})
    return _("A submission is assigned to you"), f"{' '.join(lines)}\n\n{address(path)}\n"


def _ended(path: str) -> tuple[str, str]:
    text = _(
        "A submission from a partner is no longer assigned to you. You do not have to decide it, but still can:"
    )
    return _("A submission is no longer assigned to you"), f"{text}\n\n{address(path)}\n"


def _overdue(assignment: Assignment, path: str) -> tuple[str, str]:
    words = {
        "name": _name(assignment.assignee),
        "day": date_format(assignment.due_on, "DATE_FORMAT") if assignment.due_on else "",
    }
    text = (
        _(
            "A submission from a partner was assigned to %(name)s, to be decided by %(day)s. Nobody has decided it. Decide it, or assign it to someone else."
        )
        % words
    )
    return _("Overdue: a submission that was assigned"), f"{text}\n\n{address(path)}\n"
