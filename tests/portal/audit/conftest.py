"""What the tests of the audit trail share."""

import pytest

from portal.models import AuditEntry


@pytest.fixture
def new(db):
    """The entries since the test began: new() gives (action, person, object's number) of each, new("export") one kind."""
    last = AuditEntry.objects.order_by("pk").last()
    start = last.pk if last else 0

    def entries(action=None):
        found = AuditEntry.objects.filter(pk__gt=start).order_by("pk")
        return [entry for entry in found if action is None or entry.action == action]

    return entries
