"""A program of an organization, with a token that an owner has made."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from partners.api import tokens
from partners.members.models import Role
from tests.partners import factories
from tests.partners.api.described import compare

EVENTS = "/api/partner/events"
PROBLEM = "application/problem+json"


class Program:
    """What a partner's own software does: it sends JSON, and knows nothing but its token."""

    def __init__(self, token):
        self.token = token

    def ask(self, method, path, data=None, **headers):
        """Send a request; `Name_Of_A_Header="…"` adds a header, `Authorization=""` leaves the token out."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        body = data if isinstance(data, bytes | str) else json.dumps(data)
        kind = sent.pop("Content-Type", "application/json")
        content = {"data": body, "content_type": kind} if data is not None else {}
        known = {name: one for name, one in sent.items() if one}
        answer = Client().generic(method, path, headers=known, **content)
        compare(method, path, data, answer)
        return answer

    def get(self, path=EVENTS, **headers):
        """Read."""
        return self.ask("GET", path, **headers)

    def create(self, data=None, **headers):
        """Create a draft."""
        return self.ask("POST", EVENTS, whole() if data is None else data, **headers)

    def change(self, answer, data, **headers):
        """Change the event of an earlier answer."""
        sent = {"If_Match": answer["ETag"], **headers}
        return self.ask("PATCH", f"{EVENTS}/{answer.json()['id']}", data, **sent)

    def send(self, answer, **headers):
        """Send the event of an earlier answer to the office."""
        sent = {"If_Match": answer["ETag"], **headers}
        return self.ask("POST", f"{EVENTS}/{answer.json()['id']}/submit", **sent)

    def withdraw(self, answer):
        """Take the event of an earlier answer back."""
        return self.ask("POST", f"{EVENTS}/{answer.json()['id']}/withdraw")


def whole(**changes):
    """All that an event needs before it can be sent."""
    return {
        "title": "Know your pay",
        "summary": "An hour about pay and papers.",
        "start_date": (timezone.localdate() + datetime.timedelta(days=20)).isoformat(),
        "start_time": "18:30",
        "venue_name": "Example Library",
        "city": "Example City",
        "accessibility_contact": "access@example.org",
        **changes,
    }


@pytest.fixture
def owner(organisation):
    """An owner of the organization."""
    return factories.make_member(organisation, "owner@example.org", Role.OWNER, first_name="Odal")


@pytest.fixture
def token(organisation, owner):
    """(ApiToken, the token itself)."""
    return tokens.make(organisation, owner, "Website calendar", 90)


@pytest.fixture
def program(token):
    """The organization's program."""
    return Program(token[1])


@pytest.fixture
def other():
    """The program of another organization."""
    organisation = factories.make_organisation("Other Example Group")
    stranger = factories.make_member(organisation, "stranger@example.org", Role.OWNER)
    return Program(tokens.make(organisation, stranger, "Theirs", 30)[1])
