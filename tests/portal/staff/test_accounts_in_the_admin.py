"""Coordinators give accounts to colleagues, and cannot make themselves operators of the server by it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from portal.workflow import groups

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-harbour-lamp-19"


@pytest.fixture
def operator(db):
    return get_user_model().objects.create_superuser("operator@example.org", PASSWORD)


def form_of_a_new_account(**changes):
    return {
        "email": "new@example.org",
        "first_name": "Noor",
        "last_name": "Newcomer",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [Group.objects.get(name=groups.EDITORS).pk],
        **changes,
    }


def test_a_coordinator_makes_an_account_with_a_group(signed_in):
    answer = signed_in("coordinator").post(reverse("wagtailusers_users:add"), form_of_a_new_account())
    assert answer.status_code == 302
    made = get_user_model().objects.get(email="new@example.org")
    assert [group.name for group in made.groups.all()] == [groups.EDITORS]


def test_a_coordinator_cannot_make_an_administrator(signed_in):
    form = form_of_a_new_account(is_superuser="on")
    signed_in("coordinator").post(reverse("wagtailusers_users:add"), form)
    assert not get_user_model().objects.get(email="new@example.org").is_superuser


def test_a_coordinator_cannot_turn_a_colleague_into_an_administrator(signed_in, account):
    colleague = account("editor")
    form = form_of_a_new_account(
        email=colleague.email, password1="", password2="", is_active="on", is_superuser="on"
    )
    answer = signed_in("coordinator").post(reverse("wagtailusers_users:edit", args=[colleague.pk]), form)
    assert answer.status_code == 302
    colleague.refresh_from_db()
    assert colleague.first_name == "Noor"
    assert not colleague.is_superuser


def test_a_coordinator_cannot_give_an_operator_another_password(signed_in, operator):
    client = signed_in("coordinator")
    address = reverse("wagtailusers_users:edit", args=[operator.pk])
    form = form_of_a_new_account(
        email=operator.email, password1="another-lamp-20", password2="another-lamp-20"
    )
    assert client.get(address).status_code in (302, 403)
    assert client.post(address, form).status_code in (302, 403)
    operator.refresh_from_db()
    assert operator.check_password(PASSWORD)


def test_a_coordinator_cannot_lock_an_operator_out(signed_in, operator):
    address = reverse("wagtail_bulk_action", args=["portal", "user", "set_active_state"])
    signed_in("coordinator").post(f"{address}?id={operator.pk}", {"mark_as_active": ""})
    operator.refresh_from_db()
    assert operator.is_active


def test_an_operator_may_change_an_operators_account(client, operator):
    client.force_login(operator)
    assert client.get(reverse("wagtailusers_users:edit", args=[operator.pk])).status_code == 200


@pytest.mark.parametrize("name", ["editor", "translator", "approver"])
def test_others_see_no_accounts(signed_in, name):
    assert signed_in(name).get(reverse("wagtailusers_users:index")).status_code in (302, 403)


def test_the_list_of_accounts_names_people_and_their_groups(signed_in, account):
    page = signed_in("coordinator").get(reverse("wagtailusers_users:index")).content.decode()
    row = page[page.index("editor@example.org") - 1500 :][:2500]
    assert account("editor").get_full_name() in row and groups.EDITORS in row
    assert "Email address" in page and "Not in any group of the office" in page
