"""Models of events: pages, dates and state."""

from .co_host import EventCoHost
from .event import EventPage
from .event_index import EventIndexPage
from .occurrence import Occurrence
from .status import EventDate, EventStatus

__all__ = [
    "EventCoHost",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventStatus",
    "Occurrence",
]
