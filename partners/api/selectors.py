"""What the API for partners says of an event."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from partners.workspace import submission
from partners.workspace.forms.event_fields import TERMS
from portal.taxonomy.selectors import terms

from .problems import named
from .serializers import EventSerializer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partners.events.models import EventPage


def base() -> str:
    """The absolute address of the API, without a slash at its end."""
    return f"{settings.WAGTAILADMIN_BASE_URL}/api/partner"


class EventRecord:
    """The latest version of an event, with what is known of its state; fields of the version are its attributes.

    Args:
        event: the EventPage as it is stored.
        removed_from: the fields from which words were removed just now.
    """

    def __init__(self, event: EventPage, removed_from: Iterable[str] = ()) -> None:
        self._event, self._draft = event, submission.latest(event)
        self.removed_from = sorted({"title" if name == "draft_title" else name for name in removed_from})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._draft, name)

    @property
    def state(self) -> submission.State:
        """The state, as members see it."""
        return submission.state(self._event)

    @property
    def called_off(self) -> submission.State | None:
        """See EventSerializer."""
        return submission.hidden_state(self.state, self._event.status)

    @property
    def public_url(self) -> str | None:
        """The address of its public page, or None."""
        return settings.WAGTAILADMIN_BASE_URL + self._event.get_url() if self._event.live else None

    @property
    def workspace_url(self) -> str:
        """The address of its page for members."""
        parts = [self._event.organisation.slug, self._event.translation_key]
        return settings.WAGTAILADMIN_BASE_URL + reverse("partners:event", args=parts)

    @property
    def requested_changes(self) -> str:
        """The reviewer's comment, while changes are requested."""
        return submission.reviewer_comment(self._event)

    @property
    def declined_because(self) -> str:
        """Why the office declined the last submission."""
        return submission.rejection(self._event)

    @property
    def sent_at(self) -> Any:
        """Since when it has been with the office; None if it is not."""
        review = self._event.current_workflow_state
        task = review.current_task_state if review and self._event.workflow_in_progress else None
        return task.started_at if task else None

    @property
    def problems(self) -> dict[str, list[str]]:
        """What prevents it from being sent."""
        if self._event.workflow_in_progress:
            return {}
        return named(submission.problems(submission.latest(self._event)))

    @property
    def notices(self) -> list[str]:
        """What should be looked at before it is sent."""
        return submission.notices(self._draft)


def event_data(event: EventPage, removed_from: Iterable[str] = ()) -> dict[str, Any]:
    """An event as JSON. See EventRecord."""
    return EventSerializer(EventRecord(event, removed_from)).data


def etag(data: dict[str, Any]) -> str:
    """The entity tag (RFC 9110 §8.8.3) of event_data(). What the last request has removed is no part of the event."""
    content = {name: value for name, value in data.items() if name != "removed_from"}
    text = json.dumps(content, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def term_lists() -> dict[str, list[Any]]:
    """The terms that an event can have, by field."""
    return {name: terms(kind) for name, kind in TERMS.items()}
