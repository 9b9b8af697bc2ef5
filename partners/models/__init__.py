"""Organisations, the people in them, and what they post."""

from .event import EventPage
from .event_index import EventIndexPage
from .imported import ImportedEvent
from .membership import Invitation, JoinRequest, Membership
from .occurrence import Occurrence
from .organisation import OrganisationIndexPage, OrganisationLocation, OrganisationPage, OrganisationPhone
from .review_notice import ReviewNotice
from .service import ServicePage
from .status import EventDate, EventStatus

__all__ = [
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventStatus",
    "ImportedEvent",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Occurrence",
    "OrganisationIndexPage",
    "OrganisationLocation",
    "OrganisationPage",
    "OrganisationPhone",
    "ReviewNotice",
    "ServicePage",
]
