"""What the tests of staff accounts share."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from portal.workflow import groups

PASSWORD = "meadow-candle-stone-91"


@pytest.fixture
def as_(account):
    """A browser in which somebody is signed in: as_("coordinator")."""

    def sign_in(person):
        client = Client()
        client.force_login(account(person) if isinstance(person, str) else person)
        return client

    return sign_in


@pytest.fixture
def second(db):
    """A second coordinator."""
    person = get_user_model().objects.create_user("second@example.org", PASSWORD, first_name="Sam")
    person.groups.add(Group.objects.get(name=groups.COORDINATORS))
    return person
