"""What stands beside the form of an event: its dates as last saved, and what it still lacks before it can be sent."""

from dataclasses import dataclass, field

from partners.events import recurrence_words
from partners.events.listing import Item
from partners.events.models import EventPage
from partners.events.presenter import EventView
from portal.checks.publishing import field_label

from . import submission
from .submission import State

# So many dates are listed.
DATES = 5
# Fields of the form that have another name than those of EventPage.
_NAMES = {"image": "picture"}


@dataclass
class Check:
    """What is missing or wrong in one field."""

    sentence: str
    label: str
    target: str


@dataclass
class Summary:
    """The summary of an event.

    Attributes:
        view: the event's presentation as last saved (partners.events.presenter.EventView).
        is_checked: whether it may be sent, so that the checks are of use.
        checks: what prevents sending it; empty if it is complete.
    """

    view: EventView
    is_checked: bool = False
    checks: list[Check] = field(default_factory=list)

    @property
    def dates(self) -> list[Item]:
        """The next dates, DATES at most."""
        return self.view.dates[:DATES]

    @property
    def later(self) -> str:
        """Which dates follow them, in words; "" for none."""
        return self.view.later(DATES)

    @property
    def start_is_no_date(self) -> str:
        """That the day given as its date is not one of the dates, in words; "" if it is."""
        event = self.view.event
        return recurrence_words.start_is_no_date(event.recurrence) if event.start_date else ""


def summary(event, state, form):
    """The summary of an event.

    Args:
        event: the EventPage.
        state: its State.
        form: the EventForm of the page, to which the checks lead.

    Returns:
        A Summary.
    """
    draft = submission.latest(event)
    draft.view.is_draft = True
    is_checked = event.has_unpublished_changes or state in (State.DRAFT, State.TAKEN_DOWN)
    checks = []
    if is_checked and not event.workflow_in_progress:
        for name, sentences in submission.problems(draft).items():
            name = _NAMES.get(name, name)
            bound = form[name] if name in form.fields else None
            label = str(bound.label) if bound else str(field_label(EventPage, name) if name else "")
            target = bound.auto_id if bound else ""
            checks += [Check(sentence, label, target) for sentence in sentences]
    return Summary(draft.view, is_checked and not event.workflow_in_progress, checks)
