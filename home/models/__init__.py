"""The pages that the public reads."""

from .archive import ArchivePage, ArchiveRecord
from .campaign import CampaignIndexPage, CampaignPage
from .contact import ContactPage
from .definition import DefinitionIndexPage, DefinitionPage
from .format_request import FormatRequest, FormatRequestPage
from .help import GetHelpPage
from .home import HomePage
from .information import InformationPage
from .initiative import InitiativeIndexPage, InitiativePage
from .resource import ResourceIndexPage, ResourcePage
from .search import EmptySearch, SearchWords
from .search_index import IndexedPage, IndexedWord

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
