"""Collects the models of the app, as Django requires."""

from home.archive.models import ArchivePage, ArchiveRecord
from home.campaigns.models import CampaignIndexPage, CampaignPage
from home.contact.models import ContactPage
from home.definitions.models import DefinitionIndexPage, DefinitionPage
from home.format_requests.models import FormatRequest
from home.format_requests.pages import FormatRequestPage
from home.help.models import GetHelpPage
from home.home_page.models import HomePage
from home.information.models import InformationPage
from home.initiatives.models import InitiativeIndexPage, InitiativePage
from home.resources.models import ResourceIndexPage, ResourcePage
from home.search.models.search_index import IndexedPage, IndexedWord
from home.search.models.settings import EmptySearch, SearchWords

__all__ = [
    "ArchivePage",
    "ArchiveRecord",
    "CampaignIndexPage",
    "CampaignPage",
    "ContactPage",
    "DefinitionIndexPage",
    "DefinitionPage",
    "EmptySearch",
    "FormatRequest",
    "FormatRequestPage",
    "GetHelpPage",
    "HomePage",
    "IndexedPage",
    "IndexedWord",
    "InformationPage",
    "InitiativeIndexPage",
    "InitiativePage",
    "ResourceIndexPage",
    "ResourcePage",
    "SearchWords",
]
