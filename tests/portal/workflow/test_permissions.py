"""Which places of the admin open for whom, by real requests (what each role does there: test_roles.py)."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from home.models import InformationPage
from portal.models import Alert, HelpLine, SafetySettings
from tests.home.edit_form import posted
from tests.portal.forms import snippet_form

pytestmark = pytest.mark.django_db

ROLES = ("translator", "editor", "approver", "approver2", "coordinator")
STAFF = set(ROLES)
OFFICE = {"approver", "approver2", "coordinator"}


@pytest.fixture
def page():
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


def line():
    return HelpLine.objects.get(name="Day One", locale__language_code="en")


def opened(client, address):
    """Whether the place itself opens: the settings lead on to their only record, others back to the admin."""
    response = client.get(address, follow=True)
    return response.status_code == 200 and response.request["PATH_INFO"].startswith(address)


# (what, address, who may open it)
PLACES = [
    ("the admin", "/admin/", STAFF),
    ("the pages", "/admin/pages/", STAFF),
    ("the help lines", reverse("wagtailsnippets_portal_helpline:list"), STAFF),
    ("the alerts", reverse("wagtailsnippets_portal_alert:list"), STAFF),
    ("a new alert", reverse("wagtailsnippets_portal_alert:add"), {"editor", "coordinator"}),
    ("the exit address", reverse("wagtailsnippets_portal_safetysettings:list"), OFFICE),
    ("the requests", "/admin/format-requests/", {"coordinator"}),
    ("the settings of requests", "/admin/settings/home/formatrequestsettings/", {"coordinator"}),
    ("what partners sent", "/admin/partner-submissions/", OFFICE),
    ("the accounts", "/admin/users/", {"coordinator"}),
    ("the groups", "/admin/groups/", set()),
    ("the redirects", reverse("wagtailsnippets_portal_officeredirect:list"), OFFICE),
    ("the workflows", "/admin/workflows/list/", set()),
    ("the sites", "/admin/sites/", set()),
    ("the collections", "/admin/collections/", set()),
]


@pytest.mark.parametrize(("what", "address", "allowed"), PLACES)
def test_a_place_of_the_admin_opens_for_those_whose_work_it_is(signed_in, what, address, allowed):
    found = {name for name in ROLES if opened(signed_in(name), address)}
    assert found - {"approver2"} == allowed - {"approver2"}, what
    assert ("approver" in found) == ("approver2" in found), what


@pytest.mark.parametrize(("name", "adds"), [("translator", False), ("editor", True), ("approver", True)])
def test_translators_add_no_pages(signed_in, account, page, name, adds):
    home = page.get_parent().specific
    new = InformationPage(title="New", summary="A summary.", slug="new", locale=home.locale)
    data = posted(new, account(name), parent=home)
    signed_in(name).post(f"/admin/pages/add/home/informationpage/{home.pk}/", data)
    assert InformationPage.objects.filter(slug="new").exists() == adds


# --- Snippets -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["translator", "editor"])
def test_nobody_below_the_office_changes_where_the_exit_leads(signed_in, name):
    record = SafetySettings.objects.get()
    address = reverse("wagtailsnippets_portal_safetysettings:edit", args=[record.pk])
    signed_in(name).post(address, {"exit_url": "https://www.example.com/", "action-publish": "on"})
    record.refresh_from_db()
    assert record.exit_url != "https://www.example.com/"


def test_a_police_line_is_refused_in_the_strip_by_the_admin_too(signed_in):
    record = HelpLine.objects.get(phone="+18779966222", locale__language_code="en")
    address = reverse("wagtailsnippets_portal_helpline:edit", args=[record.pk])
    data = snippet_form(record, in_strip="on")
    response = signed_in("coordinator").post(address, {**data, "action-publish": "on"})
    assert (
        "Only emergency and confidential help lines may be shown in the help bar."
        in response.content.decode()
    )
    record.refresh_from_db()
    assert not record.in_strip


def test_an_editor_drafts_an_alert_and_an_approver_approves_it(signed_in):
    data = {
        "level": "warning",
        "title": "Office closed",
        "place": "everywhere",
        "starts_at": "2026-01-01 08:00",
        "text": rich_text("<p>Closed.</p>"),
    }
    client = signed_in("editor")
    client.post(reverse("wagtailsnippets_portal_alert:add"), {**data, "action-publish": "on"})
    record = Alert.objects.get()
    assert not record.live
    client.post(
        reverse("wagtailsnippets_portal_alert:edit", args=[record.pk]), {**data, "action-submit": "1"}
    )
    state = record.current_workflow_task_state
    approve = reverse("wagtailsnippets_portal_alert:workflow_action", args=[record.pk, "approve", state.pk])
    client.post(approve, {"comment": ""})
    assert not Alert.objects.get().live
    signed_in("approver").post(approve, {"comment": ""})
    assert Alert.objects.get().live


# --- Without rights, without account --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address", [place[1] for place in PLACES] + ["/admin/pages/3/edit/", "/admin/no-such-place/"]
)
def test_a_stranger_is_led_to_the_one_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith(("/accounts/login/?next=/admin/", "/admin/login/?next=/admin/"))
    assert client.get(address, follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_wagtails_own_sign_in_is_shut(client):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=%2Fadmin%2Fpages%2F")
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


def test_an_account_without_a_role_gets_a_page_with_a_way_out_and_no_loop(client):
    user = get_user_model().objects.create_user("member@example.org", "river-stone-lantern-42")
    client.force_login(user)
    for address in ("/admin/", "/admin/pages/", "/admin/users/"):
        response = client.get(address)
        page = response.content.decode()
        assert response.status_code == 403, address
        assert "Your account does not have access to this page" in page
        for way in ("/workspace/", "/accounts/logout/"):
            assert re.search(rf'<a [^>]*href="{way}"', page), way
        assert 'class="help-bar"' in page


def test_a_coordinator_makes_nobody_an_operator(signed_in, account):
    signed_in("coordinator").post(
        f"/admin/users/edit/{account('editor').pk}/",
        {
            "email": "editor@example.org",
            "first_name": "E",
            "last_name": "E",
            "is_active": "on",
            "is_superuser": "on",
            "is_staff": "on",
        },
    )
    user = account("editor")
    assert not user.is_superuser
