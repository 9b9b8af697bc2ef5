"""What the tests of the directory for other programs share."""

import pytest

from partners.models import OrganisationPage


@pytest.fixture(scope="module", autouse=True)
def only_ours(file_transaction):
    """Nobody has verified the organisations of the demonstration."""
    OrganisationPage.objects.update(verified_on=None)
