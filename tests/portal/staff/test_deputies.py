"""A deputy of the approvers is confirmed by a second coordinator, where there is one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Deputy, RightsChange
from portal.workflow import approvals
from tests.portal.staff.mails import mails

pytestmark = pytest.mark.django_db


def test_a_deputy_decides_only_when_a_second_coordinator_has_confirmed_it(as_, account, second):
    today = timezone.localdate()
    data = {"user": account("editor").pk, "starts_on": today, "ends_on": today, "note": ""}
    assert as_("coordinator").post(reverse("deputies:add"), data).status_code == 302
    assert not approvals.is_deputy(account("editor"))
    address = reverse("rights_change", args=[RightsChange.objects.get().pk])
    as_("coordinator").post(address, {"confirm": ""})
    assert not approvals.is_deputy(account("editor"))
    as_(second).post(address, {"confirm": ""})
    assert approvals.is_deputy(account("editor"))
    # Another person in the same row is another deputy; a new note is not.
    deputy = Deputy.objects.get()
    edit = reverse("deputies:edit", args=[deputy.pk])
    as_("coordinator").post(edit, {**data, "note": "While Ada is away."})
    assert approvals.is_deputy(account("editor"))
    as_("coordinator").post(edit, {**data, "user": account("translator").pk})
    assert not approvals.is_deputy(account("translator")) and not approvals.is_deputy(account("editor"))
    change = RightsChange.objects.get(state=RightsChange.State.OPEN)
    assert change.account == account("translator")
    as_(second).post(reverse("rights_change", args=[change.pk]), {"refuse": ""})
    assert not Deputy.objects.exists()


def test_the_only_coordinator_names_a_deputy_at_once(as_, account):
    today = timezone.localdate()
    data = {"user": account("editor").pk, "starts_on": today, "ends_on": today, "note": ""}
    as_("coordinator").post(reverse("deputies:add"), data)
    assert approvals.is_deputy(account("editor"))
    assert any("no second coordinator" in mail.body for mail in mails("approver@example.org"))
