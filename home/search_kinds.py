"""The kinds of pages to which a reader can narrow the search."""

from django.utils.translation import gettext_lazy as _

from home.models import (
    CampaignPage,
    ContactPage,
    DefinitionPage,
    FormatRequestPage,
    GetHelpPage,
    InformationPage,
    InitiativePage,
    ResourcePage,
)
from media.models import VideoPage
from partners.models import EventPage, OrganisationPage, ServicePage

TYPES = {
    "definition": (_("Definitions"), (DefinitionPage,)),
    "help": (_("Help and information"), (GetHelpPage, InformationPage, ContactPage, FormatRequestPage)),
    "initiative": (_("Initiatives"), (InitiativePage,)),
    "campaign": (_("Campaigns"), (CampaignPage,)),
    "video": (_("Videos"), (VideoPage,)),
    "resource": (_("Resources"), (ResourcePage,)),
    "partner": (_("Partners and their services"), (OrganisationPage, ServicePage)),
    "event": (_("Events to come"), (EventPage,)),
}


def kind_of(model):
    """The key of TYPES to which a page type belongs, "" for pages of their own such as the home page."""
    return next((key for key, (_label, models) in TYPES.items() if issubclass(model, models)), "")
