"""Models of events: pages, dates and state."""

from .event import EventPage
from .event_index import EventIndexPage
from .occurrence import Occurrence
from .status import EventDate, EventStatus

__all__ = [
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventStatus",
    "Occurrence",
]
