"""What the tests of imported calendars share."""

import pytest

from partners.ics_import import services as ics_import
from tests.partners.factories import make_member, make_organisation
from tests.partners.ics_files import calendar


@pytest.fixture
def organisation(db):
    return make_organisation("Harbor Example Group", email="office@harbor.example")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@harbor.example")


@pytest.fixture
def take(organisation, member):
    """Imports events as the member does."""
    return lambda *events, **head: ics_import.take_over(calendar(*events, **head), organisation, member, "en")
