"""The state of an event or an organization's page, as its members see it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState, WorkflowState

from partners.events.models import EventPage, EventStatus, Occurrence
from partners.events.models.event_times import zone_or_default
from partners.members.models import Membership


class State(models.TextChoices):
    """The state of an event or an organization's page, as its members see it."""

    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    LIVE_IN_REVIEW = "live_in_review", _("Public, with a change in review")
    LIVE_DRAFT = "live_draft", _("Public, with a change not yet sent")
    LIVE = "live", _("Public")
    CANCELLED = "cancelled", _("Canceled")
    POSTPONED = "postponed", _("Postponed")
    TAKEN_DOWN = "taken_down", _("Taken down")
    PAST = "past", _("Past")


def state(page):
    """The state of a page.

    Args:
        page: an EventPage or OrganisationPage.

    Returns:
        A State.
    """
    review = page.current_workflow_state
    if isinstance(page, EventPage):
        status, is_past = page.status, page.live and is_over(page)
    else:
        status, is_past = EventStatus(), False
    return compute_state(
        live=page.live,
        changed=page.has_unpublished_changes,
        review=review.status if review else "",
        status=status.state,
        taken_down=status.taken_down,
        past=is_past,
    )


def compute_state(*, live, changed, review, status, taken_down, past):
    """The rules of state() as a function of plain values, for lists that read them for many pages at once.

    Args:
        live: whether it is public.
        changed: whether there is a revision newer than the public one.
        review: the status of the unfinished WorkflowState, or "".
        status: a value of EventStatus.State.
        taken_down: whether a member has taken the event down.
        past: whether all its dates are over.

    Returns:
        A State.
    """
    if review == WorkflowState.STATUS_NEEDS_CHANGES:
        return State.CHANGES_REQUESTED
    if review == WorkflowState.STATUS_IN_PROGRESS:
        return State.LIVE_IN_REVIEW if live else State.IN_REVIEW
    if taken_down:
        return State.TAKEN_DOWN
    if not live:
        return State.DRAFT
    if status == EventStatus.State.CANCELLED:
        return State.CANCELLED
    if past:
        return State.PAST
    if status == EventStatus.State.POSTPONED:
        return State.POSTPONED
    return State.LIVE_DRAFT if changed else State.LIVE


def hidden_state(state, status):
    """What a member decided about a public event, where its state names the review or the date instead.

    Args:
        state: the result of state().
        status: the event's EventStatus.

    Returns:
        State.CANCELLED, POSTPONED or TAKEN_DOWN; None if the state says it already, or nothing was decided.
    """
    if status.taken_down:
        decided = State.TAKEN_DOWN
    elif status.state == EventStatus.State.CANCELLED:
        decided = State.CANCELLED
    elif status.state == EventStatus.State.POSTPONED:
        decided = State.POSTPONED
    else:
        return None
    return None if state == decided else decided


def is_over(event):
    """Whether a live event has no date left. One query, for events that have begun."""
    if not event.start_date or event.last_day >= timezone.localdate(
        timezone=zone_or_default(event.time_zone)
    ):
        return False
    return not Occurrence.objects.filter(event_key=event.translation_key, end__gte=timezone.now()).exists()


def reviewer_comment(page):
    """The reviewer's comment, while changes are requested; else ""."""
    review = page.current_workflow_state
    if review and review.status == WorkflowState.STATUS_NEEDS_CHANGES and review.current_task_state:
        return review.current_task_state.comment
    return ""


def rejection(page):
    """Why the office declined the last submission; "" if it did not."""
    last = page.workflow_states.order_by("-created_at", "-pk").select_related("current_task_state").first()
    task = last.current_task_state if last and last.status == WorkflowState.STATUS_CANCELLED else None
    return task.comment if task and task.status == TaskState.STATUS_CANCELLED else ""


def name_of(user, organisation):
    """How a person is named to members: by name within the organization, else as the office."""
    if user is None:
        return gettext("Someone")
    if Membership.objects.filter(user=user, organisation=organisation).exists():
        return user.get_full_name() or user.email
    return gettext("The office")
