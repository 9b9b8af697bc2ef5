"""Redirects that the office writes lead readers once another person has approved them; Wagtail's own pages for them are closed."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.models import InformationPage
from portal.models import OfficeRedirect
from portal.workflow import approvals
from tests.live import published

pytestmark = pytest.mark.django_db

ADD = reverse("wagtailsnippets_portal_officeredirect:add")
ELSEWHERE = "https://www.example.com/elsewhere"


def sent(**changes):
    """What the form sends."""
    return {
        "old_path": "/old-flyer/",
        "redirect_page": "",
        "redirect_link": ELSEWHERE,
        "is_permanent": "on",
        **changes,
    }


def leads(client, path="/old-flyer/"):
    client.logout()
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "")


def decide(client, record):
    task = record.current_workflow_task_state
    return client.post(reverse("decide", args=[task.pk]), {"decision": "approve"})


@pytest.fixture
def made(client):
    """A redirect to another site that is approved."""
    return published(OfficeRedirect(old_path="/old-flyer", redirect_link=ELSEWHERE))


def test_a_redirect_to_another_site_needs_two_persons(signed_in, client):
    for action in ("", "action-publish"):
        signed_in("coordinator").post(ADD, sent() | ({action: "on"} if action else {}))
    record = OfficeRedirect.objects.get()
    edit = reverse("wagtailsnippets_portal_officeredirect:edit", args=[record.pk])
    signed_in("coordinator").post(edit, sent() | {"action-submit": "on"})
    record.refresh_from_db()
    waiting = reverse("decide", args=[record.current_workflow_state.current_task_state_id])
    page = BeautifulSoup(signed_in("approver").get(waiting).content, "html.parser")
    assert page.select_one(f'main a[href="{ELSEWHERE}"][target=_blank]')
    told = " ".join(page.select_one("main").get_text(" ").split())
    assert "Permanent" in told and " ID " not in told
    decide(signed_in("coordinator"), record)
    assert leads(client)[0] == 404 and not Redirect.objects.exists()
    decide(signed_in("approver"), record)
    assert leads(client) == (301, ELSEWHERE)


def test_a_changed_target_leads_on_only_when_it_is_approved(signed_in, client, made):
    edit = reverse("wagtailsnippets_portal_officeredirect:edit", args=[made.pk])
    changed = sent(redirect_link="https://www.example.com/evil", is_permanent="")
    for action in ("", "action-publish", "action-submit"):
        signed_in("coordinator").post(edit, changed | ({action: "on"} if action else {}))
    assert leads(client) == (301, ELSEWHERE)
    made.refresh_from_db()
    decide(signed_in("approver"), made)
    assert leads(client) == (302, "https://www.example.com/evil")
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_one_person_takes_a_redirect_away(how, signed_in, client, made):
    address = reverse(f"wagtailsnippets_portal_officeredirect:{how}", args=[made.pk])
    assert signed_in("coordinator").post(address).status_code == 302
    assert leads(client)[0] == 404


@pytest.mark.parametrize("who", ["editor", "translator", "riverside"])
def test_others_write_none(who, signed_in):
    signed_in(who).post(ADD, sent())
    assert not OfficeRedirect.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"redirect_link": ""}, "one of the two"),
        ({"redirect_link": "ftp://example.com/"}, "begins with https://"),
        ({"redirect_link": "javascript:alert(1)"}, "Enter a full web address"),
        ({"old_path": " / "}, "The home page cannot be redirected."),
        ({"old_path": "old-flyer?"}, ""),
        ({"old_path": "/taken/"}, "already a redirect from this address"),
    ],
)
def test_what_leads_nowhere_is_refused_with_a_sentence(changes, said, signed_in):
    OfficeRedirect.objects.create(old_path="/taken", redirect_link=ELSEWHERE, live=False)
    answer = signed_in("coordinator").post(ADD, sent(**changes) | {"action-submit": "on"})
    if said:
        assert answer.status_code == 200 and said in answer.content.decode()
        assert OfficeRedirect.objects.count() == 1
    else:
        assert OfficeRedirect.objects.filter(old_path="/old-flyer").exists()


def test_the_old_address_stays_as_it_was_written(signed_in, made):
    edit = reverse("wagtailsnippets_portal_officeredirect:edit", args=[made.pk])
    answer = signed_in("coordinator").post(edit, sent(old_path="/other/"))
    assert "The old address cannot be changed." in answer.content.decode()


def test_a_page_at_the_old_address_ends_the_redirect(committed, made):
    home = Page.objects.get(slug="home", locale__language_code="en")
    page = InformationPage(
        title="Flyer", slug="old-flyer", summary="A summary.", live=False, locale=home.locale
    )
    home.add_child(instance=page)
    with committed():
        published(page)
    made.refresh_from_db()
    assert not made.live and not Redirect.objects.exists()


def test_a_moved_page_leads_on_without_anybody(client, committed):
    page = Page.objects.get(slug="privacy", locale__language_code="en").specific
    page.get_parent()
    child = InformationPage(title="Old", slug="old", summary="A summary.", live=False, locale=page.locale)
    page.get_parent().add_child(instance=child)
    with committed():
        published(child)
        child.slug = "new"
        published(child)
    status, address = leads(client, "/old/")
    assert status == 301 and address.endswith("/new/") and not OfficeRedirect.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "rest", ["", "add/", "1/", "1/delete/", "import/", "import/process/", "import/finish/", "report/"]
)
def test_wagtails_own_pages_of_redirects_are_closed(rest, method, client, django_user_model):
    operator = django_user_model.objects.create_superuser("operator@example.org", password=None)
    client.force_login(operator)
    Redirect.objects.create(pk=1, old_path="/kept", redirect_link=ELSEWHERE)
    data = {"old_path": "/x", "redirect_link": ELSEWHERE, "is_permanent": "on"}
    answer = getattr(client, method)(f"/admin/redirects/{rest}", data)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("wagtailsnippets_portal_officeredirect:list")
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/kept"]


def test_redirects_from_before_lead_on_and_stand_in_the_list_as_approved(client, signed_in, committed):
    target = Page.objects.get(slug="resources", locale__language_code="en")
    with committed():
        Redirect.objects.create(old_path="/old-flyer", redirect_link=ELSEWHERE)
        Redirect.objects.create(old_path="/page", redirect_page=target, is_permanent=False)
        Redirect.objects.create(old_path="/moved", redirect_page=target, automatically_created=True)
        import_module("portal.migrations.0015_approve_redirects").take_over(apps, None)
    assert leads(client) == (301, ELSEWHERE)
    assert set(OfficeRedirect.objects.values_list("old_path", flat=True)) == {"/old-flyer", "/page"}
    for one in OfficeRedirect.objects.all():
        assert one.live and approvals.is_approved(one.live_revision_id)
        assert one.live_revision.as_object().leads_to == one.leads_to
        one.save()  # It says what was approved.
    assert (
        "/old-flyer"
        in signed_in("approver").get(reverse("wagtailsnippets_portal_officeredirect:list")).content.decode()
    )
