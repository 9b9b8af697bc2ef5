"""The kinds of actions on events and organizations that are public at once and that a second person confirms afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageLogEntry

from partners.events.models import EventDate, EventPage, EventStatus
from partners.events.models.status import Reason
from partners.events.status_log import ACTIONS
from portal.workflow.immediate_actions import Kind, Undo, is_away, register

if TYPE_CHECKING:
    from portal.workflow.models import ImmediateAction

CANCELLED, POSTPONED, DATE_CANCELLED = "partners.cancelled", "partners.postponed", "partners.date_cancelled"
PLACE_HIDDEN, PLACE_EMPTIED, TAKEN_DOWN = (
    "partners.place_hidden",
    "partners.place_emptied",
    "partners.taken_down",
)
State = EventStatus.State


def connect() -> None:
    """Register the kinds; called once, when the app is ready."""
    for action, is_in_force, undo in (
        (CANCELLED, lambda action: _status(action).state == State.CANCELLED, _reinstate),
        (POSTPONED, lambda action: _status(action).state == State.POSTPONED, _reinstate),
        (DATE_CANCELLED, _is_date_cancelled, _reinstate),
        (PLACE_HIDDEN, lambda action: _status(action).place_hidden, _allow_place),
        (PLACE_EMPTIED, _is_place_away, _allow_place),
        (TAKEN_DOWN, is_away, _send),
    ):
        register(Kind(action, ACTIONS[action], is_in_force, undo, dict(Reason.choices)))


def _status(action: ImmediateAction) -> EventStatus:
    return EventStatus.objects.filter(event_key=action.key).first() or EventStatus()


def _is_date_cancelled(action: ImmediateAction) -> bool:
    cancelled = EventDate.objects.filter(event_key=action.key, state=EventDate.State.CANCELLED)
    return action.date in cancelled.values_list("date", flat=True)


def _is_place_away(action: ImmediateAction) -> bool:
    allowed = PageLogEntry.objects.filter(action="partners.place_allowed", timestamp__gte=action.at)
    return not allowed.filter(page__translation_key=action.key).exists()


def _state_page(record: Any) -> str:
    return reverse("partners_event_state", args=[record.translation_key]) if record is not None else ""


def _reinstate(_action: ImmediateAction, record: Any) -> Undo:
    return Undo(
        _("Let it take place after all. Someone else at the office must do this."),
        _state_page(record),
    )


def _allow_place(_action: ImmediateAction, record: Any) -> Undo:
    text = _("Let the organization name a place again. Nothing is restored; a new place needs approval.")
    if record is None or isinstance(record, EventPage):
        return Undo(text, _state_page(record))
    return Undo(text, reverse("partners_allow_places", args=[record.pk]))


def _send(_action: ImmediateAction, record: Any) -> Undo:
    return Undo(
        _("Send it for review, or let the organization send it. It is public again once approved."),
        reverse("wagtailadmin_pages:edit", args=[record.pk]) if record is not None else "",
    )
