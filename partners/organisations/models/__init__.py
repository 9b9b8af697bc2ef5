"""Organizations and their services."""

from .directory_page import OrganisationIndexPage
from .organisation import OrganisationLocation, OrganisationPage, OrganisationPhone
from .service import ServicePage

__all__ = [
    "OrganisationIndexPage",
    "OrganisationLocation",
    "OrganisationPage",
    "OrganisationPhone",
    "ServicePage",
]
