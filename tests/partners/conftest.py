"""The organization of most tests of partners, and a member of it."""

import pytest

from tests.partners import factories


@pytest.fixture
def organisation(db):
    """A public organization."""
    return factories.make_organisation("Lantern Example Group")


@pytest.fixture
def member(organisation):
    """A person who works for it."""
    return factories.make_member(organisation, "lantern@example.org", first_name="Mara", last_name="Example")


@pytest.fixture
def workspace(client, member):
    """A client in which the member is signed in."""
    client.force_login(member)
    return client
