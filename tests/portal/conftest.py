"""What the tests of portal share."""

import pytest
from django.test import Client
from django.utils import translation

from tests.marked_words import Content, forget_words, mark
from tests.portal.public import other_addresses, page_addresses
from tests.portal.redis_server import redis  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def content(django_db_setup, django_db_blocker):
    """What stands in the demonstration's database."""
    with django_db_blocker.unblock():
        return Content()


@pytest.fixture
def marked(monkeypatch):
    """Lets a language come back in brackets until the test ends: marked("so")."""
    yield lambda language="en": mark(monkeypatch, language)
    translation.deactivate()
    forget_words()


@pytest.fixture(scope="session")
def outputs(django_db_setup, django_db_blocker):
    """What a visitor without an account is answered at every public address: a dict of address to answer."""
    with django_db_blocker.unblock():
        return {address: Client().get(address) for address in [*page_addresses(), *other_addresses()]}
