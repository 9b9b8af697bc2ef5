"""What the tests of approvals change: a page and a help line that are public."""

import pytest

from home.models import InformationPage
from portal.models import HelpLine


@pytest.fixture
def page(db):
    """A page whose address nobody was promised: those can be neither moved nor deleted."""
    return InformationPage.objects.get(locale__language_code="en", slug="grievance-procedure")


@pytest.fixture
def line(db):
    """A help line with translations."""
    return HelpLine.objects.get(name="Day One", locale__language_code="en")
