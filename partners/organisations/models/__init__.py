"""Organizations and their services."""

from .organisation import OrganisationIndexPage, OrganisationLocation, OrganisationPage, OrganisationPhone
from .service import ServicePage

__all__ = [
    "OrganisationIndexPage",
    "OrganisationLocation",
    "OrganisationPage",
    "OrganisationPhone",
    "ServicePage",
]
