"""What the tests of the directory for other programs share."""

import pytest

from partners.models import OrganisationPage


@pytest.fixture(scope="module", autouse=True)
def only_ours(file_transaction):
    """None of the organizations of the demonstration is verified or invented."""
    OrganisationPage.objects.update(verified_on=None, website="https://organization.test/")
