"""Collects the models of the app, as Django requires."""

from partners.api.models import ApiToken, CreatedEvent
from partners.confidentiality.models import DigestKey, ForbiddenWords
from partners.embedding.models import EmbedSettings
from partners.events.models.co_host import EventCoHost
from partners.events.models.event import EventPage
from partners.events.models.event_index import EventIndexPage
from partners.events.models.occurrence import Occurrence
from partners.events.models.status import EventDate, EventStatus
from partners.ics_import.models import ImportedEvent
from partners.ics_subscription.models import CalendarSubscription
from partners.members.models import Invitation, JoinRequest, Membership
from partners.moderation.models import Assignment, ReviewNotice
from partners.organisations.models.directory_page import OrganisationIndexPage
from partners.organisations.models.organisation import (
    OrganisationLocation,
    OrganisationPage,
    OrganisationPhone,
)
from partners.organisations.models.service import ServicePage
from partners.trusted_updates.models import TrustedUpdates

__all__ = [
    "ApiToken",
    "Assignment",
    "CalendarSubscription",
    "CreatedEvent",
    "DigestKey",
    "EmbedSettings",
    "EventCoHost",
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventStatus",
    "ForbiddenWords",
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
    "TrustedUpdates",
]
